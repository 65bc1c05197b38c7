// Peers as operators see them, and TAXII as peers do.
#include "whole_program.h"
#include <base/bytes.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sharing/taxii.h>
#include <support/contract.h>

namespace muster::api {
namespace {

using ::testing::HasSubstr;

class SharingApi : public ::testing::Test {
 protected:
  SharingApi() : program_(store::Backend::sqlite) {
    add_sharing_routes(router_, program_.services);
    add_resolver_routes(router_, program_.services);
    parties::Party carrier;
    carrier.kind = "carrier";
    carrier.name = "Carrier";
    const auto party = program_.parties.create_party("system:test", carrier);
    operator_ = program_.parties.create_person("system:test", {party->id, "O", "en", "passport:10001"})->id;
    const auto added = as_operator().post(
        "/api/peers", fmt::format(R"({{"label":"South","identity_id":"{}"}})", kIdentity), {{"Idempotency-Key", "a"}});
    EXPECT_EQ(added.status, 201) << added.body;
    token_ = added.at("/token");
    token_ = token_.starts_with('"') ? token_.substr(1, token_.size() - 2) : token_;
    (void)program_.shared_orders.step();
  }
  Caller as_operator() { return Caller(router_, person(operator_, {"operator"})); }
  // As a peer asks: without a session.
  http::Response ask(const std::string& method, const std::string& path, const std::string& token,
                     const std::string& body = "", const std::string& accept = "") {
    http::Request request;
    request.method = method;
    const auto mark = path.find('?');
    request.path = path.substr(0, mark);
    if (mark != std::string::npos) {
      const auto equals = path.find('=', mark);
      request.query.emplace_back(path.substr(mark + 1, equals - mark - 1), path.substr(equals + 1));
    }
    if (!token.empty()) request.headers["authorization"] = token;
    if (!accept.empty()) request.headers["accept"] = accept;
    request.headers["content-type"] = std::string(sharing::kTaxiiType);
    request.body = body;
    int status = 0;
    const auto* route = router_.find(request, status);
    if (!route) return {status, {}, {}, {}};
    return route->handler(request);
  }
  http::Response get(const std::string& path) { return ask("GET", path, "Bearer " + token_); }
  static std::string objects_of(std::string_view id) {
    return fmt::format("/taxii2/muster/collections/{}/objects/", id);
  }

