#include <base/bytes.h>
#include <base/text.h>
#include <content/bundle.h>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <sodium.h>

namespace muster::content {
namespace json = boost::json;
namespace {

constexpr std::string_view kFormat = "muster-lexicon/1";

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

Result<Term> parse_term(std::string_view line, std::size_t number) {
  auto object = parse_object(line);
  const auto bad = [&](const char* why) {
    return invalid("bundle_term_invalid", fmt::format("Term {} of the bundle {}.", number, why));
  };
  if (!object.ok()) return bad("is not a JSON object");
  Term term{text_of(*object, "t"), text_of(*object, "l"), 1};
  if (const auto* weight = object->if_contains("w")) {
    boost::system::error_code error;
    term.weight = weight->to_number<double>(error);
    if (error) return bad("has a weight that is not a number");
  }
  if (trim(term.text).empty()) return bad("is empty");
  if (term.text.size() > kTermBytesMax) return bad("is longer than 200 bytes");
  if (!is_valid_utf8(term.text)) return bad("is not UTF-8");
  if (!(term.weight > 0) || term.weight > kWeightMax) return bad("has a weight outside of 0 to 4");
  return term;
}

Result<std::vector<Term>> parse_terms(std::string_view body, std::int64_t announced) {
  std::vector<Term> terms;
  while (!body.empty()) {
    MUSTER_TRY(const auto line, next_line(body, "last line's end"));
    if (terms.size() == kTermsMax) return broken("The bundle has more than 100,000 terms.");
    MUSTER_TRY(auto term, parse_term(line, terms.size() + 1));
    terms.push_back(std::move(term));
  }
  if (terms.empty() || static_cast<std::int64_t>(terms.size()) != announced)
    return broken("The bundle does not hold as many terms as its header says.");
  return terms;
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

}  // namespace

bool is_lexicon_ground(std::string_view ground) {
  return ground == "explicit_unlawful" || ground == "age_assurance_missing" || ground == "billing_fraud" ||
         ground == "phishing_or_malware";
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

Result<Bundle> open_bundle(std::string_view file, std::span<const PublisherKey> enrolled) {
  if (file.size() > kBundleBytesMax) return invalid("bundle_too_large", "The bundle is larger than 32 MB.");
  std::string_view rest = file;
  MUSTER_TRY(const auto header_line, next_line(rest, "signature"));
  MUSTER_TRY(const auto signature_line, next_line(rest, "terms"));
  MUSTER_TRY(const auto publisher, verify(header_line, signature_line, enrolled));
  // From here on the header is what the publisher signed.
  MUSTER_TRY(const auto header, parse_object(header_line));
  if (text_of(header, "format") != kFormat) return broken("The bundle is of another format than muster-lexicon/1.");
  if (text_of(header, "publisher") != publisher.publisher)
    return refused("bundle_publisher_unknown", "The bundle names another publisher than the one whose key signed it.");
  if (!constant_time_equal(text_of(header, "body_sha256"), to_hex(sha256(rest))))
    return refused("bundle_body_changed", "The bundle's terms are not those that were signed.");
  Bundle bundle{{publisher.publisher, text_of(header, "name"), text_of(header, "version"), text_of(header, "ground"),
                 text_of(header, "licence"), text_of(header, "source")},
                {},
                to_hex(sha256(file)),
                publisher.public_key};
  if (!is_lexicon_ground(bundle.header.ground))
    return refused("bundle_ground_unknown", "The bundle is for a ground that words can't give a clue for.");
  if (bundle.header.name.empty() || bundle.header.version.empty() || bundle.header.licence.empty())
    return broken("The bundle's header lacks a name, a version or a licence.");
  const auto* announced = header.if_contains("terms");
  MUSTER_TRY(bundle.terms, parse_terms(rest, announced && announced->is_int64() ? announced->as_int64() : -1));
  return bundle;
}

}  // namespace muster::content
