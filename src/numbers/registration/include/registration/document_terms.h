// Documents that end (passports, permits of stay). Their holder is told before; when the day is over and no other
// document is on record, the lines are barred; when one is added, those lines, and no others, are back. Whose lines
// depend on a document in force is the policy's registration.document_categories. Thread-safe.
#pragma once

#include <registration/service.h>

namespace muster::registration {

enum class TermState : std::uint8_t { told, barred, renewed };
inline constexpr int kTermStateCount = 3;
const char* to_text(TermState state);
std::optional<TermState> term_state(std::string_view text);

struct DocumentTerm {
  std::string document_id, holder_id;
  TermState state = TermState::told;
  Instant told_at, bar_at;
  std::optional<Instant> ended_at;
  std::int64_t version = 1;
};

inline constexpr events::Kind kDocumentTold{"document_term.told", 1, "A holder was told that a document ends."};
inline constexpr events::Kind kDocumentBarred{"document_term.barred", 1,
                                              "A document ended and none replaced it; the lines are barred."};
inline constexpr events::Kind kDocumentRenewed{"document_term.renewed", 1,
                                               "Another document is in force; the lines serve again."};
inline constexpr const char* kDocumentTermRecord = "document_term";

class DocumentTerms {
 public:
  DocumentTerms(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // One round, in batches of `batch`: who is to be told, whose lines are to be barred, who has another document now.
  struct Round {
    int told = 0, barred = 0, renewed = 0;
  };
  Result<Round> tick(int batch = 500);
  // This holder alone, at once: after a document was added.
  Result<int> look_at(const std::string& holder_id);
  // Terms that run or have barred lines, by the day of the bar; after: the last one seen, or nothing.
  Result<std::vector<DocumentTerm>> list(TermState state, const std::optional<DocumentTerm>& after, int limit) const;

 private:
  Result<int> tell(int batch);
  Result<int> bar(int batch);
  Result<int> renew(int batch);
  Result<void> renew_in(store::Transaction& tx, DocumentTerm& term);
  bool counts(persons::Category category) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
