// The desk of the people who work on cases: which case waits for whom, who has taken it, who is no fair judge of it,
// who is on duty and who is missing, and what a person is spared. Nothing here counts how much anybody does.
//
// A case is taken by one person at a time, for a term that ends by itself (policy queue.claim); meanwhile no other
// person takes its next step. The queues' order is when the next step is late, and nothing else: nobody can buy a place
// in it. Thread-safe.
#pragma once

#include <base/result.h>
#include <cases/case.h>
#include <cases/rules.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::cases {

class Service;
struct Flow;

struct QueueFilter {
  std::string step = {};                 // one of steps(); required
  std::string region = {}, ground = {};  // "": any
  bool urgent = false;                   // urgent ones alone
  bool late = false;                     // what is late already
  bool everybody = false;                // also what others have taken and what the person may not take
};
struct QueueRow {
  Case file;
  std::string claimed_by, note;  // "" when nobody works on it; what was said when it was handed over
  std::optional<Instant> claimed_until;
};
struct QueuePage {
  std::vector<QueueRow> items;
  std::string next;  // key of the following page, "" at the end
};

struct Conflict {
  std::string id, person_id;
  std::string kind;  // party, domain (with everything below it), case
  std::string ref;   // party's id, name, case's id
  Instant declared_at;
  std::optional<Instant> ended_at;
};

// An authority or a court lends its confirmers to another one that is too small for four persons.
struct Pool {
  std::string id, for_party_id, lender_party_id;
  std::string proposed_by;
  Instant proposed_at;
  std::string accepted_by;  // "": not yet, and nobody may confirm by it
  std::optional<Instant> accepted_at;
  Instant until;
  std::optional<Instant> ended_at;
};

struct Duty {
  std::string id, person_id, step, region;  // region "": all
  Instant from, until;
  std::string entered_by;
};

// A role that one person gave another for a time (parties::Service::assign_role), with its conflicts of interest.
struct Delegation {
  std::string id, role, from_person, to_person;
  Instant from, until;
};

// What one body lacks to take its cases their whole way. Examiners and hearers of other bodies count, because a case
// may be opened and an appeal heard by them; deciders are its own, confirmers its own or lent to it.
struct Staffing {
  std::string party_id, party_name, party_kind;
  struct Of {
    std::string step;
    int people = 0;       // who hold the role now
    int without_key = 0;  // of deciders and confirmers, those who can't sign yet
  };
  std::vector<Of> steps;
  std::vector<std::string> missing;  // steps for which there is nobody, when each is another person
};

struct Exposure {
  std::int64_t views = 0, views_max = 0;  // today
};

// A picture out of a test's evidence, before somebody is shown it.
struct Sight {
  std::string host, registrable;  // of the test
  std::string ground;             // that the test suspects; "" none
};

// The history of cases, to take away: every entry of every case, decision, order and appeal.
struct HistoryEntry {
  std::string case_number, ground, name;  // name "" where the ground is sealed
  events::Event event;
};
struct HistoryPage {
  std::vector<HistoryEntry> items;
  std::string next;  // id of the last case, "" at the end
};

class Desk {
 public:
  Desk(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy, const Service& cases)
      : database_(database), recorder_(recorder), policy_(policy), cases_(cases) {}

  // --- queues. What is late first is on top. Without `everybody` a person sees what they may take: not their own finds
  // and signatures again, nothing on grounds that they opted out of, nothing that they declared a conflict in.
  // Errors: step_unknown, ground_unknown.
  Result<QueuePage> queue(const QueueFilter& filter, const std::string& person, const std::string& after,
                          int limit) const;
  Result<QueueRow> find(const std::string& case_id_or_number) const;
  Result<std::vector<QueueRow>> taken_by(const std::string& person) const;

  // --- claims. Errors: case_unknown, case_waits_for_nobody, case_claimed, claims_max, why somebody can't
  // (role_missing, finder_signs, same_person, conflict_*), claim_none (nothing of yours to let go), queue_empty.
  Result<QueueRow> take(const std::string& case_id, const std::string& person) const;  // again: extends it
  Result<QueueRow> take_next(const QueueFilter& filter, const std::string& person) const;
  Result<void> release(const std::string& case_id, const std::string& person) const;
  // To somebody who may take it; the note is kept with the claim and in the case's time line.
  Result<QueueRow> hand_over(const std::string& case_id, const std::string& to, const std::string& note,
                             const std::string& person) const;
  // Every reason why this person can't take the case's next step; empty: can.
  Result<std::vector<Hindrance>> why_not_take(const std::string& case_id, const std::string& person) const;