  static constexpr const char* kIdentity = "identity--00000000-0000-4000-8000-000000000001";
  WholeProgram program_;
  http::Router router_;
  std::string operator_, token_;
};

TEST_F(SharingApi, DiscoveryIsForAnybodyAndTheRestForPeers) {
  EXPECT_THAT(ask("GET", "/taxii2/", "").body, HasSubstr(R"("api_roots":["/taxii2/muster/"])"));
  EXPECT_EQ(ask("GET", "/taxii2/muster/", "").status, 401);
  EXPECT_EQ(ask("GET", "/taxii2/muster/", "Bearer other").status, 401);
  EXPECT_EQ(get("/taxii2/muster/").status, 200);
  EXPECT_EQ(get("/taxii2/muster").status, 200) << "with or without its last slash";
  EXPECT_EQ(ask("GET", "/taxii2/muster/", "Basic " + to_base64("peer:" + token_)).status, 200);
  EXPECT_EQ(ask("GET", "/taxii2/muster/", "Basic !").status, 401);
  EXPECT_EQ(get("/taxii2/other/").status, 404);
  EXPECT_EQ(ask("GET", "/taxii2/", "", "", "text/html").status, 406);
  EXPECT_EQ(ask("GET", "/taxii2/", "", "", "application/taxii+json;version=2.0").status, 406);
}

TEST_F(SharingApi, CollectionsAndObjects) {
  EXPECT_THAT(get("/taxii2/muster/collections/").body, HasSubstr(std::string(sharing::kInboxCollection)));
  EXPECT_THAT(get("/taxii2/muster/collections/orders/").body, HasSubstr(R"("can_read":true,"can_write":false)"));
  EXPECT_EQ(get("/taxii2/muster/collections/none/").status, 404);
  const auto all = get(objects_of(sharing::kOrdersCollection));
  EXPECT_EQ(all.status, 200);
  EXPECT_THAT(all.body, HasSubstr(program_.shared_orders.speaker().id()));
  const std::string own = program_.shared_orders.speaker().id();
  EXPECT_EQ(get(objects_of("orders") + own + "/").status, 200);
  EXPECT_THAT(get(objects_of("orders") + own + "/versions/").body, HasSubstr(R"("versions":["2026)"));
  EXPECT_EQ(get(objects_of("orders") + "indicator--none/").status, 404);
  EXPECT_THAT(get("/taxii2/muster/collections/orders/manifest/").body, HasSubstr("date_added"));
  EXPECT_EQ(get(objects_of("orders") + "?limit=none").status, 400);
  EXPECT_EQ(get(objects_of("inbox")).status, 403) << "sent to, and read by nobody";
}

TEST_F(SharingApi, WhatIsSentIsAnsweredAndShownToOperators) {
  const std::string indicator =
      R"({"type":"indicator","spec_version":"2.1","id":"indicator--6eacde80-02bc-5f60-af19-336883dcdadd","created_by_ref":")" +
      std::string(kIdentity) +
      R"(","created":"2026-03-01T00:00:00Z","modified":"2026-03-01T00:00:00Z","labels":["phishing_or_malware"],)"
      R"("pattern":"[domain-name:value = 'bad.example']","pattern_type":"stix","valid_from":"2026-03-01T00:00:00Z"})";
  const std::string body = R"({"objects":[)" + indicator + R"(,{"type":"indicator"}]})";
  EXPECT_EQ(ask("POST", objects_of("orders"), "Bearer " + token_, body).status, 403) << "orders are written by orders";
  EXPECT_EQ(ask("POST", objects_of("inbox"), "", body).status, 401);
  EXPECT_EQ(ask("POST", objects_of("inbox"), "Bearer " + token_, "{").status, 400);
  EXPECT_EQ(ask("POST", objects_of("none"), "Bearer " + token_, body).status, 404);
  const auto sent = ask("POST", objects_of("inbox"), "Bearer " + token_, body);
  ASSERT_EQ(sent.status, 202) << sent.body;
  EXPECT_THAT(sent.body, HasSubstr(R"("total_count":2,"success_count":1)"));
  EXPECT_EQ(get("/taxii2/muster/status/" + sent.body.substr(7, 36) + "/").body, sent.body);
  EXPECT_EQ(get("/taxii2/muster/status/none/").status, 404);

