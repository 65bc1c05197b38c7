// SQL of queues, conflicts of interest, duties and care. Inside of the room.
#pragma once

#include "store.h"
#include <cases/desk.h>

namespace muster::cases {

// Ordered by when the step is late, behind the key of `after` ("": from the top). `finder_apart`: who opened or signed
// a case does not see it.
QueuePage select_queue(store::Transaction& tx, const QueueFilter& filter, const std::string& person, bool finder_apart,
                       const std::string& after, int limit, Instant now);
// Oldest first.
std::vector<Case> select_cases_from(store::Transaction& tx, const std::string& after_id, int limit);
// Newest first, at most 1,000: of the host itself, and of the domain that it belongs to.
std::vector<Case> select_cases_about(store::Transaction& tx, const std::string& host, const std::string& registrable);
std::string queue_key(const Case& c);
std::vector<std::string> select_people_in(store::Transaction& tx, const std::string& role, Instant now);
std::vector<QueueRow> select_taken(store::Transaction& tx, const std::string& person, Instant now);

void insert_conflict(store::Transaction& tx, const Conflict& c);
bool end_conflict_row(store::Transaction& tx, const std::string& id, const std::string& person, Instant at);
std::vector<Conflict> select_conflicts(store::Transaction& tx, const std::string& person);

void insert_duty(store::Transaction& tx, const Duty& d);
bool end_duty_row(store::Transaction& tx, const std::string& id, Instant at);
std::vector<Duty> select_duties(store::Transaction& tx, Instant from, int limit);

// Persons who hold one of the steps' roles now.
struct RoleHolder {
  std::string person_id, party_id, party_name, party_kind, role;
  bool has_key = false;
};
std::vector<RoleHolder> select_role_holders(store::Transaction& tx, Instant now);

std::vector<Delegation> select_delegations(store::Transaction& tx, const std::string& person, Instant now);
std::vector<std::string> select_party_colleagues(store::Transaction& tx, const std::string& person);
std::vector<Pool> select_pools(store::Transaction& tx, Instant now);  // not over

std::vector<std::string> select_opted_out(store::Transaction& tx, const std::string& person);
void replace_opted_out(store::Transaction& tx, const std::string& person, const std::vector<std::string>& grounds,
                       Instant at);
std::int64_t select_views(store::Transaction& tx, const std::string& person, const std::string& day);
void add_view(store::Transaction& tx, const std::string& person, const std::string& day);
void forget_views(store::Transaction& tx, const std::string& before_day);

}  // namespace muster::cases
