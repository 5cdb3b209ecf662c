#ifndef CSEEDMEDIA_H
#define CSEEDMEDIA_H

#include <stddef.h>

/// A file carried in the program.
typedef struct {
  const unsigned char *bytes;
  size_t length;
} furrow_seed_content;

/// The file `name` of the directory seeds; a NULL pointer and 0 when there is none.
furrow_seed_content furrow_seed_file(const char *name);

#endif
