// Who may be on record twice: found by a machine that reads nobody out, put before a person side by side, decided by a
// person for good. Thread-safe.
#pragma once

#include <persons/duplicate_rules.h>
#include <persons/service.h>

namespace muster::persons {

enum class PairState : std::uint8_t { open, same, different };
inline constexpr int kPairStateCount = 3;
const char* to_text(PairState state);
std::optional<PairState> pair_state(std::string_view text);

struct DuplicatePair {
  std::string id, holder_a, holder_b;
  std::vector<std::string> rules;  // names of those that suspect it
  PairState state = PairState::open;
  Instant found_at;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::int64_t version = 1;
};

// Bodies hold ids, codes and counts.
inline constexpr events::Kind kDuplicatesCompared{"duplicates.compared", 1,
                                                  "A machine compared persons on record; it tells matches alone."};
inline constexpr events::Kind kPairSuspected{"duplicate_pair.suspected", 1,
                                             "Two records may be of one person; people decide."};
inline constexpr events::Kind kPairDecided{"duplicate_pair.decided", 1,
                                           "A person decided whether two records are of one person."};
inline constexpr events::Kind kPairReviewed{"duplicate_pair.reviewed", 1,
                                            "Two records were read side by side, to decide whether they are one."};
inline constexpr const char* kPairRecord = "duplicate_pair";
inline constexpr const char* kScanRecord = "duplicate_scan";

class Duplicates {
 public:
  Duplicates(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
             const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Compares the next `limit` persons with those on record: first the ones to be compared once more, then new ones in
  // the order in which they came, a few minutes behind the present. Other rules in the policy begin anew. One entry in
  // the ledger a call. A job calls it until nobody was seen. Errors: duplicate_rule.
  struct Scanned {
    int seen = 0, suspected = 0;
    int too_many = 0;  // persons with more candidates than the policy's limit, who were not compared with all of them
  };
  Result<Scanned> scan(int limit = 200);
  // To be compared once more with the next scan: what came in from offline work.
  Result<void> recheck(const std::vector<std::string>& holder_ids);

  // Open pairs, oldest first; after: the last id seen, or "".
  Result<std::vector<DuplicatePair>> open(const std::string& after, int limit) const;
  Result<DuplicatePair> get(const std::string& id) const;  // pair_unknown
  // Both records side by side, for a purpose; both readings are in the ledger. Errors: pair_unknown, purpose_missing,
  // and the vault's.
  struct SideBySide {
    DuplicatePair pair;
    vault::Fields a, b;
    std::vector<HolderDocument> documents_a, documents_b;
  };
  Result<SideBySide> review(const std::string& actor, const std::string& id, const std::string& purpose) const;
  // One person: linked, and counted as one. Two: never asked again. A pair that was found to be one is made two by
  // `different`, with the evidence, and the link is undone. Errors: pair_unknown, pair_state, evidence_missing, and
  // those of link and unlink.
  Result<DuplicatePair> same(const std::string& actor, const std::string& id, const Proof& proof) const;
  Result<DuplicatePair> different(const std::string& actor, const std::string& id, const Proof& proof) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::persons
