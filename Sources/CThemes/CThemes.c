#include "CThemes.h"

// #embed came with C23; clang has it in older dialects too and warns of it.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char dark[] = {
#embed "../../themes/dark.toml"
};
static const unsigned char light[] = {
#embed "../../themes/light.toml"
};
static const unsigned char neutral[] = {
#embed "../../themes/neutral.toml"
};
static const unsigned char contrast[] = {
#embed "../../themes/contrast.toml"
};
static const unsigned char solarized[] = {
#embed "../../themes/solarized.toml"
};
static const unsigned char contrast_light[] = {
#embed "../../themes/contrast-light.toml"
};
static const unsigned char colorblind_dark[] = {
#embed "../../themes/colorblind-dark.toml"
};
static const unsigned char colorblind_light[] = {
#embed "../../themes/colorblind-light.toml"
};
static const unsigned char solarized_light[] = {
#embed "../../themes/solarized-light.toml"
};
static const unsigned char dusk[] = {
#embed "../../themes/dusk.toml"
};
static const unsigned char soil[] = {
#embed "../../themes/soil.toml"
};

static const struct {
  const char *name;
  const unsigned char *bytes;
  size_t length;
} themes[] = {
    {"dark", dark, sizeof dark},
    {"light", light, sizeof light},
    {"neutral", neutral, sizeof neutral},
    {"contrast", contrast, sizeof contrast},
    {"solarized", solarized, sizeof solarized},
    {"contrast-light", contrast_light, sizeof contrast_light},
    {"colorblind-dark", colorblind_dark, sizeof colorblind_dark},
    {"colorblind-light", colorblind_light, sizeof colorblind_light},
    {"solarized-light", solarized_light, sizeof solarized_light},
    {"dusk", dusk, sizeof dusk},
    {"soil", soil, sizeof soil},
};

size_t cthemes_count(void) { return sizeof themes / sizeof themes[0]; }

const char *cthemes_name(size_t index) {
  return index < cthemes_count() ? themes[index].name : NULL;
}

const unsigned char *cthemes_bytes(size_t index) {
  return index < cthemes_count() ? themes[index].bytes : NULL;
}

size_t cthemes_length(size_t index) { return index < cthemes_count() ? themes[index].length : 0; }
