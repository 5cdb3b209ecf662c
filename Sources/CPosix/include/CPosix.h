// What POSIX and Linux offer that Swift cannot call: variadic functions, macros, functions whose
// name is also a struct, functions that the system's headers hide from Swift's importer, and what
// must run between fork and exec or inside a signal handler.
//
// Functions that return int answer -1 and set errno when they fail.
#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#pragma clang assume_nonnull begin

// widths.c

/// Fills `widths` with what `wcwidth` says of `count` scalars from `first` on: columns, or -1.
/// `wcwidth` answers by the locale, so this asks in a UTF-8 locale of its own; without one every
/// answer is that of the current locale. (Hidden from Swift: needs _XOPEN_SOURCE.)
void cposix_scalar_widths(uint32_t first, size_t count, int8_t *widths);

// memory.c

/// Keeps what the program has freed in one place instead of one for each thread, from which it goes
/// back to the system. To be called once, before there is a second thread.
void cposix_prepare_memory(void);
/// Gives back what lies free between what is in use. Takes milliseconds, in which nobody else can
/// allocate.
void cposix_give_back_memory(void);

// files.c

/// Takes the exclusive `flock` of an open file without waiting; fails with EWOULDBLOCK when another
/// holds it. The lock ends with the last descriptor. (In Swift `flock` is the struct.)
int cposix_try_lock(int fd);
/// Waits for the exclusive `flock` of an open file.
int cposix_lock(int fd);
/// Waits for a `flock` of an open file that others may share.
int cposix_lock_shared(int fd);
int cposix_unlock(int fd);

/// A non-blocking eventfd that is closed on exec: write to wake a poll(2). (macros)
int cposix_eventfd(void);
/// Adds one to an eventfd. Safe in a signal handler; keeps errno.
void cposix_eventfd_post(int fd);
/// Sets an eventfd back to zero.
void cposix_eventfd_drain(int fd);

/// A non-blocking datagram socket bound to a path, closed on exec; what stands at the path is
/// removed first. Fails with ENAMETOOLONG when the path does not fit. (sockaddr_un's tuple)
int cposix_datagram_bind(const char *path);
/// A non-blocking datagram socket that is not bound, to send from.
int cposix_datagram_open(void);
/// Sends one datagram to the socket bound to a path, without waiting.
int cposix_datagram_send(int fd, const char *path, const void *bytes, size_t count);
/// A non-blocking stream, closed on exec, to the socket bound to a path.
int cposix_stream_connect(const char *path);
/// Sends bytes to a stream without waiting and without a signal; answers how many it took.
ssize_t cposix_stream_send(int fd, const void *bytes, size_t count);

// network.c

/// A non-blocking socket, closed on exec, that becomes readable whenever a network interface or an
/// address of this computer changes (rtnetlink(7)). (sockaddr_nl and its macros)
int cposix_network_changes(void);
/// Reads away what waits on a non-blocking socket.
void cposix_drain(int fd);

// programs.c

/// Starts a program that reads one descriptor and writes another: without an environment, with nothing
/// on the standard error, and with no other descriptor of ours. Answers its id, -1 when it cannot be
/// started. (what must run between fork and exec)
pid_t cposix_start_filter(
    const char *path, char *_Nullable const *_Nonnull argv, int input, int output);
/// Starts a program that plays, in a process group of its own, with nothing on its standard streams and no
/// other descriptor of ours. It ends with the thread that calls this, however that ends, as far as the
/// system can see to it. Answers its id, -1 when there is no room for it; a program that cannot be run
/// ends with 127. (what must run between fork and exec)
pid_t cposix_start_player(
    const char *path, char *_Nullable const *_Nonnull argv,
    char *_Nullable const *_Nonnull environment);
/// A descriptor, closed on exec, that becomes readable when a program of ours ends; -1 where the system
/// has none. (a system call without a function)
int cposix_watch_program(pid_t child);
/// Whether a player of ours has ended. Then what is left of its group is ended, too, and `status` gets what
/// cposix_wait answers.
bool cposix_has_ended(pid_t child, int *status);
/// Waits for the end of a program of ours: its exit status, 128 and its signal when a signal ended it.
int cposix_wait(pid_t child);
/// Two ends of a pipe, closed on exec: to read from, to write to. (not in Swift's Glibc)
int cposix_pipe(int *reading, int *writing);

