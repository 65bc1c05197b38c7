// SQL of resolvers and probes. Inside of the room.
#pragma once

#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <convergence/rules.h>
#include <convergence/service.h>

namespace muster::convergence {

void insert_resolver(store::Transaction& tx, const ResolverLine& resolver, const std::string& person);
bool resolver_is_known(store::Transaction& tx, const std::string& address, std::uint16_t port);
bool end_resolver(store::Transaction& tx, const std::string& id, Instant now);
std::vector<ResolverLine> select_resolvers(store::Transaction& tx, const std::string& after, int limit);
void add_figures(store::Transaction& tx, ResolverLine& resolver, Instant now);
void set_serial(store::Transaction& tx, const std::string& id, std::int64_t serial);
// With what was told of it: whether it drifts.
bool drifts_as_told(store::Transaction& tx, const std::string& id);
void set_answered(store::Transaction& tx, const std::string& id, Instant now);
void set_drifts(store::Transaction& tx, const std::string& id, bool drifts);

struct DueProbe {
  std::string id, name;
  bool wildcard = false;
  Probe probe;
};
// The zone says so from now on; what it said before is forgotten.
void put_probe(store::Transaction& tx, const std::string& resolver_id, const zones::ZoneEntry& entry, bool blocked,
               const std::string& id, Instant changed_at, Instant now);
std::vector<DueProbe> select_due(store::Transaction& tx, const std::string& resolver_id, Instant now, int limit);
void set_asked(store::Transaction& tx, const DueProbe& probe, const Judged& judged, Seen seen, Instant now);
std::int64_t count_drifts(store::Transaction& tx, const std::string& resolver_id);
// What is open again and agreed for a day, and what agreed longest ago beyond the number that is kept.
void forget_probes(store::Transaction& tx, const std::string& resolver_id, Instant before, int kept);
std::vector<ProbeLine> select_probes(store::Transaction& tx, const std::string& resolver_id, const std::string& state,
                                     const std::string& after, int limit);

}  // namespace muster::convergence
