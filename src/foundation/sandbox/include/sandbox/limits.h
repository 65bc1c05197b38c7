// What a process may still do that is about to look at what anybody made. Called by the process itself, before it sees
// a byte of it. Linux.
#pragma once

#include <cstddef>
#include <cstdint>

namespace muster::sandbox {

struct Limits {
  std::size_t memory_bytes = std::size_t{1536}
                             << 20;  // of addresses; not under AddressSanitizer, which takes all of them
  std::uint64_t cpu_seconds = 30;
  std::uint64_t open_files = 64;
};
// Memory, processor time, open files; nothing can be written to a file, and a crash leaves no copy of the memory on
// disk. False: they could not be set, and nothing may be looked at.
bool limit_this_process(const Limits& limits);

// From here on this thread and those it starts can compute, take memory and use what is open already: no file can be
// opened (the attempt fails), and any other call of the system (a socket, a program, another process's memory) ends the
// process at once (seccomp). False: the kernel refused the filter.
bool allow_computing_alone();

}  // namespace muster::sandbox
