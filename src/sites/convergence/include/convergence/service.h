// Whether registered resolvers answer as the zone says, and how long each change took to be there. Follows the serials
// of zones::Publisher: what came and what went becomes probes at each resolver, asked until it agrees; what agreed is
// asked again now and then. Thread-safe.
//
// Limits: kProbesAChange names of one change at one resolver (the rest is left out, by chance), kProbesKept in all.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <convergence/asking.h>
#include <zones/publisher.h>

namespace muster::convergence {

inline constexpr events::Kind kAdded{"resolver.added", 1, "A resolver is asked from now on whether it follows."};
inline constexpr events::Kind kEnded{"resolver.ended", 1, "A resolver is asked no more."};
inline constexpr events::Kind kDrifted{"resolver.drifted", 1, "A resolver answers otherwise than the zone says."};
inline constexpr events::Kind kAgrees{"resolver.agrees", 1, "A resolver answers again as the zone says."};

inline constexpr int kProbesAChange = 200;
inline constexpr int kProbesKept = 2000;                      // at one resolver
inline constexpr int kAskedAStep = 500;                       // of one resolver
inline constexpr Duration kCounted = std::chrono::hours(24);  // changes that the figures are of

struct NewResolver {
  std::string label, address;
  std::uint16_t port = 53;
};
struct ResolverLine {
  std::string id, label, address;
  std::uint16_t port = 53;
  Instant added_at;
  std::optional<Instant> ended_at, answered_at;
  std::int64_t serial = 0;  // of the zone, up to which it is asked
  std::int64_t agreed = 0, waiting = 0, drifts = 0, undecided = 0;
  // How long changes took to be there, of the last day.
  std::int64_t changes = 0;
  std::optional<Duration> p50, p99, longest;
};
struct ProbeLine {
  std::string id, resolver, name;
  bool wildcard = false, blocked = true;
  std::string state, seen;
  Instant changed_at;
  std::optional<Instant> asked_at, agreed_at;
};
struct Stepped {
  std::int64_t probes = 0, asked = 0, agreed = 0, drifts = 0;
};

class Service {
 public:
  // `reference`: a resolver that doesn't load the zone; without an address none is asked.
  Service(store::Database& database, const ledger::Recorder& recorder, const zones::Publisher& zone, Ask ask,
          Whom reference)
      : database_(database), recorder_(recorder), zone_(zone), ask_(std::move(ask)), reference_(std::move(reference)) {}

  // Errors: label, address, port, resolver_exists.
  Result<ResolverLine> add(const std::string& person, const NewResolver& given) const;
  Result<void> end(const std::string& person, const std::string& id) const;  // resolver_unknown
  Result<std::vector<ResolverLine>> list(const std::string& after, int limit) const;
  // Not agreed first, then the newest; of one resolver, or of all with "".
  Result<std::vector<ProbeLine>> probes(const std::string& resolver_id, const std::string& state,
                                        const std::string& after, int limit) const;
  // Takes what changed, and asks for what is due.
  Result<Stepped> step() const;

 private:
  Result<std::int64_t> take_changes(const ResolverLine& resolver, const zones::ZoneState& state) const;
  Result<void> ask_due(const ResolverLine& resolver, Stepped& stepped) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const zones::Publisher& zone_;
  Ask ask_;
  Whom reference_;
};

}  // namespace muster::convergence
