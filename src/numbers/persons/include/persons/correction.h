// What was recorded wrongly of a holder, and is put right: asked for with its evidence by one person, decided by
// another one. What stood there before is kept in the vault under the correction's own id until its term ends, and is
// destroyed with its key. Thread-safe.
#pragma once

#include <persons/service.h>

namespace muster::persons {

enum class Part : std::uint8_t { name, birth_date, address, document };
inline constexpr int kPartCount = 4;
const char* to_text(Part part);
std::optional<Part> part(std::string_view text);

enum class CorrectionState : std::uint8_t { asked, confirmed, refused, withdrawn };
inline constexpr int kCorrectionStateCount = 4;
const char* to_text(CorrectionState state);
std::optional<CorrectionState> correction_state(std::string_view text);

struct NewCorrection {
  std::string holder_id;
  Part part = Part::name;
  std::string value;             // the right name, date of birth or address; personal
  std::string document_id = {};  // the document that was recorded wrongly
  Document document = {};        // as it is
  Proof proof;
};

struct Correction {
  std::string id, holder_id;
  Part part = Part::name;
  std::string document_id;
  std::string kind, country, expires_on;  // of the right document
  CorrectionState state = CorrectionState::asked;
  Proof proof;
  std::string asked_by, decided_by;
  Instant asked_at;
  std::optional<Instant> decided_at, former_until, former_gone_at;
};

// Names of the vault's fields under the correction's id.
inline constexpr const char* kRightField = "right_value";
inline constexpr const char* kFormerField = "former_value";

inline constexpr events::Kind kCorrectionAsked{"holder_correction.asked", 1,
                                               "A correction of a holder's data was asked for, with its evidence."};
inline constexpr events::Kind kCorrectionConfirmed{"holder_correction.confirmed", 1,
                                                   "A second person confirmed a correction; it is in force."};
inline constexpr events::Kind kCorrectionRefused{"holder_correction.refused", 1,
                                                 "A second person refused a correction."};
inline constexpr events::Kind kCorrectionWithdrawn{"holder_correction.withdrawn", 1, "A correction was withdrawn."};
inline constexpr const char* kCorrectionRecord = "holder_correction";

class Corrections {
 public:
  Corrections(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
              const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Errors: evidence_missing, holder_unknown, holder_destroyed, document_unknown, document_known, birth_date_differs
  // (from what a number on record says), correction_open (one of this part waits already), correction_nothing (it says
  // so already), and those of the rules.
  Result<Correction> ask(const std::string& actor, const NewCorrection& asked) const;
  // By another person. Errors: correction_unknown, correction_state, correction_one_person, document_known.
  Result<Correction> confirm(const std::string& actor, const std::string& id) const;
  Result<Correction> refuse(const std::string& actor, const std::string& id) const;
  Result<Correction> withdraw(const std::string& actor, const std::string& id) const;  // by who asked

  Result<Correction> get(const std::string& id) const;  // correction_unknown
  Result<std::vector<Correction>> of_holder(const std::string& holder_id) const;
  // Those that wait for a second person, oldest first; after: the last id seen, or "".
  Result<std::vector<Correction>> waiting(const std::string& after, int limit) const;
  // What the second person sees: the value that is to stand there, and the one that stands there now. Each reading is
  // in the ledger. Fields "right_value" and "former_value".
  Result<vault::Fields> compare(const std::string& actor, const std::string& id, const std::string& purpose) const;

  // Destroys former values whose term is over, at most `limit`; not while a legal hold is open. Returns how many.
  Result<int> tick(int limit = 100) const;

 private:
  Result<Correction> end(const std::string& actor, const std::string& id, CorrectionState to) const;
  Result<void> put_right(store::Transaction& tx, const std::string& actor, Correction& correction) const;
  Result<void> put_document_right(store::Transaction& tx, const std::string& actor, const Correction& correction,
                                  const std::string& right) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::persons
