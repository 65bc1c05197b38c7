// Hostile answers of an authenticator: client data, attestation object, authenticator data, CBOR keys, DER keys.
#include <parties/signature.h>
#include <parties/webauthn.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view first = all.substr(0, all.size() / 2), second = all.substr(all.size() / 2);
  namespace w = muster::parties::webauthn;
  switch (data[0] % 7) {
    case 0:
      (void)w::parse_client_data(all);
      break;
    case 1:
      (void)w::parse_authenticator_data(all);
      break;
    case 2:
      (void)w::parse_cose_key(all);
      break;
    case 3:
      (void)w::verify_registration(R"({"type":"webauthn.create","challenge":"abc","origin":"http://localhost"})", all,
                                   "abc", "localhost");
      break;
    case 4:
      for (const std::int64_t alg : {muster::parties::kEs256, muster::parties::kEdDsa, muster::parties::kRs256})
        (void)w::verify_bytes(first, alg, "m", second);
      break;
    case 5:
      (void)w::origin_fits(first, second);
      break;
    default: {
      muster::parties::SigningKey key;
      key.kind = data[0] & 0x80 ? muster::parties::kWebAuthn : muster::parties::kWebCrypto;
      key.alg = muster::parties::kEs256;
      key.public_key = std::string(first);
      key.rp_id = "localhost";
      (void)muster::parties::verify_signature(key, "text",
                                              {key.kind, std::string(second), std::string(first), std::string(second)});
    }
  }
  return 0;
}
