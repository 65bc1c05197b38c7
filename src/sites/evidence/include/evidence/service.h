// Who read and took out evidence, when it was proven to be there, and all of it for a court in one file. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <ledger/log.h>
#include <ledger/recorder.h>
#include <store/database.h>
#include <testing/testing.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <evidence/time_stamp.h>

namespace muster::evidence {

// record_kind "test". Body: {"sha256":"…"}
inline constexpr events::Kind kEvidenceRead{"test.evidence_read", 1, "The evidence of a test was read."};
// record_kind "test", one for each test in the bundle. Body: {"purpose":"court","reference":"…","bundle_sha256":"…"}
inline constexpr events::Kind kEvidenceExported{"test.evidence_exported", 1,
                                                "The evidence of a test was taken out in a bundle."};
// record_kind "ledger_checkpoint", record_id its size. Body: {"imprint":"…","at":"…","serial":"…"}
inline constexpr events::Kind kTimeStamped{"ledger_checkpoint.time_stamped", 1,
                                           "A time-stamp authority stamped a checkpoint of the ledger."};

inline constexpr std::size_t kBundleTestsMax = 100;
inline constexpr std::size_t kBundleBytesMax = 1u << 30;  // of evidence in one bundle
inline constexpr std::size_t kReferenceMax = 60;          // characters

// What evidence may be taken out for.
bool is_purpose(const std::string& purpose);  // court, authority, responsible_entity, audit, review

struct StoredTimeStamp {
  std::int64_t size = 0;  // of the checkpoint
  Hash imprint{};         // SHA-256 of the checkpoint's text (without signatures)
  std::string authority, serial, token;
  Instant at, received_at;
};
struct CustodyEntry {
  std::string event_id, kind, actor, body;
  Instant at;
};
// Since when the evidence was provably there.
struct Standing {
  std::int64_t index = -1;                    // of its entry in the ledger; −1: not yet in sequence
  std::optional<Instant> checkpoint_at;       // of the first checkpoint that is known to cover it
  std::optional<StoredTimeStamp> time_stamp;  // of the first one that covers it
};
struct CourtBundle {
  std::string zip, sha256;
  std::int64_t tests = 0;  // with those that are referred to
  bool time_stamped = false;
  int cosignatures = 0;
};
struct BundleRequest {
  std::vector<std::string> tests;
  std::string title;      // "test …", "case …"
  std::string purpose;    // is_purpose()
  std::string reference;  // the file's number at the court or authority; no names
  std::string actor;
  // After each test; false: stop. Then, before it is recorded, whoever keeps the file; and what belongs into the
  // transaction that records it.
  std::function<bool(std::int64_t done, std::int64_t total)> progress = {};
  std::function<Result<void>(const CourtBundle&)> keep = {};
  std::function<void(store::Transaction&, const CourtBundle&)> within = {};
};
// Pure. Errors: bundle_tests, purpose_required, reference_form.
Result<void> check_bundle_request(const BundleRequest& request);

struct Options {
  std::string software = "muster/0.1.0";
  std::string time_stamp_url;           // empty: none
  std::string time_stamp_certificates;  // PEM file
  std::string bundles_folder;           // of the files that CourtBundles keeps
  TimeStampPost post = post_time_stamp_query;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, ledger::Log& log, testing::Service& testing,
          Options options)
      : database_(database), recorder_(recorder), log_(log), testing_(testing), options_(std::move(options)) {}

  // Whether an authority is configured.
  bool stamps() const { return !options_.time_stamp_url.empty(); }
  const std::string& bundles_folder() const { return options_.bundles_folder; }
  // Has the ledger's latest checkpoint stamped, unless it is already; what fails now is done by the next call. Nothing
  // when no authority is configured or the ledger is empty. Errors: those of time_stamp.h, file_*.
  Result<std::optional<StoredTimeStamp>> stamp();
  // Checks every stored token against its checkpoint and the configured certificates. Returns how many; the first that
  // is wrong is the error.
  Result<std::int64_t> verify_time_stamps();

  // The evidence file, and that it was read by whom. Errors: those of testing::Service::evidence.
  Result<std::string> read(const std::string& run_id, const std::string& actor);
  // Oldest first, at most 500. Errors: test_not_found.
  Result<std::vector<CustodyEntry>> custody(const std::string& run_id);
  Result<Standing> standing(const std::string& run_id);
  // The tests' evidence and that which it refers to, as one ZIP that can be checked without Muster (docs/evidence.md).
  // Errors: bundle_tests, bundle_too_large, bundle_stopped, purpose_required, reference_form, ledger_pending, those of
  // reading and of `keep`.
  Result<CourtBundle> bundle(const BundleRequest& request);

 private:
  Result<std::string> certificates() const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  ledger::Log& log_;
  testing::Service& testing_;
  const Options options_;
};

}  // namespace muster::evidence
