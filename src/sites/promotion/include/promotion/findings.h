// Findings: lists with the records behind them, what people do with them, and what a partner tells of itself. There is
// no score: counts and records alone. Thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <string>
#include <vector>

#include <promotion/finding.h>

namespace muster::cases {
class Service;
struct Case;
}  // namespace muster::cases

namespace muster::promotion {

struct FindingFilter {
  std::string partner_id = {}, code = {}, provider_id = {};
  std::optional<FindingKind> kind = {};
  std::optional<FindingState> state = FindingState::open;
};
struct FindingPage {
  std::vector<Finding> items;  // newest first
  std::string next;
};
struct FindingCount {
  FindingKind kind = FindingKind::dead;
  std::int64_t open = 0, told_before = 0, told_after = 0;
};

struct TellOf {
  std::string partner_id;
  std::string code;  // "" where it is about none of its codes
  std::string host;  // "" where it is about the whole link
  std::string words;
};

class Findings {
 public:
  Findings(store::Database& database, const ledger::Recorder& recorder, const cases::Service& cases)
      : database_(database), recorder_(recorder), cases_(cases) {}

  Result<FindingPage> list(const FindingFilter& filter, const std::string& after, int limit) const;
  Result<Finding> finding(const std::string& id) const;  // finding_unknown
  // Open ones of a partner, or of the provider of the hosts that they are about, by kind.
  Result<std::vector<FindingCount>> open_of(const std::string& partner_id, const std::string& provider_id) const;

  // A person looked and says that there is nothing to it. Errors: finding_unknown, stale, finding_state, role_missing
  // (an examiner), reason_missing.
  Result<Finding> dismiss(const std::string& id, std::int64_t version, const std::string& reason,
                          const std::string& person) const;
  // The partner's own people tell of a fault; open findings of that link are marked, later ones count as told before.
  // Returns how many open ones. Errors: partner_unknown, role_missing, words_missing, link_unknown.
  Result<int> tell(const TellOf& what, const std::string& person) const;
  // A case on the ground partner_breach, with the finding's test as its evidence. Errors: finding_unknown,
  // finding_state, finding_referred, and those of cases::Service.
  Result<cases::Case> open_case(const std::string& id, const std::string& note, const std::string& person) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const cases::Service& cases_;
};

}  // namespace muster::promotion
