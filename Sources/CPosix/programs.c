#define _GNU_SOURCE

#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

pid_t cposix_start_filter(const char *path, char *const *argv, int input, int output) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&files) != 0) return -1;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return -1;
  }
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#ifdef __linux__
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
#endif
  // What we ignore or block is nothing to the program.
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  char *environment[] = {NULL};
  pid_t child;
  int failure = posix_spawn(&child, path, &files, &attributes, argv, environment);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return failure == 0 ? child : -1;
}

// In the child, where only functions may be called that signal handlers may call.
static void leave_all_of_ours(pid_t parent) {
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  // The parent may have ended before that was said.
  if (getppid() != parent) _exit(127);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0) _exit(127);
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) dup2(nothing, stream);
#ifdef SYS_close_range
  if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0) return;
#endif
  for (int descriptor = STDERR_FILENO + 1; descriptor < 4096; descriptor++) close(descriptor);
}

pid_t cposix_start_player(const char *path, char *const *argv, char *const *environment) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child != 0) {
    // Both do it, so that neither comes too late.
    if (child > 0) setpgid(child, child);
    return child;
  }
  leave_all_of_ours(parent);
  execve(path, argv, environment);
  _exit(127);
}

int cposix_watch_program(pid_t child) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, child, 0);
#else
  (void)child;
  errno = ENOSYS;
  return -1;
#endif
}

static int outcome(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool cposix_has_ended(pid_t child, int *status) {
  siginfo_t told;
  told.si_pid = 0;
  if (waitid(P_PID, (id_t)child, &told, WEXITED | WNOHANG | WNOWAIT) != 0) {
    if (errno == EINTR) return false;
    *status = -1;
    return true;
  }
  if (told.si_pid == 0) return false;
  // The number of its group is nobody else's until it is taken off.
  kill(-child, SIGKILL);
  *status = cposix_wait(child);
  return true;
}

int cposix_wait(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return outcome(status);
}

int cposix_pipe(int *reading, int *writing) {
  int ends[2];
#ifdef __linux__
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
#else
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#endif
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}
