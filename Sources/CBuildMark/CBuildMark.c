#include "CBuildMark.h"

// `scripts/stamp` looks for the first word and fills what follows. Volatile, so that no compiler takes
// the text of the source for what the file holds.
static volatile char mark[80] = "furrow-build-mark:";

const char *cbuildmark_text(void) {
  return (const char *)&mark[sizeof "furrow-build-mark:" - 1];
}
