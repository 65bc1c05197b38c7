// SQL of who stands beside a registration: proxies and companies. Inside of the room.
#pragma once

#include <ledger/recorder.h>
#include <registration/company.h>
#include <registration/registration.h>
#include <store/database.h>
#include <vault/vault.h>

#include <set>

namespace muster::registration {

struct Prepared;

// Holders for whom the owner of this document has registered; at most a thousand are told.
std::set<std::string> holders_proxied(store::Transaction& tx, const vault::Index& number);
// The proxy's identity goes into the vault under an id of its own. Errors: the vault's.
Result<void> insert_proxy(store::Transaction& tx, const ledger::Recorder& recorder, const vault::Vault& vault,
                          const std::string& registration_id, const Prepared& prepared);
struct ProxyOnRecord {
  std::string registration_id, vault_id;
};
// Of registrations whose holder's data were destroyed: theirs go too.
std::vector<ProxyOnRecord> proxies_past_term(store::Transaction& tx, int limit);
void proxy_destroyed(store::Transaction& tx, const std::string& registration_id, Instant now);

std::optional<Company> find_company(store::Transaction& tx, const std::string& id);
void insert(store::Transaction& tx, const Company& company);
bool end_company(store::Transaction& tx, const std::string& id, Instant now);
std::vector<Company> companies_after(store::Transaction& tx, const std::string& after, int limit);
// Lines that wait for a user, by number; and how many there are in all, users' lines included.
std::vector<std::string> lines_reserved_for(store::Transaction& tx, const std::string& reserved_for,
                                            std::int64_t after_msisdn, int limit);
std::int64_t lines_of_company(store::Transaction& tx, const Company& company);

}  // namespace muster::registration
