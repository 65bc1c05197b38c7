// SQL of pre-approvals. Inside of filings.
#pragma once

#include <filings/pre_approval.h>
#include <store/database.h>

namespace muster::filings {

// Of a row with kind, number, issued_by and valid_until.
PreApproval pre_approval_of(const store::Row& row);
// Those that stand, by kind and number.
std::vector<PreApproval> pre_approvals_of(store::Transaction& tx, const std::string& site_id);
void insert_pre_approval(store::Transaction& tx, const std::string& id, const std::string& site_id,
                         const PreApproval& approval, Instant at);
// It stays on record as one that was taken out.
void remove_pre_approval(store::Transaction& tx, const std::string& site_id, const PreApprovalKey& key, Instant at);

}  // namespace muster::filings
