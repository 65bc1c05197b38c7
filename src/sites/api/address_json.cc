// Blocks, leases and findings as docs/openapi.yaml has them.
#include "address_handlers.h"
#include <web/records.h>

namespace muster::api {
namespace {

json::value party(const std::string& id, ProviderNames& parties) {
  return id.empty() ? json::value(nullptr) : json::value(parties.of(id));
}

bool concerns(const std::string& own, const resources::Block& b) {
  return own == b.holder_id || own == b.user_id || own == b.allocator_id;
}

}  // namespace

resources::Actor address_actor(const http::Principal& who) {
  return {who.person_id, who.party_id, who.has("registrar")};
}

Result<resources::Block> visible_block(const Services& services, const http::Request& request) {
  MUSTER_TRY(auto block, services.resources.block(request.param("id")));
  if (only_own(*request.principal) && !concerns(request.principal->party_id, block))
    return not_found("block_unknown", "There is no such block of addresses.");
  return block;
}

Result<resources::Lease> visible_lease(const Services& services, const http::Request& request) {
  MUSTER_TRY(auto lease, services.resources.lease(request.param("id")));
  const std::string& own = request.principal->party_id;
  if (only_own(*request.principal) && own != lease.lessor_id && own != lease.lessee_id)
    return not_found("lease_unknown", "There is no such lease.");
  return lease;
}

json::object block_json(const resources::Block& b, ProviderNames& parties) {
  return {{"id", b.id},
          {"range", b.range.text()},
          {"family", b.range.v4 ? 4 : 6},
          {"level", b.level},
          {"parent_id", or_null(b.parent_id)},
          {"name", b.particulars.name},
          {"source", b.source},
          {"holder_id", b.holder_id},
          {"holder", party(b.holder_id, parties)},
          {"allocator_id", or_null(b.allocator_id)},
          {"allocator", party(b.allocator_id, parties)},
          {"user_id", or_null(b.user_id)},
          {"user", party(b.user_id, parties)},
          {"mode", resources::to_text(b.particulars.mode)},
          {"gateway", b.particulars.gateway},
          {"location", b.particulars.location},
          {"origin", b.origin},
          {"state", resources::to_text(b.state)},
          {"state_since", time_json(b.state_since)},
          {"reasons", texts_json(b.reasons)},
          {"split_from", or_null(b.split_from)},
          {"lacking", texts_json(resources::lacking(b))}};
}

json::object lease_json(const resources::Lease& l, ProviderNames& parties) {
  return {{"id", l.id},
          {"parent_id", or_null(l.parent_id)},
          {"block_id", l.block_id},
          {"lessor_id", l.lessor_id},
          {"lessor", party(l.lessor_id, parties)},
          {"lessee_id", l.lessee_id},
          {"lessee", party(l.lessee_id, parties)},
          {"licence_number", l.licence_number},
          {"contract", l.contract},
          {"may_sublet", l.may_sublet},
          {"state", resources::to_text(l.state)},
          {"state_since", time_json(l.state_since)},
          {"due_at", time_json(l.due_at)},
          {"reasons", texts_json(l.reasons)}};
}

json::object tenant_json(const resources::Tenant& tenant, ProviderNames& parties) {
  return {{"block", block_json(tenant.block, parties)},
          {"lease", tenant.lease ? json::value(lease_json(*tenant.lease, parties)) : json::value(nullptr)}};
}

json::object finding_json(const resources::Finding& f) {
  return {{"id", f.id},
          {"kind", resources::to_text(f.kind)},
          {"host", f.host},
          {"address", f.address},
          {"block_id", f.block_id},
          {"lease_id", or_null(f.lease_id)},
          {"explain", texts_json(f.explain)},
          {"first_seen_at", time_json(f.first_seen_at)},
          {"last_seen_at", time_json(f.last_seen_at)}};
}

resources::Particulars read_particulars(Body& body) {
  resources::Particulars out;
  out.name = body.maybe_text("name", resources::kNameMax).value_or("");
  out.gateway = body.maybe_text("gateway", 60).value_or("");
  out.location = body.maybe_text("location", resources::kTextMax).value_or("");
  if (const auto mode = body.maybe_text("mode", 20)) {
    if (const auto known = resources::use_mode(*mode))
      out.mode = *known;
    else
      body.fault("mode", "block_mode", "A mode is static, dynamic, reserved or unknown.");
  }
  return out;
}

resources::AddressRange read_range(Body& body, std::string_view field) {
  const std::string text = body.text(field, 100);
  if (text.empty()) return {};
  const auto range = identifiers::parse_address_range(text);
  if (range.ok()) return *range;
  body.fault(field, range.error().code, range.error().sentence);
  return {};
}

}  // namespace muster::api
