// robots.txt by RFC 9309: groups of one product merged, the longest match wins, Allow wins a tie, `*` and `$`,
// percent-encoding compared as the RFC says. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

inline constexpr std::size_t kRobotsBytesMax = 512 * 1024;       // §2.5 asks for 500 KiB at least
inline constexpr std::size_t kRobotsStepsMax = 4 * 1024 * 1024;  // of one question; see allows()

class Robots {
 public:
  // Rules of all groups that name `product` (any case), else of all of "*". What comes after kRobotsBytesMax isn't
  // read; a line that is cut there isn't either.
  static Robots parse(std::string_view text, std::string_view product);
  static Robots disallow_all();
  // Path and query as in the URL, without fragment. Patterns made to take for ever (more than kRobotsStepsMax steps)
  // are taken as a refusal.
  bool allows(std::string_view path_and_query) const;
  std::size_t rules() const { return rules_.size(); }
  std::size_t bytes() const;  // that this object holds

 private:
  struct Rule {
    std::string pattern;  // encoded
    bool allow;
  };
  void add(std::string_view pattern, bool allow);
  std::vector<Rule> rules_;
};

// The octets that are compared (§2.2.2): unreserved ones never percent-encoded, all that is not ASCII or not allowed
// in a URI always, in upper case; in a query `:/?@` are the same encoded or not, for they delimit nothing there. `*`
// and `$` of a URL are encoded; of a pattern they keep their meaning (§2.2.3).
std::string robots_octets(std::string_view path_and_query, bool is_pattern);

}  // namespace muster::testing
