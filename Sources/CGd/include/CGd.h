// Pictures out of foreign bytes, through libgd: macros and its own memory stay behind these functions.
#ifndef CGD_H
#define CGD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef enum { CGD_PNG, CGD_JPEG, CGD_WEBP, CGD_GIF, CGD_BMP } cgd_format;

typedef struct cgd_image cgd_image;

/// Decodes a picture, of a moving one its first frame; NULL when it is damaged or too large for the
/// memory there is. Says nothing on any stream.
///
/// - lenient: takes a JPEG at whose data its decoder would rather stop.
cgd_image *_Nullable cgd_decode(cgd_format format, const uint8_t *bytes, size_t count, bool lenient);
int cgd_width(const cgd_image *image);
int cgd_height(const cgd_image *image);

/// Scales a picture down to `width` × `height` pixels of red, green, blue and opacity, each the mean of
/// what it stands for, and turns it as EXIF's orientation says.
///
/// - orientation: 1 to 8; from 5 on the picture lies on its side, and `width` counts what is its height.
void cgd_reduce(const cgd_image *image, int orientation, int width, int height, uint8_t *rgba);
void cgd_free(cgd_image *image);

#pragma clang assume_nonnull end

#endif
