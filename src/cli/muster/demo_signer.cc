#include "demo_signer.h"

#include <base/bytes.h>

#include <stdexcept>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace muster::cli {

struct DemoSigner::Key {
  ~Key() { EVP_PKEY_free(key); }
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");

  std::string spki() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(std::max(0, size)));
    OPENSSL_free(der);
    return out;
  }
  // r ‖ s, as browsers write it.
  std::string sign(std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    std::string der;
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) != 1)
      throw std::runtime_error("a demonstration's key does not sign");
    der.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size, data, text.size()) != 1)
      throw std::runtime_error("a demonstration's key does not sign");
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size));
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
    ECDSA_SIG_free(pair);
    return raw;
  }
};

DemoSigner::DemoSigner() : key_(std::make_unique<Key>()) {
  if (!key_->key) throw std::runtime_error("a demonstration's key can't be made");
}
DemoSigner::~DemoSigner() = default;

Result<void> DemoSigner::enrol(parties::Service& parties, const std::string& person, const std::string& officer) {
  MUSTER_TRY(const auto begun, parties.begin_key(person));
  const std::string proof = parties::Service::key_proof_text(person, begun.challenge);
  MUSTER_TRY(const auto registration, parties.finish_webcrypto(person, begun.challenge, to_base64url(key_->spki()),
                                                               to_base64url(key_->sign(proof)), "Demonstration"));
  MUSTER_TRY(const auto enrolled, parties.enrol_key(officer, registration.id));
  key_id_ = enrolled.id;
  return {};
}

parties::Signature DemoSigner::sign(std::string_view text) const {
  return {"webcrypto", "", "", to_base64url(key_->sign(text))};
}

}  // namespace muster::cli
