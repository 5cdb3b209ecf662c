#include "CPosix.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

void cposix_prepare_memory(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
  // Named, it stays: otherwise it grows with the largest block that was ever given back.
  mallopt(M_TRIM_THRESHOLD, 128 * 1024);
#endif
}

void cposix_give_back_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
