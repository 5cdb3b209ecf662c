#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include "CNcurses.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static SCREEN *screen;
// Keys are read through a pad, which ncurses never paints.
static WINDOW *pad;

static bool can_move(void) {
  const char *move = cncurses_string("cup");
  return move != NULL && *move != '\0';
}

enum cncurses_outcome cncurses_start(void) {
  int status;
  if (setupterm(NULL, STDOUT_FILENO, &status) == ERR)
    // 1 is a hard copy terminal; 0 is none, or a generic one.
    return status == 1 ? cncurses_too_simple : cncurses_unknown;
  if (!can_move()) return cncurses_too_simple;

  // newterm handles these for those who do not.
  static const int handled[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
  struct sigaction before[sizeof handled / sizeof *handled];
  for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
    sigaction(handled[i], NULL, &before[i]);
  screen = newterm(NULL, stdout, stdin);
  for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
    sigaction(handled[i], &before[i], NULL);
  if (screen == NULL) return cncurses_unknown;

  raw();
  noecho();
  nonl();
  meta(stdscr, TRUE);
  pad = newpad(1, 1);
  nodelay(pad, TRUE);
  // Sequences are decoded by the driver, which knows what ncurses does not: pastes, focus, bursts.
  // This call also writes what newterm left in its buffer.
  keypad(pad, FALSE);
  return cncurses_ready;
}

void cncurses_suspend(void) { endwin(); }

void cncurses_resume(void) { doupdate(); }

void cncurses_stop(void) {
  if (screen == NULL) return;
  if (!isendwin()) endwin();
  delwin(pad);
  delscreen(screen);
  screen = NULL;
}

size_t cncurses_read(uint8_t *bytes, size_t capacity) {
  size_t count = 0;
  while (count < capacity) {
    int key = wgetch(pad);
    if (key == ERR) break;
    if (key >= 0 && key <= 0xFF) bytes[count++] = (uint8_t)key;
  }
  return count;
}

const char *cncurses_string(const char *name) {
  char *string = tigetstr(name);
  return string == (char *)-1 ? NULL : string;
}

int cncurses_number(const char *name) { return tigetnum(name); }

bool cncurses_flag(const char *name) { return tigetflag(name) == 1; }

// tputs hands its bytes to a function without a context.
static uint8_t *target;
static size_t target_count, target_capacity;

static int collect(int byte) {
  if (target_count < target_capacity) target[target_count++] = (uint8_t)byte;
  return byte;
}

size_t cncurses_expand(
    const char *string, int first, int second, uint8_t *bytes, size_t capacity) {
  target = bytes;
  target_count = 0;
  target_capacity = capacity;
  const char *filled = tparm(string, (long)first, (long)second, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
  if (filled != NULL) tputs(filled, 1, collect);
  return target_count;
}
