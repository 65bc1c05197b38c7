// Fingerprints on record: of each site as it was last tested, and of each closed case as its evidence shows it. Who
// resembles whom is asked of an index in the database: a row a trait, in the order of traits, so that a question is
// look-ups of keys (a thousand where there are pictures: each piece of a hash with one bit changed, too) and as many
// fingerprints to compare as share one (at most kCandidatesMax), whether there are ten thousand sites or two million. A
// site takes some fifty rows, with its fingerprint 2.4 kB; a test that finds the page as it was writes none of them.
// How many sites have a trait is counted when it matters, no further than kCountedMax, in the same order of rows.
//
// A visit that resembles a closed case (likeness.suspicion_percent, and by what it shows: resemblance.h) makes a
// suspicion on that case's ground with the reasons, once for each name and case, and nothing more. Cases of contracts
// and registers, and sealed ones, are never resembled. Thread-safe.
#pragma once

#include <base/time.h>
#include <events/event.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <likeness/resemblance.h>

namespace muster::likeness {

inline constexpr std::size_t kCandidatesMax = 200;  // fingerprints that one question compares
inline constexpr std::size_t kCasesPerVisitMax = 3;
inline constexpr std::size_t kNodesMax = 60, kEdgesMax = 200;  // of a graph
inline constexpr std::size_t kNeighboursMax = 20;              // of one site, in a graph and in a list
inline constexpr int kGraphSteps = 2;                          // from the site that was asked for
inline constexpr Duration kIconFor = std::chrono::hours(24 * 30);

struct Options {
  double suspicion_from = 0.6;
  // Who answers for a name, as the register says it: an id, "" for nobody.
  std::function<std::string(store::Transaction&, const std::string& host)> registrant_of = {};
  bool icons = true;  // whether they are fetched at all
};

// A case that is closed with a violation, with the tests that its evidence names.
struct ClosedCase {
  std::string id, number, ground, host;
  std::vector<std::string> test_ids;
};

struct Found {
  std::string case_id, case_number, ground, host;  // the case's
  Resemblance resemblance;
};

// What a suspicion began with.
struct Noted {
  std::string case_id, case_number, host, test_id;
  double value = 0;
  std::string reasons;  // JSON array of {"kind", "weight", "share", "sites", "detail"}
  Instant found_at;
};

struct Neighbour {
  std::string host;
  Instant seen_at;
  Resemblance resemblance;
};
struct SiteView {
  std::string host, test_id;
  Instant seen_at;
  Print print;
  std::vector<Neighbour> sites;  // the nearest first
  std::vector<Found> cases;
};

struct Node {
  std::string host;
  std::string case_id, case_number, ground;  // of its closed case, "" without
  Instant seen_at;
  int steps = 0;  // from the site that was asked for
};
struct Edge {
  std::size_t from = 0, to = 0;  // nodes
  Resemblance resemblance;
};
struct Cluster {
  std::vector<Node> nodes;  // the first is the site itself
  std::vector<Edge> edges;
  bool cut = false;  // there are more
};

class Service {
 public:
  explicit Service(store::Database& database, Options options = {});

  // What the visit of `host` resembles of closed cases of other names, the nearest of each ground first; pairs that
  // were found before are left out. Adds to the print who answers for the name. Before the test is stored: it only
  // reads, so that writers don't wait for each other's questions.
  Result<std::vector<Found>> resembling(const std::string& host, Print& print) const;
  // In the transaction that stores a test. The site's fingerprint from now on. `evidence`: kept for the test, too, in
  // case a case is made of it.
  void keep(store::Transaction& tx, const std::string& test_id, const std::string& host, Instant at, Print print,
            bool evidence) const;
  void note(store::Transaction& tx, const std::string& suspicion_id, const std::string& test_id,
            const std::string& host, Instant at, const Found& found) const;

  // Cases come and go: closed with a violation, or opened again by an appeal. Told as often as one likes.
  void closed(store::Transaction& tx, const ClosedCase& of, Instant at) const;
  void opened_again(store::Transaction& tx, const std::string& case_id) const;

  // Whether a site's icon is to be fetched again.
  bool wants_icon(const std::string& host, Instant now) const;
  // "simhash:…" of the page at this address, when a test kept one and its text says enough; else "".
  std::string text_mark(store::Transaction& tx, const std::string& host) const;

  // Errors: likeness_unknown (no test of it was kept).
  Result<SiteView> site(const std::string& host) const;
  Result<Cluster> cluster(const std::string& host) const;
  Result<std::vector<Noted>> of_suspicion(const std::string& suspicion_id) const;

 private:
  store::Database& database_;
  Options options_;
};

}  // namespace muster::likeness
