// Legal holds: why evidence must not be destroyed. Of a site (a name, and whatever lies below it), of a case (whatever
// belongs to it), or of a period (what began in it). A hold stands until its end or until a person lifts it; what it
// says never changes. Its reason stands in the record alone, law and number in the ledger too. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::evidence {

// record_kind "evidence_hold". Bodies: {"kind":"…","site":"…","case_id":"…","from":"…","to":"…","law":"…",
// "reference":"…","until":"…"}; {"reference":"…"}
inline constexpr events::Kind kHoldSet{"evidence_hold.set", 1, "A legal hold was set: evidence must not be destroyed."};
inline constexpr events::Kind kHoldLifted{"evidence_hold.lifted", 1, "A legal hold on evidence was lifted."};

inline constexpr std::size_t kHoldLawMax = 200, kHoldReferenceMax = 60, kHoldReasonMax = 1000;  // characters
inline constexpr int kHoldsStandingMax = 2000;  // each is asked for each test whose term ends

struct NewHold {
  std::string kind;                 // site, case, period
  std::string site;                 // of a site: a name in any form
  std::string case_id;              // of a case
  std::optional<Instant> from, to;  // of a period: tests that began from then on, and before the other
  std::string law;                  // that asks for it
  std::string reference;            // the number of the file at the court or authority; names nobody
  std::string reason;               // a sentence for people; no personal data
  std::optional<Instant> until;     // nothing: until it is lifted
};

struct Hold : NewHold {
  std::string id, set_by, lifted_by, lift_reason, case_number;
  Instant set_at;
  std::optional<Instant> lifted_at;
  bool stands(Instant now) const { return !lifted_at && (!until || *until > now); }
};

struct HoldFilter {
  std::string kind = {}, site = {}, case_id = {};  // site: in the form that Hold has
  bool standing = false;                           // those alone that stand now
  std::string after = {};                          // id of the last one seen; newest first
  int limit = 50;
};

// A reference is the number of a file: no sentence, no address of a person.
bool is_reference(const std::string& text, std::size_t max_characters);
// Pure. Every fault at once (Error::all). Errors: hold_kind, hold_site, hold_case, hold_period, hold_law,
// reference_form, hold_reason, hold_until.
Result<NewHold> checked(NewHold hold, Instant now);

class Holds {
 public:
  Holds(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // By a person. Errors: those of checked(), needs_person, hold_case (there is none), hold_limit.
  Result<Hold> set(const NewHold& hold, const std::string& person) const;
  // Errors: hold_unknown, hold_lifted, hold_reason, needs_person.
  Result<Hold> lift(const std::string& id, const std::string& reason, const std::string& person) const;
  Result<Hold> hold(const std::string& id) const;  // errors: hold_unknown
  Result<std::vector<Hold>> list(const HoldFilter& filter) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::evidence
