#define _GNU_SOURCE
#include "CPosix.h"

#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

int cposix_window_size(int fd, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) == -1) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

static struct winsize sized(int columns, int rows) {
  return (struct winsize){.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
}

int cposix_set_window_size(int fd, int columns, int rows) {
  struct winsize size = sized(columns, rows);
  return ioctl(fd, TIOCSWINSZ, &size);
}

pid_t cposix_spawn_in_pty(
    const char *path, char *const *argv, char *const *environment, int columns, int rows,
    int *master) {
  struct winsize size = sized(columns, rows);
  pid_t child = forkpty(master, NULL, NULL, &size);
  if (child != 0) return child;
  // What the parent blocks or ignores is inherited; the program starts as from a shell.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int signal_number = 1; signal_number < NSIG; signal_number++)
    signal(signal_number, SIG_DFL);
  execve(path, argv, environment);
  _exit(127);
}
