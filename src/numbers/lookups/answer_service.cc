// Answers to authorities: exactly the fields within the scope, one record at a time; or matches, by machine.
#include "request_store.h"
#include <base/text.h>
#include <lines/records.h>
#include <persons/reading.h>
#include <persons/records.h>
#include <persons/rules.h>

#include <algorithm>

#include <fmt/format.h>
#include <lookups/requests.h>

namespace muster::lookups {
namespace {

using Values = std::map<std::string, std::string>;

// The ownership that the question is about.
std::optional<lines::Ownership> held_at(store::Transaction& tx, const AuthorityRequest& r) {
  for (const auto& o : lines::ownerships_of_line(tx, r.line_id))
    if (o.from <= r.about_at && (!o.until || r.about_at < *o.until)) return o;
  return std::nullopt;
}

void of_line(store::Transaction& tx, const AuthorityRequest& r, Values& out) {
  const auto line = lines::find_line(tx, r.line_id);
  const auto held = held_at(tx, r);
  if (!line || !held) return;
  out["line_state"] = lines::to_text(line->state);
  out["held_since"] = to_rfc3339(held->from);
  if (held->until) out["held_until"] = to_rfc3339(*held->until);
  if (const auto by = registered_by(tx, held->ground_ref)) out["registered_at"] = by->dealer_id + " " + by->place;
  for (const auto& sim : lines::sims_of(tx, r.line_id))
    if (sim.from <= r.about_at && (!sim.until || r.about_at < *sim.until)) {
      const auto [iccid, imsi] = sim_identities(tx, sim.sim_id);
      out["sim"] = iccid + " " + imsi;
    }
}

// All that this person held at the moment, under whichever of their records.
void of_person(store::Transaction& tx, const AuthorityRequest& r, Values& out) {
  std::string numbers;
  for (const auto& record : persons::records_of_person(tx, r.holder_id))
    for (const auto& o : lines::ownerships_of_holder(tx, record))
      if (o.from <= r.about_at && (!o.until || r.about_at < *o.until))
        if (const auto line = lines::find_line(tx, o.line_id))
          numbers += (numbers.empty() ? "" : " ") + lines::msisdn_text(line->msisdn);
  out["numbers"] = numbers;
}

// The document that was shown for this line; of a person, the first one.
std::optional<persons::HolderDocument> document_of(store::Transaction& tx, const AuthorityRequest& r) {
  if (r.kind == RequestKind::number)
    if (const auto held = held_at(tx, r))
      if (const auto by = registered_by(tx, held->ground_ref)) return persons::find_document(tx, by->document_id);
  return persons::find_document(tx, r.holder_id);
}

bool wants(const AuthorityRequest& r, std::string_view field) {
  return std::find(r.fields.begin(), r.fields.end(), field) != r.fields.end();
}

}  // namespace

Result<void> Requests::open_for_answer(const AuthorityRequest& r, bool comparison) const {
  if (r.state != RequestState::approved && r.state != RequestState::answered && r.state != RequestState::notified)
    return conflict("request_state", fmt::format("A request that is {} has no answer.", to_text(r.state)));
  if (recorder_.clock().now() >= *r.expires_at)
    return refused("request_expired", "The approval has expired; the authority asks anew.");
  if ((r.kind == RequestKind::comparison) != comparison)
    return invalid("request_kind", comparison ? "This request is not for a comparison."
                                              : "A comparison yields matches, by machine, and no record.");
  return {};
}

Result<void> Requests::fill(store::Transaction& tx, RequestAnswer& answer, const std::string& person) const {
  const AuthorityRequest& r = answer.request;
  Values values;
  const auto holder = persons::find_holder(tx, r.holder_id);
  values["category"] = persons::to_text(holder->category);
  if (r.kind == RequestKind::number) of_line(tx, r, values);
  if (r.kind == RequestKind::person && wants(r, "numbers")) of_person(tx, r, values);
  std::vector<std::string> sealed;
  for (const std::string& field : r.fields)
    if (const char* name = find_request_field(field)->vault_field) sealed.emplace_back(name);
  const auto document = wants(r, "document") ? document_of(tx, r) : std::nullopt;
  if (document) sealed.push_back(persons::document_field(document->ordinal));
  if (!sealed.empty()) {
    MUSTER_TRY(const auto clear, vault_.get(tx, r.holder_id, sealed, r.purpose, person));
    for (const std::string& field : r.fields)
      if (const char* name = find_request_field(field)->vault_field)
        if (const auto at = clear.find(name); at != clear.end()) values[field] = at->second;
    if (document)
      if (const auto at = clear.find(persons::document_field(document->ordinal)); at != clear.end())
        values["document"] = document->kind + " " + document->country + " " + at->second;
  }
  for (const std::string& field : r.fields)
    if (const auto at = values.find(field); at != values.end()) answer.fields.emplace_back(field, at->second);
  return {};
}

Result<RequestAnswer> Requests::answer(const std::string& person, const std::string& id) const {
  return database_.write([&](store::Transaction& tx) -> Result<RequestAnswer> {
    RequestAnswer out;
    MUSTER_TRY(out.request, at(tx, id));
    AuthorityRequest& r = out.request;
    MUSTER_CHECK_OK(open_for_answer(r, false));
    out.found = !r.holder_id.empty();
    if (out.found) {
      MUSTER_CHECK_OK(fill(tx, out, person));
      persons::note_reading(tx, recorder_,
                            {r.holder_id, persons::ReadingKind::answered, person, r.purpose, r.fields,
                             persons::Reader::authority, r.authority_id, r.delay_until, r.delay_law});
    }
    ++r.readings;
    recorder_.record(tx, kRequestRead, person, kRequestRecord, r.id,
                     fmt::format(R"({{"number":{},"holder":{},"fields":{},"purpose":{}}})", json_quote(r.number),
                                 json_quote(r.holder_id), json_quote(joined_codes(r.fields)), json_quote(r.purpose)));
    if (r.state == RequestState::approved) {
      MUSTER_CHECK_OK(step(tx, r, RequestEvent::answer, person));
    } else {
      ++r.version;
      if (!change(tx, r))
        return Error{Failure::stale, "stale_version", "The request changed meanwhile; look again.", {}};
    }
    return out;
  });
}

// By keyed hashes alone: nothing of anybody is read.
Match Requests::compared(store::Transaction& tx, const vault::IndexKeys& keys, const Probe& probe,
                         std::vector<std::string>& holders) const {
  Match out;
  const auto shown = persons::find_by_documents(tx, {persons::document_index(keys, probe.document)});
  if (shown.empty() || shown.begin()->second.holder.destroyed_at) return out;
  const persons::Holder& holder = shown.begin()->second.holder;
  out.known = true;
  if (!probe.identity.name.empty())
    out.same_identity = persons::identity_index(keys, probe.identity).is(holder.identity_index);
  if (!probe.msisdn.empty()) {
    const auto msisdn = lines::parse_msisdn(probe.msisdn);
    const auto line = msisdn.ok() ? lines::find_by_msisdn(tx, *msisdn) : std::nullopt;
    const auto held = line ? lines::open_ownership(tx, line->id) : std::nullopt;
    out.same_number = held && held->counted_under == holder.counts_as();
  }
  holders.push_back(holder.id);
  return out;
}

Result<std::vector<Match>> Requests::compare(const std::string& person, const std::string& id,
                                             const std::vector<Probe>& probes) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Match>> {
    MUSTER_TRY(AuthorityRequest r, at(tx, id));
    MUSTER_CHECK_OK(open_for_answer(r, true));
    const auto count = static_cast<std::int64_t>(probes.size());
    if (count == 0 || r.readings + count > r.rows_max)
      return refused("request_rows", "These are more records than were approved, together with those before.");
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
    std::vector<Match> out;
    std::vector<std::string> holders;
    for (const Probe& probe : probes) {
      Probe right = probe;
      auto checked = persons::check_document(probe.document, persons::Category::citizen, r.entered_at);
      right.document = std::move(checked.document);
      right.identity = persons::check_identity(probe.identity, r.entered_at).identity;
      out.push_back(compared(tx, keys, right, holders));
    }
    std::vector<persons::NewReading> readings;
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
    for (const std::string& holder : holders)
      readings.push_back({holder, persons::ReadingKind::compared, person, r.purpose, r.fields,
                          persons::Reader::authority, r.authority_id, r.delay_until, r.delay_law});
    persons::note_readings(tx, recorder_, readings);
    r.readings += count;
    recorder_.record(tx, kRequestCompared, person, kRequestRecord, r.id,
                     fmt::format(R"({{"number":{},"compared":{},"known":{}}})", json_quote(r.number), count,
                                 std::count_if(out.begin(), out.end(), [](const Match& m) { return m.known; })));
    if (r.state == RequestState::approved) {
      MUSTER_CHECK_OK(step(tx, r, RequestEvent::answer, person));
    } else {
      ++r.version;
      if (!change(tx, r))
        return Error{Failure::stale, "stale_version", "The request changed meanwhile; look again.", {}};
    }
    return out;
  });
}

}  // namespace muster::lookups
