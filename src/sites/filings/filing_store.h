// SQL of subjects, sites, filings, domains and accesses. Inside of filings.
#pragma once

#include <filings/service.h>
#include <identifiers/contact.h>

namespace muster::filings {

// --- subjects and numbers
void insert(store::Transaction& tx, const Subject& subject, const std::optional<std::string>& certificate_index);
std::optional<Subject> find_subject(store::Transaction& tx, const std::string& id);
bool has_certificate(store::Transaction& tx, const std::string& kind, const std::string& index);
std::int64_t next_number(store::Transaction& tx, const std::string& sequence);
bool site_number_taken(store::Transaction& tx, const std::string& number);
bool subject_number_taken(store::Transaction& tx, const std::string& number);

// --- filings (a site and its record)
void insert(store::Transaction& tx, const Filing& filing);
// State, terms, reasons and days; the version has been counted up by the caller. False: another one was faster.
bool update_state(store::Transaction& tx, const Filing& filing);
void update_site(store::Transaction& tx, const Filing& filing);
std::optional<Filing> find_filing(store::Transaction& tx, const std::string& id);
std::optional<std::string> id_of_number(store::Transaction& tx, const std::string& number);

// --- domains
struct DomainRow {
  std::string site_id;
  DomainState state;
  bool removed;
};
std::optional<DomainRow> find_domain(store::Transaction& tx, const std::string& name);
void insert_domain(store::Transaction& tx, const std::string& name, const std::string& site_id, DomainState state);
// A cancelled one passes on (or comes back).
void move_domain(store::Transaction& tx, const std::string& name, const std::string& site_id, DomainState state);
void take_out_domain(store::Transaction& tx, const std::string& name);
void delete_pending_domain(store::Transaction& tx, const std::string& name);
void insert_former(store::Transaction& tx, const std::string& name, const std::string& site_id, Instant until);
// Names that went to another filing since then.
bool lost_domains_since(store::Transaction& tx, const std::string& site_id, Instant since);
std::vector<std::string> former_domains(store::Transaction& tx, const std::string& site_id, Instant until);

// --- changes
void insert_change(store::Transaction& tx, const std::string& id, const std::string& site_id, const Change& change,
                   Instant at);
void decide_change(store::Transaction& tx, const std::string& site_id, bool accepted, Instant at);

// --- accesses
void insert(store::Transaction& tx, const Access& access);
bool update_state(store::Transaction& tx, const Access& access);
std::optional<Access> find_access(store::Transaction& tx, const std::string& id);
std::vector<Access> accesses_of(store::Transaction& tx, const std::string& site_id);

// --- the review queue
std::optional<QueuePlace> queue_place_of(store::Transaction& tx, const std::string& site_id, Instant now);
std::optional<std::string> first_waiting(store::Transaction& tx, Instant now);
std::optional<std::string> taken_by(store::Transaction& tx, const std::string& actor, Instant now);
void take(store::Transaction& tx, std::int64_t place, const std::string& actor, Instant now, Instant until);
// How many wait from this place up to (and without) that one.
std::int64_t waiting_between(store::Transaction& tx, std::int64_t from, std::int64_t to, Instant now);

// --- lists
FilingPage list_filings(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit);
FilingPage list_queue(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit,
                      Instant now);
// Pre-approvals of filings in force that don't hold through the whole of `until`.
FilingPage list_expiring(store::Transaction& tx, const FilingFilter& filter, const std::string& after, int limit,
                         Instant until);
FilingPage list_sites_of(store::Transaction& tx, const std::string& subject_id, const std::string& after, int limit);
std::optional<PublicFiling> public_filing(store::Transaction& tx, const std::string& name);
std::optional<SiteOfName> site_of_name(store::Transaction& tx, const std::string& name);
void each_domain(store::Transaction& tx, const std::function<bool(const FiledDomain&)>& visit);

}  // namespace muster::filings
