// What changed between two censuses. Filed sites are not kept, so that a site comes up when it is a difference in at
// least one of the two.
#pragma once

#include <census/finding.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::census {

enum class Change : std::uint8_t {
  appeared,  // "new": a difference that the earlier run did not have
  gone,      // one of the earlier run that is no more: filed since, or not seen
  standing,  // of another standing
  provider,  // of the same standing, seen with another provider
  address,   // of the same standing and provider, at another address
};
inline constexpr std::array<Change, 5> kAllChanges{Change::appeared, Change::gone, Change::standing, Change::provider,
                                                   Change::address};
std::string_view to_text(Change change);
std::optional<Change> change_from(std::string_view text);

// The gravest change between two findings of one name, at least one of which is there; nothing where they agree. What
// one of the two observations does not say did not change.
std::optional<Change> change_between(const Finding* before, const Finding* after);

struct Delta {
  std::string name;
  Change change = Change::appeared;
  std::optional<Finding> before, after;
};

struct DeltaQuery {
  std::string run_id = {};           // "": the newest finished run
  std::string since = {};            // "": the one that it was compared with
  std::vector<Change> changes = {};  // none: all
  std::string after = {};            // name of the last row seen
  int limit = 50;                    // 1..500
};
struct DeltaPage {
  Run run;
  std::optional<Run> since;  // nothing: there is no earlier run, and everything is new
  std::vector<Delta> items;
  std::string next;  // name to go on after; empty at the end
};

}  // namespace muster::census
