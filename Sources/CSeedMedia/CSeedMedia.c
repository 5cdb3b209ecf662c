#include "CSeedMedia.h"

furrow_seed_content furrow_seed_file(const char *name) {
  furrow_seed_content none = {0, 0};
  return none;
}
