// The operations on registrations. Thread-safe.
//
// A capture is durable when submit returns. Captures that arrive while another one commits share the next commit, so
// that the rate is not bound to the disk's: see submission.h.
#pragma once

#include <ledger/recorder.h>
#include <lines/service.h>
#include <persons/service.h>
#include <registration/admission.h>
#include <registration/authority.h>
#include <registration/rules.h>

#include <memory>

namespace muster::registration {

inline constexpr std::size_t kKeyMax = 64;  // bytes of an Idempotency-Key

struct Submitted {
  Registration registration;
  bool replayed = false;  // the same request was submitted before; this is its registration
};

struct Options {
  int batch_max = 128;                   // captures that share a commit
  const Admission* admission = nullptr;  // outlives the service; nullptr: party_admission()
};

// Which registrations a list shows; at most one of them is given. Newest first, but for those that wait: the longest
// waiting, or the soonest due, first.
struct ListOf {
  std::string line_id = {}, holder_id = {}, dealer_id = {};
  bool for_persons = false;  // captured, and two persons have to check them
  bool pending = false;      // the line serves until the term ends
};
struct RegistrationPage {
  std::vector<Registration> registrations;
  std::string next;  // the cursor of the next page; "" at the end
};
// One of the two persons' word.
struct Check {
  std::string person_id;
  Outcome outcome = Outcome::confirmed;
  Instant at;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, Options options = {});
  ~Service();

  // `actor`: the person at the point of sale. `key`: the client's Idempotency-Key; the same key of a dealer with the
  // same content gives the same registration for ever. A refusal keeps nothing. Errors: idempotency_key_missing,
  // idempotency_key_reused; all of the rules' at once (Error::all).
  Result<Submitted> submit(const std::string& actor, const std::string& key, const Capture& capture);
  // Many, in their order, in as few commits as may be: offline work that comes in, and loading.
  std::vector<Result<Submitted>> submit_all(const std::string& actor,
                                            const std::vector<std::pair<std::string, Capture>>& captures);

  Result<Registration> get(const std::string& id) const;  // registration_unknown
  Result<std::vector<Registration>> of_line(const std::string& line_id) const;
  // Those that wait for two persons, oldest first; after: the last id seen, or "".
  Result<std::vector<Registration>> waiting_for_persons(const std::string& after, int limit) const;
  // `after`: "" or the page's before. Errors: page_cursor.
  Result<RegistrationPage> list(const ListOf& of, const std::string& after, int limit) const;
  Result<std::vector<Check>> checks_of(const std::string& id) const;  // by hand, oldest first

  // Asks the authority about what is due, at most `limit`. Returns how many were asked. A job calls it until 0.
  Result<int> verify_due(Authority& authority, int limit = 100);
  // One of the two persons. Neither captured it; two confirm, or one denies. Errors: registration_unknown,
  // registration_state, check_by_capturer, check_twice.
  Result<Registration> note_check(const std::string& person_id, const std::string& id, Outcome outcome);
  // Verified registrations of a dealer are put to the test again, at most `limit` after the id `after`: they wait as
  // pending ones do, the line serves meanwhile. The authority is asked about the first at `first_check`, about each
  // further one `every` later, so that new registrations don't wait behind old ones.
  struct Rechecked {
    int looked_at = 0, rechecked = 0;
    std::string last;  // id, for the next call; "" when there are no more
  };
  Result<Rechecked> recheck_of_dealer(const std::string& actor, const std::string& dealer_id, const std::string& after,
                                      int limit, Instant first_check, Duration every);
  // What runs out by itself: pending ones whose term is over are rejected and their lines barred. Returns how many.
  Result<int> tick(int limit = 500);
  // Closes the registrations of lines whose holder's interval ended at `since` or later. It asks the intervals, not the
  // events: what commits late is not missed. Returns how many. A job calls it until 0, with a few days at a time.
  Result<int> close_ended(Instant since, int limit = 500);

  // Who holds a line now. The question is in the ledger whether or not there is an answer; fields are read from the
  // vault, which records them too. Errors: line_unknown, purpose_missing, and the vault's.
  struct LookUp {
    lines::Line line;
    std::optional<lines::Ownership> ownership;
    vault::Fields fields;
  };
  Result<LookUp> look_up(const std::string& actor, std::int64_t msisdn, const std::string& purpose,
                         const std::vector<std::string>& fields);

 private:
  Result<void> take_step(store::Transaction& tx, Registration& registration, Event event, const std::string& actor,
                         const std::vector<std::string>& reasons = {});
  Result<std::vector<Question>> take_questions(int limit);
  Result<void> settle(const Question& question, const Result<Answer>& answer);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  struct Committer;
  std::unique_ptr<Committer> committer_;
};

}  // namespace muster::registration