// folders.c

/// A non-blocking descriptor, closed on exec, that becomes readable when a folder that it watches
/// changes. (inotify is not in Swift's Glibc on every system)
int cposix_folder_changes(void);
/// Lets it watch a folder for files that were written, moved or removed.
int cposix_folder_watch_files(int fd, const char *path);
/// Lets it watch a folder for what is made in it.
int cposix_folder_watch_names(int fd, const char *path);
/// Reads away what it has told.
void cposix_folder_drain(int fd);

// timers.c

/// A timer on CLOCK_BOOTTIME, which goes on while the computer sleeps: a descriptor, closed on exec,
/// that becomes readable when it is due. (timerfd is not in Swift's Glibc)
int cposix_timer(void);
/// Due in so many seconds, in place of what was set before; never when negative. A long wait may take
/// up to a second more, so that several end together.
void cposix_timer_set(int fd, double seconds);
/// Seconds since the computer was started, asleep or not. (CLOCK_BOOTTIME is not in Swift's Glibc)
double cposix_boot_seconds(void);
/// Whether it was due since it was set; not again before it is set anew.
bool cposix_timer_take(int fd);

/// A descriptor, closed on exec, that becomes readable when the wall clock is set; -1 where the system
/// does not tell.
int cposix_clock_changes(void);
/// Waits for the next time that it is set; false when the system does not tell.
bool cposix_clock_watch(int fd);

// terminals.c

/// The size of a terminal, in cells. (variadic)
int cposix_window_size(int fd, int *columns, int *rows);
/// The size of a cell in pixels, 0 where the terminal has not told it. (variadic)
int cposix_cell_size(int fd, int *width, int *height);
/// Tells a terminal its size, in cells; its foreground processes get SIGWINCH. (variadic)
int cposix_set_window_size(int fd, int columns, int rows);
/// Runs a shell command with one argument, `$1`, in our own process group, so that it may read from
/// the terminal, and waits for its end. Returns its exit status, -1 when it did not end by itself.
/// `environment` ends with NULL.
int cposix_run_in_foreground(
    const char *command, const char *argument,
    char *_Nullable const *_Nonnull environment);

/// Starts a program in a new pseudo-terminal of that size, of which it is the session leader, and
/// answers with its process id; `master` gets the other end. `argv` and `environment` end with
/// NULL. The child exits with 127 when the program cannot be run. (fork is unavailable in Swift)
pid_t cposix_spawn_in_pty(
    const char *path, char *_Nullable const *_Nonnull argv,
    char *_Nullable const *_Nonnull environment, int columns, int rows, int *master);

// signals.c

/// What has happened and was not taken yet.
enum cposix_signal {
  cposix_signal_window_size = 1,
  cposix_signal_continue = 2,
  cposix_signal_terminate = 4,
  cposix_signal_hangup = 8,
  cposix_signal_interrupt = 16,
  cposix_signal_stop = 32,
};

/// Handles SIGWINCH, SIGCONT, SIGTERM, SIGHUP, SIGINT and SIGTSTP from now on: each sets its flag
/// and posts to the eventfd. A request to leave (SIGTERM, SIGHUP, SIGINT) that comes while an
/// earlier one has not been taken ends the process at once, as the guard does.
/// (Swift's globals are initialised lazily, which no signal handler may cause.)
void cposix_signals_watch(int eventfd);
/// Gives those signals back what they did before cposix_signals_watch.
void cposix_signals_unwatch(void);
/// The flags of `mask` that were set, which are cleared.
unsigned cposix_signals_take(unsigned mask);

/// Stops the process and the others of its group, as Ctrl+Z does, until it is continued. Returns at
/// once where no shell would ever continue it. Needs cposix_signals_watch.
void cposix_stop(void);

/// Arms the guard: when the process crashes (SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP, SIGFPE) or
/// exits without disarming, `bytes` are written to the terminal and `modes` are set. A crash then
/// goes on as it would have. At most 1024 bytes, which are copied. The thread that arms is also
/// guarded against the overflow of its stack.
int cposix_guard_arm(int fd, const struct termios *modes, const void *bytes, size_t count);
/// From now on the guard does nothing.
void cposix_guard_disarm(void);
/// Does now what the guard would do, and disarms it; nothing when it is not armed.
void cposix_guard_restore(void);

#pragma clang assume_nonnull end

#endif
