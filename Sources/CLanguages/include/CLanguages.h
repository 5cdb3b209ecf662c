#ifndef CLANGUAGES_H
#define CLANGUAGES_H

#include <stddef.h>

// The catalogues of sentences, carried inside the binary: every `languages/xx.po` that was there when
// this was compiled, where xx are two letters.

#ifdef __cplusplus
extern "C" {
#endif

// How many there are.
size_t clanguages_count(void);
// The code of a language, such as "hi", or NULL past the last one.
const char *clanguages_code(size_t index);
// The text of its file: not terminated, `clanguages_length` bytes. NULL past the last one.
const unsigned char *clanguages_bytes(size_t index);
size_t clanguages_length(size_t index);

#ifdef __cplusplus
}
#endif

#endif
