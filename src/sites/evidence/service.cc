#include "court_bundle.h"
#include "stamp_store.h"
#include <base/bytes.h>
#include <base/text.h>
#include <ledger/proof_file.h>

#include <algorithm>
#include <array>
#include <set>

#include <boost/json.hpp>
#include <evidence/court_bundles.h>
#include <evidence/hold.h>
#include <evidence/retention.h>
#include <evidence/service.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

constexpr std::array kPurposes{"court", "authority", "responsible_entity", "audit", "review"};
// What a test's record tells of its evidence.
constexpr std::array kCustodyKinds{testing::kEvidenceSealed.name, kEvidenceRead.name, kEvidenceExported.name,
                                   kEvidenceDestroyed.name, kBundleRead.name};
constexpr int kSequenceTriesMax = 1000;

// Of a test's events those that tie it to the ledger.
bool is_proven(const std::string& kind) {
  return kind == testing::kEvidenceSealed.name || kind == testing::kTestFinished.name ||
         kind == kEvidenceDestroyed.name;
}

}  // namespace

bool is_purpose(const std::string& purpose) {
  return std::find(kPurposes.begin(), kPurposes.end(), purpose) != kPurposes.end();
}

Result<void> check_bundle_request(const BundleRequest& request) {
  if (request.tests.empty() || request.tests.size() > kBundleTestsMax)
    return invalid("bundle_tests", fmt::format("A bundle is of one to {} tests.", kBundleTestsMax), "tests");
  if (!is_purpose(request.purpose))
    return invalid("purpose_required",
                   "Say what the evidence is taken out for: court, authority, responsible_entity, audit or review.",
                   "purpose");
  if (!is_reference(request.reference, kReferenceMax))
    return invalid("reference_form", "A reference is the number of a file, at most 60 characters, and names nobody.",
                   "reference");
  return {};
}

Result<std::string> Service::read(const std::string& run_id, const std::string& actor) {
  MUSTER_TRY(std::string bytes, testing_.evidence(run_id));
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    recorder_.record(tx, kEvidenceRead, actor, "test", run_id,
                     fmt::format(R"({{"sha256":"{}"}})", to_hex(sha256(bytes))));
    return {};
  }));
  return bytes;
}

Result<std::vector<CustodyEntry>> Service::custody(const std::string& run_id) {
  MUSTER_CHECK_OK(testing_.run(run_id));
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<CustodyEntry>> {
    std::vector<CustodyEntry> out;
    for (auto& event : events::of_record(tx, "test", run_id))
      if (std::find(kCustodyKinds.begin(), kCustodyKinds.end(), event.kind) != kCustodyKinds.end())
        out.push_back({event.id, event.kind, event.actor, event.body, event.at});
    return out;
  });
}

