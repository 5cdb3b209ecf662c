// What a process gives up before it looks at foreign bytes.
#ifndef CCONFINE_H
#define CCONFINE_H

#include <stdbool.h>
#include <stdint.h>

/// Bounds memory (in bytes), time on the processor (in seconds) and open files, and forbids to write
/// files, to leave a core, and to gain rights by running another program.
///
/// Answers false where the system refuses one of them.
bool cconfine_limit(uint64_t memory, uint32_t seconds, uint32_t files);

/// Forbids all system calls but those for memory, for waiting, for reading and writing what is open,
/// and for the end: no file, no socket, no program can be opened any more. What is forbidden fails with
/// EPERM.
///
/// Answers false where the kernel or the processor has no such filter.
bool cconfine_filter(void);

#endif
