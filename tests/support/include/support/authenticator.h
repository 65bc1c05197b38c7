// A software authenticator for tests: makes keys with OpenSSL and answers as a browser would. Every text it returns is
// base64url without padding, unless it says bytes. Each part can be changed, for tests of what must be refused.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace muster::test {

class Authenticator {
 public:
  enum class Kind { es256, eddsa, rs256, webcrypto };
  explicit Authenticator(Kind kind = Kind::es256, std::string rp_id = "localhost",
                         std::string origin = "http://localhost:8080");
  ~Authenticator();

  std::string rp_id, origin;
  std::uint32_t sign_count = 0;  // counts up with each signature; leave_count keeps it at 0
  bool leave_count = false;
  unsigned char flags = 0x05;                     // user present and verified
  std::string credential_id = "credential-0001";  // bytes

  std::int64_t alg() const;
  const char* kind() const { return kind_ == Kind::webcrypto ? "webcrypto" : "webauthn"; }
  std::string spki() const;      // bytes, DER
  std::string cose_key() const;  // bytes
  std::string client_data(std::string_view type, std::string_view challenge, bool cross_origin = false) const;  // bytes
  std::string authenticator_data(bool with_credential) const;                                                   // bytes
  std::string attestation_object() const;                                                                       // bytes
  // Raw signature over a message: DER for es256, r ‖ s for webcrypto. Bytes.
  std::string sign_bytes(std::string_view message) const;

  struct Created {
    std::string client_data_json, attestation_object;
  };
  Created create(std::string_view challenge) const;
  struct Signed {
    std::string kind, client_data_json, authenticator_data, signature;
  };
  // Signs SHA-256(text) as challenge (WebAuthn), or the text (WebCrypto).
  Signed sign(std::string_view canonical_text);

 private:
  struct Inside;
  Kind kind_;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::test
