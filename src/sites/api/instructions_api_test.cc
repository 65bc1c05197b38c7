// Instructions as providers' people, operators and machines use them.
#include "instruction_handlers.h"
#include "whole_program.h"
#include <ledger/statement.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

class InstructionsApi : public ::testing::Test {
 protected:
  InstructionsApi() : program_(store::Backend::sqlite) {
    program_.services.sign = [this](std::string_view kind, std::string_view text, Instant at) {
      return ledger::sign_statement(kind, text, at, key_);
    };
    add_instruction_routes(router_, program_.services);
    host_ = make_party("Host");
    other_ = make_party("Other host");
    examiner_ = got(program_.parties.create_person("system:test", {host_, "Examiner", "en", "passport:30000001"})).id;
    for (int n = 1; n <= 3; ++n) order(n, n == 3 ? other_ : host_);
    const auto service = instructions_of(program_.services);
    for (int n = 1; n <= 3; ++n) {
      events::Event event;
      event.record_kind = "order";
      event.record_id = fmt::format("order-{}", n);
      got(program_.db->write([&](store::Transaction& tx) { return service.follow(tx, event); }));
    }
  }
  template <class T>
  static T got(Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
    return std::move(result).value();
  }
  static void got(const Result<void>& result) {
    if (!result.ok()) throw std::runtime_error(result.error().code + ": " + result.error().sentence);
  }
  std::string make_party(const std::string& name) {
    parties::Party p;
    p.kind = "access_provider";
    p.name = name;
    return got(program_.parties.create_party("system:test", p)).id;
  }
  // The rows that a decision of two persons leaves, by the hand of an owner: handlers are tried here, not signatures.
  void order(int n, const std::string& party) {
    const auto row = [&](const char* table, const std::string& sql) {
      program_.db.as_owner(table, sql, test::TestDatabase::Rules::put_back);
    };
    const auto now = program_.clock.now().micros, hour = std::int64_t{3'600'000'000};
    row("case_file", fmt::format("insert into case_file(id, number, ground, name, source, opened_by, opened_at, state, "
                                 "state_at) values('case-{0}', 'C-2026-00000{0}', 'explicit_unlawful', 's{0}.example', "
                                 "'manual', '{1}', {2}, 'ordered', {2})",
                                 n, examiner_, now));
    row("decision",
        fmt::format(
            "insert into decision(id, case_id, outcome, ground, measure, scope_kind, scope_value, law, article, "
            "authority_party_id, authority_name, signing_party_id, executor_party_id, no_notice_reason, reasons, "
            "evidence_count, starts, expires, policy_sha256, text_version, canonical_text, text_sha256, "
            "prepared_by, prepared_at, state) values('decision-{0}', 'case-{0}', 'violation', "
            "'explicit_unlawful', 'hold', 'host', 's{0}.example', 'Act', 'art. 1', '{1}', 'Authority', '{1}', "
            "'{1}', 'x', 'x', 1, {2}, {3}, 'x', 1, 'x', '{4}', '{5}', {2}, 'confirmed')",
            n, party, now, now + 24 * hour, std::string(64, 'a'), examiner_));
    row("orders", fmt::format("insert into orders(id, number, decision_id, case_id, executor, executor_party_id, "
                              "issued_at, deadline, review_at, expires_at, state, state_at) values('order-{0}', "
                              "'O-2026-00000{0}', 'decision-{0}', 'case-{0}', 'provider', '{1}', {2}, {3}, {3}, {4}, "
                              "'in_force', {2})",
                              n, party, now, now + 2 * hour, now + 24 * hour));
  }
  Caller provider() { return Caller(router_, person(examiner_, {"partner_user"}, host_)); }
  Caller stranger() { return Caller(router_, person(examiner_, {"partner_user"}, other_)); }
  Caller house(const char* role = "operator") { return Caller(router_, person(examiner_, {role}, "party-1")); }

  ledger::SigningKey key_ =
      *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, *std::make_unique<SystemRandom>());
  WholeProgram program_;
  http::Router router_;
  std::string host_, other_, examiner_;
};

