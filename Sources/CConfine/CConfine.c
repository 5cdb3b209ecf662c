#include "CConfine.h"

#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>

static bool limit(int resource, rlim_t most) {
  struct rlimit bounds = {most, most};
  return setrlimit(resource, &bounds) == 0;
}

static void leave_crashes_alone(void) {
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGQUIT};
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
}

#ifdef __linux__

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

bool cconfine_limit(uint64_t memory, uint32_t seconds, uint32_t files) {
  return limit(RLIMIT_AS, memory) && limit(RLIMIT_CPU, seconds) && limit(RLIMIT_NOFILE, files)
         && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0)
         && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

bool cconfine_guard_memory(void) {
  leave_crashes_alone();
  return limit(RLIMIT_CORE, 0) && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef OWN_ARCHITECTURE

#define ALLOW(call) \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

bool cconfine_filter(void) {
  struct sock_filter steps[] = {
    // Numbers of calls mean something else in other architectures.
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    ALLOW(SYS_read), ALLOW(SYS_write), ALLOW(SYS_lseek), ALLOW(SYS_close),
    ALLOW(SYS_mmap), ALLOW(SYS_munmap), ALLOW(SYS_mremap), ALLOW(SYS_mprotect), ALLOW(SYS_madvise),
    ALLOW(SYS_brk), ALLOW(SYS_futex), ALLOW(SYS_sched_yield), ALLOW(SYS_sched_getaffinity),
    ALLOW(SYS_clock_gettime), ALLOW(SYS_rt_sigaction), ALLOW(SYS_rt_sigprocmask),
    ALLOW(SYS_rt_sigreturn), ALLOW(SYS_gettid), ALLOW(SYS_getpid),
    ALLOW(SYS_exit), ALLOW(SYS_exit_group),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  struct sock_fprog program = {sizeof steps / sizeof steps[0], steps};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#else

bool cconfine_filter(void) { return false; }

#endif

#else

bool cconfine_limit(uint64_t memory, uint32_t seconds, uint32_t files) {
  // The address space is not bounded on Darwin: its own libraries take more.
  (void)memory;
  return limit(RLIMIT_CPU, seconds) && limit(RLIMIT_NOFILE, files) && limit(RLIMIT_FSIZE, 0)
         && limit(RLIMIT_CORE, 0);
}

bool cconfine_guard_memory(void) {
  leave_crashes_alone();
  return limit(RLIMIT_CORE, 0);
}

bool cconfine_filter(void) { return false; }

#endif
