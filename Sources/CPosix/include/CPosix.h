// What POSIX and Linux offer that Swift cannot call: variadic functions, macros, and functions
// that the system's headers hide from Swift's importer.
#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Fills `widths` with what `wcwidth` says of `count` scalars from `first` on: columns, or -1.
/// `wcwidth` answers by the locale, so this asks in a UTF-8 locale of its own; without one every
/// answer is that of the current locale. (Hidden from Swift: needs _XOPEN_SOURCE.)
void cposix_scalar_widths(uint32_t first, size_t count, int8_t *_Nonnull widths);

#endif
