// Persons who hold more lines than the cap: since two records were found to be one person, or since the cap was
// lowered. The person says which lines to keep; the others are closed through the states, with a term. Nothing is ever
// chosen by a machine: who does not choose stays on the list, past the term first, for people to deal with.
// Thread-safe.
#pragma once

#include <registration/closing.h>

namespace muster::registration {

enum class ExcessState : std::uint8_t { open, chosen, settled };
inline constexpr int kExcessStateCount = 3;
const char* to_text(ExcessState state);
std::optional<ExcessState> excess_state(std::string_view text);

struct Excess {
  std::string id;
  std::string counted_under;  // the person
  lines::LineKind kind = lines::LineKind::voice;
  std::int64_t cap = 0, held = 0;  // when it was found
  ExcessState state = ExcessState::open;
  Instant found_at, due_at;  // until when the person is asked to choose
  std::optional<Instant> chosen_at, ended_at;
  std::string chosen_by, evidence_ref;
  std::int64_t version = 1;
};
// A line of that person, as it stands now.
struct ExcessLine {
  lines::Ownership ownership;
  lines::Line line;
  std::optional<bool> keep = {};  // by the latest choice
};

inline constexpr events::Kind kExcessFound{"line_excess.found", 1, "A person holds more lines than the cap."};
inline constexpr events::Kind kExcessChosen{"line_excess.chosen", 1, "A person chose which lines to keep."};
inline constexpr events::Kind kExcessSettled{"line_excess.settled", 1, "A person holds no more lines than the cap."};
inline constexpr const char* kExcessRecord = "line_excess";

// --- rules, pure. `keep`: ids of the intervals that the person keeps. Errors: choice_too_many (more than the cap),
// choice_unknown (not one of the person's), choice_empty.
Result<void> check_choice(const std::vector<ExcessLine>& held, const std::vector<std::string>& keep, std::int64_t cap);

class Excesses {
 public:
  Excesses(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy)
      : database_(database), recorder_(recorder), policy_(policy) {}

  // Looks through the persons from `after` on, at most `limit` of those who hold much; puts on the list and tells who
  // is beyond the cap. Returns the last person seen, "" at the end.
  struct Found {
    std::string last;
    int found = 0;
  };
  Result<Found> find(const std::string& actor, lines::LineKind kind, const std::string& after, int limit = 500);
  // Those who have not chosen, by the end of their term; after: the last one seen, or nothing.
  Result<std::vector<Excess>> open(const std::optional<Excess>& after, int limit) const;
  Result<Excess> get(const std::string& id) const;                        // excess_unknown
  Result<std::vector<ExcessLine>> lines_of(const std::string& id) const;  // the person's, oldest first
  // What the person chose, all lines at once: those in `keep` stay, all others are closed. May be chosen anew while a
  // line that was not kept is not closed yet. `reference`: number of the form or message, a code. Errors:
  // excess_unknown, excess_state, reference_form, and check_choice's.
  Result<Excess> choose(const std::string& actor, const std::string& id, const std::vector<std::string>& keep,
                        const std::string& reference);
  // Ends those who hold no more than the cap; returns how many. A job calls it once a round.
  Result<int> tick(int limit = 500);

 private:
  Result<void> settle_if_within(store::Transaction& tx, Excess& excess, const std::string& actor);
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
