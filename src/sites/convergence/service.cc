#include "resolver_store.h"
#include <base/text.h>

#include <algorithm>

#include <arpa/inet.h>
#include <convergence/service.h>
#include <fmt/format.h>

namespace muster::convergence {
namespace {

using store::Transaction;

constexpr std::size_t kDifferenceMost = 200'000;  // entries; beyond them a resolver begins anew
constexpr int kResolversMost = 500;
constexpr std::string_view kActor = "system:resolvers";

bool is_address(const std::string& text) {
  in6_addr ignored{};
  return ::inet_pton(AF_INET, text.c_str(), &ignored) == 1 || ::inet_pton(AF_INET6, text.c_str(), &ignored) == 1;
}

std::uint64_t draw(Random& random) {
  std::uint64_t out = 0;
  random.fill({reinterpret_cast<std::uint8_t*>(&out), sizeof out});
  return out;
}

// As many as are asked for, any of them as likely as any other.
void pick(std::vector<zones::ZoneEntry>& entries, std::size_t most, Random& random) {
  for (std::size_t i = 0; i < std::min(most, entries.size()); ++i) {
    std::swap(entries[i], entries[i + draw(random) % (entries.size() - i)]);
  }
  if (entries.size() > most) entries.resize(most);
}

// A name that is covered: of a wildcard, one below it that nobody has.
std::string asked_name(const DueProbe& probe) {
  return probe.wildcard ? "muster-" + probe.id.substr(probe.id.size() - 12) + "." + probe.name : probe.name;
}

}  // namespace

Result<ResolverLine> Service::add(const std::string& person, const NewResolver& given) const {
  const std::string label(trim(given.label));
  if (label.empty() || label.size() > 100 || !is_valid_utf8(label))
    return invalid("label", "Say which resolver it is, in at most 100 bytes.", "label");
  if (!is_address(given.address)) return invalid("address", "Give the resolver's IP address.", "address");
  if (given.port == 0) return invalid("port", "A port is 1 to 65535.", "port");
  MUSTER_TRY(const auto state, zone_.state());
  const Instant now = recorder_.clock().now();
  ResolverLine made;
  made.id = recorder_.new_id();
  made.label = label;
  made.address = given.address;
  made.port = given.port;
  made.added_at = now;
  made.serial = state.serial;
  // What stands already: some of it, any name as likely as any other (reservoir sampling).
  std::vector<zones::ZoneEntry> standing;
  std::uint64_t seen = 0;
  if (state.serial > 0)
    MUSTER_CHECK_OK(zone_.each(state.serial, [&](const std::vector<zones::ZoneEntry>& page) {
      for (const auto& entry : page) {
        const std::uint64_t drawn = draw(recorder_.random()) % ++seen;
        if (standing.size() < static_cast<std::size_t>(kProbesAChange))
          standing.push_back(entry);
        else if (drawn < standing.size())
          standing[drawn] = entry;
      }
      return true;
    }));
  return database_.write([&](Transaction& tx) -> Result<ResolverLine> {
    if (resolver_is_known(tx, made.address, made.port))
      return refused("resolver_exists", "This resolver is asked already.");
    insert_resolver(tx, made, person);
    for (const auto& entry : standing)
      put_probe(tx, made.id, entry, true, recorder_.new_id(), std::min(state.changed_at, now), now);
    recorder_.record(tx, kAdded, person, "resolver", made.id, fmt::format("{{\"label\":{}}}", json_quote(label)));
    return made;
  });
}

Result<void> Service::end(const std::string& person, const std::string& id) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    if (!end_resolver(tx, id, recorder_.clock().now()))
      return not_found("resolver_unknown", "There is no such resolver, or it is asked no more.");
    recorder_.record(tx, kEnded, person, "resolver", id);
    return {};
  });
}

Result<std::vector<ResolverLine>> Service::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<ResolverLine>> {
    auto out = select_resolvers(tx, after, limit);
    for (ResolverLine& each : out) add_figures(tx, each, recorder_.clock().now());
    return out;
  });
}

