// The operations on pools, lines and SIMs. Each is one transaction with its event. Thread-safe.
#pragma once

#include <lines/records.h>

#include <array>

namespace muster::lines {

inline constexpr std::int64_t kStockMax = 50'000;  // lines made by one call

// A number that is set aside with a SIM in it: what a SIM pack is.
struct Stocked {
  Line line;
  std::string iccid;
};

inline constexpr std::size_t kPackMax = 1'000;  // SIMs of one pack

struct NewSim {
  std::string iccid, imsi;
};
struct Packed {
  Line line;
  Sim sim;
};

struct PoolCounts {
  Pool pool;
  std::array<std::int64_t, kStateCount> by_state{};
};

// A page of lines, and the id behind which the next one begins; "" at the end.
struct LinePage {
  std::vector<Line> lines;
  std::string next;
};
// Lines read for one page of a pool: where a state is rare a page is short, and says where to go on.
inline constexpr int kPageScanMax = 10'000;

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Errors: those of check_pool, pool_overlap, already_exists (the name).
  Result<Pool> make_pool(const std::string& actor, const NewPool& pool) const;
  Result<Pool> pool(const std::string& id) const;  // pool_unknown
  Result<std::vector<Pool>> pools() const;         // by name
  // A scan over the lines: for people, not for the hot path.
  Result<std::vector<PoolCounts>> counts() const;
  // Makes the next `count` lines of a pool available; fewer at its end. Returns how many. Errors: pool_unknown,
  // pool_stock_count (1 to kStockMax).
  Result<std::int64_t> stock(const std::string& actor, const std::string& pool_id, std::int64_t count) const;

  // Lines of a pool in the order of their numbers, behind the line `after` ("": from the first); those in `state` where
  // one is given. Errors: pool_unknown, line_unknown (`after`).
  Result<LinePage> of_pool(const std::string& pool_id, std::optional<State> state, const std::string& after,
                           int limit) const;
  // Lines that are warned, barred one way or barred, by id. Errors: line_list_state.
  Result<LinePage> stopped(State state, const std::string& after, int limit) const;

  Result<Line> line(const std::string& id) const;          // line_unknown
  Result<Line> line_of_msisdn(std::int64_t msisdn) const;  // line_unknown
  // `reserved_for`: a code; the dealer that may register it. Errors: line_unknown, line_state, reserved_for_form.
  Result<Line> reserve(const std::string& actor, std::int64_t msisdn, const std::string& reserved_for) const;
  // The lowest free number of a pool. Errors: pool_empty.
  Result<Line> reserve_any(const std::string& actor, const std::string& pool_id, const std::string& reserved_for) const;
  // The SIM packs set aside for this code, by the line's id; after: the last id seen, or "".
  Result<std::vector<Stocked>> stocked_for(const std::string& reserved_for, const std::string& after, int limit) const;
  // A dealer's stock at once: the lowest free numbers of a pool are reserved and get a SIM each, in the order of the
  // SIMs; all of it or nothing. Errors: pack_size, iccid_*, imsi_*, sim_exists or already_exists, pool_empty,
  // reserved_for_form.
  Result<std::vector<Packed>> pack(const std::string& actor, const std::string& pool_id,
                                   const std::string& reserved_for, std::span<const NewSim> sims) const;
  // A step that a person or another program asks for. Errors: line_unknown, stale_version, and step's.
  Result<Line> apply(const std::string& actor, const std::string& line_id, std::int64_t version, Event event,
                     const std::string& reason = {}) const;

  // `eid`: of the chip that the profile is on, where it is an eSIM's. Errors: iccid_*, imsi_*, eid_*, already_exists.
  Result<Sim> add_sim(const std::string& actor, const std::string& iccid, const std::string& imsi,
                      const std::string& eid = {}) const;
  // The profiles on a chip, oldest first. Errors: eid_*.
  Result<std::vector<Sim>> profiles(const std::string& eid) const;
  // Puts a SIM in; the one that was in it ends, for good. Where the line is in service the network is told, and short
  // messages wait as long as the policy says. `reason`: a code ("first", "lost", "damaged", "upgrade"). Errors:
  // line_unknown, stale_version, sim_unknown, sim_used, line_state (nobody's line), sim_swap_locked (by its holder, see
  // sim_lock.h), reason_missing.
  Result<Line> change_sim(const std::string& actor, const std::string& line_id, std::int64_t version,
                          const std::string& iccid, const std::string& reason) const;
  Result<std::vector<SimInterval>> sims(const std::string& line_id) const;  // oldest first

  Result<std::vector<Ownership>> ownerships(const std::string& line_id) const;  // oldest first
  Result<std::optional<Ownership>> holder_at(const std::string& line_id, Instant at) const;

  // What runs out by itself: reservations end, disconnected lines rest, rested ones are free again. At most `limit`
  // lines; returns how many. A job calls it until 0. `look_back`: what was disconnected before is not looked at, so
  // that numbers that serve at other operators for years cost nothing.
  Result<int> tick(int limit = 500, Duration look_back = std::chrono::hours(24 * 30)) const;
  // Rows of commands that were done longer ago than the policy's line.commands_kept go; returns how many. A job calls
  // it until 0.
  Result<int> sweep_commands(int limit = 5'000) const;

 private:
  StepContext context(const std::string& actor) const { return {recorder_, policy_, actor}; }
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::lines
