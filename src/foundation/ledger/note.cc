#include <base/files.h>
#include <base/text.h>
#include <ledger/note.h>

#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

namespace muster::ledger {
namespace {

constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kNameMax = 255;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
std::string_view view(const std::array<std::uint8_t, 32>& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

std::string big_endian(std::uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)};
}
std::uint32_t from_big_endian(std::string_view bytes) {
  std::uint32_t n = 0;
  for (int i = 0; i < 4; ++i) n = n << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  return n;
}

Error key_error() {
  return invalid("note_key", "This is not the key of a log or witness: it reads name+hash+base64.");
}
Error note_error() {
  return invalid("note_syntax", "This is not a signed note: text, an empty line, then lines of signatures.");
}
Error checkpoint_error() {
  return invalid("checkpoint_syntax",
                 "This is not a checkpoint: a line with the origin, one with the size, one with the root.");
}

std::array<std::uint8_t, 32> public_key_of(const std::array<std::uint8_t, 32>& seed) {
  std::array<std::uint8_t, 32> out;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  crypto_sign_seed_keypair(out.data(), secret.data(), seed.data());
  sodium_memzero(secret.data(), secret.size());
  return out;
}

}  // namespace

bool valid_note_name(std::string_view name) {
  if (name.empty() || name.size() > kNameMax || !is_valid_utf8(name)) return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f) return false;
  // Unicode's own spaces: U+0085, U+00A0, U+1680, U+2000…200A, U+2028, U+2029, U+202F, U+205F, U+3000.
  for (const std::string_view space : {"\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xa8", "\xe2\x80\xa9",
                                       "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"})
    if (name.find(space) != std::string_view::npos) return false;
  for (char last = '\x80'; last <= '\x8a'; ++last)
    if (name.find(std::string{'\xe2', '\x80', last}) != std::string_view::npos) return false;
  return true;
}

namespace {
std::string algorithm_and_key(const VerifierKey& key) {
  std::string out(1, static_cast<char>(key.algorithm));
  out.append(view(key.public_key));
  return out;
}
}  // namespace

std::uint32_t VerifierKey::id() const {
  std::string text = name;
  text.push_back('\n');
  text.append(algorithm_and_key(*this));
  return from_big_endian(muster::view(sha256(text)));
}

std::string VerifierKey::to_text() const {
  return fmt::format("{}+{:08x}+{}", name, id(), to_base64(algorithm_and_key(*this)));
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  text = trim(text);
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return key_error();
  VerifierKey out;
  out.name = text.substr(0, first);
  const auto key = from_base64(text.substr(second + 1));
  if (!valid_note_name(out.name) || !key.ok() || key->size() != 33) return key_error();
  const auto algorithm = static_cast<std::uint8_t>((*key)[0]);
  if (algorithm != static_cast<std::uint8_t>(Algorithm::ed25519) &&
      algorithm != static_cast<std::uint8_t>(Algorithm::cosignature_v1))
    return key_error();
  out.algorithm = static_cast<Algorithm>(algorithm);
  std::copy(key->begin() + 1, key->end(), out.public_key.begin());
  if (text.substr(first + 1, second - first - 1) != fmt::format("{:08x}", out.id())) return key_error();
  return out;
}

Result<SigningKey> SigningKey::make(const std::string& name, Algorithm algorithm, Random& random) {
  if (!valid_note_name(name))
    return invalid("note_name",
                   "The name of a log or witness has neither spaces nor plus signs, and at most 255 bytes.", "name");
  SigningKey out;
  random.fill(out.seed_);
  out.verifier_ = {name, algorithm, public_key_of(out.seed_)};
  return out;
}

Result<SigningKey> SigningKey::create(const std::string& path, const std::string& name, Algorithm algorithm,
                                      Random& random) {
  MUSTER_TRY(SigningKey key, make(name, algorithm, random));
  MUSTER_CHECK_OK(create_file(
      path, fmt::format("muster-key/1\n{}\n{}\n{}\n", name, static_cast<int>(algorithm), to_hex(view(key.seed_))),
      0600));
  return key;
}

Result<SigningKey> SigningKey::open(const std::string& path) {
  MUSTER_TRY(const std::string text, read_private_file(path, 4096));
  const auto lines = split(text, '\n');
  if (lines.size() != 5 || lines[0] != "muster-key/1" || (lines[2] != "1" && lines[2] != "4") ||
      !valid_note_name(lines[1]))
    return key_error();
  const auto seed = hash_from_hex(lines[3]);
  if (!seed.ok()) return key_error();
  SigningKey out;
  out.seed_ = *seed;
  out.verifier_ = {std::string(lines[1]), static_cast<Algorithm>(lines[2][0] - '0'), public_key_of(out.seed_)};
  return out;
}

