#ifndef CPOSIX_H
#define CPOSIX_H

#include <pty.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>

#endif
