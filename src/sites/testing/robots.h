// robots.txt (RFC 9309): longest match wins, Allow wins a tie, `*` and `$`. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

inline constexpr std::size_t kRobotsBytesMax = 512 * 1024;  // §2.5 asks for 500 KiB at least
inline constexpr std::size_t kRobotsRulesMax = 10'000;

class Robots {
 public:
  // Rules of the groups that name `product` (any case), else of "*".
  static Robots parse(std::string_view text, std::string_view product);
  static Robots disallow_all();
  bool allows(std::string_view path_and_query) const;

 private:
  struct Rule {
    std::string pattern;
    bool allow;
  };
  std::vector<Rule> rules_;
};

}  // namespace muster::testing
