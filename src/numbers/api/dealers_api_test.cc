#include "test_support.h"
#include <base/bytes.h>

#include <dealers/rules.h>
#include <dealers/service.h>
#include <support/authenticator.h>

namespace muster::numbers_api {
namespace {

class DealersApi : public ApiTest {
 protected:
  std::string contract(const std::string& more = "") const {
    return R"({"contract_number":"C-7","contract_from":"2026-01-01T00:00:00Z","region":"CN-11","quota":100)" + more +
           "}";
  }
  // On record and in force, with a place and a person.
  std::string shop() {
    const auto keeper = as("registrar"), supervisor = as("supervisor");
    const auto made = keeper.post("/api/dealers", contract(R"(,"party_id":")" + dealer_ + "\""));
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/dealers/" + dealer_;
    EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"activate"})", {{"if-match", made.headers.at("etag")}})
                  .at("/state"),
              "active");
    EXPECT_EQ(
        keeper.post(path + "/places", R"({"code":"BJ-1","region":"CN-11","latitude":39.9,"longitude":116.4})").status,
        201);
    person_ = parties_.create_person("system:test", {dealer_, "Clerk", "en", "passport:P7654321"})->id;
    EXPECT_EQ(keeper.get(path + "/candidates").at("/items/0/display_name"), "Clerk");
    EXPECT_EQ(keeper.post(path + "/people", R"({"person_id":")" + person_ + "\"}").status, 201);
    EXPECT_EQ(keeper.get(path + "/candidates").body.find("Clerk"), std::string::npos);
    EXPECT_EQ(supervisor.get(path + "/candidates").status, 403);
    return path;
  }
  Caller::Headers signed_(const std::string& method, const std::string& path, const std::string& body) {
    const std::string time = to_rfc3339(clock_.now());
    return {{"x-muster-device", device_},
            {"x-muster-time", time},
            {"x-muster-signature",
             to_base64url(key_.sign_bytes(dealers::request_text(method, path, time, to_hex(sha256(body)))))}};
  }
  Answer device(const std::string& method, const std::string& path, const std::string& body = {},
                Caller::Headers more = {}) {
    for (const auto& [name, value] : signed_(method, path, body)) more[name] = value;
    return Caller(router_).call(method, path, body, more);
  }
  void enrol(const std::string& path) {
    const auto code =
        as("registrar").post(path + "/device-codes", R"({"person_id":")" + person_ + R"(","place":"BJ-1"})");
    ASSERT_EQ(code.status, 201) << code.body;
    const auto made =
        Caller(router_).post("/api/dealer-devices", R"({"code":")" + code.at("/code") + R"(","public_key":")" +
                                                        to_base64url(key_.spki()) + R"(","label":"Phone"})");
    ASSERT_EQ(made.status, 201) << made.body;
    device_ = made.at("/id");
  }
  test::Authenticator key_{test::Authenticator::Kind::webcrypto};
  std::string person_, device_;
};
MUSTER_ON_BOTH_BACKENDS(DealersApi);

TEST_P(DealersApi, ADealersLifeWithItsVersions) {
  const std::string path = shop();
  const auto supervisor = as("supervisor");
  const auto before = supervisor.get(path);
  EXPECT_EQ(before.at("/name"), "Dealer One");
  EXPECT_EQ(before.at("/next_events/0/event"), "suspend");
  EXPECT_EQ(before.at("/next_events/0/allowed"), "true");
  EXPECT_EQ(as("registrar").get(path).at("/next_events/0/why_not/0/code"), "role_missing");
  EXPECT_EQ(before.at("/recheck"), "null");
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"suspend","reason":"signals"})").status, 428);
  const Caller::Headers match{{"if-match", before.headers.at("etag")}};
  EXPECT_EQ(as("registrar").post(path + "/events", R"({"event":"suspend","reason":"x"})", match).status, 403);
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"suspend"})", match).at("/errors/0/field"), "reason");
  EXPECT_EQ(as("registrar").put(path + "/contract", contract(), match).at("/quota"), "100");
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"suspend","reason":"signals"})", match).status, 412);
  const Caller::Headers newer{{"if-match", supervisor.get(path).headers.at("etag")}};
  EXPECT_EQ(supervisor.post(path + "/events", R"({"event":"suspend","reason":"signals"})", newer).at("/state"),
            "suspended");
  ASSERT_EQ(jobs_.list(dealers::kRecheckJob, "", "", 10)->size(), 1u);
  const auto suspended = as("auditor").get(path);
  EXPECT_EQ(suspended.at("/recheck/job_id"), jobs_.list(dealers::kRecheckJob, "", "", 10)->at(0).id);
  EXPECT_EQ(suspended.at("/recheck/waiting"), "0");
  EXPECT_EQ(supervisor.get("/api/dealers?state=suspended").json().at("items").as_array().size(), 1u);
}

