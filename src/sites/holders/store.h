// SQL of domains, holders, flags and what waits for a test. Inside of holders.
#pragma once

#include <holders/service.h>

namespace muster::holders {

std::optional<Registration> find_registration(store::Transaction& tx, const std::string& name);
// Everything but name and entered_at; the version has been counted up by the caller. False: another one was faster.
bool update(store::Transaction& tx, const Registration& registration);
void replace_name_servers(store::Transaction& tx, const std::string& name, const std::vector<std::string>& servers);
std::vector<std::string> name_servers_of(store::Transaction& tx, const std::string& name);

std::optional<Holder> find_holder(store::Transaction& tx, const std::string& id);
// Whoever was known by a handle alone is known now.
void make_known(store::Transaction& tx, const Holder& holder, const std::string& identity);
std::optional<Registrar> find_registrar(store::Transaction& tx, const std::string& id);
std::optional<Registrar> find_registrar_by_name(store::Transaction& tx, const std::string& name);
void insert(store::Transaction& tx, const Registrar& registrar);

std::optional<Holding> open_holding(store::Transaction& tx, const std::string& name);
std::vector<Holding> holdings_of(store::Transaction& tx, const std::string& name);
void end_holding(store::Transaction& tx, const std::string& name, Instant until);
void begin_holding(store::Transaction& tx, const std::string& name, const std::string& holder_id, Instant from);

void insert(store::Transaction& tx, const Flag& flag);
bool has_open_flag(store::Transaction& tx, const std::string& name, FlagKind kind);
std::optional<Flag> find_flag(store::Transaction& tx, const std::string& id);
void clear(store::Transaction& tx, const Flag& flag);
std::vector<Flag> flags_of_name(store::Transaction& tx, const std::string& name);
std::vector<Flag> flags_of_site(store::Transaction& tx, const std::string& site_id);

// Every other name that the holder has and that hasn't lapsed. Returns how many are new in the queue.
int queue_tests(store::Transaction& tx, const std::string& holder_id, const std::string& because_of,
                const std::string& reason, Instant at);
std::vector<std::string> waiting_tests(store::Transaction& tx, int limit);
void take_off(store::Transaction& tx, const std::string& name);

std::vector<std::string> overdue(store::Transaction& tx, Instant now, int limit);
struct Source {
  std::string name;
  Instant mirrored_at, due_at;
};
std::optional<Source> find_source(store::Transaction& tx, const std::string& name);
void source_mirrored(store::Transaction& tx, const Source& source);
std::vector<Source> late_sources(store::Transaction& tx, Instant now);
void mark_late(store::Transaction& tx, const std::string& source);

DomainPage list_domains(store::Transaction& tx, const DomainFilter& filter, const std::string& after, int limit);

// Columns of domain_registration with its registrar, for `registration_of`.
#define MUSTER_REGISTRATION_COLUMNS                                                                                \
  "d.name, d.holder_id, d.registrar_id, r.name as registrar_name, r.iana_id, d.source, d.statuses, d.created_at, " \
  "d.expires_at, d.updated_at, d.state, d.state_since, d.due_at, d.lapsed_why, d.reasons, d.verified_at, "         \
  "d.verified_by, d.verified_how, d.mirrored_at, d.mirrored_late, d.batch_id, d.row_hash, d.entered_at, d.version"
Registration registration_of(const store::Row& row);  // without name servers
Holder holder_of(const store::Row& row);

std::string join(const std::vector<std::string>& words);
std::string reasons_text(const std::vector<std::string>& reasons);  // JSON array
std::string lower_key(const std::string& text);

}  // namespace muster::holders
