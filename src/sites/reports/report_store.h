// SQL of reports. Inside of the room.
#pragma once

#include <store/database.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <reports/service.h>

namespace muster::reports {

struct Prepared;

// --- one report
std::optional<Report> select_report(store::Transaction& tx, const std::string& id_or_number);
// False when `version` is not the stored one. Writes state, outcome, case, reasons, who decided, lead; counts up.
bool update_report(store::Transaction& tx, const Report& report);
Result<Listed> select_reports(store::Transaction& tx, const ReportFilter& filter, const std::string& after, int limit);
struct Keys {
  std::string secret_sha256, reporter, contact, sealed_id;
};
Keys select_keys(store::Transaction& tx, const std::string& id);

// --- what a batch looks at and writes
struct Lead {
  std::string id, number, match, fingerprint;
  std::int64_t priority = 2;
};
std::map<std::string, Lead> select_leads(store::Transaction& tx, const std::vector<std::string>& matches);
std::map<std::string, Lead> select_leads_by_fingerprint(store::Transaction& tx,
                                                        const std::vector<std::string>& fingerprints);
std::set<std::string> select_used(store::Transaction& tx, const std::vector<std::string>& challenges);
struct Reporter {
  ReporterFacts facts;
};
std::map<std::string, Reporter> select_reporters(store::Transaction& tx, const std::vector<std::string>& keys);
std::int64_t count_of_reporter(store::Transaction& tx, const std::string& key, Instant since);
std::int64_t take_numbers(store::Transaction& tx, std::int64_t year, std::int64_t count);  // the first of them
void insert_reports(store::Transaction& tx, std::span<Prepared* const> reports);
void insert_sealed(store::Transaction& tx, std::span<Prepared* const> reports);
struct LeadGrowth {
  std::int64_t merged = 0, priority = 2;
};
void grow_lead(store::Transaction& tx, const std::string& id, const LeadGrowth& growth);
void add_address(store::Transaction& tx, const std::string& lead_id, const ReportedAddress& address, Instant now);
void mark_warned(store::Transaction& tx, const std::string& key, Instant now);

// --- afterwards
void count_unfounded(store::Transaction& tx, const std::string& key, Instant now);
void drop_merged(store::Transaction& tx, const std::string& lead_id, const std::string& url);
std::optional<Report> select_heir(store::Transaction& tx, const std::string& lead_id);  // merged, the oldest
void drop_address(store::Transaction& tx, const std::string& lead_id, const std::string& url);
void hand_over_addresses(store::Transaction& tx, const std::string& from_id, const std::string& to_id);
void hand_over_reports(store::Transaction& tx, const std::string& from_id, const std::string& to_id,
                       std::int64_t merged);
void set_forget(store::Transaction& tx, const std::string& id, Instant at);  // with all that is merged with it
// Blanks address and host of the entry and of all that is merged with it, forgets their words; drops its addresses.
void blank_entry(store::Transaction& tx, const std::string& lead_id, const std::string& match,
                 const std::string& sealed_id, Instant now);
std::vector<ReportedAddress> select_addresses(store::Transaction& tx, const std::string& lead_id, int limit);
void settle_addresses(store::Transaction& tx, const std::string& lead_id);  // an entry that is over raises nothing more
struct Unraised {
  std::string lead_id, url, host, ground;
};
std::vector<Unraised> select_unraised(store::Transaction& tx, int limit);
std::vector<std::string> select_suspicions(store::Transaction& tx, const std::string& lead_id, int limit);
std::string suspicion_of_host(store::Transaction& tx, const std::string& lead_id, const std::string& host);
void set_suspicion(store::Transaction& tx, const std::string& lead_id, const std::string& url,
                   const std::string& suspicion_id);
std::vector<Report> select_raised(store::Transaction& tx, int limit);  // received, and each address has its suspicion
std::vector<std::string> leads_of_suspicion(store::Transaction& tx, const std::string& suspicion_id);
std::vector<std::string> leads_of_case(store::Transaction& tx, const std::string& case_id);
std::vector<Report> select_sealed(store::Transaction& tx, const std::string& after, int limit);
std::vector<std::string> select_to_forget(store::Transaction& tx, Instant now, int limit);
void mark_forgotten(store::Transaction& tx, const std::string& id);
int sweep_reporters(store::Transaction& tx, Instant before, int limit);

// --- trusted flaggers
void insert_flagger(store::Transaction& tx, const Flagger& flagger);
void update_flagger(store::Transaction& tx, const Flagger& flagger);
std::optional<Flagger> select_flagger(store::Transaction& tx, const std::string& id);
std::vector<Flagger> select_flaggers(store::Transaction& tx);
// "party|ground" of those in force.
std::set<std::string> select_trusted(store::Transaction& tx);

}  // namespace muster::reports
