// What a test draws its sequences from: MUSTER_SEED repeats a run, otherwise each run is another one. A test prints it
// where it fails.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>

namespace muster::test {

inline std::uint64_t seed_of_run() {
  const char* given = std::getenv("MUSTER_SEED");
  return given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

}  // namespace muster::test
