#include "CBidi.h"

#include <fribidi/fribidi.h>
#include <stdlib.h>

static FriBidiParType par_type(int base) {
  switch (base) {
    case cbidi_left_to_right: return FRIBIDI_PAR_LTR;
    case cbidi_right_to_left: return FRIBIDI_PAR_RTL;
    default: return FRIBIDI_PAR_ON;
  }
}

int cbidi_arrange(uint32_t *text, int count, int base, int *order) {
  for (int i = 0; i < count; i++) order[i] = i;
  if (count <= 0) return cbidi_by_text;
  FriBidiCharType *types = malloc(sizeof *types * count);
  FriBidiBracketType *brackets = malloc(sizeof *brackets * count);
  FriBidiLevel *levels = malloc(sizeof *levels * count);
  FriBidiArabicProp *joining = malloc(sizeof *joining * count);
  int direction = cbidi_by_text;
  if (types && brackets && levels && joining) {
    FriBidiParType par = par_type(base);
    fribidi_get_bidi_types(text, count, types);
    fribidi_get_bracket_types(text, count, types, brackets);
    if (fribidi_get_par_embedding_levels_ex(types, brackets, count, &par, levels) > 0) {
      direction = FRIBIDI_IS_RTL(par) ? cbidi_right_to_left : cbidi_left_to_right;
      fribidi_get_joining_types(text, count, joining);
      fribidi_join_arabic(types, count, levels, joining);
      // Without ligatures: each letter keeps its cell.
      fribidi_shape(
          FRIBIDI_FLAG_SHAPE_MIRRORING | FRIBIDI_FLAG_SHAPE_ARAB_PRES, levels, count, joining, text);
      if (!fribidi_reorder_line(
              FRIBIDI_FLAGS_DEFAULT, types, count, 0, par, levels, NULL, order)) {
        for (int i = 0; i < count; i++) order[i] = i;
      }
    }
  }
  free(types);
  free(brackets);
  free(levels);
  free(joining);
  return direction;
}

int cbidi_direction(const uint32_t *text, int count) {
  if (count <= 0) return cbidi_left_to_right;
  FriBidiCharType *types = malloc(sizeof *types * count);
  if (!types) return cbidi_left_to_right;
  fribidi_get_bidi_types(text, count, types);
  FriBidiParType par = fribidi_get_par_direction(types, count);
  free(types);
  return FRIBIDI_IS_RTL(par) ? cbidi_right_to_left : cbidi_left_to_right;
}