  // Who holds a role that takes the step, without the one who asks; at most 200 a role.
  Result<std::vector<std::string>> colleagues(const std::string& step, const std::string& person) const;

  // --- history: cases in the order in which they were opened, so many a page, however many there are.
  Result<HistoryPage> history(const std::string& after_case_id, int cases) const;

  // --- conflicts of interest. Errors: conflict_kind, conflict_ref, already_exists, conflict_unknown.
  Result<Conflict> declare(const std::string& kind, const std::string& ref, const std::string& person) const;
  Result<void> end_conflict(const std::string& id, const std::string& person) const;
  Result<std::vector<Conflict>> conflicts(const std::string& person) const;  // in force

  // --- who is there. Errors: step_unknown, person_unknown, duty_period (ends after it starts, within 90 days),
  // duty_unknown.
  Result<Duty> put_on_duty(const Duty& duty, const std::string& actor) const;
  Result<void> end_duty(const std::string& id, const std::string& actor) const;
  Result<std::vector<Duty>> duties(Instant from, int limit) const;  // not over at `from`
  Result<std::vector<Staffing>> staffing() const;

  // Delegations in force that this person gave or has, and the colleagues of the same party to whom one could be given.
  Result<std::vector<Delegation>> delegations(const std::string& person) const;
  Result<std::vector<std::string>> party_colleagues(const std::string& person) const;  // at most 500

  // --- pooled confirmers: proposed by the body that needs them, accepted by the one that lends them, a year at most.
  // Errors: role_missing, party_unknown, pool_authority, pool_period, pool_unknown, pool_proposed, pool_accepted,
  // pool_kept.
  Result<Pool> propose_pool(const std::string& lender_party_id, Instant until, const std::string& person) const;
  Result<Pool> accept_pool(const std::string& id, const std::string& person) const;
  Result<Pool> end_pool(const std::string& id, const std::string& person) const;
  Result<std::vector<Pool>> pools() const;  // not over; at most 500

  // --- care
  Result<std::vector<std::string>> opted_out(const std::string& person) const;  // grounds; for the person alone
  Result<void> opt_out(const std::vector<std::string>& grounds, const std::string& person) const;
  // Before content is uncovered: counts one view. Errors: exposure_cap (today's share is used up).
  Result<Exposure> uncover(const std::string& person) const;
  // Before one picture is shown: counts one view. While a case about the name waits for a step, only who has taken it
  // is shown one. Errors: picture_sealed (may show a minor, or a case of child abuse material: nobody is shown it),
  // claim_needed, ground_opted_out, exposure_cap.
  Result<Exposure> look(const Sight& of, const std::string& person) const;
  Result<Exposure> exposure(const std::string& person) const;

 private:
  Result<Exposure> count_view(Flow& flow) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const Service& cases_;
};

inline constexpr const char* kConflictRecord = "conflict_of_interest";
inline constexpr const char* kDutyRecord = "duty";
inline constexpr const char* kPoolRecord = "confirmer_pool";
inline constexpr events::Kind kPoolProposed{"confirmer_pool.proposed", 1, "A body asked another one for confirmers."};
inline constexpr events::Kind kPoolAccepted{"confirmer_pool.accepted", 1,
                                            "A body lends its confirmers to another one."};
inline constexpr events::Kind kPoolEnded{"confirmer_pool.ended", 1, "A body lends its confirmers no more."};
// Without what the conflict is about: that is the person's own affair.
inline constexpr events::Kind kConflictDeclared{"conflict_of_interest.declared", 1,
                                                "A person declared a conflict of interest."};
inline constexpr events::Kind kConflictEnded{"conflict_of_interest.ended", 1,
                                             "A declared conflict of interest came to its end."};
inline constexpr events::Kind kDutyEntered{"duty.entered", 1, "A person was put on duty."};
inline constexpr events::Kind kDutyEnded{"duty.ended", 1, "A duty came to its end early."};

}  // namespace muster::cases
