// Suspensions of links, channels and partners. They are derived from orders that two persons signed (ground
// partner_breach, scope_of's texts): nothing is stored that could outlive its order, so that a stay, an appeal and a
// lapse open again at once. Never a network feed. Thread-safe.
#pragma once

#include <cases/contracts.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

#include <promotion/finding.h>
#include <promotion/rules.h>

namespace muster::partners {
class Service;
struct Partner;
}  // namespace muster::partners

namespace muster::promotion {

struct Suspension {
  Scope scope;
  std::string order_id, order_number, case_id, ground;
  Instant since, until;
};

// One item of a re-test: what was found within the scope, and whether it is gone.
struct RetestItem {
  Finding finding;
  bool met = false;  // fixed by a later inspection, or dismissed by a person
};
struct Checklist {
  Suspension suspension;
  std::vector<RetestItem> items;
  bool complete = false;  // every item is met
};

class Suspensions final : public cases::Contracts {
 public:
  Suspensions(store::Database& database, const ledger::Recorder& recorder, const partners::Service& partners)
      : database_(database), recorder_(recorder), partners_(partners) {}

  // Errors: contract_unknown (no such partner, channel or link), contract_beyond_case (of another partner than the
  // case's finding, or a channel or link that the finding is not in).
  Result<void> check(store::Transaction& tx, const cases::Case& about, const cases::Decision& decision) const override;
  Result<void> stands(store::Transaction& tx, const cases::Order& order, bool stands,
                      const std::string& actor) const override;
  // Errors: retest_open, naming what is left.
  Result<void> may_lift(store::Transaction& tx, const cases::Order& order) const override;
  std::string party_of(store::Transaction& tx, const cases::Case& about) const override;

  // What has to be tested again before the order may be lifted. Errors: order_unknown, order_no_contract.
  Result<Checklist> checklist(const std::string& order_id_or_number) const;
  Result<std::vector<Suspension>> of_partner(const std::string& partner_number) const;
  // What a decision in this case may suspend, the narrowest first; none where the case is about no finding.
  Result<std::vector<std::string>> scopes_of_case(const std::string& case_id) const;
  Result<std::optional<Suspension>> of_link(const std::string& partner_number, const std::string& path,
                                            const std::string& code) const;
  // The partner's step `retest`, once its checklist is complete. Errors: retest_open, and those of partners::Service.
  Result<partners::Partner> retested(const std::string& partner_id, std::int64_t version, const std::string& words,
                                     const std::string& person) const;

 private:
  Result<Checklist> checklist_of(store::Transaction& tx, const cases::Order& order) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const partners::Service& partners_;
};

}  // namespace muster::promotion