  const auto received = as_operator().get("/api/peers/received?state=waiting");
  EXPECT_EQ(received.at("/items/0/names/0"), "bad.example");
  EXPECT_EQ(received.at("/items/0/peer"), "South");
  EXPECT_EQ(as_operator().get("/api/peers/received?state=withdrawn").at("/items"), "[]");
}

TEST_F(SharingApi, ByTaxiiNobodyAsksForANameThatIsNeverBlocked) {
  const auto indicator = [](int n, const std::string& pattern) {
    return fmt::format(
        R"({{"type":"indicator","spec_version":"2.1","id":"indicator--00000000-0000-4000-8000-{:012}",)"
        R"("created_by_ref":"{}","created":"2026-03-01T00:00:00Z","modified":"2026-03-01T00:00:00Z",)"
        R"("labels":["phishing_or_malware"],"pattern":"[{}]","pattern_type":"stix","valid_from":"2026-03-01T00:00:00Z"}})",
        n, kIdentity, pattern);
  };
  const std::string body = fmt::format(R"({{"objects":[{},{},{},{}]}})", indicator(1, "domain-name:value = 'com'"),
                                       indicator(2, "domain-name:value LIKE '%.co.uk'"),
                                       indicator(3, "domain-name:value = 'bad.example' OR domain-name:value = 'co.uk'"),
                                       indicator(4, "domain-name:value = 'clinic.example'"));
  const auto sent = ask("POST", objects_of("inbox"), "Bearer " + token_, body);
  ASSERT_EQ(sent.status, 202) << sent.body;
  EXPECT_THAT(sent.body, HasSubstr(R"("total_count":4,"success_count":1)"));
  EXPECT_THAT(sent.body, HasSubstr("never blocked"));
  EXPECT_EQ(as_operator().get("/api/peers/received").at("/items/0/names/0"), "clinic.example");
  EXPECT_EQ(as_operator().get("/api/peers/received").at("/items/1/names/0"), "");
  // A name that people listed is a question for people, and stands in nothing that a resolver or another peer reads.
  EXPECT_EQ(*program_.peers.raise_clues(), 1);
  (void)program_.shared_orders.step();
  EXPECT_EQ(*program_.shared_orders.count(), 0);
  EXPECT_EQ(program_.feeds.file(zones::FeedForm::rpz)->entries, 0);
}

TEST_F(SharingApi, MispFetchesItsFeedWithATokenOfEitherKind) {
  EXPECT_EQ(ask("GET", "/feeds/misp/manifest.json", "").status, 403);
  EXPECT_EQ(ask("GET", "/feeds/misp/manifest.json", "Bearer guess").status, 403);
  ASSERT_TRUE(program_.parties.assign_role("system:test", operator_, "operator").ok());
  const auto token = program_.enforcement.give_token("MISP of our own", std::chrono::hours(1), operator_);
  ASSERT_TRUE(token.ok());
  for (const std::string& header :
       {"Bearer " + token_, "Basic " + to_base64("misp:" + token_), "Bearer " + token->token}) {
    const auto manifest = ask("GET", "/feeds/misp/manifest.json", header);
    EXPECT_EQ(manifest.status, 200) << manifest.body;
    EXPECT_EQ(manifest.body, "{}") << "no order stands";
  }
  EXPECT_EQ(as_operator().get("/feeds/misp/hashes.csv").headers.at("content-type"), "text/csv; charset=utf-8");
  const auto note = get("/feeds/misp/manifest");
  EXPECT_THAT(note.body, HasSubstr("muster-feed/1\norigin muster.example/feeds\nform misp\nserial 0\n"));
  EXPECT_THAT(note.body, HasSubstr("\nsha256 " + to_hex(sha256("{}")) + "\nentries 0\norders 0\n"));
  for (const char* unknown : {"other.csv", "../rpz", "00000000-0000-4000-8000-000000000001.json", ".json", "rpz"})
    EXPECT_EQ(get(std::string("/feeds/misp/") + unknown).status, 404) << unknown;
  EXPECT_EQ(Caller(router_, person(operator_, {"examiner"})).get("/feeds/misp/manifest.json").status, 403);
  EXPECT_EQ(test::differences(test::read_contract(MUSTER_SOURCE_DIR "/docs/openapi.yaml"), http::describe(router_),
                              "/feeds/misp"),
            "");
}

TEST_F(SharingApi, OperatorsAddAndEndPeers) {
  const auto list = as_operator().get("/api/peers");
  EXPECT_EQ(list.at("/items/0/label"), "South");
  EXPECT_EQ(list.body.find(token_), std::string::npos) << "a token is shown once";
  EXPECT_EQ(Caller(router_, person(operator_, {"examiner"})).get("/api/peers").status, 403);
  const auto again = as_operator().post(
      "/api/peers", fmt::format(R"({{"label":"South","identity_id":"{}"}})", kIdentity), {{"Idempotency-Key", "b"}});
  EXPECT_EQ(again.code(), "peer_exists");
  auto id = list.at("/items/0/id");
  EXPECT_EQ(as_operator().post("/api/peers/" + id + "/events", R"({"event":"ask"})").code(), "peer_unknown")
      << "it has no address";
  EXPECT_EQ(as_operator().post("/api/peers/" + id + "/events", R"({"event":"end"})").status, 204);
  EXPECT_EQ(get("/taxii2/muster/").status, 401);
}

TEST_F(SharingApi, ResolversAreAskedUntilTheyAreEnded) {
  EXPECT_EQ(
      as_operator().post("/api/resolvers", R"({"label":"East","address":"east"})", {{"Idempotency-Key", "c"}}).code(),
      "address");
  const auto made = as_operator().post("/api/resolvers", R"({"label":"East","address":"192.0.2.53","port":5353})",
                                       {{"Idempotency-Key", "d"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto list = as_operator().get("/api/resolvers");
  EXPECT_EQ(list.at("/items/0/port"), "5353");
  EXPECT_EQ(list.at("/items/0/p99_ms"), "null");
  EXPECT_EQ(as_operator().get("/api/resolvers/probes").at("/items"), "[]");
  EXPECT_EQ(Caller(router_, person(operator_, {"examiner"})).get("/api/resolvers").status, 403);
  const std::string events = "/api/resolvers/" + list.at("/items/0/id") + "/events";
  EXPECT_EQ(as_operator().post(events, R"({"event":"end"})").status, 204);
  EXPECT_EQ(as_operator().post(events, R"({"event":"end"})").code(), "resolver_unknown");
}

}  // namespace
}  // namespace muster::api
