// A question to a resolver, and what its answer says about a policy zone (RFC 1035, RFC 6891, RFC 8914). Pure.
//
// Limits: an answer of kAnswerMax bytes; names of 255 bytes, 128 records of each section, 16 pointers of a name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::convergence {

inline constexpr std::size_t kAnswerMax = 4096;

enum class Seen : std::uint8_t {
  silent,   // no answer, or one that says nothing (SERVFAIL, REFUSED, broken)
  open,     // it resolves the name, or knows of it
  blocked,  // it says that there is no such name, and that a policy says so
  no_name,  // it says that there is no such name, and not why
};
const char* to_text(Seen seen);

// A question for the name's IPv4 address, recursion wanted, with EDNS. `name`: A-labels.
std::string question_of(std::uint16_t id, std::string_view name);
// `zones`: origins of the policy zones; their SOA beside an answer is one of the three marks of a policy. The others:
// an extended error of 15 to 17 (blocked, censored, filtered), and recursion said to be unavailable (Unbound's
// rpz-signal-nxdomain-ra).
Seen read_answer(std::string_view message, std::uint16_t id, const std::vector<std::string>& zones);

}  // namespace muster::convergence
