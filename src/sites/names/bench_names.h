// Generated names for the room's benches; the same in each run. Inside of the names room.
#pragma once

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace muster::names {

inline std::vector<std::string> bench_names(std::size_t count, std::uint64_t seed) {
  static const char* kEnds[] = {".com", ".com", ".com", ".cn",    ".cn",   ".com.cn",
                                ".net", ".org", ".de",  ".co.uk", ".info", ".io"};
  std::mt19937_64 random(seed);
  std::vector<std::string> names;
  names.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::string name;
    const std::size_t length = 4 + random() % 15;  // 15.2 characters a name, as names are
    for (std::size_t c = 0; c < length; ++c) name += "abcdefghijklmnopqrstuvwxyz0123456789"[random() % 36];
    names.push_back(name + kEnds[random() % std::size(kEnds)]);
  }
  return names;
}

// MUSTER_BENCH_NAMES: how many names the index holds.
inline const std::vector<std::string>& known_names() {
  static const auto names = [] {
    const char* text = std::getenv("MUSTER_BENCH_NAMES");
    return bench_names(text ? std::strtoull(text, nullptr, 10) : 1'000'000, 1);
  }();
  return names;
}

// 2^20 in random order, half of them known; `www.` in front for suffix look-ups.
inline constexpr std::size_t kQueries = 1 << 20;
inline const std::vector<std::string>& query_names(bool below) {
  static const auto make = [](const std::string& front) {
    auto names = bench_names(kQueries, 2);
    std::mt19937_64 random(3);
    for (auto& name : names) {
      if (random() & 1) name = known_names()[random() % known_names().size()];
      name.insert(0, front);
    }
    return names;
  };
  static const auto plain = make(""), with_www = make("www.");
  return below ? with_www : plain;
}

}  // namespace muster::names
