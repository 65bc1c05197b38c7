// SQL of legal holds. Not a public header.
#pragma once

#include <evidence/hold.h>

namespace muster::evidence::holds {

struct CaseName {
  std::string id, number;
};
std::optional<CaseName> case_of(store::Transaction& tx, const std::string& id_or_number);
std::int64_t standing_count(store::Transaction& tx);
void insert(store::Transaction& tx, const Hold& hold);
void lift(store::Transaction& tx, const Hold& hold);
std::optional<Hold> find(store::Transaction& tx, const std::string& id);
std::vector<Hold> list(store::Transaction& tx, const HoldFilter& filter, Instant now);

}  // namespace muster::evidence::holds
