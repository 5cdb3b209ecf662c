// Pixels as character cells, through libchafa.
#ifndef CCHAFA_H
#define CCHAFA_H

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A cell: a character and its colours, palette entries from 16 on or 0xRRGGBB; -1 is the terminal's own.
typedef struct {
  uint32_t scalar;
  int32_t foreground;
  int32_t background;
} cchafa_cell;

/// Draws pixels of red, green, blue and opacity into `columns` × `rows` cells, row by row.
///
/// - sextants: draws with sixths of a cell, else with halves.
/// - direct: colours are of 24 bits, else of the palette.
void cchafa_draw(
    const uint8_t *rgba, int width, int height, int columns, int rows, bool sextants, bool direct,
    cchafa_cell *cells);

#pragma clang assume_nonnull end

#endif
