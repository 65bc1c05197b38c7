// SQL of findings and inspections. Inside of the room.
#pragma once

#include <store/database.h>

#include <string>
#include <vector>

#include <promotion/findings.h>
#include <promotion/inspector.h>
#include <promotion/rules.h>

namespace muster::promotion {

// Every statement that gives a list: none reads more than it gives (a test looks at their plans).
std::vector<const store::Sql*> finding_lists();
Finding finding_of(const store::Row& row);
std::optional<Finding> select_finding(store::Transaction& tx, const std::string& id);
std::vector<Finding> select_open_of_link(store::Transaction& tx, const std::string& partner_id,
                                         const std::string& code);
std::vector<Finding> select_findings(store::Transaction& tx, const FindingFilter& filter, const std::string& after,
                                     int limit);
// Those within the scope that are open, then those that were closed since: what a re-test has to go through. Of more
// than `limit`, the open ones come first.
std::vector<Finding> select_findings_since(store::Transaction& tx, const std::string& partner_id, const Scope& scope,
                                           Instant since, int limit);
void insert_finding(store::Transaction& tx, const Finding& finding, const std::string& channel_id);
bool update_finding(store::Transaction& tx, const Finding& finding);
std::vector<FindingCount> count_open(store::Transaction& tx, const std::string& partner_id,
                                     const std::string& provider_id);
// The first time that the partner told of this link or host since then.
std::optional<Instant> told_since(store::Transaction& tx, const std::string& partner_id, const std::string& code,
                                  const std::string& host, Instant since);
void insert_told(store::Transaction& tx, const std::string& id, const std::string& partner_id, const std::string& code,
                 const std::string& host, const std::string& words, const std::string& person, Instant at);

std::string chain_json(const std::vector<ChainHop>& chain);
std::vector<ChainHop> chain_of_json(const std::string& text);
std::string changed_json(const Changed& changed);

struct InspectionRow : Inspection {
  bool listed = false;
  std::optional<Instant> counted_at;  // last_at as it is stored, by which it is counted
  std::int64_t failures = 0, qr_failures = 0;
};
std::optional<InspectionRow> select_inspection(store::Transaction& tx, const LinkKey& key);
void update_inspection(store::Transaction& tx, const InspectionRow& row);
void insert_inspected(store::Transaction& tx, const LinkKey& key, const InspectionNote& note);
// Due links, set aside until then for whoever took them.
std::vector<LinkKey> take_due(store::Transaction& tx, Instant now, Instant until, int limit);

}  // namespace muster::promotion
