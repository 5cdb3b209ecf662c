#ifndef CTHEMES_H
#define CTHEMES_H

#include <stddef.h>

// The built-in themes, carried inside the binary: Swift has no way to embed a file.

#ifdef __cplusplus
extern "C" {
#endif

// How many there are.
size_t cthemes_count(void);
// The name of a theme, or NULL past the last one.
const char *cthemes_name(size_t index);
// The text of its file: not terminated, `cthemes_length` bytes. NULL past the last one.
const unsigned char *cthemes_bytes(size_t index);
size_t cthemes_length(size_t index);

#ifdef __cplusplus
}
#endif

#endif
