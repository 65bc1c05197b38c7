// Whether a dealer may register, and how many more today. A port: the room of dealers implements it; without it every
// partner and carrier on record may, as long as its licence is in force.
#pragma once

#include <base/result.h>
#include <store/database.h>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace muster::registration {

class Admission {
 public:
  struct Standing {
    bool known = false;
    std::optional<Error> hindrance = {};  // why it may not register, though it is known
    std::int64_t left = std::numeric_limits<std::int64_t>::max();
  };
  virtual ~Admission() = default;
  // Of the dealers that a batch names, inside of the transaction that registers. One that is absent is not known.
  virtual std::map<std::string, Standing> standings(store::Transaction& tx, const std::set<std::string>& dealer_ids,
                                                    Instant now) const = 0;
  // So many captures of each were accepted, in the same transaction. An error undoes them.
  virtual Result<void> count(store::Transaction& tx, const std::map<std::string, std::int64_t>& accepted,
                             Instant now) const = 0;
};

// By the parties on record alone, without quotas.
const Admission& party_admission();

}  // namespace muster::registration
