#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int locked(int fd, int operation) {
  int answer;
  do {
    answer = flock(fd, operation);
  } while (answer == -1 && errno == EINTR);
  return answer;
}

int cposix_try_lock(int fd) { return locked(fd, LOCK_EX | LOCK_NB); }

int cposix_lock(int fd) { return locked(fd, LOCK_EX); }

int cposix_lock_shared(int fd) { return locked(fd, LOCK_SH); }

int cposix_unlock(int fd) { return locked(fd, LOCK_UN); }

int cposix_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cposix_eventfd_post(int fd) {
  int before = errno;
  uint64_t one = 1;
  // EAGAIN says that the counter is full: the poll wakes anyway.
  ssize_t written = write(fd, &one, sizeof one);
  (void)written;
  errno = before;
}

void cposix_eventfd_drain(int fd) {
  uint64_t count;
  ssize_t taken = read(fd, &count, sizeof count);
  (void)taken;
}

static int address_of(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address->sun_path, path);
  return 0;
}

int cposix_datagram_open(void) {
  return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int cposix_datagram_bind(const char *path) {
  struct sockaddr_un address;
  if (address_of(path, &address) == -1) return -1;
  int fd = cposix_datagram_open();
  if (fd == -1) return -1;
  if (unlink(path) == -1 && errno != ENOENT) goto failed;
  if (bind(fd, (const struct sockaddr *)&address, sizeof address) == -1) goto failed;
  return fd;
failed:;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

int cposix_datagram_send(int fd, const char *path, const void *bytes, size_t count) {
  struct sockaddr_un address;
  if (address_of(path, &address) == -1) return -1;
  ssize_t sent = sendto(
      fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL, (const struct sockaddr *)&address,
      sizeof address);
  return sent == -1 ? -1 : 0;
}

int cposix_stream_connect(const char *path) {
  struct sockaddr_un address;
  if (address_of(path, &address) == -1) return -1;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd == -1) return -1;
  if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0) return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

ssize_t cposix_stream_send(int fd, const void *bytes, size_t count) {
  return send(fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
}
