// The filter of system calls, in the kernel's own small language (seccomp, BPF): no library is needed for a list.
#include <sandbox/limits.h>

#include <array>
#include <cstddef>
#include <vector>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

namespace muster::sandbox {
namespace {

#if defined(__x86_64__)
constexpr unsigned kArch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArch = AUDIT_ARCH_AARCH64;
#endif

constexpr std::array kAllowed{
    SYS_read,
    SYS_write,
    SYS_readv,
    SYS_writev,
    SYS_recvfrom,
    SYS_sendto,
    SYS_exit,
    SYS_exit_group,
    SYS_brk,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_futex,
    SYS_rt_sigreturn,
    SYS_rt_sigprocmask,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_getpid,
    SYS_gettid,
    SYS_fstat,
    SYS_lseek,
    SYS_close,
    SYS_ppoll,
    SYS_restart_syscall,
#ifdef SYS_poll
    SYS_poll,
#endif
};
// What libraries try on the way, and can do without: a file of settings, a thread more.
constexpr std::array kRefused{
    SYS_openat, SYS_newfstatat, SYS_readlinkat, SYS_faccessat, SYS_ioctl,       SYS_fcntl,        SYS_prlimit64,
    SYS_clone,  SYS_clone3,     SYS_sysinfo,    SYS_uname,     SYS_sigaltstack, SYS_rt_sigaction,
#ifdef SYS_open
    SYS_open,   SYS_stat,       SYS_access,     SYS_readlink,
#endif
};

constexpr unsigned kDenied = 1;  // EPERM

}  // namespace

bool allow_computing_alone() {
  std::vector<sock_filter> program;
  const auto load = [&](std::size_t offset) {
    program.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset)));
  };
  const auto answer_if = [&](unsigned value, unsigned answer) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, answer));
  };
  load(offsetof(seccomp_data, arch));
  program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArch, 1, 0));
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  load(offsetof(seccomp_data, nr));
  for (const long call : kAllowed) answer_if(static_cast<unsigned>(call), SECCOMP_RET_ALLOW);
  for (const long call : kRefused) answer_if(static_cast<unsigned>(call), SECCOMP_RET_ERRNO | kDenied);
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace muster::sandbox
