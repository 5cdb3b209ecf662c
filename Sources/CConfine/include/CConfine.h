// What a process gives up: before it looks at foreign bytes, and before it holds a secret.
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

/// Keeps what is in memory out of files and from other programs of the same user: no core is written,
/// and none but the superuser may read the memory of this process or trace it. Programs that it starts
/// write no core either. A crash ends the process at once: handlers that were there before, such as
/// that of a language which prints parts of the memory, or waits for a program that may not read it,
/// are taken away.
///
/// Answers false where the system refuses one of them.
bool cconfine_guard_memory(void);

#endif