TEST_P(DealersApi, PeopleOfADealerSeeTheirOwn) {
  const std::string path = shop();
  const std::string other = party("partner", "Another");
  const auto own = as("partner_user"), foreign = as("partner_user", other);
  EXPECT_EQ(own.get(path).status, 200);
  EXPECT_EQ(own.get("/api/dealers").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(foreign.get("/api/dealers").json().at("items").as_array().size(), 0u);
  for (const char* part : {"", "/places", "/people", "/devices", "/packets"})
    EXPECT_EQ(foreign.get(path + part).code(), "dealer_not_yours") << part;
  EXPECT_EQ(own.get("/api/dealer-signals").status, 403);
  EXPECT_EQ(as("auditor").get("/api/dealer-signals?state=open").status, 200);
  EXPECT_EQ(as("auditor").get("/api/dealer-signals?state=odd").status, 422);
}

TEST_P(DealersApi, ADeviceSpeaksForItselfByItsSignature) {
  const std::string path = shop();
  enrol(path);
  stock_up(2);
  const auto me = device("GET", "/api/dealer-devices/me");
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_EQ(me.at("/dealer/name"), "Dealer One");
  EXPECT_EQ(me.at("/places/0/code"), "BJ-1");
  EXPECT_EQ(me.at("/policy/pictures_min"), "1");
  EXPECT_EQ(device("GET", "/api/dealer-devices/me/lines").json().at("items").as_array().size(), 2u);
  EXPECT_EQ(Caller(router_).get("/api/dealer-devices/me").code(), "request_time");
  auto wrong = signed_("GET", "/api/dealer-devices/me/lines", "");
  EXPECT_EQ(Caller(router_).get("/api/dealer-devices/me", wrong).code(), "signature_wrong");
  EXPECT_EQ(as("partner_user")
                .post(path + "/devices/" + device_ + "/events", R"({"event":"revoke","reason":"lost"})")
                .at("/state"),
            "revoked");
  EXPECT_EQ(device("GET", "/api/dealer-devices/me").code(), "device_revoked");
}

TEST_P(DealersApi, AnUploadGoesOnWhereItWasCut) {
  const std::string path = shop();
  enrol(path);
  const auto me = device("GET", "/api/dealer-devices/me");
  const std::string bytes(1000, 'x'), hash = to_hex(sha256(bytes)), at = to_rfc3339(clock_.now());
  dealers::Announced a{device_, "key-1", hash, 1000, me.at("/key/id"), at, "", ""};
  const std::string body = R"({"idempotency_key":"key-1","sha256":")" + hash + R"(","size":1000,"key_id":")" +
                           a.key_id + R"(","captured_at":")" + at + R"(","corrects":"","signature":")" +
                           to_base64url(key_.sign_bytes(dealers::packet_text(a))) + "\"}";
  const auto announced = device("POST", "/api/dealer-packets", body);
  ASSERT_EQ(announced.status, 201) << announced.body;
  const std::string packet = announced.headers.at("location");
  EXPECT_EQ(device("PATCH", packet, bytes.substr(0, 600), {{"upload-offset", "0"}}).headers.at("upload-offset"), "600");
  EXPECT_EQ(device("PATCH", packet, bytes.substr(0, 600), {{"upload-offset", "0"}}).code(), "packet_offset");
  EXPECT_EQ(device("PATCH", packet, bytes.substr(600), {{"upload-offset", "x"}}).code(), "upload_offset");
  EXPECT_EQ(device("GET", packet).headers.at("upload-offset"), "600");
  EXPECT_EQ(device("POST", "/api/dealer-packets", body).at("/held"), "600");
  EXPECT_EQ(device("POST", "/api/dealer-devices/me/sync", "{}").code(), "packets_waiting");
  const auto done = device("PATCH", packet, bytes.substr(600), {{"upload-offset", "600"}});
  EXPECT_EQ(done.at("/state"), "refused") << done.body;
  EXPECT_EQ(done.at("/faults/0/code"), "packet_sealing");
  EXPECT_EQ(device("POST", "/api/dealer-devices/me/sync", "{}").status, 200);
  EXPECT_EQ(as("registrar").get(path + "/packets").at("/items/0/state"), "refused");
}

TEST_P(DealersApi, CodesCantBeGuessedInARow) {
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(Caller(router_)
                  .post("/api/dealer-devices", R"({"code":"0000-0000-0000","public_key":")" +
                                                   to_base64url(key_.spki()) + R"(","label":"Phone"})")
                  .code(),
              "code_wrong");
  EXPECT_EQ(Caller(router_).post("/api/dealer-devices", R"({"code":"0000-0000-0000","public_key":"x"})").status, 429);
}

}  // namespace
}  // namespace muster::numbers_api
