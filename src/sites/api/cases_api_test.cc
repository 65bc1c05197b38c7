// The way of a case as its people call it: examiner, decider, confirmer, appeal officer, a resolver.
#include "case_handlers.h"
#include "feed_handlers.h"
#include "whole_program.h"
#include <base/bytes.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/authenticator.h>
#include <support/contract.h>

namespace muster::api {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
  return std::move(result).value();
}

class CasesApi : public ::testing::Test {
 protected:
  CasesApi() : program_(store::Backend::sqlite) {
    add_case_routes(router_, program_.services);
    add_enforcement_routes(router_, program_.services);
    authority_ = party("authority", "Authority");
    carrier_ = party("carrier", "Carrier");
    officer_ = add(carrier_, "key_officer");
    for (const char* role : {"examiner", "decider", "confirmer", "appeal_officer"})
      people_[role] = add(authority_, role);
    people_["operator"] = add(carrier_, "operator");
    enrol("decider", test::Authenticator::Kind::es256);
    enrol("confirmer", test::Authenticator::Kind::webcrypto);
    const auto witness =
        must(ledger::SigningKey::make("witness.example/one", ledger::Algorithm::cosignature_v1, program_.random));
    must(program_.db->write([&](store::Transaction& tx) -> Result<int> {
      MUSTER_CHECK_OK(
          program_.log.enrol_witness(tx, witness.verifier().to_text(), "http://127.0.0.1:1/", "system:test"));
      return 1;
    }));
  }
  std::string party(const char* kind, const char* name) {
    parties::Party p;
    p.kind = kind;
    p.name = name;
    return must(program_.parties.create_party("system:test", p)).id;
  }
  std::string add(const std::string& party_id, const char* role) {
    const std::string number = std::to_string(10'000'000 + ++count_);
    const auto made =
        must(program_.parties.create_person("system:test", {party_id, "Person " + number, "en", "passport:" + number}))
            .id;
    must(program_.parties.assign_role("system:test", made, role));
    return made;
  }
  void enrol(const std::string& role, test::Authenticator::Kind kind) {
    auto key = std::make_unique<test::Authenticator>(kind);
    key->credential_id = "credential-" + role;
    const auto challenge = must(program_.parties.begin_key(people_[role])).challenge;
    const auto registration = [&] {
      if (kind == test::Authenticator::Kind::webcrypto)
        return must(program_.parties.finish_webcrypto(
            people_[role], challenge, to_base64url(key->spki()),
            key->sign(parties::Service::key_proof_text(people_[role], challenge)).signature));
      const auto made = key->create(challenge);
      return must(program_.parties.finish_webauthn(people_[role], challenge, made.client_data_json,
                                                   made.attestation_object, "key"));
    }();
    must(program_.parties.enrol_key(officer_, registration.id));
    keys_[role] = std::move(key);
  }
  Caller as(const std::string& role) {
    return Caller(router_, person(people_[role], {role}, role == "operator" ? carrier_ : authority_));
  }
  Caller::Headers version(const std::string& path) { return {{"If-Match", as("examiner").get(path).headers["etag"]}}; }