TEST_F(InstructionsApi, AProviderReadsAndAnswersItsOwnAlone) {
  const auto mine = provider().get("/api/instructions?state=open&limit=1");
  ASSERT_EQ(mine.status, 200) << mine.body;
  EXPECT_EQ(mine.at("/items/0/key"), "O-2026-000001/1");
  EXPECT_EQ(mine.at("/items/0/scope/value"), "s1.example");
  EXPECT_EQ(mine.at("/items/0/late"), "false");
  EXPECT_EQ(mine.at("/counts/waiting"), "2");
  const auto next = provider().get("/api/instructions?state=open&limit=1&after=" + mine.at("/next"));
  EXPECT_EQ(next.at("/items/0/key"), "O-2026-000002/1");
  EXPECT_EQ(next.at("/next"), "null");
  EXPECT_EQ(provider().get("/api/instructions?provider=" + other_).at("/counts/waiting"), "2")
      << "its own all the same";
  EXPECT_EQ(provider().get("/api/instructions?state=gone").code(), "instruction_filter");
  const std::string id = stranger().get("/api/instructions").at("/items/0/id");
  EXPECT_EQ(provider().get("/api/instructions/" + id).code(), "instruction_unknown");
  EXPECT_EQ(stranger().get("/api/instructions/" + id).at("/deliveries/0/channel"), "portal");
  EXPECT_EQ(stranger().get("/api/instructions/" + id).at("/timeline"), "[]") << "who did what is the house's";
  EXPECT_NE(house("auditor").get("/api/instructions/" + id).at("/timeline"), "[]");

  const auto said = provider().post("/api/instructions/answers",
                                    R"({"answers":[{"instruction":"O-2026-000001/1","event":"acknowledge"},)"
                                    R"({"instruction":"O-2026-000003/1","event":"execute"},)"
                                    R"({"instruction":"O-2026-000002/1","event":"object"}]})");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(said.at("/done"), "1");
  EXPECT_EQ(said.at("/refused"), "2");
  EXPECT_EQ(said.at("/faults/0/code"), "instruction_unknown");
  EXPECT_EQ(said.at("/faults/1/code"), "note_missing");
  EXPECT_EQ(said.at("/faults/1/field"), "note");
  EXPECT_EQ(provider().post("/api/instructions/answers", R"({"answers":[]})").status, 422);
  EXPECT_EQ(provider().post("/api/instructions/answers", R"({"all":"verify","until":"2026-03-02T02:00:00Z"})").status,
            422);
  const auto all = provider().post("/api/instructions/answers", R"({"all":"execute","until":"2026-03-02T02:00:00Z"})");
  EXPECT_EQ(all.at("/done"), "2") << all.body;
  EXPECT_EQ(stranger().get("/api/instructions").at("/items/0/state"), "waiting");
  for (const char* forbidden : {"/api/instruction-providers"}) EXPECT_EQ(provider().get(forbidden).status, 403);
  EXPECT_EQ(provider().post("/api/instructions/" + id + "/events", R"({"event":"settle","note":"x"})").status, 403);
  EXPECT_EQ(Caller(router_).get("/api/instructions").status, 401);
}

TEST_F(InstructionsApi, AListIsTakenDownFilledInAndSentUp) {
  const auto list = provider().get("/api/instructions.csv?state=waiting");
  ASSERT_EQ(list.status, 200);
  EXPECT_EQ(list.headers.at("content-type"), "text/csv; charset=utf-8");
  EXPECT_TRUE(list.body.starts_with("instruction,order,do,")) << list.body;
  EXPECT_EQ(list.body.find("s3.example"), std::string::npos);
  std::string filled = list.body;
  for (std::size_t at = 0; (at = filled.find(",,\r\n", at)) != std::string::npos; at += 8)
    filled.replace(at, 4, ",executed,\r\n");
  filled += "O-2026-000003/1,,,,,,,,,,,,executed,\r\nshort\r\n";
  const auto done = provider().call("POST", "/api/instructions/files", filled, {{"Content-Type", "text/csv"}});
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("/done"), "2") << done.body;
  EXPECT_EQ(done.at("/faults/0/line"), "4");
  EXPECT_EQ(done.at("/faults/0/code"), "instruction_unknown");
  EXPECT_EQ(done.at("/faults/1/line"), "5");
  EXPECT_EQ(provider().call("POST", "/api/instructions/files", "{}", {{"Content-Type", "application/json"}}).status,
            415);
  EXPECT_EQ(provider().call("POST", "/api/instructions/files", "x,y\r\n", {{"Content-Type", "text/csv"}}).code(),
            "instruction_file");
}

