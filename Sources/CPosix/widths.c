#define _GNU_SOURCE
#include "CPosix.h"

#include <locale.h>
#include <wchar.h>

void cposix_scalar_widths(uint32_t first, size_t count, int8_t *widths) {
  locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (utf8 == (locale_t)0) utf8 = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
  locale_t before = utf8 == (locale_t)0 ? (locale_t)0 : uselocale(utf8);
  for (size_t i = 0; i < count; i++) widths[i] = (int8_t)wcwidth((wchar_t)(first + i));
  if (utf8 != (locale_t)0) {
    uselocale(before);
    freelocale(utf8);
  }
}
