#include "cbor_item.h"
#include <base/text.h>
#include <parties/signature.h>
#include <parties/webauthn.h>

#include <boost/json.hpp>

namespace muster::parties::webauthn {
namespace {

namespace json = boost::json;

constexpr std::size_t kFixedBytes = 37;  // hash of the RP id, flags, count
constexpr unsigned kUserPresent = 0x01, kUserVerified = 0x04, kAttested = 0x40, kExtensions = 0x80;

Error malformed() {
  return refused("signature_malformed", "The authenticator's answer is malformed.");
}
Error too_long() {
  return refused("signature_too_long", "The authenticator's answer is too long.");
}

Result<void> check_client(const ClientData& client, std::string_view type, std::string_view challenge,
                          std::string_view rp_id) {
  if (client.type != type)
    return refused("signature_type", "The authenticator's answer is for another kind of request.");
  if (challenge.empty() || !constant_time_equal(client.challenge, challenge))
    return refused("signature_challenge", "What was signed is another text than the one shown; reload and sign again.");
  if (client.cross_origin || !origin_fits(client.origin, rp_id))
    return refused("signature_origin", "The signature was made on another site than this one.");
  return {};
}

Result<void> check_authenticator(const AuthenticatorData& data, std::string_view rp_id) {
  if (!constant_time_equal(view(data.rp_id_hash), view(sha256(rp_id))))
    return refused("signature_rp", "The key was made for another site than this one.");
  if (!data.user_present) return refused("signature_presence", "The authenticator was not touched.");
  if (!data.user_verified)
    return refused("signature_verification",
                   "The authenticator did not verify its holder (PIN or fingerprint); set that up and sign again.");
  return {};
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

Result<ClientData> parse_client_data(std::string_view text) {
  if (text.size() > kClientDataMaxBytes) return too_long();
  if (!is_valid_utf8(text)) return malformed();
  json::error_code fault;
  json::parse_options options;
  options.max_depth = 8;
  const json::value value = json::parse({text.data(), text.size()}, fault, {}, options);
  if (fault || !value.is_object()) return malformed();
  const json::object& object = value.get_object();
  ClientData out;
  const std::pair<const char*, std::string*> texts[] = {
      {"type", &out.type}, {"challenge", &out.challenge}, {"origin", &out.origin}};
  for (const auto& [name, target] : texts) {
    const json::value* found = object.if_contains(name);
    if (!found || !found->is_string()) return malformed();
    *target = std::string(found->get_string());
  }
  if (const json::value* cross = object.if_contains("crossOrigin")) {
    if (!cross->is_bool()) return malformed();
    out.cross_origin = cross->get_bool();
  }
  return out;
}

Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes) {
  if (bytes.size() > kAuthenticatorDataMaxBytes) return too_long();
  if (bytes.size() < kFixedBytes) return malformed();
  AuthenticatorData out;
  std::copy_n(bytes.begin(), 32, reinterpret_cast<char*>(out.rp_id_hash.data()));
  const auto flags = static_cast<unsigned char>(bytes[32]);
  out.user_present = flags & kUserPresent;
  out.user_verified = flags & kUserVerified;
  out.has_credential = flags & kAttested;
  out.has_extensions = flags & kExtensions;
  out.sign_count = big_endian(bytes.substr(33, 4));
  std::string_view rest = bytes.substr(kFixedBytes);
  if (out.has_credential) {
    if (rest.size() < 18) return malformed();
    const std::size_t size = big_endian(rest.substr(16, 2));
    rest.remove_prefix(18);
    if (size == 0 || size > kCredentialIdMaxBytes || size > rest.size()) return malformed();
    out.credential_id = rest.substr(0, size);
    rest.remove_prefix(size);
    const std::size_t key = cbor_length(rest);
    if (key == 0) return malformed();
    out.cose_key = rest.substr(0, key);
    rest.remove_prefix(key);
  }
  if (out.has_extensions) {
    const std::size_t size = cbor_length(rest);
    if (size == 0) return malformed();
    rest.remove_prefix(size);
  }
  if (!rest.empty()) return malformed();
  return out;
}

Result<Registration> verify_registration(std::string_view client_data_json, std::string_view attestation_object,
                                         std::string_view challenge, std::string_view rp_id) {
  if (attestation_object.size() > kAttestationMaxBytes) return too_long();
  MUSTER_TRY(const ClientData client, parse_client_data(client_data_json));
  MUSTER_CHECK_OK(check_client(client, "webauthn.create", challenge, rp_id));
  std::size_t length = 0;
  auto object = cbor_read(attestation_object, &length);
  std::string data_bytes;
  if (!object.ok() || length != attestation_object.size() || !cbor_find(object->get(), "fmt") ||
      !cbor_find(object->get(), "attStmt") || !cbor_bytes(cbor_find(object->get(), "authData"), data_bytes))
    return refused("attestation_malformed", "The authenticator's answer is malformed.");
  MUSTER_TRY(const AuthenticatorData data, parse_authenticator_data(data_bytes));
  MUSTER_CHECK_OK(check_authenticator(data, rp_id));
  if (!data.has_credential) return refused("attestation_malformed", "The authenticator's answer has no key.");
  MUSTER_TRY(PublicKey key, parse_cose_key(data.cose_key));
  return Registration{data.credential_id, std::move(key), data.sign_count};
}

Result<std::uint32_t> verify_assertion(std::string_view client_data_json, std::string_view authenticator_data,
                                       std::string_view signature, std::string_view challenge, std::string_view rp_id,
                                       const PublicKey& key) {
  if (signature.size() > kSignatureMaxBytes) return too_long();
  MUSTER_TRY(const ClientData client, parse_client_data(client_data_json));
  MUSTER_CHECK_OK(check_client(client, "webauthn.get", challenge, rp_id));
  MUSTER_TRY(const AuthenticatorData data, parse_authenticator_data(authenticator_data));
  MUSTER_CHECK_OK(check_authenticator(data, rp_id));
  std::string message(authenticator_data);
  message += view(sha256(client_data_json));
  MUSTER_CHECK_OK(verify_bytes(key.spki, key.alg, message, signature));
  return data.sign_count;
}

bool origin_fits(std::string_view origin, std::string_view rp_id) {
  const bool secure = origin.starts_with("https://");
  if (!secure && !origin.starts_with("http://")) return false;
  std::string_view host = origin.substr(secure ? 8 : 7);
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) return false;
    host = host.substr(0, colon);
  }
  if (host.empty() || rp_id.empty() ||
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") != std::string_view::npos)
    return false;
  const bool local = host == "localhost" || host.ends_with(".localhost");
  if (!secure && !local) return false;
  return host == rp_id ||
         (host.size() > rp_id.size() && host.ends_with(rp_id) && host[host.size() - rp_id.size() - 1] == '.');
}

}  // namespace muster::parties::webauthn