Result<std::vector<ProbeLine>> Service::probes(const std::string& resolver_id, const std::string& state,
                                               const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<ProbeLine>> {
    return select_probes(tx, resolver_id, state, after, limit);
  });
}

Result<std::int64_t> Service::take_changes(const ResolverLine& resolver, const zones::ZoneState& state) const {
  if (state.serial <= resolver.serial) return std::int64_t{0};
  MUSTER_TRY(auto changed, zone_.difference(resolver.serial, state.serial, kDifferenceMost));
  const Instant now = recorder_.clock().now();
  zones::ZoneDifference taken = changed ? std::move(*changed) : zones::ZoneDifference{};
  pick(taken.added, kProbesAChange, recorder_.random());
  pick(taken.removed, kProbesAChange, recorder_.random());
  return database_.write([&](Transaction& tx) -> Result<std::int64_t> {
    for (const auto& entry : taken.added)
      put_probe(tx, resolver.id, entry, true, recorder_.new_id(), state.changed_at, now);
    for (const auto& entry : taken.removed)
      put_probe(tx, resolver.id, entry, false, recorder_.new_id(), state.changed_at, now);
    set_serial(tx, resolver.id, state.serial);
    forget_probes(tx, resolver.id, now - kCounted, kProbesKept);
    return static_cast<std::int64_t>(taken.added.size() + taken.removed.size());
  });
}

Result<void> Service::ask_due(const ResolverLine& resolver, Stepped& stepped) const {
  MUSTER_TRY(const auto due, database_.read([&](Transaction& tx) -> Result<std::vector<DueProbe>> {
    return select_due(tx, resolver.id, recorder_.clock().now(), kAskedAStep);
  }));
  if (due.empty()) return {};
  std::vector<std::string> names;
  for (const DueProbe& each : due) names.push_back(asked_name(each));
  const auto seen = ask_({resolver.address, resolver.port}, names);
  // Whether names that should be open, and of which the resolver says that they don't exist, exist elsewhere.
  std::vector<std::string> doubtful;
  for (std::size_t i = 0; i < due.size(); ++i)
    if (!due[i].probe.blocked && seen[i] == Seen::no_name && !reference_.address.empty()) doubtful.push_back(names[i]);
  const auto said = doubtful.empty() ? std::vector<Seen>() : ask_(reference_, doubtful);
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<void> {
    std::size_t next_said = 0;
    bool answered = false;
    for (std::size_t i = 0; i < due.size(); ++i) {
      const bool asked_elsewhere = next_said < doubtful.size() && doubtful[next_said] == names[i];
      const Seen reference = asked_elsewhere ? said[next_said++] : Seen::silent;
      const Judged judged = judge(due[i].probe, seen[i], reference, now);
      set_asked(tx, due[i], judged, seen[i], now);
      answered = answered || seen[i] != Seen::silent;
      stepped.agreed += judged.agreed_now ? 1 : 0;
    }
    stepped.asked += static_cast<std::int64_t>(due.size());
    if (answered) set_answered(tx, resolver.id, now);
    const auto drifts = count_drifts(tx, resolver.id);
    stepped.drifts += drifts;
    if (const bool told = drifts_as_told(tx, resolver.id); told != (drifts > 0)) {
      set_drifts(tx, resolver.id, drifts > 0);
      recorder_.record(tx, drifts > 0 ? kDrifted : kAgrees, std::string(kActor), "resolver", resolver.id,
                       fmt::format("{{\"names\":{}}}", drifts));
    }
    return {};
  });
}

Result<Stepped> Service::step() const {
  MUSTER_TRY(const auto all, database_.read([](Transaction& tx) -> Result<std::vector<ResolverLine>> {
    return select_resolvers(tx, "", kResolversMost);
  }));
  MUSTER_TRY(const auto state, zone_.state());
  Stepped out;
  for (const ResolverLine& each : all) {
    if (each.ended_at) continue;
    MUSTER_TRY(const auto probes, take_changes(each, state));
    out.probes += probes;
    MUSTER_CHECK_OK(ask_due(each, out));
  }
  return out;
}

}  // namespace muster::convergence
