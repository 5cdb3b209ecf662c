#include "CPosix.h"

#include <math.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

// A wait of this many seconds may take up to one more, to end on a whole second of the clock.
static const double LONG_WAIT = 50;

int cposix_timer(void) { return timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC); }

double cposix_boot_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void cposix_timer_set(int fd, double seconds) {
  struct itimerspec value = {{0, 0}, {0, 0}};
  if (seconds >= 0) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    double whole = floor(seconds);
    value.it_value.tv_sec = now.tv_sec + (time_t)whole;
    value.it_value.tv_nsec = now.tv_nsec + (long)((seconds - whole) * 1e9);
    if (value.it_value.tv_nsec >= 1000000000) {
      value.it_value.tv_nsec -= 1000000000;
      value.it_value.tv_sec += 1;
    }
    if (seconds >= LONG_WAIT) {
      value.it_value.tv_nsec = 0;
      value.it_value.tv_sec += 1;
    }
  }
  timerfd_settime(fd, TFD_TIMER_ABSTIME, &value, NULL);
}

int cposix_clock_changes(void) {
  int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (fd >= 0 && !cposix_clock_watch(fd)) {
    close(fd);
    return -1;
  }
  return fd;
}

bool cposix_clock_watch(int fd) {
  // A moment that does not come: only the setting of the clock ends the wait.
  struct itimerspec never = {{0, 0}, {INT32_MAX, 0}};
  uint64_t times;
  (void)!read(fd, &times, sizeof times);
  return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) == 0;
}

bool cposix_timer_take(int fd) {
  uint64_t times;
  return read(fd, &times, sizeof times) == sizeof times;
}
