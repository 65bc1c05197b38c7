// A block or a lease as its page shows it: its path from the registry, what lies in it, its leases, what each step
// needs.
#include "address_handlers.h"
#include <resources/rules.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kChildrenShown = 200, kFindingsShown = 20, kLeasesShown = 20;

template <class Event, class State>
json::object next_json(Event event, State to, const std::optional<Error>& why_not, bool needs_reasons) {
  json::array why;
  if (why_not) why.push_back({{"code", why_not->code}, {"sentence", why_not->sentence}});
  return {{"event", resources::to_text(event)},
          {"to", resources::to_text(to)},
          {"allowed", !why_not},
          {"why_not", std::move(why)},
          {"needs_reasons", needs_reasons}};
}

json::array next_steps(const resources::Block& block, const http::Principal& who) {
  json::array out;
  for (const auto& t : resources::block_transitions()) {
    if (t.from != block.state) continue;
    const auto open = resources::check_block_step(block, t.event, {"-"}, address_actor(who));
    out.push_back(next_json(t.event, t.to, open.ok() ? std::nullopt : std::optional(open.error()), t.needs_reasons));
  }
  return out;
}

json::array next_steps(store::Transaction& tx, const resources::Lease& lease, const http::Principal& who, Instant now) {
  json::array out;
  const auto lessee = parties::find_party(tx, lease.lessee_id);
  for (const auto& t : resources::lease_transitions()) {
    if (t.from != lease.state) continue;
    const auto open = resources::check_lease_step(lease, t.event, {"-"}, lessee, address_actor(who), now);
    out.push_back(next_json(t.event, t.to, open.ok() ? std::nullopt : std::optional(open.error()), t.needs_reasons));
  }
  return out;
}

Result<json::array> timeline(const Services& services, const char* kind, const std::string& id) {
  MUSTER_TRY(const auto history, services.resources.history(kind, id));
  return services.database.read(
      [&](store::Transaction& tx) -> Result<json::array> { return timeline_json(tx, history); });
}

http::Response with_version(const json::object& out, std::int64_t version, int status, const std::string& location) {
  auto response = answer(out, status);
  response.header("ETag", http::etag_of(version));
  if (status == 201) response.header("Location", location);
  return response;
}

}  // namespace

http::Response block_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  MUSTER_ANSWER_TRY(const auto path, services.resources.path(id));
  MUSTER_ANSWER_TRY(const auto children, services.resources.blocks({.parent = id}, "", kChildrenShown));
  MUSTER_ANSWER_TRY(const auto leases, services.resources.leases({.block_id = id}, "", kLeasesShown));
  MUSTER_ANSWER_TRY(auto events, timeline(services, resources::kBlockRecord, id));
  const resources::Examiner examiner(services.database, services.recorder, {});
  MUSTER_ANSWER_TRY(const auto findings, examiner.list({.block_id = id}, "", kFindingsShown));
  ProviderNames parties(services);
  const resources::Block& block = path.back().block;
  json::object out = block_json(block, parties);
  json::array way, below, contracts, found;
  for (const auto& tenant : path) way.push_back(tenant_json(tenant, parties));
  for (const auto& child : children.items) below.push_back(block_json(child, parties));
  for (const auto& lease : leases.items) contracts.push_back(lease_json(lease, parties));
  for (const auto& finding : findings.items) found.push_back(finding_json(finding));
  out["path"] = std::move(way);
  out["children"] = std::move(below);
  out["more_children"] = !children.next.empty();
  out["leases"] = std::move(contracts);
  out["findings"] = std::move(found);
  out["next_events"] = next_steps(block, who);
  out["timeline"] = std::move(events);
  return with_version(out, block.version, status, "/api/address-blocks/" + id);
}

http::Response lease_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  MUSTER_ANSWER_TRY(const auto lease, services.resources.lease(id));
  MUSTER_ANSWER_TRY(const auto block, services.resources.block(lease.block_id));
  MUSTER_ANSWER_TRY(auto events, timeline(services, resources::kLeaseRecord, id));
  MUSTER_ANSWER_TRY(auto steps, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    return next_steps(tx, lease, who, services.clock.now());
  }));
  ProviderNames parties(services);
  json::object out = lease_json(lease, parties);
  out["block"] = block_json(block, parties);
  out["next_events"] = std::move(steps);
  out["timeline"] = std::move(events);
  return with_version(out, lease.version, status, "/api/address-leases/" + id);
}

}  // namespace muster::api
