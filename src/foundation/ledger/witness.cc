#include <base/files.h>
#include <base/log.h>
#include <base/text.h>
#include <ledger/merkle.h>
#include <ledger/witness.h>

#include <charconv>
#include <map>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace muster::ledger {
namespace {

struct Seen {
  std::int64_t size = 0;
  Hash root = merkle::empty_root();
};

struct AddRequest {
  std::int64_t old_size = 0;
  merkle::Proof proof;
  Note note;
  CheckpointBody body;
};

// ASCII decimal without leading zeroes.
std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t n = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (fault != std::errc{} || end != text.data() + text.size() || n < 0 || fmt::format("{}", n) != text)
    return std::nullopt;
  return n;
}

std::optional<AddRequest> parse_request(std::string_view text) {
  if (text.size() > kAddCheckpointMaxBytes) return std::nullopt;
  const auto gap = text.find("\n\n");
  if (gap == std::string_view::npos) return std::nullopt;
  const auto lines = split(text.substr(0, gap), '\n');
  if (!lines[0].starts_with("old ") || lines.size() - 1 > kProofLinesMax) return std::nullopt;
  AddRequest out;
  const auto old_size = number_of(lines[0].substr(4));
  if (!old_size) return std::nullopt;
  out.old_size = *old_size;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto bytes = from_base64(lines[i]);
    if (!bytes.ok() || bytes->size() != 32) return std::nullopt;
    Hash hash;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    out.proof.push_back(hash);
  }
  auto note = parse_note(text.substr(gap + 2));
  if (!note.ok()) return std::nullopt;
  out.note = std::move(*note);
  const auto body = parse_checkpoint(out.note.text);
  if (!body.ok()) return std::nullopt;
  out.body = *body;
  return out;
}

WitnessAnswer sentence(int status, const std::string& text) {
  return {status, "text/plain; charset=utf-8", text + "\n"};
}
WitnessAnswer conflict_at(std::int64_t size) {
  return {409, "text/x.tlog.size", fmt::format("{}\n", size)};
}

// Two processes on one folder would each trust their own memory, and could sign two trees of one size.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder)
      : file_(::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    held_ = file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0;
  }
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)), held_(other.held_) {}
  ~FolderLock() {
    if (file_ >= 0) ::close(file_);
  }
  bool held() const { return held_; }

 private:
  int file_;
  bool held_;
};

}  // namespace

struct Witness::Inside {
  struct Watched {
    VerifierKey key;
    std::string path;
    Seen seen;
  };

  WitnessAnswer add(const AddRequest& request) {
    const std::lock_guard lock(mutex);  // checking and storing are one step (C2SP tlog-witness, the race of A and B)
    const auto found = logs.find(request.body.origin);
    if (found == logs.end()) return sentence(404, "This witness does not watch a log of this origin.");
    Watched& log = found->second;
    if (!verify_note(request.note, log.key))
      return sentence(403, "The checkpoint is not signed by the key that this witness knows.");
    if (request.old_size > request.body.size) return sentence(400, "The old size is beyond the checkpoint's size.");
    if (request.old_size != log.seen.size) return conflict_at(log.seen.size);
    if (request.body.size == log.seen.size && request.body.root != log.seen.root) {
      log::error("WITNESS-001", "A log has shown two trees of the same size.", {{"size", log.seen.size}});
      return conflict_at(log.seen.size);
    }
    if (!merkle::verify_consistency(log.seen.size, log.seen.root, request.body.size, request.body.root,
                                    request.proof)) {
      log::error("WITNESS-002", "A log's new checkpoint is not shown to be consistent with the last one.",
                 {{"size", request.body.size}});
      return sentence(422, "The proof does not show that the new tree holds the old one.");
    }
    const Seen next{request.body.size, request.body.root};
    const auto kept = replace_file(log.path, state_of(log.key, next), 0600);
    if (!kept.ok()) {
      log::error("WITNESS-003", "The state can't be stored; nothing was cosigned.", {{"code", kept.error().code}});
      return sentence(500, kept.error().sentence);
    }
    log.seen = next;
    return {200, "text/plain; charset=utf-8", signature_line(cosign(request.note.text, clock.now(), key))};
  }

  static std::string state_of(const VerifierKey& log, const Seen& seen) {
    return fmt::format("muster-witness/1\n{}\n{}\n{}\n", log.to_text(), seen.size, to_hex(seen.root));
  }
  static Result<Seen> load(const VerifierKey& log, const std::string& path) {
    const auto text = read_file(path, 4096);
    if (!text.ok() && text.error().code == "file_missing") return Seen{};
    MUSTER_CHECK_OK(text);
    const auto lines = split(*text, '\n');
    const auto size = lines.size() == 5 ? number_of(lines[2]) : std::nullopt;
    const auto root = lines.size() == 5 ? hash_from_hex(lines[3]) : Result<Hash>(invalid("hash", ""));
    if (!size || !root.ok() || lines[0] != "muster-witness/1" || lines[1] != log.to_text())
      return internal_error(
          "witness_state",
          "The state file " + path + " is damaged or of another key. Nothing is cosigned; put back a copy.");
    return Seen{*size, *root};
  }

  FolderLock folder_lock;
  SigningKey key;
  const Clock& clock;
  std::mutex mutex;
  std::map<std::string, Watched> logs;  // by origin
};

Witness::Witness(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Witness::Witness(Witness&&) noexcept = default;
Witness::~Witness() = default;

Result<Witness> Witness::open(const std::string& folder, SigningKey key, std::vector<VerifierKey> logs,
                              const Clock& clock) {
  if (key.verifier().algorithm != Algorithm::cosignature_v1)
    return invalid("witness_key", "This key is not one of a witness.");
  FolderLock lock(folder);
  if (!lock.held())
    return unavailable("witness_running",
                       "Another witness runs on this folder, or it can't be written. Nothing was started.");
  auto inside = std::unique_ptr<Inside>(new Inside{std::move(lock), std::move(key), clock, {}, {}});
  for (const VerifierKey& log : logs) {
    if (log.algorithm != Algorithm::ed25519)
      return invalid("note_key", "The key of " + log.name + " is not one of a log.");
    const std::string path = folder + "/" + to_hex(sha256(log.name)).substr(0, 32) + ".state";
    MUSTER_TRY(const Seen seen, Inside::load(log, path));
    inside->logs[log.name] = {log, path, seen};
  }
  return Witness(std::move(inside));
}

const VerifierKey& Witness::verifier() const {
  return inside_->key.verifier();
}

WitnessAnswer Witness::add_checkpoint(std::string_view text) {
  const auto request = parse_request(text);
  if (!request)
    return sentence(
        400, "This is not an add-checkpoint request: old size, proof lines, an empty line, a signed checkpoint.");
  return inside_->add(*request);
}

std::string add_checkpoint_request(std::int64_t old_size, const std::vector<Hash>& proof, const std::string& note) {
  std::string out = fmt::format("old {}\n", old_size);
  for (const Hash& hash : proof) out += to_base64(view(hash)) + "\n";
  return out + "\n" + note;
}

}  // namespace muster::ledger
