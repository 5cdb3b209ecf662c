#include "CGd.h"

#include <gd.h>
#include <stdarg.h>
#include <stdlib.h>

struct cgd_image {
  gdImagePtr picture;
};

// libgd would write to the standard error.
static void say_nothing(int priority, const char *format, va_list arguments) {
  (void)priority, (void)format, (void)arguments;
}

static gdImagePtr decode(cgd_format format, int count, void *bytes, bool lenient) {
  switch (format) {
    case CGD_PNG: return gdImageCreateFromPngPtr(count, bytes);
    case CGD_JPEG: return gdImageCreateFromJpegPtrEx(count, bytes, lenient);
    case CGD_WEBP: return gdImageCreateFromWebpPtr(count, bytes);
    case CGD_GIF: return gdImageCreateFromGifPtr(count, bytes);
    case CGD_BMP: return gdImageCreateFromBmpPtr(count, bytes);
  }
  return NULL;
}

cgd_image *cgd_decode(cgd_format format, const uint8_t *bytes, size_t count, bool lenient) {
  if (count > INT32_MAX) return NULL;
  gdSetErrorMethod(say_nothing);
  gdImagePtr picture = decode(format, (int)count, (void *)bytes, lenient);
  if (!picture) return NULL;
  cgd_image *image = malloc(sizeof *image);
  if (!image) {
    gdImageDestroy(picture);
    return NULL;
  }
  image->picture = picture;
  return image;
}

int cgd_width(const cgd_image *image) { return gdImageSX(image->picture); }
int cgd_height(const cgd_image *image) { return gdImageSY(image->picture); }

void cgd_free(cgd_image *image) {
  gdImageDestroy(image->picture);
  free(image);
}

static int color_at(gdImagePtr picture, int x, int y) {
  if (gdImageTrueColor(picture)) return gdImageTrueColorPixel(picture, x, y);
  int index = gdImagePalettePixel(picture, x, y);
  if (index < 0 || index >= gdImageColorsTotal(picture)) return gdTrueColorAlpha(0, 0, 0, 127);
  int alpha = index == gdImageGetTransparent(picture) ? 127 : gdImageAlpha(picture, index);
  return gdTrueColorAlpha(
      gdImageRed(picture, index), gdImageGreen(picture, index), gdImageBlue(picture, index), alpha);
}

// Where a part of `whole` that was cut into `parts` begins.
static int edge(int part, int parts, int whole) { return (int)((int64_t)part * whole / parts); }

static void mean(gdImagePtr picture, int left, int top, int right, int bottom, uint8_t *rgba) {
  uint64_t red = 0, green = 0, blue = 0, weight = 0, count = 0;
  for (int y = top; y < bottom; y++) {
    for (int x = left; x < right; x++) {
      int color = color_at(picture, x, y);
      uint64_t opacity = 127 - (uint64_t)gdTrueColorGetAlpha(color);
      red += opacity * (uint64_t)gdTrueColorGetRed(color);
      green += opacity * (uint64_t)gdTrueColorGetGreen(color);
      blue += opacity * (uint64_t)gdTrueColorGetBlue(color);
      weight += opacity;
      count++;
    }
  }
  rgba[0] = weight ? (uint8_t)(red / weight) : 0;
  rgba[1] = weight ? (uint8_t)(green / weight) : 0;
  rgba[2] = weight ? (uint8_t)(blue / weight) : 0;
  rgba[3] = count ? (uint8_t)(weight * 255 / (count * 127)) : 0;
}

void cgd_reduce(const cgd_image *image, int orientation, int width, int height, uint8_t *rgba) {
  gdImagePtr picture = image->picture;
  bool lies = orientation >= 5;
  int columns = lies ? height : width, rows = lies ? width : height;
  int sx = gdImageSX(picture), sy = gdImageSY(picture);
  for (int row = 0; row < rows; row++) {
    int top = edge(row, rows, sy), bottom = edge(row + 1, rows, sy);
    for (int column = 0; column < columns; column++) {
      int left = edge(column, columns, sx), right = edge(column + 1, columns, sx);
      int x = column, y = row;
      switch (orientation) {
        case 2: x = columns - 1 - column; break;
        case 3: x = columns - 1 - column, y = rows - 1 - row; break;
        case 4: y = rows - 1 - row; break;
        case 5: x = row, y = column; break;
        case 6: x = rows - 1 - row, y = column; break;
        case 7: x = rows - 1 - row, y = columns - 1 - column; break;
        case 8: x = row, y = columns - 1 - column; break;
        default: break;
      }
      // Of a picture that is smaller than what is wanted a pixel stands for several.
      mean(picture, left, top, right > left ? right : left + 1, bottom > top ? bottom : top + 1,
           rgba + 4 * ((int64_t)y * width + x));
    }
  }
}
