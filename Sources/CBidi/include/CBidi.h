// The Unicode Bidirectional Algorithm and the joining of Arabic letters, by GNU FriBidi.
#ifndef CBIDI_H
#define CBIDI_H

#include <stdbool.h>
#include <stdint.h>

enum cbidi_base { cbidi_by_text = 0, cbidi_left_to_right = 1, cbidi_right_to_left = 2 };

/// Arranges one line for a terminal that shows scalars from left to right.
///
/// `text` holds `count` scalars in the order in which they are written; letters that join are replaced
/// by their forms, brackets in text from the right by their mirror images. `order[i]` becomes the place
/// in `text` of what is shown at place i from the left. Answers the direction of the line, a `cbidi_base`;
/// `cbidi_by_text` where memory is short, and nothing was arranged.
int cbidi_arrange(uint32_t *text, int count, int base, int *order);

/// The direction that the first letter with one gives a text.
int cbidi_direction(const uint32_t *text, int count);

#endif
