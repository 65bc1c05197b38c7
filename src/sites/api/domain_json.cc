// A domain as its page shows it.
#include "domain_handlers.h"
#include <holders/rules.h>
#include <names/name.h>
#include <web/records.h>

namespace muster::api {
namespace {

json::object holder_json(const holders::Holder& holder) {
  return {{"id", holder.id},
          {"kind", holders::to_text(holder.kind)},
          {"name", holder.name.empty() ? json::value(nullptr) : json::value(holder.name)},
          {"handle", holder.handle},
          {"source", holder.source},
          {"country", holder.country}};
}

json::array holdings_json(const Services& services, const std::vector<holders::Holding>& holdings) {
  json::array out;
  for (const auto& holding : holdings) {
    json::object row{
        {"holder_id", holding.holder_id}, {"from", time_json(holding.from)}, {"until", time_json(holding.until)}};
    if (const auto holder = services.holders.holder(holding.holder_id); holder.ok())
      row["holder"] = holder_json(*holder);
    out.push_back(std::move(row));
  }
  return out;
}

json::array next_events_json(const holders::Registration& r, const http::Principal& who) {
  json::array out;
  for (const holders::Transition& t : holders::transitions()) {
    if (t.from != r.state) continue;
    json::array why;
    if (t.by == holders::By::registry)
      why.push_back({{"code", "domain_event_not_yours"}, {"sentence", "This comes from the registry's record."}});
    else if (t.by == holders::By::clock)
      why.push_back(
          {{"code", "domain_event_not_yours"}, {"sentence", "This comes by itself when the term has run out."}});
    else if (!who.has("registrar"))
      why.push_back({{"code", "role_missing"}, {"sentence", "The register's staff takes this step."}});
    out.push_back({{"event", holders::to_text(t.event)},
                   {"to", holders::to_text(t.to)},
                   {"allowed", why.empty()},
                   {"why_not", why},
                   {"needs_reasons", t.needs_reasons}});
  }
  return out;
}

json::array relations_json(const std::vector<holders::RegistrantRelation>& relations) {
  json::array out;
  for (const auto& relation : relations) out.push_back(relation_json(relation));
  return out;
}

json::value filing_link(const Services& services, const std::string& name) {
  const auto filing = services.filings.find(name);
  if (!filing.ok()) return nullptr;
  return {{"record_kind", "filing"},
          {"record_id", filing->id},
          {"title", filing->name},
          {"state", filings::to_text(filing->state)},
          {"detail", filing->number}};
}

json::value verified_json(const Services& services, const holders::Registration& r) {
  if (!r.verified_at) return nullptr;
  json::object out{{"at", time_json(r.verified_at)}, {"how", r.verified_how}, {"by", r.verified_by}};
  const auto person = services.database.read(
      [&](store::Transaction& tx) -> Result<json::value> { return person_json(tx, r.verified_by); });
  if (person.ok()) out["person"] = *person;
  return out;
}

}  // namespace

json::object flag_json(const holders::Flag& flag) {
  return {{"id", flag.id},
          {"name", flag.name},
          {"kind", holders::to_text(flag.kind)},
          {"from", time_json(flag.from)},
          {"raised_at", time_json(flag.raised_at)},
          {"cleared_at", time_json(flag.cleared_at)},
          {"note", flag.note}};
}

json::array flags_json(const std::vector<holders::Flag>& flags) {
  json::array out;
  for (const auto& flag : flags) out.push_back(flag_json(flag));
  return out;
}

http::Response domain_answer(const Services& services, const std::string& name, const std::string& purpose,
                             const http::Principal& who) {
  MUSTER_ANSWER_TRY(const auto r, services.holders.get(name));
  MUSTER_ANSWER_TRY(const auto holder, services.holders.holder(r.holder_id));
  MUSTER_ANSWER_TRY(const auto holdings, services.holders.holdings(r.name));
  MUSTER_ANSWER_TRY(const auto flags, services.holders.flags_of(r.name));
  MUSTER_ANSWER_TRY(const auto relations, services.holders.relations(r.holder_id));
  MUSTER_ANSWER_TRY(const auto history, services.holders.history(r.name));
  MUSTER_ANSWER_TRY(auto timeline, services.database.read([&](store::Transaction& tx) -> Result<json::array> {
    return timeline_json(tx, history);
  }));
  json::object out{{"name", r.name},
                   {"unicode", names::to_unicode(r.name)},
                   {"state", holders::to_text(r.state)},
                   {"state_since", time_json(r.state_since)},
                   {"due_at", time_json(r.due_at)},
                   {"lapsed_why", r.lapsed_why},
                   {"reasons", texts_json(r.reasons)},
                   {"holder", holder_json(holder)},
                   {"verified", verified_json(services, r)},
                   {"registrar", r.registrar ? json::value(r.registrar->name) : json::value(nullptr)},
                   {"source", r.source},
                   {"status", texts_json(r.statuses)},
                   {"name_servers", texts_json(r.name_servers)},
                   {"created_at", time_json(r.created_at)},
                   {"expires_at", time_json(r.expires_at)},
                   {"updated_at", time_json(r.updated_at)},
                   {"mirrored_at", time_json(r.mirrored_at)},
                   {"mirrored_late", r.mirrored_late},
                   {"holdings", holdings_json(services, holdings)},
                   {"flags", flags_json(flags)},
                   {"relations", relations_json(relations)},
                   {"filing", filing_link(services, r.name)},
                   {"next_events", next_events_json(r, who)},
                   {"timeline", std::move(timeline)}};
  if (!purpose.empty()) {
    MUSTER_ANSWER_TRY(const auto data, services.holders.personal_data(r.holder_id, purpose, who.person_id));
    json::object personal;
    for (const auto& [field, value] : data) personal[field] = value;
    out["personal_data"] = std::move(personal);
  }
  auto response = answer(out);
  response.header("ETag", http::etag_of(r.version));
  return response;
}

}  // namespace muster::api
