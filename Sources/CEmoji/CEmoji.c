#include "CEmoji.h"

// #embed came with C23; clang has it in older dialects too and warns of it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char names[] = {
#embed "../../emoji/names.tsv"
};

const unsigned char *cemoji_names(void) { return names; }

size_t cemoji_length(void) { return sizeof names; }