Result<CourtBundle> Service::bundle(const BundleRequest& request) {
  MUSTER_CHECK_OK(check_bundle_request(request));
  BundleParts parts{request, options_, recorder_.clock().now(), {}, {}, {}, log_.verifier().to_text(), {}, {}, {}, {}};
  std::size_t total = 0;
  std::vector<std::string> wanted = request.tests;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < wanted.size(); ++i) {  // grows by what is referred to
    const std::string id = wanted[i];
    if (!seen.insert(id).second) continue;
    BundledTest test;
    MUSTER_TRY(test.run, testing_.run(id));
    MUSTER_TRY(test.destroyed, database_.read([&](store::Transaction& tx) -> Result<std::optional<testing::Tombstone>> {
      return testing::tombstone_of(tx, id);
    }));
    if (!test.destroyed) {
      MUSTER_TRY(test.warc, testing_.evidence(id));
    }
    test.referred = i >= request.tests.size();
    total += test.warc.size();
    if (total > kBundleBytesMax)
      return invalid("bundle_too_large", "This is more evidence than fits into one bundle. Name fewer tests.", "tests");
    MUSTER_TRY(const auto more, testing_.refers_to(id));
    wanted.insert(wanted.end(), more.begin(), more.end());
    MUSTER_TRY(auto custody, this->custody(id));
    parts.custody.emplace_back(id, std::move(custody));
    parts.tests.push_back(std::move(test));
    if (request.progress &&
        !request.progress(static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(wanted.size())))
      return refused("bundle_stopped", "The bundle was not made: it was stopped.");
  }

  // Where their entries stand; what was sealed a moment ago may have to be put in sequence first.
  std::int64_t last = -1;
  std::vector<events::Event> proven;
  for (int tries = 0;; ++tries) {
    bool pending = false;
    proven.clear();
    MUSTER_CHECK_OK(database_.read([&](store::Transaction& tx) -> Result<void> {
      for (const BundledTest& test : parts.tests)
        for (auto& event : events::of_record(tx, "test", test.run.id)) {
          if (!is_proven(event.kind)) continue;
          const auto index = ledger::Log::index_of(tx, event.id);
          pending |= !index;
          last = std::max(last, index.value_or(-1));
          proven.push_back(std::move(event));
        }
      return {};
    }));
    if (!pending) break;
    if (tries == kSequenceTriesMax)
      return unavailable("ledger_pending", "The ledger has not taken up this evidence yet. Try again in a moment.");
    MUSTER_CHECK_OK(log_.sequence_once());
  }

  // The first stamped checkpoint that covers all; else the newest that a witness signed; else the newest.
  std::optional<ledger::Checkpoint> checkpoint;
  MUSTER_TRY(parts.time_stamp, database_.read([&](store::Transaction& tx) -> Result<std::optional<StoredTimeStamp>> {
    parts.witnesses = log_.witnesses(tx);
    return stamps::covering(tx, last + 1);
  }));
  if (parts.time_stamp) {
    MUSTER_TRY(checkpoint, log_.checkpoint_at(parts.time_stamp->size));
    // Without them whoever checks the bundle names their own.
    if (auto trusted = certificates(); trusted.ok()) parts.certificates = std::move(*trusted);
  }
  if (!checkpoint) {
    checkpoint = log_.latest_witnessed_checkpoint();
    if (!checkpoint || checkpoint->size <= last) {
      MUSTER_TRY(checkpoint, log_.latest_checkpoint());
    }
  }
  parts.checkpoint = *checkpoint;
  for (const events::Event& event : proven) {
    MUSTER_TRY(const auto proof, log_.inclusion_proof(event.id, parts.checkpoint.size));
    MUSTER_TRY(const auto entry, log_.entry(proof.index));
    parts.entries.push_back({event.record_id, event.kind, event.id,
                             ledger::proof_json(proof, log_.verifier(), parts.witnesses),
                             boost::json::serialize(boost::json::object{
                                 {"event_id", event.id}, {"body", entry.event.body}, {"salt", entry.salt}})});
    parts.checkpoint.note = proof.checkpoint.note;
  }

  MUSTER_TRY(const auto files, files_of(parts));
  CourtBundle out;
  MUSTER_TRY(out.zip, make_zip(files, parts.made_at));
  out.sha256 = to_hex(sha256(out.zip));
  out.tests = static_cast<std::int64_t>(parts.tests.size());
  out.time_stamped = parts.time_stamp.has_value();
  out.cosignatures = parts.checkpoint.cosignatures;
  if (request.keep) MUSTER_CHECK_OK(request.keep(out));
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    if (request.within) request.within(tx, out);
    for (const BundledTest& test : parts.tests)
      recorder_.record(tx, kEvidenceExported, request.actor, "test", test.run.id,
                       fmt::format(R"({{"purpose":"{}","reference":{},"bundle_sha256":"{}"}})", request.purpose,
                                   json_quote(request.reference), out.sha256));
    return {};
  }));
  return out;
}

}  // namespace muster::evidence
