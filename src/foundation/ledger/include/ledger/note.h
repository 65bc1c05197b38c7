// Signed notes (C2SP signed-note) with Ed25519, and the checkpoints that stand in them (C2SP tlog-checkpoint).
#pragma once

#include <base/bytes.h>
#include <base/random.h>
#include <base/result.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::ledger {

enum class Algorithm : std::uint8_t { ed25519 = 0x01, cosignature_v1 = 0x04 };

// What verifies signatures of one name. As text: "<name>+<key id, 8 hex digits>+<base64(algorithm byte ‖ public key)>".
struct VerifierKey {
  std::string name;
  Algorithm algorithm = Algorithm::ed25519;
  std::array<std::uint8_t, 32> public_key{};

  std::uint32_t id() const;  // first 4 bytes of SHA-256(name ‖ \n ‖ algorithm ‖ public key), big-endian
  std::string to_text() const;
  static Result<VerifierKey> parse(std::string_view text);  // errors: note_key
  bool operator==(const VerifierKey&) const = default;
};

// An Ed25519 key in a file of mode 0600. The name is the log's origin ("muster.example/north") or a witness's name.
class SigningKey {
 public:
  // Errors: note_name (spaces, plus signs), file_exists, disk_full, file_write.
  static Result<SigningKey> create(const std::string& path, const std::string& name, Algorithm algorithm,
                                   Random& random);
  // Errors: file_missing, file_permissions, note_key.
  static Result<SigningKey> open(const std::string& path);
  // Without a file: for tests.
  static Result<SigningKey> make(const std::string& name, Algorithm algorithm, Random& random);

  const std::string& name() const { return verifier_.name; }
  const VerifierKey& verifier() const { return verifier_; }
  std::array<std::uint8_t, 64> sign(std::string_view message) const;
  // 32 hex digits that only who holds the key can say of a text (BLAKE2b, RFC 7693, keyed by what is derived from it):
  // for records that this house alone reads again, a million at once. Proves nothing to anybody else.
  std::string seal(std::string_view text) const;

 private:
  VerifierKey verifier_;
  std::array<std::uint8_t, 32> seed_{};
};

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  // after the key id: 64 bytes for Ed25519, 8 + 64 for cosignature/v1
};
struct Note {
  std::string text;  // ends with \n
  std::vector<NoteSignature> signatures;
};

inline constexpr std::size_t kNoteMaxBytes = 64 * 1024;
inline constexpr std::size_t kNoteSignaturesMax = 64;

bool valid_note_name(std::string_view name);                        // not empty, no spaces, no '+'
std::string signature_line(const NoteSignature& signature);         // "— name base64\n"
Result<NoteSignature> parse_signature_line(std::string_view line);  // without \n
std::string to_text(const Note& note);
Result<Note> parse_note(std::string_view text);                  // errors: note_syntax, note_too_long
Note sign_note(const std::string& text, const SigningKey& key);  // key of Algorithm::ed25519
bool verify_note(const Note& note, const VerifierKey& key);      // some signature of this key is right

struct CheckpointBody {
  std::string origin;
  std::int64_t size = 0;
  Hash root{};
};
std::string to_text(const CheckpointBody& body);                 // "origin\nsize\nbase64 root\n"
Result<CheckpointBody> parse_checkpoint(std::string_view text);  // extension lines allowed; errors: checkpoint_syntax

}  // namespace muster::ledger
