// From what the program was built, written into the finished file by `scripts/stamp`: a commit and a
// date that went through the compiler would have everything built anew.
#ifndef CBUILDMARK_H
#define CBUILDMARK_H

/// The commit and the day, such as "1f2e3d4c5b6a 2026-11-28"; empty where none was written.
const char *_Nonnull cbuildmark_text(void);

#endif
