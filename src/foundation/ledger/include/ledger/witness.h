// A witness (C2SP tlog-witness): cosigns a log's checkpoints as long as each is consistent with all that it cosigned
// before, so that a log can't show different trees to different people. Its state is a file a log, replaced atomically
// and synced before a cosignature leaves. Pure of HTTP: the command glues. Thread-safe.
#pragma once

#include <base/time.h>
#include <ledger/cosignature.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::ledger {

struct WitnessAnswer {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string
      body;  // 200: cosignature lines; 409: the size it has, with content type text/x.tlog.size; else a sentence
};

inline constexpr std::size_t kAddCheckpointMaxBytes = 128 * 1024;
inline constexpr std::size_t kProofLinesMax = 63;

class Witness {
 public:
  // `folder` holds the state of each log. Errors: file_read, witness_state (a damaged file: nothing is
  // cosigned), witness_running (another process holds the folder).
  static Result<Witness> open(const std::string& folder, SigningKey key, std::vector<VerifierKey> logs,
                              const Clock& clock);
  Witness(Witness&&) noexcept;
  ~Witness();

  const VerifierKey& verifier() const;
  // 200 cosigned · 400 malformed, or old size beyond the checkpoint's · 403 no signature of the log's key · 404 unknown
  // origin · 409 another size or another tree of the same size · 422 the proof doesn't show consistency · 500 not
  // stored.
  WitnessAnswer add_checkpoint(std::string_view request);

 private:
  struct Inside;
  explicit Witness(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

// The request of a client: "old <size>\n", proof lines in base64, an empty line, the note.
std::string add_checkpoint_request(std::int64_t old_size, const std::vector<Hash>& proof, const std::string& note);

}  // namespace muster::ledger
