// ncurses as the terminal driver needs it. Its functions are variadic (tparm), its absent strings
// are the pointer -1 (tigetstr), its windows and its terminal are C globals: Swift can name none of
// these. One terminal a process; one thread.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum cncurses_outcome {
  cncurses_ready,
  /// No database entry for $TERM.
  cncurses_unknown,
  /// The entry says that the cursor cannot be moved: a printer, `dumb`.
  cncurses_too_simple,
};

/// Starts ncurses on standard input and output: raw, no echo, Enter and Ctrl+J told apart, no flow
/// control, the alternate screen. Signal handlers are left as they were. Nothing is started unless
/// the answer is cncurses_ready.
enum cncurses_outcome cncurses_start(void);
/// Gives the terminal back as it was found, and keeps ncurses ready for cncurses_resume.
void cncurses_suspend(void);
/// Takes the terminal again after cncurses_suspend; the screen is blank then.
void cncurses_resume(void);
/// Gives the terminal back for good.
void cncurses_stop(void);

/// Reads what keys have sent, without waiting; 0 when there is nothing, or nothing any more.
size_t cncurses_read(uint8_t *bytes, size_t capacity);

/// A string of the terminal's entry by its terminfo name; NULL when it has none.
const char *_Nullable cncurses_string(const char *name);
/// A number of the entry; negative when it has none.
int cncurses_number(const char *name);
bool cncurses_flag(const char *name);
/// Writes a string of the entry with its parameters filled in and its padding resolved, at most
/// `capacity` bytes, and answers how many there are.
size_t cncurses_expand(
    const char *string, int first, int second, uint8_t *bytes, size_t capacity);

#pragma clang assume_nonnull end

#endif
