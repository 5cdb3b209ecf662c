#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Watched signals.

static const int watched[] = {SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGTSTP};
enum { watched_count = sizeof watched / sizeof *watched };

static struct sigaction before_watch[watched_count];
static bool is_watching;
static atomic_uint raised;
static atomic_int wake_fd = -1;

static void note(int signal_number) {
  unsigned flag = signal_number == SIGWINCH  ? cposix_signal_window_size
                  : signal_number == SIGCONT ? cposix_signal_continue
                  : signal_number == SIGTERM ? cposix_signal_terminate
                  : signal_number == SIGHUP  ? cposix_signal_hangup
                  : signal_number == SIGTSTP ? cposix_signal_stop
                                             : cposix_signal_interrupt;
  const unsigned leave = cposix_signal_terminate | cposix_signal_hangup | cposix_signal_interrupt;
  unsigned before = atomic_fetch_or(&raised, flag);
  if ((flag & leave) && (before & leave)) {
    cposix_guard_restore();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
  }
  cposix_eventfd_post(atomic_load(&wake_fd));
}

void cposix_signals_watch(int eventfd) {
  atomic_store(&wake_fd, eventfd);
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < watched_count; i++)
    sigaction(watched[i], &action, is_watching ? NULL : &before_watch[i]);
  is_watching = true;
}

void cposix_signals_unwatch(void) {
  if (!is_watching) return;
  for (int i = 0; i < watched_count; i++) sigaction(watched[i], &before_watch[i], NULL);
  is_watching = false;
}

unsigned cposix_signals_take(unsigned mask) { return atomic_fetch_and(&raised, ~mask) & mask; }

void cposix_stop(void) {
  struct sigaction watching, quiet = {.sa_handler = SIG_IGN}, stopping = {.sa_handler = SIG_DFL};
  // The others first: they would not be told any more once this process is stopped.
  sigaction(SIGTSTP, &quiet, &watching);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &stopping, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &watching, NULL);
}

// The guard.

static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGQUIT};
enum { crash_count = sizeof crashes / sizeof *crashes };

static atomic_bool is_armed;
static int guarded_fd;
static struct termios guarded_modes;
static char guarded_bytes[1024];
static size_t guarded_count;
static struct sigaction before_guard[crash_count];
static bool is_installed;
static char crash_stack[65536];

// Only async-signal-safe calls from here to the end of `crash`.
void cposix_guard_restore(void) {
  if (!atomic_exchange(&is_armed, false)) return;
  int reason = errno;
  for (size_t done = 0; done < guarded_count;) {
    ssize_t written = write(guarded_fd, guarded_bytes + done, guarded_count - done);
    if (written == -1 && errno != EINTR) break;
    if (written > 0) done += (size_t)written;
  }
  tcsetattr(guarded_fd, TCSANOW, &guarded_modes);
  errno = reason;
}

static void crash(int signal_number) {
  cposix_guard_restore();
  for (int i = 0; i < crash_count; i++)
    if (crashes[i] == signal_number) sigaction(signal_number, &before_guard[i], NULL);
  raise(signal_number);
}

int cposix_guard_arm(int fd, const struct termios *modes, const void *bytes, size_t count) {
  if (count > sizeof guarded_bytes) {
    errno = EINVAL;
    return -1;
  }
  atomic_store(&is_armed, false);
  guarded_fd = fd;
  guarded_modes = *modes;
  memcpy(guarded_bytes, bytes, count);
  guarded_count = count;
  atomic_store(&is_armed, true);
  if (is_installed) return 0;
  is_installed = true;
  atexit(cposix_guard_restore);
  stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_handler = crash, .sa_flags = SA_NODEFER | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &before_guard[i]);
  return 0;
}

void cposix_guard_disarm(void) { atomic_store(&is_armed, false); }
