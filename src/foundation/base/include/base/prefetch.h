// Brings the cache line at `at` near, ahead of its use; any address may be asked for. Thread-safe.
#pragma once

namespace muster {

inline void prefetch(const void* at) {
  __builtin_prefetch(at);
  // GCC 12 takes a function of nothing but prefetches for one without effect, and drops the calls to it.
  asm volatile("");
}

}  // namespace muster
