#include "approval_store.h"

#include <base/words.h>

namespace muster::filings {
namespace {

constexpr store::Sql kApprovalsOf{"filing_pre_approval_of",
                                  "select kind, number, issued_by, valid_until from filing_pre_approval where site_id "
                                  "= :site and removed_at is null order by kind, number"};
constexpr store::Sql kInsertApproval{"filing_pre_approval_insert",
                                     "insert into filing_pre_approval(id, site_id, kind, number, issued_by, "
                                     "valid_until, recorded_at) values(:id, :site, "
                                     ":kind, :number, :issued_by, :until, :at)"};
constexpr store::Sql kRemoveApproval{
    "filing_pre_approval_remove",
    "update filing_pre_approval set removed_at = :at where site_id = :site and kind = :kind and number = :number and "
    "removed_at is null"};

}  // namespace

PreApproval pre_approval_of(const store::Row& row) {
  return {known(pre_approval_kind(row.text("kind"))), row.text("number"), row.text("issued_by"),
          row.maybe_instant("valid_until")};
}

std::vector<PreApproval> pre_approvals_of(store::Transaction& tx, const std::string& site_id) {
  std::vector<PreApproval> out;
  for (const auto& row : tx.query(kApprovalsOf, {{"site", site_id}})) out.push_back(pre_approval_of(row));
  return out;
}

void insert_pre_approval(store::Transaction& tx, const std::string& id, const std::string& site_id,
                         const PreApproval& approval, Instant at) {
  tx.run(kInsertApproval, {{"id", id},
                           {"site", site_id},
                           {"kind", to_text(approval.kind)},
                           {"number", approval.number},
                           {"issued_by", approval.issued_by},
                           {"until", approval.valid_until},
                           {"at", at}});
}

void remove_pre_approval(store::Transaction& tx, const std::string& site_id, const PreApprovalKey& key, Instant at) {
  tx.run(kRemoveApproval, {{"site", site_id}, {"kind", to_text(key.kind)}, {"number", key.number}, {"at", at}});
}

}  // namespace muster::filings
