// Inspections: a checklist is gone through with a party, for a stated purpose and a stated time; what is found is
// written down, with who found it, and is remedied and closed by different people. Thread-safe.
#pragma once

#include <programme/service.h>

namespace muster::programme {

// Bodies: ids, numbers, states; never a sentence or a note.
inline constexpr events::Kind kInspectionOpened{"inspection.opened", 1, "A party is inspected."};
inline constexpr events::Kind kInspectionAnswered{"inspection.answered", 1,
                                                  "A question of an inspection was answered."};
inline constexpr events::Kind kInspectionClosed{"inspection.closed", 1, "An inspection was closed."};
inline constexpr events::Kind kFindingWritten{"inspection_finding.written", 1, "A finding was written down."};
inline constexpr events::Kind kFindingMoved{"inspection_finding.moved", 1, "A finding moved on."};
inline constexpr const char* kInspectionRecord = "inspection";
inline constexpr const char* kFindingRecord = "inspection_finding";

struct Answer {
  std::int64_t seq = 0;
  Both question;
  std::string answer;  // "", met, not_met, not_applicable
  std::string note, answered_by;
  std::optional<Instant> answered_at;
};
struct Inspection {
  std::string id, party_id, party_name, checklist, purpose, until_on, state, opened_by;
  Instant opened_at;
  std::int64_t version = 1;
  std::int64_t questions = 0, answered = 0, not_met = 0, findings_open = 0;
};
struct Finding {
  std::string id, number, inspection_id, party_id, party_name;
  std::string severity;  // minor, major, grave
  std::string found_by;  // itself, others
  std::string known_on, told_on;
  std::string leniency;  // self, late, others: what the rule says, which decides nothing
  std::string sentence, due_on, state, state_by, note;
  Instant state_at;
  std::int64_t version = 1;
};
struct WholeInspection {
  Inspection inspection;
  std::vector<Answer> answers;
  std::vector<Finding> findings;
  std::vector<events::Event> history;
};
struct NewFinding {
  std::string party_id, inspection_id, severity, found_by, known_on, sentence, due_on;
};

// Told by itself within the term, by itself later, or found by others.
std::string leniency_of(const std::string& found_by, const std::string& known_on, const std::string& told_on,
                        const Leniency& rules);

struct FindingPage {
  std::vector<Finding> items;
  std::string next;
};
struct InspectionPage {
  std::vector<Inspection> items;
  std::string next;
};

class Inspections {
 public:
  Inspections(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
              const Template& shipped)
      : database_(database), recorder_(recorder), policy_(policy), shipped_(shipped) {}

  // Errors: role_missing, party_unknown, checklist_unknown, purpose_missing, programme_day.
  Result<WholeInspection> open(const std::string& party_id, const std::string& checklist, const std::string& purpose,
                               const std::string& until_on, const Actor& actor) const;
  // A partner sees those of its own party. Errors: inspection_unknown.
  Result<InspectionPage> list(const std::string& after, int limit, const Actor& actor) const;
  Result<WholeInspection> inspection(const std::string& id, const Actor& actor) const;
  // Within its time. Errors: role_missing, inspection_closed, inspection_over, answer_unknown, answer_note (not_met
  // needs one).
  Result<WholeInspection> answer(const std::string& id, std::int64_t seq, const std::string& answer,
                                 const std::string& note, const Actor& actor) const;
  Result<WholeInspection> close(const std::string& id, const Actor& actor) const;  // inspection_open_questions

  // By a supervisor; by a partner's user of its own party, found by itself alone. Errors: role_missing,
  // finding_severity, finding_found_by, finding_sentence, programme_day, inspection_unknown.
  Result<Finding> write(const NewFinding& what, const Actor& actor) const;
  // remedy (its party, a supervisor), reopen {note}, close, withdraw {note} (supervisors). Errors: finding_unknown,
  // inspection_finding_state, inspection_finding_second, note_missing, stale.
  Result<Finding> move(const std::string& id, std::int64_t version, const std::string& event, const std::string& note,
                       const Actor& actor) const;
  Result<Finding> finding(const std::string& id, const Actor& actor) const;
  // Newest first. `party` "": all.
  Result<FindingPage> findings(const std::string& party, bool open_only, const std::string& after, int limit,
                               const Actor& actor) const;

 private:
  Result<WholeInspection> whole(store::Transaction& tx, const std::string& id, const Actor& actor) const;
  std::string today() const { return policy_.calendar().local_day(recorder_.clock().now()); }

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const Template& shipped_;
};

}  // namespace muster::programme