TEST_F(InstructionsApi, OperatorsSeeWhoIsLateAndSettleIt) {
  program_.clock.advance(std::chrono::hours(3));
  got(instructions_of(program_.services).escalate());
  const auto rows = house().get("/api/instruction-providers");
  ASSERT_EQ(rows.status, 200) << rows.body;
  EXPECT_EQ(rows.json().at("items").as_array().size(), 2u);
  const auto late = house().get("/api/instructions?state=escalated");
  EXPECT_EQ(late.at("/items/0/hitch"), "not_executed");
  const std::string events = "/api/instructions/" + late.at("/items/0/id") + "/events";
  EXPECT_EQ(house().post(events, R"({"event":"settle"})").status, 422);
  EXPECT_EQ(house().post(events, R"({"event":"settle","note":"They do it today."})").at("/settled_at"),
            "2026-03-02T05:00:00Z");
  EXPECT_EQ(house().post(events, R"({"event":"settle","note":"Again."})").status, 409);
  EXPECT_EQ(house().post(events, R"({"event":"verify","note":"Looked."})").status, 409);
  EXPECT_EQ(house("auditor").post(events, R"({"event":"settle","note":"x"})").status, 403);
  EXPECT_EQ(house().get("/api/instruction-messages?state=gone").code(), "message_filter");
  EXPECT_EQ(house().get("/api/instruction-messages").at("/items"), "[]");
  EXPECT_EQ(house().post("/api/instruction-messages/none/events", R"({"event":"retry"})").status, 404);
}

TEST_F(InstructionsApi, AWebhookIsFiledForOneselfAndAnswersAreSigned) {
  const std::string vkey = key_.verifier().to_text();
  const auto filing = [&](const std::string& url, const std::string& more = "") {
    return R"({"url":")" + url + R"(","vkey":")" + vkey + "\"" + more + "}";
  };
  EXPECT_EQ(provider().post("/api/provider-channels", filing("http://127.0.0.1:1/")).code(), "webhook_url");
  const auto filed =
      provider().post("/api/provider-channels", filing("https://host.example/", R"(,"provider":")" + other_ + "\""));
  ASSERT_EQ(filed.status, 201) << filed.body;
  EXPECT_EQ(filed.at("/state"), "filed");
  EXPECT_EQ(provider().get("/api/provider-channels").at("/webhook/url"), "https://host.example/") << "for itself alone";
  EXPECT_EQ(stranger().get("/api/provider-channels").at("/webhook"), "null");
  const std::string events = "/api/provider-channels/" + filed.at("/id") + "/events";
  EXPECT_EQ(stranger().post(events, R"({"event":"prove"})").status, 404);
  EXPECT_EQ(stranger().post(events, R"({"event":"end"})").status, 404);
  EXPECT_EQ(house().get("/api/provider-channels").code(), "party_unknown");
  // One of the house's may stand on this machine; nobody answers there.
  const auto own =
      house().post("/api/provider-channels", filing("http://127.0.0.1:1/", R"(,"provider":")" + other_ + "\""));
  ASSERT_EQ(own.status, 201) << own.body;
  EXPECT_EQ(house().post("/api/provider-channels/" + own.at("/id") + "/events", R"({"event":"prove"})").code(),
            "webhook_unreachable");
  // An answer of a webhook that is not proven, whoever signed it.
  const std::string text = R"({"channel":")" + filed.at("/id") + R"(","executed":["O-2026-000001/1"]})";
  const auto answer = Caller(router_).post(
      "/api/instruction-answers",
      ledger::statement_file(text,
                             ledger::sign_statement("muster-instructions-answer/1", text, program_.clock.now(), key_)));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.code(), "answer_forged");
  EXPECT_EQ(Caller(router_).post("/api/instruction-answers", "[]").status, 403);
  EXPECT_EQ(provider().post(events, R"({"event":"end"})").status, 204);

  const auto second = provider().put("/api/provider-contacts", R"({"email":"night@host.example","language":"zh"})");
  EXPECT_EQ(second.at("/second_contact/email"), "night@host.example") << second.body;
  EXPECT_EQ(provider().put("/api/provider-contacts", R"({"email":"nobody","language":"zh"})").code(), "contact_email");
  EXPECT_EQ(provider().put("/api/provider-contacts", R"({"language":"zh"})").at("/second_contact"), "null");
  EXPECT_EQ(house("auditor").put("/api/provider-contacts", R"({"language":"zh"})").status, 403);
}

}  // namespace
}  // namespace muster::api
