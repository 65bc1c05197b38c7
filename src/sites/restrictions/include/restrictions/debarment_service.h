// The operations on debarments. Persons are given by their ids; three different ones take part. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <restrictions/debarment.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}
namespace muster::vault {
class Vault;
}
namespace muster::notices {
class Service;
}

namespace muster::restrictions {

struct DebarmentFilter {
  std::optional<DebarmentState> state = {};
  std::string subject_id = {};
};
struct DebarmentPage {
  std::vector<Debarment> items;  // newest first
  std::string next;
};

// What anybody may know: of legal persons alone.
struct PublicDebarment {
  std::string number, name, region, reason, law, decision_ref;
  DebarmentCause cause = DebarmentCause::false_filing;
  Instant from, until;
};
struct PublicDebarments {
  std::vector<PublicDebarment> items;  // by name
  std::string next;
};

// A debarment of that subject that is in force at `now`; for gates, in their transactions.
struct InForce {
  std::string number;
  Instant until;
};
std::optional<InForce> debarment_in_force(store::Transaction& tx, const std::string& subject_id, Instant now);

class DebarmentService {
 public:
  DebarmentService(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
                   const vault::Vault& vault, notices::Service& notices)
      : database_(database), recorder_(recorder), policy_(policy), vault_(vault), notices_(notices) {}

  // Errors: check_proposal's; subject_unknown; debarment_open (one of that entity is under way or in force).
  Result<Debarment> propose(const NewDebarment& asked, const std::string& person) const;

  // What a step needs: hear {words or silent}, activate {from, until}, review, remove, withdraw {reason}.
  struct Step {
    DebarmentEvent event = DebarmentEvent::notify;
    std::string words;
    bool silent = false;
    std::optional<Instant> from, until;
    std::string reason;
  };
  // Errors: debarment_unknown, stale, debarment_state, debarment_end_reason, and those of the rules. A step that
  // follows by itself is nobody's: debarment_state.
  Result<Debarment> apply(const std::string& id, std::int64_t version, const Step& step,
                          const std::string& person) const;

  // Ends what is past its day: at most `limit`; a job calls it until 0. What is past its day counts no more anyway.
  Result<int> expire_due(int limit = 500) const;

  Result<Debarment> debarment(const std::string& id_or_number) const;
  Result<DebarmentPage> list(const DebarmentFilter& filter, const std::string& after, int limit) const;
  Result<std::vector<events::Event>> history(const std::string& id) const;
  // What the entity said at the hearing; each reading is in the ledger. Errors: debarment_unknown, vault_no_field.
  Result<std::string> hearing_words(const std::string& id, const std::string& person) const;
  Result<PublicDebarments> published(const std::string& after, int limit) const;

 private:
  Result<void> tell(store::Transaction& tx, Debarment& d, const std::string& person) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const vault::Vault& vault_;
  notices::Service& notices_;
};

}  // namespace muster::restrictions
