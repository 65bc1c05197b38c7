// What a court bundle is made of. Not a public header.
#pragma once

#include "zip_file.h"
#include <testing/tombstone.h>

#include <string>
#include <vector>

#include <evidence/service.h>

namespace muster::evidence {

struct BundledTest {
  testing::TestRun run;
  std::string warc;
  std::optional<testing::Tombstone> destroyed;  // then there is no file
  bool referred = false;                        // not asked for: another one's evidence refers to it
};
struct BundledEntry {
  std::string test, kind, event_id;
  std::string proof;    // proof_json
  std::string opening;  // JSON: event_id, body, salt
};
struct BundleParts {
  const BundleRequest& request;
  const Options& options;
  Instant made_at;
  std::vector<BundledTest> tests;
  std::vector<BundledEntry> entries;
  ledger::Checkpoint checkpoint;  // to which all proofs lead
  std::string log_key;
  std::vector<ledger::EnrolledWitness> witnesses;
  std::optional<StoredTimeStamp> time_stamp;                               // of that checkpoint
  std::string certificates;                                                // PEM, with the time stamp
  std::vector<std::pair<std::string, std::vector<CustodyEntry>>> custody;  // by test
};

// WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/).
Result<std::string> wacz_of(const BundleParts& parts);
// All files of the bundle, with its manifest.
Result<std::vector<ZipEntry>> files_of(const BundleParts& parts);

}  // namespace muster::evidence
