#define _GNU_SOURCE
#include "CChafa.h"

#include <chafa.h>
#include <string.h>

void cchafa_draw(
    const uint8_t *rgba, int width, int height, int columns, int rows, bool sextants, bool direct,
    cchafa_cell *cells) {
  // It would start a thread for each core.
  chafa_set_n_threads(1);
  ChafaSymbolMap *symbols = chafa_symbol_map_new();
  chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_VHALF);
  if (sextants) chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SEXTANT);
  ChafaCanvasConfig *config = chafa_canvas_config_new();
  chafa_canvas_config_set_geometry(config, columns, rows);
  chafa_canvas_config_set_canvas_mode(
      config, direct ? CHAFA_CANVAS_MODE_TRUECOLOR : CHAFA_CANVAS_MODE_INDEXED_240);
  chafa_canvas_config_set_symbol_map(config, symbols);
  chafa_canvas_config_set_work_factor(config, 0.5f);
  ChafaCanvas *canvas = chafa_canvas_new(config);
  chafa_canvas_draw_all_pixels(
      canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, width, height, width * 4);
  for (int row = 0; row < rows; row++) {
    for (int column = 0; column < columns; column++) {
      cchafa_cell *cell = &cells[row * columns + column];
      gint foreground, background;
      cell->scalar = chafa_canvas_get_char_at(canvas, column, row);
      chafa_canvas_get_raw_colors_at(canvas, column, row, &foreground, &background);
      cell->foreground = foreground;
      cell->background = background;
    }
  }
  chafa_canvas_unref(canvas);
  chafa_canvas_config_unref(config);
  chafa_symbol_map_unref(symbols);
}

// What stands between the head of a sixel string and its end.
static size_t take_sixels(const GString *printed, uint8_t *text, size_t room) {
  const char *head = memmem(printed->str, printed->len, "\033P", 2);
  const char *end = printed->str + printed->len;
  const char *start = head ? memchr(head, 'q', (size_t)(end - head)) : NULL;
  if (!start) return 0;
  start++;
  const char *stop = memchr(start, '\033', (size_t)(end - start));
  size_t count = stop ? (size_t)(stop - start) : 0;
  if (count > room) return 0;
  memcpy(text, start, count);
  return count;
}

size_t cchafa_sixels(
    const uint8_t *rgba, int width, int height, int columns, int rows, int cell_width,
    int cell_height, uint8_t *text, size_t room) {
  chafa_set_n_threads(1);
  ChafaCanvasConfig *config = chafa_canvas_config_new();
  chafa_canvas_config_set_geometry(config, columns, rows);
  chafa_canvas_config_set_cell_geometry(config, cell_width, cell_height);
  chafa_canvas_config_set_pixel_mode(config, CHAFA_PIXEL_MODE_SIXELS);
  chafa_canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_TRUECOLOR);
  chafa_canvas_config_set_work_factor(config, 0.5f);
  ChafaCanvas *canvas = chafa_canvas_new(config);
  chafa_canvas_draw_all_pixels(
      canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, width, height, width * 4);
  GString *printed = chafa_canvas_print(canvas, NULL);
  size_t count = printed ? take_sixels(printed, text, room) : 0;
  if (printed) g_string_free(printed, TRUE);
  chafa_canvas_unref(canvas);
  chafa_canvas_config_unref(config);
  return count;
}
