// What stays of evidence that was destroyed at the end of its term (room evidence): when, under which rule, and the
// digest that was sealed. The record of the test stays as well. Pure but for reading; thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <store/database.h>

#include <optional>
#include <string>

namespace muster::testing {

struct Tombstone {
  std::string run_id;
  Instant at;
  std::string rule, term;  // the policy's key, and what it said: "testing.evidence_retention", "1095 days"
  std::string policy_sha256;
  std::string path, sha256;  // of the file, as in TestRun
  std::string destroyed_by;
};

std::optional<Tombstone> tombstone_of(store::Transaction& tx, const std::string& run_id);
// "destroyed on 2026-03-01 under testing.evidence_retention (1095 days)"
std::string to_text(const Tombstone& tombstone);
// evidence_destroyed: what whoever asks for the file is told.
Error destroyed_error(const Tombstone& tombstone);

}  // namespace muster::testing
