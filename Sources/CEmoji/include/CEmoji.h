#ifndef CEMOJI_H
#define CEMOJI_H

#include <stddef.h>

// The names of emoji, carried inside the binary: Swift has no way to embed a file.

#ifdef __cplusplus
extern "C" {
#endif

// The text of emoji/names.tsv: not terminated, `cemoji_length` bytes.
const unsigned char *cemoji_names(void);
size_t cemoji_length(void);

#ifdef __cplusplus
}
#endif

#endif
