// Pixels as character cells, through libchafa.
#ifndef CCHAFA_H
#define CCHAFA_H

#include <stdbool.h>
#include <stddef.h>
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

/// Writes pixels of red, green, blue and opacity as sixels, without the head and the end of their string.
///
/// - columns, rows, cell_width, cell_height: the cells that they fill; width is columns * cell_width.
///
/// Answers how many bytes that takes; 0 when it cannot be done, or takes more than there is room for.
size_t cchafa_sixels(
    const uint8_t *rgba, int width, int height, int columns, int rows, int cell_width,
    int cell_height, uint8_t *text, size_t room);

#pragma clang assume_nonnull end

#endif
