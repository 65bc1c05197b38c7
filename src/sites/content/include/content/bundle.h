// What a score is made with comes as a signed bundle of a named publisher: a header, an Ed25519 signature over the
// header, and the body.
//   line 1   JSON header: format, kind, publisher, name, version, ground, licence, source, items, body_sha256
//   line 2   "ed25519 <public key, base64> <signature, base64>" over line 1 with its line feed (RFC 8032)
//   lines 3… the body; of a lexicon one JSON item a line (lexicon_body.h), of the other kinds as their rooms say
// The header holds the SHA-256 of the body, so that one signature covers the file. Nothing unsigned is ever loaded.
#pragma once

#include <base/result.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

// Limits of a bundle; more is refused at load.
inline constexpr std::size_t kBundleBytesMax = 32u << 20;
inline constexpr std::size_t kTermsMax = 100'000;
inline constexpr std::size_t kTermBytesMax = 200;
inline constexpr std::size_t kTermPartsMax = 8;  // of a combination
inline constexpr std::size_t kNearWordsMax = 100;
inline constexpr std::size_t kHeaderTextMax = 200;  // bytes of a name, a version, a licence
inline constexpr double kWeightMax = 4.0;

enum class BundleKind { lexicon, hash_list, model, calibration };
const char* to_text(BundleKind kind);
std::optional<BundleKind> bundle_kind(std::string_view text);

// Grounds that words on a page can give a clue for. child_abuse_material goes by supplied hash lists alone; no word of
// a page says anything of a filing. There is no ground for opinion, politics, religion, health or the press.
bool is_lexicon_ground(std::string_view ground);
// The same for any kind: hash lists may also be of child_abuse_material, or of "none" (what is known to be harmless);
// a calibration may be for "any" ground.
bool is_bundle_ground(BundleKind kind, std::string_view ground);

// One item of a lexicon: a phrase, or several that make it together. A text that ends in "*" may be continued by up to
// six letters ("казин*"); one without stands as a whole word.
struct Term {
  std::string text;                   // as the publisher wrote it, UTF-8; of a combination "a + b"
  std::string language;               // BCP 47 primary tag, "" when it holds for any
  double weight = 1;                  // (0, kWeightMax]
  std::vector<std::string> all = {};  // all of these on one page; empty for a phrase
  std::vector<std::string> none =
      {};        // and none of these in the same sentence (of parts that may stand anywhere: page)
  int near = 0;  // and within so many words of each other; 0: anywhere on the page
  std::vector<std::string> languages = {};  // more of them, of the same text
  bool literal = false;                     // never look for other spellings of it (short words that are like others)
};

struct BundleHeader {
  std::string publisher;
  std::string name;
  std::string version;
  std::string ground;
  std::string licence;
  std::string source;  // where it comes from, as its licence asks to be told
  BundleKind kind = BundleKind::lexicon;
};

// A bundle of any kind, its signature proven.
struct SignedBundle {
  BundleHeader header;
  std::int64_t items = 0;  // as the header says; the reader of the kind holds the body to it
  std::string body;
  std::string sha256;      // of the whole file, hex; the bundle's id and what is published
  std::string public_key;  // base64, of the publisher who signed
};

// A lexicon, read.
struct Bundle {
  BundleHeader header;
  std::vector<Term> terms;
  std::string sha256;
  std::string public_key;
};

struct PublisherKey {
  std::string publisher;
  std::string public_key;  // base64, 32 bytes
};

struct KeyPair {
  std::string public_key;  // base64
  std::string secret_key;  // 64 bytes as libsodium keeps them; wiped by nobody but its owner
};
KeyPair key_pair_from_seed(std::string_view seed32);

// Signs what the build made: `draft` is line 1 without body_sha256 and publisher, then the body. For publishers, the
// demonstration and tests.
Result<std::string> sign_draft(std::string_view draft, const std::string& publisher, const KeyPair& keys);

// Errors: bundle_too_large, bundle_format, bundle_unsigned, bundle_publisher_unknown, bundle_signature_invalid,
// bundle_body_changed, bundle_kind_unknown, bundle_ground_unknown, bundle_header.
Result<SignedBundle> open_signed(std::string_view file, std::span<const PublisherKey> enrolled);
// The body of a lexicon. Errors: bundle_kind_unknown (it is of another kind), bundle_format, bundle_term_invalid.
Result<Bundle> read_lexicon(const SignedBundle& file);
// Both.
Result<Bundle> open_bundle(std::string_view file, std::span<const PublisherKey> enrolled);

}  // namespace muster::content
