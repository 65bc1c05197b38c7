// What the files of the service share. Inside of the room.
#pragma once

#include "programme_store.h"

#include <map>

namespace muster::programme {

Error stale_record();
Error item_unknown();
Error programme_unknown();
Result<void> need_supervisor(const Actor& actor);
// The person is there and has not left. Errors: person_unknown.
Result<void> need_person(store::Transaction& tx, const std::string& id, const char* field);
Result<Programme> need_programme(store::Transaction& tx, const std::string& id);
// An open programme: a closed one changes no more. Errors: programme_closed.
Result<Programme> need_running(store::Transaction& tx, const std::string& id);
Result<void> check_texts(const Both& both, std::size_t max, bool needed, const char* field);
// Whose item it is: the owner or a deputy of it; a supervisor is not.
bool answers_for(const Item& item, const std::string& person);
// Seen by who sees all, or whose party answers for it.
bool sees(const Item& item, const Actor& actor);
// The actor's party is one of those that report into the programme.
bool reports_into(store::Transaction& tx, const std::string& programme_id, const Actor& actor);
void mask(Item& item);  // who answers for it, and why it stands so, is its party's own affair
std::vector<Item> seen_items(store::Transaction& tx, const std::string& programme_id, const Actor& actor);

// What items are judged by.
struct Service::Standing {
  std::string today;
  SupervisionRules rules;
  std::map<std::string, Trend> trends;  // by metric
  std::vector<Watch> of(const Item& item) const {
    const auto found = trends.find(item.metric);
    return judge(item, today, found == trends.end() ? nullptr : &found->second, rules);
  }
};

}  // namespace muster::programme
