// Figures that go from an operator's instance to a regulator's: counts by definition, month and dimension, signed with
// the key of the operator's ledger; never a contract, a name or a person. Each definition's hash is in the file:
// figures of other definitions are not compared with ours, they are refused. Where a definition is about persons, small
// cells are hidden before they leave. A register of numbers sends figures of its own (aggregates/register.h) in the
// same form. Thread-safe.
#pragma once

#include <ledger/note.h>
#include <ledger/recorder.h>
#include <metrics/service.h>
#include <programme/service.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <aggregates/envelope.h>

namespace muster::programme {

inline constexpr events::Kind kSourceAdded{"aggregate_source.added", 1, "An operator's aggregates are expected."};
inline constexpr events::Kind kSourceEnded{"aggregate_source.ended", 1,
                                           "An operator's aggregates are expected no more."};
// Body: {"source","sequence","from","until","sha256"}
inline constexpr events::Kind kAggregatesTaken{"aggregate_source.delivered", 1, "Aggregates of an operator came in."};
// Body: {"source","code"}: forged, of other definitions, older than what there is.
inline constexpr events::Kind kAggregatesRefused{"aggregate_source.refused", 1,
                                                 "Aggregates that came in an operator's name were refused."};
inline constexpr const char* kSourceRecord = "aggregate_source";
inline constexpr int kAggregateMonthsMax = 24;

// What a definition says, as a hash: who counts the same gets the same.
std::string definition_sha256(const metrics::Definition& definition);

// What is known of a metric here, of either kind: how cells are told apart, and what its definition's hash is.
struct KnownMetric {
  std::string name, title_en, title_zh;
  std::vector<std::string> by;
  bool persons = false;
  std::string sha256;
};
std::optional<KnownMetric> known_metric(const metrics::Definitions& ours, std::string_view name);

struct AggregateSource {
  std::string id, name, vkey, url, since_month, added_by;
  std::int64_t due_days = 10;  // after a month's end
  Instant added_at;
  std::optional<Instant> ended_at, received_at;
  std::string until_month;  // the newest month that came; "": none
  std::string late_month;   // the oldest month that should have come; "": none
};
struct NewSource {
  std::string name, vkey, url;  // vkey: the operator's log key, as `ledger key` prints it; its name is its origin
  std::int64_t due_days = 10;
  std::string since_month;  // "": this month
};
struct AggregateFigure {
  std::string source_id, source_name, month, value;
  bool hidden = false;
  std::int64_t n = 0, first_n = 0;  // as it is known now; as it came first
};
struct Taken {
  std::string source_id, source_name;
  std::int64_t sequence = 0, figures = 0;
  bool was_there = false;  // the same file again
};

class Aggregates {
 public:
  Aggregates(store::Database& database, const ledger::Recorder& recorder, const metrics::Service& metrics)
      : database_(database), recorder_(recorder), metrics_(metrics) {}

  // --- of this house. The file: {"text","note"}. `published`: only months that were published, as published last.
  // Errors: month_form, aggregate_months.
  using Sign = std::function<std::string(std::string_view kind, std::string_view text, Instant at)>;
  Result<std::string> make(const std::string& from, const std::string& until, bool published, const std::string& origin,
                           const Sign& sign) const;

  // --- of others. Errors: role_missing, source_name, note_key, source_known, source_url, source_due.
  Result<AggregateSource> add(const NewSource& what, const Actor& actor) const;
  Result<void> end(const std::string& id, const Actor& actor) const;  // source_unknown
  Result<std::vector<AggregateSource>> sources() const;               // by name
  // Takes a file, or refuses it and says so in the ledger where its operator is known. Errors: aggregates_form,
  // aggregates_origin (nobody whose aggregates are expected), those of verify_statement (forged), aggregates_redefined,
  // aggregates_small_cell, aggregates_old.
  Result<Taken> take(std::string_view file) const;
  // One metric by operator; dimension "": totals. Errors: metric_unknown, dimension_unknown, month_form.
  Result<std::vector<AggregateFigure>> figures(const std::string& metric, const std::string& dimension,
                                               const std::string& from, const std::string& until) const;
  // Asks every source that has an address. Returns how many brought something new; what is away is asked again.
  Result<int> fetch_all() const;

 private:
  Result<Taken> store(const AggregateSource& source, const ledger::VerifierKey& key, const aggregates::Envelope& read,
                      std::string_view text, std::string_view note) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const metrics::Service& metrics_;
};

}  // namespace muster::programme
