#include "CSeedMedia.h"

#include <string.h>

// #embed is C23; the compiler says so although it knows it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char leaf[] = {
#embed "../../seeds/leaf.jpg"
};
static const unsigned char whole_plant[] = {
#embed "../../seeds/whole-plant.jpg"
};
static const unsigned char field[] = {
#embed "../../seeds/field.jpg"
};
static const unsigned char tomato_leaf[] = {
#embed "../../seeds/tomato-leaf.png"
};
static const unsigned char cotton_boll[] = {
#embed "../../seeds/cotton-boll.jpg"
};
static const unsigned char drip_line[] = {
#embed "../../seeds/drip-line.png"
};
static const unsigned char mandi_board[] = {
#embed "../../seeds/mandi-board.png"
};
static const unsigned char dry_field[] = {
#embed "../../seeds/dry-field.jpg"
};
static const unsigned char voice_ramesh[] = {
#embed "../../seeds/voice-ramesh.ogg"
};
static const unsigned char voice_sunita[] = {
#embed "../../seeds/voice-sunita.ogg"
};
static const unsigned char voice_gurpreet[] = {
#embed "../../seeds/voice-gurpreet.ogg"
};

static const struct {
  const char *name;
  furrow_seed_content content;
} files[] = {
    {"leaf.jpg", {leaf, sizeof leaf}},
    {"whole-plant.jpg", {whole_plant, sizeof whole_plant}},
    {"field.jpg", {field, sizeof field}},
    {"tomato-leaf.png", {tomato_leaf, sizeof tomato_leaf}},
    {"cotton-boll.jpg", {cotton_boll, sizeof cotton_boll}},
    {"drip-line.png", {drip_line, sizeof drip_line}},
    {"mandi-board.png", {mandi_board, sizeof mandi_board}},
    {"dry-field.jpg", {dry_field, sizeof dry_field}},
    {"voice-ramesh.ogg", {voice_ramesh, sizeof voice_ramesh}},
    {"voice-sunita.ogg", {voice_sunita, sizeof voice_sunita}},
    {"voice-gurpreet.ogg", {voice_gurpreet, sizeof voice_gurpreet}},
};

furrow_seed_content furrow_seed_file(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    if (strcmp(files[i].name, name) == 0) return files[i].content;
  }
  furrow_seed_content none = {0, 0};
  return none;
}
