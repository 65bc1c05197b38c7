// What anybody reports, from the receipt to the outcome. Each operation is one transaction with its event and its
// ledger leaf; reports that arrive at the same time share a commit. Thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <reports/proof_of_work.h>
#include <reports/report.h>
#include <reports/rules.h>

namespace muster::policy {
class Policy;
}
namespace muster::vault {
class Vault;
}
namespace muster::notices {
class Service;
}
namespace muster::testing {
class Service;
}

namespace muster::reports {

// The letter to the hotline; the address goes with it as a file and stands nowhere else.
inline constexpr const char* kHotlineLetter = "hotline_address";
inline constexpr const char* kHotlineRef = "hotline:child_abuse_material";  // recipient_ref of that letter

struct NewReport {
  std::string address;
  std::string ground;
  std::string words;         // why; at most kWordsMax bytes
  std::string contact = {};  // optional e-mail; in the vault, for questions alone
  std::string language = "en";
  std::string channel = "api";
  std::string client_key = {};  // http::Request::client_key: of a network, for a day
  std::string party_id = {};    // of a signed-in person: first in the queue where it is a trusted flagger of the ground
  std::string fingerprint = {};            // of the content, where somebody has one
  std::string challenge = {}, nonce = {};  // proof of work, where one is asked for
  bool needs_proof = false;                // from anybody: the load decides
  std::string actor = "public:reporter";
};

// Shown once: with number and secret the outcome can be read.
struct Receipt {
  std::string id, number, secret, state;
  bool warned = false;  // the reporter is told that several of their reports were unfounded
};

// What the reporter wrote.
struct Words {
  std::string explanation, contact;
};

// What the reporter may know.
struct Status {
  std::string number, state, outcome;  // those of the report that it was merged with, where it was
  bool merged = false;
  Instant received_at, state_at;
  std::string reasons;
  bool can_withdraw = false;
};

struct ReportFilter {
  std::string state = {};    // "": what waits, in the order of the queue; else newest first
  std::string ground = {};   // ""
  std::string name = {};     // a host or a registrable domain; ""
  std::string lead_id = {};  // reports that were merged with this one; ""
};
struct Listed {
  std::vector<Report> items;
  std::string next;  // key of the following page, empty at the end
};

struct Ticked {
  int delivered = 0;  // addresses that the hotline has
  int forgotten = 0;  // reports whose words and contact were destroyed
};

struct Options {
  std::size_t batch_max = 256;  // reports in one commit
  // What became of a case, asked in the caller's transaction. Fate::in_case while it runs.
  std::function<Fate(store::Transaction&, const std::string& case_id)> fate_of_case = {};
  // What the last test of a host found it to say, for reports that come without a fingerprint; "" for not known.
  std::function<std::string(store::Transaction&, const std::string& host)> mark_of_site = {};
};

class Service {
 public:
  // All of it outlives the service; policy: sections reports and public.
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const vault::Vault& vault, notices::Service& notices, testing::Service& testing, Options options = {});
  ~Service();

  // --- for everybody.
  // Errors: those of testing::web_address; ground_unknown, ground_not_reported (contract grounds), text_*, email_*;
  // proof_wanted, challenge_*, proof_wrong, challenge_used; reporter_limited.
  Result<Receipt> submit(const NewReport& report);
  // The same for a file's worth, without waiting for others; one answer each, in order.
  std::vector<Result<Receipt>> submit_all(const std::vector<NewReport>& reports);
  // What a report must bring now.
  Challenge challenge() const;
  // Errors: report_unknown (the number, or the secret does not fit it).
  Result<Status> status(const std::string& number, const std::string& secret) const;
  // Takes the report back and destroys words and contact. Errors: also report_state.
  Result<Status> withdraw(const std::string& number, const std::string& secret);

  // --- for people. Errors: report_unknown, page_cursor.
  Result<Listed> list(const ReportFilter& filter, const std::string& after, int limit) const;
  Result<Report> report(const std::string& id_or_number) const;
  // Of its queue entry, the most reported first.
  Result<std::vector<ReportedAddress>> addresses(const std::string& id, int limit) const;
  // What the reporter wrote; each reading is in the ledger. Errors: report_unknown, words_gone.
  Result<Words> words(const std::string& id, const std::string& person);
  // reject (unfounded; needs reasons, counts for its reporter) or seal ("may show a minor": the entry with all that is
  // merged with it leaves every list, its address goes to the hotline). Errors: report_unknown, report_state, stale,
  // text_*, needs_person.
  Result<Report> apply(const std::string& id, const std::string& event, std::int64_t version,
                       const std::string& reasons, const std::string& person);

  // The same for what a test shows: every test and suspicion of its host is sealed (testing/seals.h), and the address
  // at which the visit ended goes to the hotline as a report would, once. Errors: test_not_found, test_sealed,
  // needs_person, those of submit().
  Result<Receipt> seal_test(const std::string& run_id, const std::string& person);

  // --- trusted flaggers. Errors: flagger_unknown, flagger_exists, flagger_state, party_unknown, party_kind,
  // ground_not_reported, two_persons_needed, text_*.
  Result<Flagger> propose_flagger(const std::string& party_id, const std::string& ground, const std::string& person);
  Result<Flagger> confirm_flagger(const std::string& id, const std::string& person);
  Result<Flagger> revoke_flagger(const std::string& id, const std::string& reason, const std::string& person);
  Result<std::vector<Flagger>> flaggers() const;  // at most 1,000, those in force first

  // --- in the background.
  // What came in becomes or joins suspicions; at most `limit` addresses. Returns how many were handed on.
  Result<int> advance(int limit = 200);
  // From the outbox, in its transaction: suspicion.moved, case.moved.
  Result<void> follow(store::Transaction& tx, const events::Event& event);
  // What the hotline has is forgotten here; words and contacts are destroyed when their term ends.
  Result<Ticked> tick(int limit = 500);
  // The address behind a letter to the hotline, for the moment in which it leaves.
  Result<std::string> sealed_address(const std::string& report_id) const;
  void set_fate_of_case(std::function<Fate(store::Transaction&, const std::string&)> fate_of_case);

  struct Inside;

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::reports
