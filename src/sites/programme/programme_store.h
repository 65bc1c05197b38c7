// SQL of programmes. Inside of the room.
#pragma once

#include <programme/programme.h>
#include <programme/service.h>
#include <store/database.h>

namespace muster::programme {

void insert_programme(store::Transaction& tx, const Programme& p);
std::optional<Programme> select_programme(store::Transaction& tx, const std::string& id);
std::int64_t count_items(store::Transaction& tx, const std::string& programme_id);
std::vector<Programme> select_programmes(store::Transaction& tx, int limit);     // newest first
bool update_programme(store::Transaction& tx, const Programme& p, Instant now);  // false: another version
void insert_phase(store::Transaction& tx, const std::string& programme_id, const Phase& phase);
std::vector<Phase> select_phases(store::Transaction& tx, const std::string& programme_id);
void insert_area(store::Transaction& tx, const std::string& programme_id, const Area& area);
std::vector<Area> select_areas(store::Transaction& tx, const std::string& programme_id);  // by phase and code
void insert_party(store::Transaction& tx, const std::string& programme_id, const std::string& party_id, Instant now);
std::vector<std::pair<std::string, std::string>> select_parties(store::Transaction& tx,
                                                                const std::string& programme_id);

void insert_item(store::Transaction& tx, const Item& item, Instant now);
// Whole but for deputies; those of `party` alone where it is not "".
std::vector<Item> select_items(store::Transaction& tx, const std::string& programme_id, const std::string& party);
// Open ones of an owner or deputy, after (due day, id).
std::vector<Item> select_own_items(store::Transaction& tx, const std::string& person_id, const std::string& after_due,
                                   const std::string& after_id, int limit);
std::optional<Item> select_item(store::Transaction& tx, const std::string& id);
std::optional<Item> select_item_by_code(store::Transaction& tx, const std::string& programme_id,
                                        const std::string& code);
bool update_item(store::Transaction& tx, const Item& item);  // particulars; false: another version
bool update_item_state(store::Transaction& tx, const Item& item, const std::string& state, const std::string& reason,
                       const std::string& by, Instant now);
std::vector<std::string> select_deputies(store::Transaction& tx, const std::string& item_id);
void replace_deputies(store::Transaction& tx, const std::string& item_id, const std::vector<std::string>& people);
void insert_step(store::Transaction& tx, const std::string& item_id, std::int64_t seq, const Both& title);
std::vector<Step> select_steps(store::Transaction& tx, const std::string& item_id);
bool update_step_done(store::Transaction& tx, const std::string& item_id, std::int64_t seq, const std::string& by,
                      Instant now);
void insert_evidence(store::Transaction& tx, const std::string& item_id, const Evidence& e);
std::vector<Evidence> select_evidence(store::Transaction& tx, const std::string& item_id);
void insert_return(store::Transaction& tx, const std::string& item_id, const Return& r);
std::vector<Return> select_returns(store::Transaction& tx, const std::string& item_id);  // the last of each party

struct Told {
  std::string level, person_id;
  Instant at;
};
std::vector<Told> select_told(store::Transaction& tx, const std::string& item_id, const std::string& due_on,
                              const std::string& cause);
void insert_told(store::Transaction& tx, const Item& item, const std::string& cause, const std::string& level,
                 const std::string& person, const std::string& notice, Instant now);

void insert_calendar(store::Transaction& tx, const CalendarToken& token, const std::string& person,
                     const std::string& sha256);
std::vector<CalendarToken> select_calendars(store::Transaction& tx, const std::string& person, Instant now);
bool revoke_calendar_row(store::Transaction& tx, const std::string& id, const std::string& person, Instant now);
struct CalendarOwner {
  std::string person_id, programme_id;
};
std::optional<CalendarOwner> select_calendar_owner(store::Transaction& tx, const std::string& sha256, Instant now);

}  // namespace muster::programme
