#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

int cposix_window_size(int fd, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) == -1) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

int cposix_cell_size(int fd, int *width, int *height) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) == -1) return -1;
  *width = size.ws_col ? size.ws_xpixel / size.ws_col : 0;
  *height = size.ws_row ? size.ws_ypixel / size.ws_row : 0;
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

int cposix_run_in_foreground(
    const char *command, const char *argument, char *const *environment) {
  posix_spawnattr_t attributes;
  if (posix_spawnattr_init(&attributes) != 0) return -1;
  // What we ignore or block is nothing to the program.
  sigset_t none, ours;
  sigemptyset(&none);
  sigemptyset(&ours);
  int watched[] = {SIGINT, SIGQUIT, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) sigaddset(&ours, watched[i]);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &ours);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  char *argv[] = {"sh", "-c", (char *)command, "furrow", (char *)argument, NULL};
  pid_t child;
  int failure = posix_spawn(&child, "/bin/sh", NULL, &attributes, argv, environment);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) return -1;
  int status = 0;
  for (;;) {
    if (waitpid(child, &status, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    // The shell sees only us: a program that stopped alone could not be continued.
    if (WIFSTOPPED(status)) {
      kill(child, SIGCONT);
      continue;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
}
