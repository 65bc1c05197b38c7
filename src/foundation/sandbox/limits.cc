#include <sandbox/limits.h>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace muster::sandbox {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

bool limit(__rlimit_resource what, rlim_t most) {
  const rlimit both{most, most};
  return setrlimit(what, &both) == 0;
}

}  // namespace

bool limit_this_process(const Limits& limits) {
  return (kSanitized || limit(RLIMIT_AS, limits.memory_bytes)) && limit(RLIMIT_CPU, limits.cpu_seconds) &&
         limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, limits.open_files) &&
         prctl(PR_SET_DUMPABLE, 0) == 0;
}

}  // namespace muster::sandbox