std::array<std::uint8_t, 64> SigningKey::sign(std::string_view message) const {
  std::array<std::uint8_t, 32> open_key;
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  std::array<std::uint8_t, 64> out;
  crypto_sign_seed_keypair(open_key.data(), secret.data(), seed_.data());
  crypto_sign_detached(out.data(), nullptr, raw(message), message.size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  return out;
}

std::string SigningKey::seal(std::string_view text) const {
  static constexpr std::string_view kPurpose = "muster-seal/1";
  std::array<std::uint8_t, 32> key;
  std::array<std::uint8_t, 16> out;
  crypto_generichash(key.data(), key.size(), raw(kPurpose), kPurpose.size(), seed_.data(), seed_.size());
  crypto_generichash(out.data(), out.size(), raw(text), text.size(), key.data(), key.size());
  sodium_memzero(key.data(), key.size());
  return to_hex({reinterpret_cast<const char*>(out.data()), out.size()});
}

std::string signature_line(const NoteSignature& signature) {
  return fmt::format("{}{} {}\n", kDash, signature.name, to_base64(big_endian(signature.key_id) + signature.bytes));
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDash)) return note_error();
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !valid_note_name(line.substr(0, space))) return note_error();
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes.ok() || bytes->size() < 5) return note_error();
  return NoteSignature{std::string(line.substr(0, space)), from_big_endian(*bytes), bytes->substr(4)};
}

std::string to_text(const Note& note) {
  std::string out = note.text + "\n";
  for (const auto& signature : note.signatures) out += signature_line(signature);
  return out;
}

Result<Note> parse_note(std::string_view text) {
  if (text.size() > kNoteMaxBytes) return invalid("note_too_long", "A signed note has at most 64 kB.");
  if (!is_valid_utf8(text)) return note_error();
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return note_error();
  const auto gap = text.rfind("\n\n");  // the text itself may hold empty lines
  if (gap == std::string_view::npos || !text.ends_with('\n')) return note_error();
  Note out;
  out.text = text.substr(0, gap + 1);
  auto lines = split(text.substr(gap + 2), '\n');
  lines.pop_back();
  if (lines.empty() || lines.size() > kNoteSignaturesMax) return note_error();
  for (const auto line : lines) {
    MUSTER_TRY(NoteSignature signature, parse_signature_line(line));
    out.signatures.push_back(std::move(signature));
  }
  return out;
}

Note sign_note(const std::string& text, const SigningKey& key) {
  const auto signature = key.sign(text);
  return {text,
          {{key.name(), key.verifier().id(), {reinterpret_cast<const char*>(signature.data()), signature.size()}}}};
}

bool verify_note(const Note& note, const VerifierKey& key) {
  if (key.algorithm != Algorithm::ed25519) return false;
  const std::uint32_t id = key.id();
  for (const auto& signature : note.signatures)
    if (signature.name == key.name && signature.key_id == id && signature.bytes.size() == 64 &&
        crypto_sign_verify_detached(raw(signature.bytes), raw(note.text), note.text.size(), key.public_key.data()) == 0)
      return true;
  return false;
}

std::string to_text(const CheckpointBody& body) {
  return fmt::format("{}\n{}\n{}\n", body.origin, body.size, to_base64(muster::view(body.root)));
}

Result<CheckpointBody> parse_checkpoint(std::string_view text) {
  const auto lines = split(text, '\n');
  if (lines.size() < 4 || !lines.back().empty() || lines[0].empty()) return checkpoint_error();
  for (std::size_t i = 3; i + 1 < lines.size(); ++i)
    if (lines[i].empty()) return checkpoint_error();
  CheckpointBody out;
  out.origin = lines[0];
  const auto [end, fault] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), out.size);
  if (fault != std::errc{} || end != lines[1].data() + lines[1].size() || out.size < 0 ||
      fmt::format("{}", out.size) != lines[1])
    return checkpoint_error();
  const auto root = from_base64(lines[2]);
  if (!root.ok() || root->size() != 32) return checkpoint_error();
  std::copy(root->begin(), root->end(), out.root.begin());
  return out;
}

}  // namespace muster::ledger
