#include "CLanguages.h"

// #embed came with C23; clang has it in older dialects too and warns of it.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define TEXT(words) #words
#define EXPANDED_TEXT(words) TEXT(words)
#define JOIN(first, second) first##second
#define EXPANDED_JOIN(first, second) JOIN(first, second)
#define TEXT_OF(first, second) EXPANDED_TEXT(EXPANDED_JOIN(first, second))
#define NAME_OF(first, second) EXPANDED_JOIN(language_, EXPANDED_JOIN(first, second))
#define PATH(code) EXPANDED_TEXT(../../languages/code.po)
#define FILE_OF(first, second) PATH(EXPANDED_JOIN(first, second))

// Each language's bytes.
#include "codes.h"

#define TABLE
static const struct {
  const char *code;
  const unsigned char *bytes;
  size_t length;
} languages[] = {
#include "codes.h"
};

size_t clanguages_count(void) { return sizeof languages / sizeof languages[0]; }

const char *clanguages_code(size_t index) {
  return index < clanguages_count() ? languages[index].code : NULL;
}

const unsigned char *clanguages_bytes(size_t index) {
  return index < clanguages_count() ? languages[index].bytes : NULL;
}

size_t clanguages_length(size_t index) {
  return index < clanguages_count() ? languages[index].length : 0;
}
