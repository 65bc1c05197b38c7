// An entry's proof as one JSON file that an outsider checks without a database: leaf, path to the root, checkpoint.
#pragma once

#include <ledger/log.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::ledger {

inline constexpr std::size_t kProofFileMaxBytes = 256 * 1024;

std::string proof_json(const InclusionProof& proof, const VerifierKey& log_key,
                       const std::vector<EnrolledWitness>& witnesses);

struct ProofOptions {
  std::optional<VerifierKey>
      log_key;  // without it, the key that the file names: then only the file's own word stands for it
  std::vector<VerifierKey> witness_keys;  // likewise
};
struct ProvenCosignature {
  std::string witness;
  Instant at;
};
struct ProvenEntry {
  std::string origin, event_id;
  std::int64_t index = 0, size = 0;
  std::string leaf_data;
  std::vector<ProvenCosignature> cosignatures;  // those that are right
  bool keys_from_file = false;
};
// Errors: proof_syntax; proof_wrong (which part does not fit stands in the sentence).
Result<ProvenEntry> check_proof(std::string_view text, const ProofOptions& options);

}  // namespace muster::ledger
