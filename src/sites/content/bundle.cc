#include <base/bytes.h>
#include <base/text.h>
#include <content/bundle.h>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sodium.h>

namespace muster::content {
namespace json = boost::json;
namespace {

constexpr std::string_view kFormat = "muster-bundle/1";
constexpr std::pair<BundleKind, const char*> kKinds[] = {{BundleKind::lexicon, "lexicon"},
                                                         {BundleKind::hash_list, "hash_list"},
                                                         {BundleKind::model, "model"},
                                                         {BundleKind::calibration, "calibration"}};

Error broken(std::string sentence) {
  return invalid("bundle_format", std::move(sentence));
}

std::string text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

Result<json::object> parse_object(std::string_view line) {
  boost::system::error_code error;
  json::value value = json::parse(line, error);
  if (error || !value.is_object()) return broken("A line of the bundle is not a JSON object.");
  return std::move(value.as_object());
}

// Cuts the text before the next line feed off; the line feed goes with neither.
Result<std::string_view> next_line(std::string_view& rest, const char* what) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) return broken(fmt::format("The bundle ends before its {}.", what));
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// The key that signed, once its signature is proven and its publisher known.
Result<PublisherKey> verify(std::string_view header_line, std::string_view signature_line,
                            std::span<const PublisherKey> enrolled) {
  const auto parts = split(signature_line, ' ');
  if (parts.size() != 3 || parts[0] != "ed25519")
    return refused("bundle_unsigned",
                   "The bundle carries no signature. Only signed bundles are loaded; ask its publisher for one.");
  const auto key = from_base64(parts[1]);
  const auto signature = from_base64(parts[2]);
  if (!key.ok() || key->size() != crypto_sign_PUBLICKEYBYTES || !signature.ok() ||
      signature->size() != crypto_sign_BYTES)
    return refused("bundle_signature_invalid", "The bundle's signature can't be read.");
  for (const auto& publisher : enrolled) {
    const auto known = from_base64(publisher.public_key);
    if (!known.ok() || *known != *key) continue;
    const std::string signed_bytes = std::string(header_line) + "\n";
    if (crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature->data()),
                                    reinterpret_cast<const unsigned char*>(signed_bytes.data()), signed_bytes.size(),
                                    reinterpret_cast<const unsigned char*>(key->data())) != 0)
      return refused("bundle_signature_invalid",
                     "The bundle's signature does not fit its header: it was changed after signing.");
    return publisher;
  }
  return refused("bundle_publisher_unknown",
                 "The bundle is signed with a key of no enrolled publisher. Enrol the publisher first.");
}

// A text of the header that people will read in a table.
bool is_shown(const std::string& text) {
  return !trim(text).empty() && text.size() <= kHeaderTextMax && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

Result<SignedBundle> read_header(const json::object& header) {
  SignedBundle out;
  const auto kind = bundle_kind(text_of(header, "kind"));
  if (!kind)
    return refused("bundle_kind_unknown", "A bundle is a lexicon, a hash_list, a model or a calibration.", "kind");
  out.header = {"",
                text_of(header, "name"),
                text_of(header, "version"),
                text_of(header, "ground"),
                text_of(header, "licence"),
                text_of(header, "source"),
                *kind};
  for (const auto& [field, text] : {std::pair{"name", &out.header.name}, std::pair{"version", &out.header.version},
                                    std::pair{"licence", &out.header.licence}})
    if (!is_shown(*text))
      return invalid("bundle_header", fmt::format("The bundle's {} is missing, too long or not plain text.", field),
                     field);
  if (out.header.source.size() > 10 * kHeaderTextMax || !is_valid_utf8(out.header.source))
    return invalid("bundle_header", "The bundle's source is too long or not UTF-8.", "source");
  if (!is_bundle_ground(*kind, out.header.ground))
    return refused("bundle_ground_unknown",
                   "The bundle is for a ground that its kind can't say anything of. There is no ground for opinion, "
                   "politics, religion, health or the press.",
                   "ground");
  const auto* items = header.if_contains("items");
  if (!items || !items->is_int64() || items->as_int64() < 1)
    return broken("The bundle's header does not say how many items it holds.");
  out.items = items->as_int64();
  return out;
}

}  // namespace

bool is_lexicon_ground(std::string_view ground) {
  return ground == "explicit_unlawful" || ground == "age_assurance_missing" || ground == "billing_fraud" ||
         ground == "phishing_or_malware";
}

bool is_bundle_ground(BundleKind kind, std::string_view ground) {
  if (is_lexicon_ground(ground)) return true;
  if (kind == BundleKind::hash_list) return ground == "child_abuse_material" || ground == "none";
  return kind == BundleKind::calibration && ground == "any";
}

const char* to_text(BundleKind kind) {
  for (const auto& [each, name] : kKinds)
    if (each == kind) return name;
  return "";
}

std::optional<BundleKind> bundle_kind(std::string_view text) {
  for (const auto& [kind, name] : kKinds)
    if (text == name) return kind;
  return {};
}

KeyPair key_pair_from_seed(std::string_view seed32) {
  if (seed32.size() != crypto_sign_SEEDBYTES || sodium_init() < 0) throw std::logic_error("a seed has 32 bytes");
  std::string open(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(open.data()),
                           reinterpret_cast<unsigned char*>(secret.data()),
                           reinterpret_cast<const unsigned char*>(seed32.data()));
  return {to_base64(open), std::move(secret)};
}

Result<std::string> sign_draft(std::string_view draft, const std::string& publisher, const KeyPair& keys) {
  MUSTER_TRY(const auto line, next_line(draft, "terms"));
  MUSTER_TRY(auto header, parse_object(line));
  header["publisher"] = publisher;
  header["body_sha256"] = to_hex(sha256(draft));
  const std::string signed_bytes = json::serialize(header) + "\n";
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(signed_bytes.data()), signed_bytes.size(),
                       reinterpret_cast<const unsigned char*>(keys.secret_key.data()));
  return fmt::format("{}ed25519 {} {}\n{}", signed_bytes, keys.public_key, to_base64(signature), draft);
}

Result<SignedBundle> open_signed(std::string_view file, std::span<const PublisherKey> enrolled) {
  if (file.size() > kBundleBytesMax) return invalid("bundle_too_large", "The bundle is larger than 32 MB.");
  std::string_view rest = file;
  MUSTER_TRY(const auto header_line, next_line(rest, "signature"));
  MUSTER_TRY(const auto signature_line, next_line(rest, "body"));
  MUSTER_TRY(const auto publisher, verify(header_line, signature_line, enrolled));
  // From here on the header is what the publisher signed.
  MUSTER_TRY(const auto header, parse_object(header_line));
  if (text_of(header, "format") != kFormat) return broken("The bundle is of another format than muster-bundle/1.");
  if (text_of(header, "publisher") != publisher.publisher)
    return refused("bundle_publisher_unknown", "The bundle names another publisher than the one whose key signed it.");
  if (!constant_time_equal(text_of(header, "body_sha256"), to_hex(sha256(rest))))
    return refused("bundle_body_changed", "The bundle's body is not the one that was signed.");
  MUSTER_TRY(SignedBundle out, read_header(header));
  out.header.publisher = publisher.publisher;
  out.body = std::string(rest);
  out.sha256 = to_hex(sha256(file));
  out.public_key = publisher.public_key;
  return out;
}

}  // namespace muster::content
