// SQL of registrations. Inside of the room.
#pragma once

#include <registration/service.h>
#include <store/database.h>

#include <map>
#include <span>

namespace muster::registration {

struct Keyed {
  Registration registration;
  std::string request_key, request_hash;
};
// By request_key; keys that were never used are absent.
std::map<std::string, Keyed> find_by_keys(store::Transaction& tx, const std::vector<std::string>& request_keys);
void insert_all(store::Transaction& tx, std::span<const Keyed> registrations);

std::optional<Registration> find_registration(store::Transaction& tx, const std::string& id);
std::vector<Registration> registrations_of_line(store::Transaction& tx, const std::string& line_id);
// The one on which an interval rests.
std::optional<Registration> registration_of_ownership(store::Transaction& tx, const std::string& ownership_id);
// Whether the holder is verified now, by this document, or by any.
bool verified_by(store::Transaction& tx, const std::string& holder_id, const std::string& document_id);
bool ever_verified(store::Transaction& tx, const std::string& holder_id);
// Whether the registration of an interval that has ended was verified once.
bool ever_verified_before(store::Transaction& tx, const std::string& ownership_id);
// Pending or verified, though the holder's interval ended at `since` or later.
std::vector<Registration> ended_since(store::Transaction& tx, Instant since, int limit);
std::vector<Registration> waiting_manual(store::Transaction& tx, const std::string& after, int limit);
std::vector<Registration> of_dealer(store::Transaction& tx, const std::string& dealer_id, const std::string& after,
                                    int limit);
// Of an organisation's users, by id.
std::vector<Registration> of_organisation(store::Transaction& tx, const std::string& kind, const std::string& number,
                                          const std::string& after, int limit);
// Newest first, with ids below `below`.
std::vector<Registration> newest(store::Transaction& tx, const ListOf& of, const std::string& below, int limit);
// Pending ones by term and id, behind this pair.
std::vector<Registration> pending_after(store::Transaction& tx, Instant due, const std::string& id, int limit);
std::vector<Check> checks_of(store::Transaction& tx, const std::string& id);
std::vector<Registration> due_checks(store::Transaction& tx, Instant now, int limit);
std::vector<Registration> past_due(store::Transaction& tx, Instant now, int limit);
// Writes state, terms, checks, reasons and version. False: it is at another version.
bool change(store::Transaction& tx, const Registration& registration);

void insert_check(store::Transaction& tx, const std::string& id, const std::string& person_id, Outcome outcome,
                  Instant now);
// Since it came into its present state: what was confirmed before it was put to the test again doesn't count.
int confirmations(store::Transaction& tx, const std::string& id, Instant since);

}  // namespace muster::registration
