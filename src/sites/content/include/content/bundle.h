// A lexicon is a signed bundle of a named publisher: a header, an Ed25519 signature over the header, and one term a
// line.
//   line 1   JSON header: format, publisher, name, version, ground, licence, source, terms, body_sha256
//   line 2   "ed25519 <public key, base64> <signature, base64>" over line 1 with its line feed (RFC 8032)
//   lines 3… JSON terms: {"t":text,"l":language,"w":weight}
// The header holds the SHA-256 of lines 3…, so that one signature covers the file. Nothing unsigned is ever loaded.
#pragma once

#include <base/result.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::content {

// Limits of a bundle; more is refused at load.
inline constexpr std::size_t kBundleBytesMax = 32u << 20;
inline constexpr std::size_t kTermsMax = 100'000;
inline constexpr std::size_t kTermBytesMax = 200;
inline constexpr double kWeightMax = 4.0;

// Grounds that words on a page can give a clue for. child_abuse_material goes by supplied hash lists alone; no word of
// a page says anything of a filing. There is no ground for opinion, politics, religion, health or the press.
bool is_lexicon_ground(std::string_view ground);

struct Term {
  std::string text;      // as the publisher wrote it, UTF-8
  std::string language;  // BCP 47 primary tag, "" when it holds for any
  double weight = 1;     // (0, kWeightMax]
};

struct BundleHeader {
  std::string publisher;
  std::string name;
  std::string version;
  std::string ground;
  std::string licence;
  std::string source;  // where it comes from, as its licence asks to be told
};

struct Bundle {
  BundleHeader header;
  std::vector<Term> terms;
  std::string sha256;      // of the whole file, hex; the bundle's id and what is published
  std::string public_key;  // base64, of the publisher who signed
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

// Signs what the build made: `draft` is line 1 without body_sha256 and publisher, then the terms. For publishers, the
// demonstration and tests.
Result<std::string> sign_draft(std::string_view draft, const std::string& publisher, const KeyPair& keys);

// Errors: bundle_too_large, bundle_format, bundle_unsigned, bundle_publisher_unknown, bundle_signature_invalid,
// bundle_body_changed, bundle_ground_unknown, bundle_term_invalid.
Result<Bundle> open_bundle(std::string_view file, std::span<const PublisherKey> enrolled);

}  // namespace muster::content
