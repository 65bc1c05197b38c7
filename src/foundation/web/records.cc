#include <ledger/log.h>
#include <parties/parties.h>
#include <web/records.h>

#include <map>

namespace muster::web {

json::value person_json(store::Transaction& tx, const std::string& actor) {
  if (actor.empty() || actor.starts_with("system:")) return nullptr;
  const auto person = parties::find_person(tx, actor);
  if (!person) return nullptr;
  const auto party = parties::find_party(tx, person->party_id);
  return {{"id", person->id}, {"display_name", person->display_name}, {"party", party ? party->name : std::string()}};
}

json::array timeline_json(store::Transaction& tx, const std::vector<events::Event>& events) {
  std::map<std::string, json::value> people;  // a time line names few people many times
  json::array out;
  for (const events::Event& event : events) {
    const auto [at, fresh] = people.try_emplace(event.actor);
    if (fresh) at->second = person_json(tx, event.actor);
    const auto index = ledger::Log::index_of(tx, event.id);
    json::value body = parsed(event.body);
    if (!body.is_object()) body = json::object();
    out.push_back({{"event_id", event.id},
                   {"at", time_json(event.at)},
                   {"kind", event.kind},
                   {"actor", at->second},
                   {"record_kind", event.record_kind},
                   {"record_id", event.record_id},
                   {"ledger_index", index ? json::value(*index) : json::value(nullptr)},
                   {"body", std::move(body)}});
  }
  return out;
}

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::array texts_json(const std::vector<std::string>& texts) {
  json::array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

}  // namespace muster::web
