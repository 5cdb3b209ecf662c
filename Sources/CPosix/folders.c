#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <sys/inotify.h>
#include <unistd.h>

int cposix_folder_changes(void) { return inotify_init1(IN_NONBLOCK | IN_CLOEXEC); }

int cposix_folder_watch_files(int fd, const char *path) {
  // Not IN_CREATE: a file that was made and not yet written says nothing.
  return inotify_add_watch(
      fd, path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR);
}

int cposix_folder_watch_names(int fd, const char *path) {
  return inotify_add_watch(fd, path, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
}

void cposix_folder_drain(int fd) {
  char bytes[4096];
  ssize_t count;
  do {
    count = read(fd, bytes, sizeof bytes);
  } while (count > 0 || (count < 0 && errno == EINTR));
}
