// Every link, walked hop by hop through the room `testing`, from all its vantages; what is found becomes findings with
// the test as evidence. And links seen in the wild: any test's way that leads to a partner's page by an address that no
// inventory has. Thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <promotion/inventory.h>
#include <promotion/judge.h>

namespace muster::policy {
class Policy;
}
namespace muster::testing {
class Service;
}  // namespace muster::testing
namespace muster::filings {
class Service;
}
namespace muster::schedule {
class Service;
}
namespace muster::jobs {
class Service;
}
namespace muster::partners {
struct Partner;
}

namespace muster::promotion {

struct LinkKey {
  std::string partner_id, code;
  auto operator<=>(const LinkKey&) const = default;
};

struct Inspection {
  LinkKey link;
  Instant due_at;
  std::optional<Instant> last_at;
  std::string last_run_id, outcome;  // "", clean, findings, inconclusive
  std::vector<ChainHop> chain;       // of the last one
  std::string changed;               // JSON, against the one before
  std::string qr_run_id;             // of the QR code, where it has one of its own
  std::vector<ChainHop> qr_chain;
};
struct InspectionNote {
  Instant at;
  std::string run_id, outcome, changed;
  bool of_qr = false;  // the QR code's way, else the short link's or the page's
};

struct Inspected {
  std::int64_t links = 0, clean = 0, with_findings = 0, inconclusive = 0, found = 0, fixed = 0;
};
// How many of the links that are listed were inspected lately.
struct Coverage {
  std::int64_t links = 0, inspected = 0;
  Instant since;  // the beginning of an hour
};

class Inspector {
 public:
  Inspector(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
            testing::Service& testing, const filings::Service& filings, const schedule::Service* schedule)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        testing_(testing),
        filings_(filings),
        schedule_(schedule) {}

  // The links that are due, longest due first, at most `limit`; a link is due again after promotion.inspect_every, or
  // as often as the schedule tests the site that it leads to. Errors: those of testing::Service::test.
  Result<Inspected> inspect_due(int limit, const std::function<bool()>& stop = {});
  // These, now. `requested_by`: a person, or system:promotion.
  Result<Inspected> inspect(const std::vector<LinkKey>& links, const std::string& requested_by,
                            const std::function<bool()>& stop = {});
  // Looks through the tests that were made since it last did. Returns how many unlisted links were found.
  Result<int> look_in_the_wild(int runs_max = 2'000);

  Result<std::optional<Inspection>> inspection(const LinkKey& link) const;
  // Newest first.
  Result<std::vector<InspectionNote>> history(const LinkKey& link, int limit) const;
  // Of all partners, or of one.
  Result<Coverage> coverage(const std::string& partner_id, Duration lately) const;

 private:
  struct Visited;  // one of the ways that a link is handed out by, as it was walked
  struct Round;    // who asked, when, and by which rules
  Walk walk_of(store::Transaction& tx, const Link& link, const Visited& visited, std::int64_t failed_before) const;
  // All ways of a link, judged together: what one of them shows is found, what none of them shows any more is gone.
  Result<void> keep(const LinkKey& key, const std::vector<Visited>& ways, const std::string& requested_by,
                    Inspected& done);
  void keep_ways(store::Transaction& tx, const Link& link, const partners::Partner& partner,
                 const std::vector<Visited>& ways, const Round& round, Inspected& counted) const;
  // A finding that was not open before, written and recorded. `code` and `channel_id` are "" of an unlisted link.
  Finding keep_new(store::Transaction& tx, const partners::Partner& partner, const std::string& code,
                   const std::string& channel_id, const NewFinding& found, const std::string& run, Instant now) const;
  // `days`: how often the schedule tests the site that the link leads to, if it does.
  Instant next_due(std::optional<double> days, bool failed, bool found, Instant now) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  testing::Service& testing_;
  const filings::Service& filings_;
  const schedule::Service* schedule_;
};

inline constexpr const char* kInspectJob = "links_inspect";
inline constexpr const char* kInspectNowJob = "links_inspect_now";
// Walks what is due every minute, looks in the wild, and walks links that people ask for (kInspectNowJob; arguments
// {"links":[{"partner":id,"code":…}],"requested_by":…}).
Result<void> add_inspection_jobs(jobs::Service& jobs, Inspector& inspector, Instant now);

}  // namespace muster::promotion
