// SQL of authorities' requests and scopes. Inside of the room.
#pragma once

#include <store/database.h>

#include <lookups/request.h>

namespace muster::lookups {

void insert(store::Transaction& tx, const AuthorityScope& scope);
std::optional<AuthorityScope> find_scope(store::Transaction& tx, const std::string& id);
std::vector<AuthorityScope> scopes_of(store::Transaction& tx, const std::string& authority_id);
bool end_scope(store::Transaction& tx, const std::string& id, Instant now);

std::int64_t next_request_number(store::Transaction& tx, int year);
void insert(store::Transaction& tx, const AuthorityRequest& request);
std::optional<AuthorityRequest> find_request(store::Transaction& tx, const std::string& id);
// Newest first, before the id `after` ("": from the newest); state "": any.
std::vector<AuthorityRequest> list_requests(store::Transaction& tx, const std::string& state, const std::string& after,
                                            int limit);
std::vector<AuthorityRequest> overdue_requests(store::Transaction& tx, Instant now, int limit);
// Undecided since `undecided_before`, approved and past its end.
std::vector<AuthorityRequest> expired_requests(store::Transaction& tx, Instant undecided_before, Instant now,
                                               int limit);
// Answered, and nothing keeps the person from being told any more.
std::vector<AuthorityRequest> requests_to_tell(store::Transaction& tx, Instant now, int limit);
// Writes what changes with a step. False: it is at another version.
bool change(store::Transaction& tx, const AuthorityRequest& request);

// The registration that an ownership rests on: who registered it, where.
struct RegisteredBy {
  std::string dealer_id, place, captured_by, document_id;
};
std::optional<RegisteredBy> registered_by(store::Transaction& tx, const std::string& registration_id);
// ICCID and IMSI of a SIM.
std::pair<std::string, std::string> sim_identities(store::Transaction& tx, const std::string& sim_id);

std::string joined_codes(const std::vector<std::string>& codes);
std::vector<std::string> parted_codes(std::string_view codes);

}  // namespace muster::lookups
