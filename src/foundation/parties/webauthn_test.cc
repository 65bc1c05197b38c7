#include "cbor_item.h"
#include <parties/signature.h>
#include <parties/webauthn.h>

#include <gtest/gtest.h>
#include <support/authenticator.h>

namespace muster::parties {
namespace {

using test::Authenticator;
using Kind = Authenticator::Kind;

const std::string kText = "muster-decision/1\norder 2026-000017\nshop-017.example\n决定\n";

SigningKey key_of(const Authenticator& authenticator) {
  SigningKey key;
  key.id = "k";
  key.kind = authenticator.kind();
  key.public_key = to_base64(authenticator.spki());
  key.alg = authenticator.alg();
  key.rp_id = "localhost";
  return key;
}

Signature of(const Authenticator::Signed& s) {
  return {s.kind, s.client_data_json, s.authenticator_data, s.signature};
}

std::string fault(const SigningKey& key, std::string_view text, const Signature& signature) {
  const auto result = verify_signature(key, text, signature);
  return result.ok() ? "" : result.error().code;
}

class EachKind : public testing::TestWithParam<Kind> {};
INSTANTIATE_TEST_SUITE_P(Keys, EachKind, testing::Values(Kind::es256, Kind::eddsa, Kind::rs256, Kind::webcrypto));

TEST_P(EachKind, SignatureFitsItsTextAndKeyAlone) {
  Authenticator mine(GetParam()), other(GetParam());
  const Signature signature = of(mine.sign(kText));
  EXPECT_EQ(fault(key_of(mine), kText, signature), "");
  EXPECT_EQ(fault(key_of(other), kText, signature), "signature_wrong");
  const std::string wrong = GetParam() == Kind::webcrypto ? "signature_wrong" : "signature_challenge";
  EXPECT_EQ(fault(key_of(mine), kText + " ", signature), wrong);
  EXPECT_EQ(fault(key_of(mine), "", signature), "signature_too_long");
  EXPECT_EQ(fault(key_of(mine), std::string(kCanonicalTextMaxBytes + 1, 'x'), signature), "signature_too_long");
}

TEST_P(EachKind, EveryFlippedBitIsFound) {
  Authenticator mine(GetParam());
  const Signature good = of(mine.sign(kText));
  for (std::string Signature::*field :
       {&Signature::client_data_json, &Signature::authenticator_data, &Signature::signature}) {
    const std::string bytes = *from_base64url(good.*field);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
      Signature bad = good;
      bad.*field = to_base64url(changed);
      ASSERT_NE(fault(key_of(mine), kText, bad), "") << "byte " << i;
    }
    for (const std::string& changed : {bytes.substr(0, bytes.size() / 2), bytes + '\0', std::string(5'000, 'x')}) {
      if (bytes.empty() && changed.empty()) continue;
      Signature bad = good;
      bad.*field = to_base64url(changed);
      ASSERT_NE(fault(key_of(mine), kText, bad), "");
    }
  }
  Signature padded = good;
  padded.signature += "=";
  EXPECT_EQ(fault(key_of(mine), kText, padded), "signature_malformed");
}

TEST(Signature, KindsAreNotMixed) {
  Authenticator key(Kind::es256), browser(Kind::webcrypto);
  EXPECT_EQ(fault(key_of(key), kText, of(browser.sign(kText))), "signature_kind");
  SigningKey unknown = key_of(key);
  unknown.kind = "pgp";
  Signature signature = of(key.sign(kText));
  signature.kind = "pgp";
  EXPECT_EQ(fault(unknown, kText, signature), "signature_kind");
  // A P-256 key under another algorithm's number.
  SigningKey mislabelled = key_of(key);
  mislabelled.alg = kEdDsa;
  EXPECT_EQ(fault(mislabelled, kText, of(key.sign(kText))), "key_algorithm");
}

TEST(Signature, AuthenticatorMustBeHereAndVerifyItsHolder) {
  Authenticator a;
  a.flags = 0x04;
  EXPECT_EQ(fault(key_of(a), kText, of(a.sign(kText))), "signature_presence");
  a.flags = 0x01;
  EXPECT_EQ(fault(key_of(a), kText, of(a.sign(kText))), "signature_verification");
  a.flags = 0x05;
  a.rp_id = "evil.example";
  EXPECT_EQ(fault(key_of(a), kText, of(a.sign(kText))), "signature_rp");
  a.rp_id = "localhost";
  for (const char* origin : {"https://evil.example", "http://localhost.evil.example", "https://evillocalhost",
                             "http://localhost:8080/x", "null"}) {
    a.origin = origin;
    EXPECT_EQ(fault(key_of(a), kText, of(a.sign(kText))), "signature_origin") << origin;
  }
}

TEST(Signature, AnswerToAnotherCeremonyIsRefused) {
  Authenticator a;
  const std::string client = a.client_data("webauthn.create", challenge_of(kText));
  const std::string data = a.authenticator_data(false);
  const Signature s{kWebAuthn, to_base64url(client), to_base64url(data),
                    to_base64url(a.sign_bytes(data + std::string(view(sha256(client)))))};
  EXPECT_EQ(fault(key_of(a), kText, s), "signature_type");
  const std::string cross = a.client_data("webauthn.get", challenge_of(kText), true);
  const Signature c{kWebAuthn, to_base64url(cross), to_base64url(data),
                    to_base64url(a.sign_bytes(data + std::string(view(sha256(cross)))))};
  EXPECT_EQ(fault(key_of(a), kText, c), "signature_origin");
}

TEST(WebAuthn, OriginsOfSecureContextsAlone) {
  using webauthn::origin_fits;
  EXPECT_TRUE(origin_fits("https://muster.example", "muster.example"));
  EXPECT_TRUE(origin_fits("https://a.muster.example:8443", "muster.example"));
  EXPECT_TRUE(origin_fits("http://localhost:8080", "localhost"));
  for (const char* origin : {"http://muster.example", "https://xmuster.example", "https://example", "https://",
                             "ftp://muster.example", "https://muster.example:", "https://muster.example:99999999",
                             "https://muster.example:8a", "https://muster.example@evil", "https://MUSTER.example", ""})
    EXPECT_FALSE(origin_fits(origin, "muster.example")) << origin;
  EXPECT_FALSE(origin_fits("https://x", ""));
}

class EachAuthenticator : public testing::TestWithParam<Kind> {};
INSTANTIATE_TEST_SUITE_P(Keys, EachAuthenticator, testing::Values(Kind::es256, Kind::eddsa, Kind::rs256));

TEST_P(EachAuthenticator, RegistrationGivesTheKeyThatSigns) {
  Authenticator a(GetParam());
  const auto made = webauthn::verify_registration(a.client_data("webauthn.create", "abc"), a.attestation_object(),
                                                  "abc", "localhost");
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(made->key.spki, a.spki());
  EXPECT_EQ(made->key.alg, a.alg());
  EXPECT_EQ(made->credential_id, a.credential_id);
}

TEST_P(EachAuthenticator, CutRegistrationsAreRefused) {
  Authenticator a(GetParam());
  const std::string client = a.client_data("webauthn.create", "abc"), object = a.attestation_object();
  for (std::size_t n = 0; n < object.size(); ++n)
    ASSERT_FALSE(webauthn::verify_registration(client, object.substr(0, n), "abc", "localhost").ok()) << n;
  EXPECT_FALSE(webauthn::verify_registration(client, object + "x", "abc", "localhost").ok());
  EXPECT_EQ(webauthn::verify_registration(client, object, "abd", "localhost").error().code, "signature_challenge");
  EXPECT_EQ(webauthn::verify_registration(client, object, "", "localhost").error().code, "signature_challenge");
  EXPECT_EQ(webauthn::verify_registration(client, object, "abc", "other.example").error().code, "signature_origin");
  EXPECT_EQ(
      webauthn::verify_registration(a.client_data("webauthn.get", "abc"), object, "abc", "localhost").error().code,
      "signature_type");
  EXPECT_EQ(
      webauthn::verify_registration(client, std::string(webauthn::kAttestationMaxBytes + 1, 'x'), "abc", "localhost")
          .error()
          .code,
      "signature_too_long");
}

TEST(WebAuthn, HostileClientData) {
  for (const char* text :
       {"", "{}", "[]", "{\"type\":1,\"challenge\":\"\",\"origin\":\"\"}",
        "{\"type\":\"x\",\"challenge\":\"y\",\"origin\":\"z\",\"crossOrigin\":1}", "\xff", "{\"type\":\"x\""})
    EXPECT_EQ(webauthn::parse_client_data(text).error().code, "signature_malformed") << text;
  EXPECT_EQ(webauthn::parse_client_data(std::string(kClientDataMaxBytes + 1, ' ')).error().code, "signature_too_long");
  EXPECT_FALSE(webauthn::parse_client_data(std::string(100, '[')).ok());
}

TEST(WebAuthn, HostileCbor) {
  EXPECT_EQ(cbor_length(std::string_view("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9)), 0u);  // an array of 2^64-1
  EXPECT_EQ(cbor_length(std::string_view("\xbb\x7f\xff\xff\xff\xff\xff\xff\xff", 9)), 0u);
  EXPECT_EQ(cbor_length(std::string_view("\x5b\xff\xff\xff\xff\xff\xff\xff\xff", 9)), 0u);
  EXPECT_EQ(cbor_length("\x9f\xff"), 0u);                // of indefinite length
  EXPECT_EQ(cbor_length(std::string(100, '\x81')), 0u);  // nested too deep
  EXPECT_EQ(cbor_length(""), 0u);
  EXPECT_EQ(cbor_length("\x43"
                        "abcd"),
            4u);
  EXPECT_FALSE(webauthn::parse_cose_key("\xa0").ok());
}

TEST(WebAuthn, KeysOfOtherKinds) {
  Authenticator a;
  // A point that isn't on the curve.
  std::string off = a.spki();
  off.back() = static_cast<char>(off.back() ^ 1);
  EXPECT_FALSE(webauthn::check_spki(off, kEs256).ok());
  EXPECT_FALSE(webauthn::check_spki(a.spki() + "x", kEs256).ok());
  EXPECT_FALSE(webauthn::check_spki(a.spki(), kRs256).ok());
  EXPECT_FALSE(webauthn::check_spki(a.spki(), -35).ok());
  EXPECT_FALSE(webauthn::check_spki("", kEs256).ok());
  EXPECT_FALSE(webauthn::check_spki(std::string(10'000, 'x'), kRs256).ok());
}

}  // namespace
}  // namespace muster::parties
