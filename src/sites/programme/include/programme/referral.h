// Referrals from an operator to its regulator: a ground of the closed list, a host, hashes of evidence, what is asked.
// There is no free text, nothing of a contract and nothing of a person in one. It is signed with the key of the
// operator's ledger; the regulator answers with its own: received, taken, declined for a reason. What is taken becomes
// a suspicion that the regulator's own people look into. Thread-safe.
#pragma once

#include <programme/aggregates.h>
#include <testing/testing.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::programme {

inline constexpr events::Kind kRegulatorAdded{"regulator.added", 1, "Referrals may go to a regulator."};
inline constexpr events::Kind kRegulatorEnded{"regulator.ended", 1, "Referrals go to a regulator no more."};
// Body: {"number","ground","sha256"}
inline constexpr events::Kind kReferralWritten{"referral.written", 1, "Something was referred to a regulator."};
// Body: {"number","state","code"}
inline constexpr events::Kind kReferralAnswered{"referral.answered", 1, "A regulator answered a referral."};
// Body: {"number","sha256"}
inline constexpr events::Kind kReferralCame{"received_referral.came", 1, "An operator's referral came in."};
// Body: {"number","state","code"}
inline constexpr events::Kind kReferralDecided{"received_referral.decided", 1,
                                               "A person decided what becomes of a referral."};
inline constexpr const char* kRegulatorRecord = "regulator";
inline constexpr const char* kReferralRecord = "referral";
inline constexpr const char* kReceivedReferralRecord = "received_referral";
inline constexpr const char* kReferralKind = "referral";  // of the signed statements
inline constexpr const char* kReferralAnswerKind = "referral_answer";
inline constexpr std::size_t kReferralEvidenceMax = 20;

struct Regulator {
  std::string id, name, vkey, url, added_by;
  Instant added_at;
  std::optional<Instant> ended_at;
};
// What is said, and nothing else.
struct ReferralText {
  std::string origin, number, ground, host, asks, seen_on, at;  // asks: look_into, decide
  std::vector<std::string> evidence;                            // SHA-256, hex
};
struct Referral {
  std::string id, regulator_id, regulator_name, sha256, text, note, state, code, written_by;
  ReferralText said;
  Instant written_at, state_at, asked_at;
  std::int64_t tries = 0;
};
struct ReceivedReferral {
  std::string id, source_id, source_name, sha256, text, note, state, code, decided_by, suspicion_id;
  ReferralText said;
  Instant received_at, state_at;
};
struct NewReferral {
  std::string regulator_id, ground, host, asks = "look_into", seen_on;  // seen_on "": today
  std::vector<std::string> evidence;
};
template <class T>
struct ReferralPage {
  std::vector<T> items;
  std::string next;
};

// --- rules, pure
std::span<const std::string_view> referral_grounds();        // never of a contract, never sealed
std::span<const std::string_view> referral_decline_codes();  // not_ours, known_already, no_ground, too_little_evidence
// Whether a referral in `from` may come to stand in `to`.
bool referral_step(std::string_view from, std::string_view to);
// Errors: referral_ground, name_*, referral_asks, referral_evidence, programme_day.
Result<ReferralText> check_referral(const NewReferral& what, const std::string& today);
std::string referral_json(const ReferralText& said);
Result<ReferralText> read_referral(std::string_view text);  // referral_form

class Referrals {
 public:
  using Sign = Aggregates::Sign;
  // Carries a file to an address, or fetches one; errors that are unavailable are tried again.
  struct Way {
    std::function<Result<std::string>(const std::string& url, const std::string& file)> send;
    std::function<Result<std::string>(const std::string& url)> fetch;
  };
  Referrals(store::Database& database, const ledger::Recorder& recorder, testing::Service& testing,
            const policy::Policy& policy)
      : database_(database), recorder_(recorder), testing_(testing), policy_(policy) {}

  // --- of this house. Errors: role_missing, regulator_name, note_key, regulator_url, regulator_known.
  Result<Regulator> add_regulator(const std::string& name, const std::string& vkey, const std::string& url,
                                  const Actor& actor) const;
  Result<void> end_regulator(const std::string& id, const Actor& actor) const;  // regulator_unknown
  Result<std::vector<Regulator>> regulators() const;
  // Signed and on record; it goes out with the next step(). Errors: regulator_unknown, and check_referral's.
  Result<Referral> write(const NewReferral& what, const std::string& origin, const Sign& sign,
                         const Actor& actor) const;
  Result<ReferralPage<Referral>> list(const std::string& after, int limit) const;
  // Sends what waits, and asks what became of what was received; at most 200 of each. Returns how many moved on.
  Result<int> step(const Way& way) const;

  // --- of others, whose aggregates are expected. Takes a file {"text","note"}, again without effect; the answer is our
  // signed receipt. Errors: referral_form, referral_origin, those of verify_statement.
  Result<std::string> take_in(std::string_view file, const std::string& origin, const Sign& sign) const;
  // What became of it, signed: for whoever knows its hash. Errors: referral_unknown.
  Result<std::string> answer_to(const std::string& sha256, const std::string& origin, const Sign& sign) const;
  Result<ReferralPage<ReceivedReferral>> received(const std::string& state, const std::string& after, int limit) const;
  // `take`: a suspicion of ours, to be tested and looked at as any other. `decline`: with one of the codes. Errors:
  // referral_unknown, referral_code, received_referral_state.
  Result<ReceivedReferral> decide(const std::string& id, bool take, const std::string& code, const Actor& actor) const;

 private:
  Result<bool> speak(const Referral& referral, const Regulator& regulator, const Way& way) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  testing::Service& testing_;
  const policy::Policy& policy_;
};

}  // namespace muster::programme
