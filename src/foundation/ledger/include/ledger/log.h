// The log: gives leaves their index, signs checkpoints, answers with proofs, and knows its witnesses. Thread-safe.
#pragma once

#include <ledger/merkle.h>
#include <ledger/note.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::ledger {

inline constexpr int kBatchMax = 10'000;  // leaves in one transaction of the sequencer

// Body: {"name":"…","key_id":"…"}
inline constexpr events::Kind kWitnessEnrolled{"ledger_witness.enrolled", 1,
                                               "A witness was enrolled that cosigns the ledger's checkpoints."};
inline constexpr events::Kind kWitnessRetired{"ledger_witness.retired", 1,
                                              "A witness was retired; its earlier cosignatures stay."};
// record_kind "event", record_id the event's id. Body: {"reason":"…"}
inline constexpr events::Kind kPayloadDestroyed{"event.payload_destroyed", 1,
                                                "The payload of an event was destroyed; its commitment stays."};

struct Checkpoint {
  std::int64_t size = 0;
  Hash root{};
  Instant at;
  std::string note;      // signed by the log, followed by the cosignatures stored so far
  int cosignatures = 0;  // of witnesses enrolled
};

struct Entry {
  std::int64_t index = 0;
  events::Event event;  // body "" when it was destroyed
  std::string salt;     // hex; with the body it opens the commitment
  std::string leaf_data;
  Hash leaf_hash{};
};

struct InclusionProof {
  std::string event_id;
  std::int64_t index = 0;
  std::int64_t size = 0;
  std::string leaf_data;
  Hash leaf_hash{};
  merkle::Proof proof;
  Checkpoint checkpoint;  // of `size`
};

struct EnrolledWitness {
  std::string name;
  VerifierKey key;
  std::string url;  // where "/add-checkpoint" is appended
  Instant enrolled_at;
  std::string enrolled_by;
  std::optional<Instant> retired_at;
  std::int64_t cosigned_size = 0;      // the largest checkpoint that it cosigned
  std::optional<Instant> cosigned_at;  // when it last did
};

class Log {
 public:
  // `key` names the origin.
  Log(store::Database& database, const Recorder& recorder, SigningKey key);
  ~Log();

  const std::string& origin() const;
  const VerifierKey& verifier() const;
  std::string seal(std::string_view text) const;  // SigningKey::seal, with the log's key
  store::Database& database() const;
  const Clock& clock() const;

  // The index that the sequencer gave to an event, once it has.
  static std::optional<std::int64_t> index_of(store::Transaction& tx, const std::string& event_id);

  // Gives up to `limit` pending leaves their index, stores the nodes they complete and signs a checkpoint, in one
  // transaction. Returns how many. Two processes that do this at once are serialized by the database. Errors: those of
  // the database; ledger_node_missing, ledger_damaged (the stored tree is not the one that was signed: run `muster
  // ledger verify`).
  Result<int> sequence_once(int limit = kBatchMax);

  // Errors: ledger_empty.
  Result<Checkpoint> latest_checkpoint() const;
  std::optional<Checkpoint> latest_checkpoint(store::Transaction& tx) const;
  Result<std::optional<Checkpoint>> checkpoint_at(std::int64_t size) const;
  // The newest checkpoint with a cosignature of a witness that is enrolled (not retired).
  std::optional<Checkpoint> latest_witnessed_checkpoint(store::Transaction& tx) const;
  std::optional<Checkpoint> latest_witnessed_checkpoint() const;
  // Whether a cosigned checkpoint covers the first `size` leaves.
  bool is_witnessed(store::Transaction& tx, std::int64_t size) const;
  // Whether a cosigned checkpoint covers this event.
  bool is_witnessed(store::Transaction& tx, const std::string& event_id) const;
  // Whether at least one witness is enrolled and not retired.
  bool witness_enrolled(store::Transaction& tx) const;

  // Entries after `after` (−1: from the start), oldest first.
  Result<std::vector<Entry>> entries(std::int64_t after, int limit) const;
  // Entries before `before` (nothing: from the end), newest first; of one record when its kind and id are given.
  Result<std::vector<Entry>> entries_before(std::optional<std::int64_t> before, int limit,
                                            const std::string& record_kind = {},
                                            const std::string& record_id = {}) const;
  Result<Entry> entry(std::int64_t index) const;  // errors: ledger_no_entry
  // Errors: ledger_no_entry, ledger_pending (not yet sequenced), ledger_no_checkpoint (no checkpoint of that size).
  Result<InclusionProof> inclusion_proof(const std::string& event_id, std::optional<std::int64_t> size = {}) const;
  Result<InclusionProof> inclusion_proof(std::int64_t index, std::optional<std::int64_t> size = {}) const;
  // Errors: ledger_range (to is beyond the entries there are).
  Result<merkle::Proof> consistency_proof(std::int64_t from, std::int64_t to) const;
  Result<Hash> root_at(std::int64_t size) const;  // of the first `size` entries; errors: ledger_range

  // Enrols a witness by its key's text. Errors: witness_key, witness_url, already_exists.
  Result<void> enrol_witness(store::Transaction& tx, const std::string& key_text, const std::string& url,
                             const std::string& actor) const;
  Result<void> retire_witness(store::Transaction& tx, const std::string& name, const std::string& actor) const;
  std::vector<EnrolledWitness> witnesses(store::Transaction& tx) const;  // retired ones too
  // Stores a cosignature after checking it. Errors: witness_unknown, cosignature_wrong.
  Result<void> add_cosignature(std::int64_t size, const std::string& witness, const NoteSignature& signature) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// Destroys the body and salt of an event whose term has ended; its leaf and every proof stay valid. Errors:
// ledger_no_entry.
Result<void> destroy_payload(store::Transaction& tx, const Recorder& recorder, const std::string& event_id,
                             const std::string& reason, const std::string& actor);

}  // namespace muster::ledger
