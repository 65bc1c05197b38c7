// Signed tokens made here by OpenSSL, and everything that must not pass. Keys are made anew in each run.
#include "test_support.h"
#include <base/bytes.h>

#include <camara/issuers.h>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace muster::camara {
namespace {

constexpr const char* kIssuer = "https://id.example";
constexpr const char* kAudience = "muster-numbers";

std::string raw_bytes(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EXPECT_EQ(EVP_PKEY_get_bn_param(key, name, &number), 1);
  std::string out(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(out.data()));
  BN_free(number);
  return out;
}

// A pair of keys with what its issuer publishes of it.
struct Signer {
  std::shared_ptr<EVP_PKEY> key;
  std::string id, algorithm;

  static Signer rsa(const std::string& id, const std::string& algorithm = "RS256", unsigned bits = 2048) {
    return {std::shared_ptr<EVP_PKEY>(EVP_RSA_gen(bits), EVP_PKEY_free), id, algorithm};
  }
  static Signer ec(const std::string& id) {
    return {std::shared_ptr<EVP_PKEY>(EVP_EC_gen("P-256"), EVP_PKEY_free), id, "ES256"};
  }
  static Signer ed(const std::string& id) {
    return {std::shared_ptr<EVP_PKEY>(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free), id, "EdDSA"};
  }
  std::string jwk() const {
    const auto coordinate = [&](const char* name) {
      const std::string bytes = raw_bytes(key.get(), name);
      return to_base64url(std::string(32 - bytes.size(), '\0') + bytes);
    };
    if (algorithm == "ES256")
      return fmt::format(R"({{"kty":"EC","crv":"P-256","kid":"{}","x":"{}","y":"{}"}})", id,
                         coordinate(OSSL_PKEY_PARAM_EC_PUB_X), coordinate(OSSL_PKEY_PARAM_EC_PUB_Y));
    if (algorithm == "EdDSA") {
      std::size_t size = 32;
      std::string x(size, '\0');
      EXPECT_EQ(EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(x.data()), &size), 1);
      return fmt::format(R"({{"kty":"OKP","crv":"Ed25519","kid":"{}","x":"{}"}})", id, to_base64url(x));
    }
    return fmt::format(R"({{"kty":"RSA","use":"sig","kid":"{}","n":"{}","e":"{}"}})", id,
                       to_base64url(raw_bytes(key.get(), OSSL_PKEY_PARAM_RSA_N)),
                       to_base64url(raw_bytes(key.get(), OSSL_PKEY_PARAM_RSA_E)));
  }
  std::string sign(const std::string& claims, std::string header = {}) const {
    if (header.empty()) header = fmt::format(R"({{"alg":"{}","typ":"at+jwt","kid":"{}"}})", algorithm, id);
    const std::string input = to_base64url(header) + "." + to_base64url(claims);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* detail = nullptr;
    EXPECT_EQ(EVP_DigestSignInit(context, &detail, algorithm == "EdDSA" ? nullptr : EVP_sha256(), nullptr, key.get()),
              1);
    if (algorithm == "PS256") {
      EVP_PKEY_CTX_set_rsa_padding(detail, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(detail, RSA_PSS_SALTLEN_DIGEST);
    }
    std::string out(1024, '\0');
    std::size_t size = out.size();
    EXPECT_EQ(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                             reinterpret_cast<const unsigned char*>(input.data()), input.size()),
              1);
    EVP_MD_CTX_free(context);
    out.resize(size);
    return input + "." + to_base64url(algorithm == "ES256" ? raw_of(out) : out);
  }
  static std::string raw_of(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string out(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(out.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(out.data()) + 32, 32);
    ECDSA_SIG_free(pair);
    return out;
  }
};

std::string jwks(const std::vector<Signer>& signers) {
  std::string out = R"({"keys":[)";
  for (const auto& signer : signers) out += (out.back() == '[' ? "" : ",") + signer.jwk();
  return out + "]}";
}

std::string claims_json(Instant now, const std::string& more = {}, const std::string& issuer = kIssuer,
                        const std::string& audience = "\"muster-numbers\"") {
  const std::int64_t seconds = now.micros / 1'000'000;
  return fmt::format(R"({{"iss":"{}","aud":{},"exp":{},"iat":{}{}}})", issuer, audience, seconds + 600, seconds, more);
}

TEST(Jwts, AreVerifiedByTheKeyThatSigned) {
  const std::vector<Signer> signers = {Signer::rsa("r"), Signer::rsa("p", "PS256"), Signer::ec("e"), Signer::ed("d")};
  const auto keys = KeySet::parse(jwks(signers));
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(keys->size(), 4u);
  for (const auto& signer : signers) {
    const std::string text = signer.sign(claims_json({1'700'000'000'000'000}));
    auto token = parse_jwt(text);
    ASSERT_TRUE(token.ok()) << signer.algorithm;
    EXPECT_TRUE(keys->verifies(*token)) << signer.algorithm;
    token->key_id.clear();
    EXPECT_TRUE(keys->verifies(*token)) << "without a name any key that fits is tried";
    token->signature.back() = static_cast<char>(token->signature.back() ^ 1);
    EXPECT_FALSE(keys->verifies(*token)) << signer.algorithm;
    token = parse_jwt(text);
    token->signing_input += 'x';
    EXPECT_FALSE(keys->verifies(*token)) << signer.algorithm;
    token = parse_jwt(text);
    for (const char* other : {"RS256", "PS256", "ES256", "EdDSA"}) {
      token->algorithm = other;
      EXPECT_EQ(keys->verifies(*token), signer.algorithm == other) << signer.algorithm << " as " << other;
    }
  }
}

TEST(Jwts, OtherFormsAreNone) {
  const Signer signer = Signer::rsa("r");
  const std::string claims = claims_json({1'700'000'000'000'000});
  EXPECT_TRUE(parse_jwt(signer.sign(claims)).ok());
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"RS512"})", R"({"alg":1})", R"({})",
                             "[]", "x", R"({"alg":"RS256","crit":["b64"],"b64":false})"})
    EXPECT_FALSE(parse_jwt(signer.sign(claims, header)).ok()) << header;
  for (const char* wrong :
       {"{}", "[]", R"({"iss":"a"})", R"({"exp":1})", R"({"iss":1,"exp":1})", R"({"iss":"a","exp":"1"})",
        R"({"iss":"a","exp":-1})", R"({"iss":"a","exp":1e300})", R"({"iss":"a","exp":1,"aud":[1]})"})
    EXPECT_FALSE(parse_jwt(signer.sign(wrong)).ok()) << wrong;
  for (const char* wrong : {"", ".", "..", "a.b.c", "a.b", "a.b.c.d", "e30.e30.e30"})
    EXPECT_FALSE(parse_jwt(wrong).ok()) << wrong;
  EXPECT_FALSE(parse_jwt(std::string(kJwtMaxBytes + 1, 'a')).ok());
  for (const char* wrong : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})"})
    EXPECT_FALSE(KeySet::parse(wrong).ok()) << wrong;
  EXPECT_EQ(KeySet::parse(jwks({Signer::rsa("small", "RS256", 1024)}))->size(), 0u)
      << "a key that is too short is none";
  EXPECT_EQ(
      KeySet::parse(R"({"keys":[{"kty":"oct","k":"AAAA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})")->size(), 0u);
}

TEST(Jwts, SayWhoAndHow) {
  const Signer signer = Signer::ec("e");
  const auto token = parse_jwt(signer.sign(claims_json(
      {1'700'000'000'000'000}, R"(,"sub":"tel:+8613800000000","azp":"client-1","scope":"a b  c","amr":["sim","x"])",
      kIssuer, R"(["x","y"])")));
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->claims.phone_number, "+8613800000000");
  EXPECT_EQ(token->claims.client, "client-1");
  EXPECT_EQ(token->claims.scopes, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(token->claims.audience, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(authentication_of(token->claims), Authentication::sim);
  Claims claims;
  EXPECT_EQ(authentication_of(claims), Authentication::otp) << "what says nothing is no authentication by the network";
  claims.methods = {"pwd"};
  EXPECT_EQ(authentication_of(claims), Authentication::password);
  claims.methods = {"network"};
  EXPECT_EQ(authentication_of(claims), Authentication::network);
}

TEST(TokenIssuers, AreLinesOfThePolicy) {
  const auto good = issuers_of({"https://a https://a/jwks  camara", "https://b http://127.0.0.1:8080/jwks c"});
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(good->at(0).audience, "camara");
  for (const char* bad :
       {"", "https://a", "https://a https://a/jwks", "https://a http://a/jwks c", "https://a https://a/jwks c d"})
    EXPECT_EQ(issuers_of({bad}).error().code, "token_issuers") << bad;
}

class SignedTokens : public CamaraTest {
 protected:
  SignedTokens() {
    service_.trust(std::make_shared<Issuers>(
        std::vector<Issuer>{{kIssuer, "https://id.example/jwks", kAudience}},
        [this](const std::string& url) -> Result<std::string> {
          EXPECT_EQ(url, "https://id.example/jwks");
          ++fetches_;
          if (away_) return unavailable("issuer_away", "Away.");
          return jwks(published_);
        },
        clock_));
  }
  std::string made(const std::string& more, const std::string& issuer = kIssuer,
                   const std::string& audience = "\"muster-numbers\"") {
    return signer_.sign(claims_json(
        clock_.now(),
        fmt::format(R"(,"client_id":"{}","scope":"sim-swap:check number-verification:verify"{})", client_, more),
        issuer, audience));
  }
  int check(const std::string& bearer, const std::string& sent) {
    return post("/sim-swap/v2/check", bearer, sent).status;
  }
  std::string of(int line) const { return "{\"phoneNumber\":\"" + phone(line) + "\"}"; }

  Signer signer_ = Signer::ec("one");
  std::vector<Signer> published_ = {signer_};
  std::string client_;
  int fetches_ = 0;
  bool away_ = false;
};
MUSTER_ON_BOTH_BACKENDS(SignedTokens);

TEST_P(SignedTokens, CountBesideTheRegistersOwn) {
  held(0, 1);
  client_ = client();
  clock_.advance(std::chrono::seconds(5));
  EXPECT_EQ(check(made(""), of(0)), 200);
  EXPECT_EQ(check(made(""), "{}"), 422) << "of two parties";
  const std::string three = made(",\"phone_number\":\"" + phone(0) + "\",\"amr\":[\"network\"]");
  EXPECT_EQ(check(three, "{}"), 200);
  EXPECT_EQ(check(three, of(0)), 422);
  EXPECT_EQ(post("/number-verification/v2/verify", three, of(0)).status, 200);
  const std::string by_code = made(",\"sub\":\"tel:" + phone(0) + "\"");
  EXPECT_EQ(post("/number-verification/v2/verify", by_code, of(0)).status, 403) << "authenticated by a code";
  EXPECT_EQ(check(token(client_), of(0)), 200) << "one of the register's own";
  EXPECT_EQ(post("/sim-swap/v2/retrieve-date", made(""), of(0)).status, 403) << "not in its scopes";
  EXPECT_EQ(fetches_, 1);
}

TEST_P(SignedTokens, AreRefusedWhereAnythingIsAnother) {
  held(0, 1);
  NewClient narrow;
  narrow.scopes = {"sim-swap:retrieve-date"};
  const std::string narrow_id = client(narrow);
  client_ = client();
  const std::string good = made("");
  EXPECT_EQ(check(good, of(0)), 200);
  EXPECT_EQ(check(made("", "https://other.example"), of(0)), 401);
  EXPECT_EQ(check(made("", kIssuer, "\"another\""), of(0)), 401);
  EXPECT_EQ(check(made("", kIssuer, "[\"x\",\"muster-numbers\"]"), of(0)), 200);
  EXPECT_EQ(check(good.substr(0, good.size() - 4) + "AAAA", of(0)), 401);
  EXPECT_EQ(check(made(",\"nbf\":99999999999"), of(0)), 401);
  EXPECT_EQ(check(made(",\"phone_number\":\"+999999999\""), "{}"), 401) << "a line that is not the register's";
  EXPECT_EQ(check(made(",\"phone_number\":\"nobody\""), "{}"), 401);
  const std::string own = client_;
  client_ = "nobody";
  EXPECT_EQ(check(made(""), of(0)), 401);
  client_ = narrow_id;
  EXPECT_EQ(check(made(""), of(0)), 403) << "an issuer gives nobody more than the register granted";
  client_ = own;
  clock_.advance(std::chrono::minutes(11));
  EXPECT_EQ(check(good, of(0)), 401) << "expired";
  ASSERT_TRUE(service_.end_client("admin", own).ok());
  EXPECT_EQ(check(made(""), of(0)), 401) << "of a client that has ended";
}

TEST_P(SignedTokens, AreTheHoldersWhoWasAuthenticated) {
  held(0, 1);
  client_ = client();
  clock_.advance(std::chrono::seconds(5));
  const std::string three = made(",\"phone_number\":\"" + phone(0) + "\"");
  EXPECT_EQ(check(three, "{}"), 200);
  step(0, lines::Event::disconnect);
  EXPECT_EQ(check(three, "{}"), 401);
}

TEST_P(SignedTokens, KeysAreFetchedAsNeeded) {
  held(0, 1);
  client_ = client();
  away_ = true;
  EXPECT_EQ(check(made(""), of(0)), 503) << "whether it is good can't be said";
  EXPECT_EQ(check(made(""), of(0)), 503);
  EXPECT_EQ(fetches_, 1) << "once a minute";
  away_ = false;
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(check(made(""), of(0)), 200);
  EXPECT_EQ(fetches_, 2);
  signer_ = Signer::rsa("two");
  published_ = {signer_};
  EXPECT_EQ(check(made(""), of(0)), 401) << "a key that nobody knows yet";
  clock_.advance(std::chrono::minutes(1));
  EXPECT_EQ(check(made(""), of(0)), 200) << "and is fetched then";
  away_ = true;
  clock_.advance(std::chrono::hours(20));
  EXPECT_EQ(check(made(""), of(0)), 200) << "the last keys count while the issuer is away";
  clock_.advance(std::chrono::hours(5));
  EXPECT_EQ(check(made(""), of(0)), 503);
}

}  // namespace
}  // namespace muster::camara