  std::string referred() {
    const auto opened =
        as("examiner").post("/api/cases", R"({"ground":"explicit_unlawful","target":"https://bad.example/page"})");
    EXPECT_EQ(opened.status, 201) << opened.body;
    const std::string path = "/api/cases/" + opened.at("/id");
    for (const char* element : {"sealed_visit", "content_in_context", "law_applies"}) {
      const auto tied =
          as("examiner")
              .post(path + "/elements",
                    std::string(R"({"evidence_kind":"statement","evidence_ref":"words","element":")") + element + "\"}",
                    version(path));
      EXPECT_EQ(tied.status, 201) << tied.body;
    }
    for (const char* event : {"seal", "screen", "refer"}) {
      const auto moved =
          as("examiner").post(path + "/events", std::string(R"({"event":")") + event + "\"}", version(path));
      EXPECT_EQ(moved.status, 200) << moved.body;
    }
    return path;
  }
  Answer prepare(const std::string& path) {
    return as("decider").post(
        path + "/decision",
        R"({"outcome":"violation","measure":"network","scope":{"kind":"host","value":"bad.example"},"article":"art. 15",)"
        R"("no_notice_reason":"It hides.","reasons":"Seen.","expires_at":"2026-04-02T00:00:00Z"})",
        version(path));
  }
  Answer sign(const std::string& role, const std::string& decision) {
    const auto shown = as(role).get("/api/decisions/" + decision);
    const auto s = keys_[role]->sign(shown.at("/canonical_text"));
    json::object body{{"key_id", shown.at("/may_sign/keys/0/id")}, {"text_sha256", shown.at("/text_sha256")}};
    if (s.kind == "webcrypto")
      body["webcrypto"] = json::object{{"signature", s.signature}};
    else
      body["webauthn"] = json::object{{"authenticator_data", s.authenticator_data},
                                      {"client_data_json", s.client_data_json},
                                      {"signature", s.signature}};
    return as(role).post("/api/decisions/" + decision + "/signatures", json::serialize(body));
  }

  WholeProgram program_;
  http::Router router_;
  std::string authority_, carrier_, officer_;
  std::map<std::string, std::string> people_;
  std::map<std::string, std::unique_ptr<test::Authenticator>> keys_;
  int count_ = 0;
};

TEST_F(CasesApi, FromACaseToAnEntryAndBack) {
  const std::string path = referred();
  const auto draft = prepare(path);
  ASSERT_EQ(draft.status, 201) << draft.body;
  EXPECT_EQ(draft.at("/effect/hit/0"), "bad.example");
  EXPECT_EQ(draft.at("/may_sign/allowed"), "true") << draft.body;
  const std::string decision = draft.at("/id");
  const auto first = sign("decider", decision);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(first.at("/state"), "decided");
  EXPECT_EQ(first.at("/may_confirm/0/id"), people_["confirmer"]);
  EXPECT_EQ(as("decider").get("/api/decisions/" + decision).at("/may_sign/allowed"), "false");
  const auto second = sign("confirmer", decision);
  ASSERT_EQ(second.status, 201) << second.body;
  const std::string order = "/api/orders/" + second.at("/order_id");
  const auto shown = as("operator").get(order);
  EXPECT_EQ(shown.at("/state"), "in_force") << shown.body;
  EXPECT_EQ(shown.at("/entries/0/name"), "bad.example");
  EXPECT_EQ(shown.at("/signatures/1/as"), "confirmer");

  // A resolver fetches it.
  EXPECT_EQ(Caller(router_).get("/feeds/rpz").status, 403);
  const auto token = as("operator").post("/api/feeds/tokens", R"({"label":"resolver one"})");
  ASSERT_EQ(token.status, 201) << token.body;
  const auto zone = Caller(router_).get("/feeds/rpz?token=" + token.at("/token"));
  ASSERT_EQ(zone.status, 200) << zone.body;
  EXPECT_EQ(zone.headers.at("content-type"), "text/dns; charset=utf-8");
  EXPECT_NE(zone.body.find("bad.example IN CNAME ."), std::string::npos);
  EXPECT_EQ(Caller(router_)
                .get("/feeds/rpz",
                     {{"Authorization", "Bearer " + token.at("/token")}, {"If-None-Match", zone.headers.at("etag")}})
                .status,
            304);
  EXPECT_EQ(as("operator").get(order).at("/state"), "executed");
  EXPECT_EQ(Caller(router_).get("/feeds/status").at("/enabled"), "true");
  const auto feed = [&](const std::string& target) {
    return Caller(router_).get("/feeds/" + target, {{"Authorization", "Bearer " + token.at("/token")}});
  };
  const auto lines = feed("entries");
  EXPECT_EQ(lines.headers.at("content-type"), "application/x-ndjson; charset=utf-8");
  EXPECT_NE(lines.body.find("{\"add\":\"bad.example\",\"below\":false"), std::string::npos) << lines.body;
  EXPECT_NE(feed("entries?since=" + lines.headers.at("x-muster-serial")).body.find("\"lines\":0}"), std::string::npos);
  EXPECT_EQ(feed("entries?since=x").code(), "feed_since");
  EXPECT_EQ(feed("rpz?since=1").code(), "feed_since");
  EXPECT_EQ(feed("names.cdb").headers.at("content-type"), "application/octet-stream");
  EXPECT_NE(feed("rpz-hot/manifest").body.find("form rpz-hot\nserial "), std::string::npos);
  EXPECT_EQ(feed("nftables").code(), "feed_unknown");
  EXPECT_EQ(Caller(router_).get("/feeds/rpz/manifest").status, 403);
  EXPECT_EQ(Caller(router_).get("/feeds/rpz?token=wrong").code(), "feed_token_unknown");
  EXPECT_EQ(as("operator").get("/feeds/rpz-base").status, 200) << "a preview";
  EXPECT_EQ(as("operator").get(order + "/hold-page?blocked_by=https://host.example/").code(), "hold_page_measure");

  // An appeal takes it away again.
  const auto appeal = as("examiner").post(order + "/appeals", R"({"text":"It is a library."})");
  ASSERT_EQ(appeal.status, 201) << appeal.body;
  const std::string appeal_path = "/api/appeals/" + appeal.at("/id");
  const auto read = as("appeal_officer").get(appeal_path);
  EXPECT_EQ(read.at("/text"), "It is a library.");
  EXPECT_EQ(as("decider").get(appeal_path).at("/next_events/1/allowed"), "false");
  const Caller::Headers seen{{"If-Match", read.headers.at("etag")}};
  const auto stayed = as("appeal_officer").post(appeal_path + "/events", R"({"event":"stay"})", seen);
  ASSERT_EQ(stayed.status, 200) << stayed.body;
  EXPECT_EQ(as("appeal_officer").post(appeal_path + "/events", R"({"event":"reverse","reasons":["x"]})", seen).status,
            412);
  const auto reversed = as("appeal_officer")
                            .post(appeal_path + "/events", R"({"event":"reverse","reasons":["It is one."]})",
                                  {{"If-Match", stayed.headers.at("etag")}});
  ASSERT_EQ(reversed.status, 200) << reversed.body;
  EXPECT_EQ(as("operator").get(order).at("/state"), "lifted");
  EXPECT_EQ(Caller(router_).get("/feeds/rpz?token=" + token.at("/token")).body.find("bad.example"), std::string::npos);
  EXPECT_EQ(as("examiner").get(path).at("/state"), "restored");
}

TEST_F(CasesApi, ByTheApiNoNameThatIsNeverBlockedIsTakenAway) {
  add_restriction_routes(router_, program_.services);
  // Public suffixes: no case, no scope, no written order.
  for (const char* target : {"co.uk", "https://co.uk/page"})
    EXPECT_EQ(as("examiner")
                  .post("/api/cases", std::string(R"({"ground":"explicit_unlawful","target":")") + target + "\"}")
                  .code(),
              "never_block")
        << target;
  const std::string path = referred();
  const auto wide = as("decider").post(
      path + "/decision",
      R"({"outcome":"violation","measure":"network","scope":{"kind":"domain","value":"example"},"article":"art. 15",)"
      R"("no_notice_reason":"It hides.","reasons":"Seen.","expires_at":"2026-04-02T00:00:00Z"})",
      version(path));
  EXPECT_THAT(wide.body, ::testing::HasSubstr(R"("code":"never_block")"));
  // A name that people listed: not by two signatures alone.
  const auto proposed =
      as("operator")
          .post("/api/never-block/proposals",
                R"({"action":"add","kind":"health","names":["bad.example"],"reason":"The register of hospitals."})");
  ASSERT_EQ(proposed.status, 201) << proposed.body;
  people_["operator"] = add(carrier_, "operator");
  ASSERT_EQ(as("operator")
                .post("/api/never-block/proposals/" + proposed.at("/id") + "/events", R"({"event":"confirm"})",
                      {{"If-Match", proposed.headers.at("etag")}})
                .at("/state"),
            "confirmed");
  const std::string decision = prepare(path).at("/id");
  ASSERT_EQ(sign("decider", decision).status, 201);
  sign("confirmer", decision);  // as the third person, in whose place nobody may confirm
  EXPECT_EQ(as("operator").get("/api/orders").at("/items"), "[]");
  EXPECT_EQ(as("decider").get("/api/decisions/" + decision).at("/state"), "decided");
}

TEST_F(CasesApi, TheCasePageSaysWhatIsMissingAndWhyNot) {
  const auto opened = as("examiner").post("/api/cases", R"({"ground":"explicit_unlawful","target":"bad.example"})");
  EXPECT_EQ(opened.at("/missing_elements/0"), "sealed_visit") << opened.body;
  EXPECT_EQ(opened.at("/next_events/0/event"), "seal");
  EXPECT_EQ(opened.at("/next_events/0/why_not/0/code"), "evidence_missing");
  EXPECT_EQ(opened.at("/may_decide/allowed"), "false");
  EXPECT_EQ(opened.at("/rules/scope_max"), "domain");
  EXPECT_EQ(opened.at("/timeline/0/kind"), "case.opened");
  const std::string path = "/api/cases/" + opened.at("/id");
  EXPECT_EQ(as("examiner").post(path + "/events", R"({"event":"seal"})").code(), "if_match_required");
  EXPECT_EQ(as("examiner").get("/api/cases?waiting=me").at("/items/0/id"), opened.at("/id"));
  EXPECT_EQ(as("confirmer").get("/api/cases?waiting=me").at("/items"), "[]");
  EXPECT_EQ(as("examiner").get("/api/cases?q=bad.example").at("/items/0/waits_for_me"), "true");
  EXPECT_EQ(as("examiner").get("/api/cases?ground=politics").code(), "ground_unknown");
}

TEST_F(CasesApi, SigningAnotherTextOrAsTheWrongPersonIsRefused) {
  const std::string path = referred();
  const auto draft = prepare(path);
  const std::string decision = draft.at("/id");
  const auto s = keys_["decider"]->sign(draft.at("/canonical_text"));
  json::object body{{"key_id", draft.at("/may_sign/keys/0/id")},
                    {"text_sha256", std::string(64, '0')},
                    {"webauthn", json::object{{"authenticator_data", s.authenticator_data},
                                              {"client_data_json", s.client_data_json},
                                              {"signature", s.signature}}}};
  const std::string target = "/api/decisions/" + decision + "/signatures";
  EXPECT_EQ(as("decider").post(target, json::serialize(body)).code(), "text_changed");
  EXPECT_EQ(as("examiner").post(target, json::serialize(body)).status, 403);
  body["text_sha256"] = draft.at("/text_sha256");
  EXPECT_EQ(as("confirmer").post(target, json::serialize(body)).code(), "role_missing");
  body.erase("webauthn");
  EXPECT_EQ(as("decider").post(target, json::serialize(body)).code(), "signature_missing");
}

TEST_F(CasesApi, ReceivedOrdersComeWithTheirScan) {
  const std::string scan = to_base64("%PDF-1.4 order");
  const auto body =
      R"({"authority_id":")" + authority_ +
      R"(","number":"2026-7","dated_on":"2026-03-01","law":"Act 1","ground":"explicit_unlawful",)" +
      R"("measure":"network","scope":{"kind":"host","value":"bad.example"},"expires_at":"2026-04-01T00:00:00Z",)" +
      R"("scan":{"file_name":"order.pdf","media_type":"application/pdf","base64":")" + scan + "\"}}";
  const auto entered = as("operator").post("/api/received-orders", body);
  ASSERT_EQ(entered.status, 201) << entered.body;
  EXPECT_EQ(entered.at("/scan_sha256"), to_hex(sha256("%PDF-1.4 order")));
  const std::string events = "/api/received-orders/" + entered.at("/id") + "/events";
  const Caller::Headers seen{{"If-Match", entered.headers.at("etag")}};
  EXPECT_EQ(as("operator").post(events, R"({"event":"check"})", seen).code(), "received_order_same_person");
  people_["operator"] = add(carrier_, "operator");
  EXPECT_EQ(as("operator").post(events, R"({"event":"check"})", seen).at("/state"), "checked");
}

TEST_F(CasesApi, RoutesAreThoseOfTheContract) {
  const auto contract = test::read_contract(MUSTER_SOURCE_DIR "/docs/openapi.yaml");
  std::string here = http::describe(router_);
  for (const char* prefix : {"/api/grounds", "/api/cases", "/api/decisions", "/api/orders", "/api/appeals",
                             "/api/received-orders", "/feeds/{", "/feeds/status", "/api/feeds"})
    EXPECT_EQ(test::differences(contract, here, prefix), "") << prefix;
}

}  // namespace
}  // namespace muster::api
