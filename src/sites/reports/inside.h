// What the service's files share. Inside of the room.
#pragma once

#include "report_store.h"
#include <base/group_commit.h>
#include <notices/notices.h>
#include <policy/policy.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <reports/service.h>

namespace muster::reports {

// A report that was checked and needs the database from here on.
struct Prepared {
  Report report;
  std::string secret, secret_sha256, match;
  std::string reporter_key, contact_key, proof, actor, party_id;
  std::optional<vault::Sealed> sealed;  // words and contact
  std::string sealed_id;                // record of the vault that holds the address alone
  std::optional<vault::Sealed> sealed_address;
};

struct Service::Inside {
  Inside(store::Database& d, const ledger::Recorder& r, const policy::Policy& p, const vault::Vault& v,
         notices::Service& n, testing::Service& t, Options o);

  store::Database& database;
  const ledger::Recorder& recorder;
  const policy::Policy& policy;
  const vault::Vault& vault;
  notices::Service& notices;
  testing::Service& testing;
  Options options;
  LoadMeter load;
  GroupCommit<Prepared, Receipt> group;

  Instant now() const { return recorder.clock().now(); }
  StandingRules standing_rules() const;
  WorkRules work_rules() const;
  Sign sign() const;

  Result<Prepared> prepare(const NewReport& report) const;                  // prepare.cc
  std::vector<Result<Receipt>> commit(std::span<Prepared* const> reports);  // submission.cc
  // One, in the caller's transaction.
  Result<Receipt> take(store::Transaction& tx, Prepared& report) const;
  // Moves `r` by the table, with its event. Errors: report_state, stale.
  Result<void> move(store::Transaction& tx, Report& r, const std::string& event, const std::string& actor) const;
  Result<Report> need(store::Transaction& tx, const std::string& id_or_number) const;
  Result<void> send_to_hotline(store::Transaction& tx, const Report& r, const std::string& actor) const;
};

}  // namespace muster::reports
