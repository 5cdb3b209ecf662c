#include "CPosix.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int cposix_network_changes(void) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (fd < 0) return -1;
  struct sockaddr_nl address;
  memset(&address, 0, sizeof address);
  address.nl_family = AF_NETLINK;
  address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    int error = errno;
    close(fd);
    errno = error;
    return -1;
  }
  return fd;
}

void cposix_drain(int fd) {
  char bytes[4096];
  ssize_t count;
  do {
    count = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
    // ENOBUFS: more changed than the socket could hold, and more may wait behind.
  } while (count > 0 || (count < 0 && (errno == EINTR || errno == ENOBUFS)));
}
