// Many questions to one resolver at once, over UDP; what isn't answered in time is asked once more.
#pragma once

#include <base/random.h>
#include <base/time.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <convergence/question.h>

namespace muster::convergence {

inline constexpr std::size_t kAtOnce = 50;  // questions on their way

struct Whom {
  std::string address;  // IPv4 or IPv6
  std::uint16_t port = 53;
};
// What is seen, name by name; names that can't be asked for, and a resolver that can't be reached, are silent.
using Ask = std::function<std::vector<Seen>(const Whom& whom, const std::vector<std::string>& names)>;
Ask ask_by_udp(Random& random, std::vector<std::string> zones, Duration patience = std::chrono::seconds(2));

}  // namespace muster::convergence
