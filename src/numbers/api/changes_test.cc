#include "test_support.h"
#include <persons/duplicates.h>
#include <registration/excess.h>

namespace muster::numbers_api {
namespace {

class ChangesApi : public ApiTest {
 protected:
  struct Registered {
    std::string holder, line, ownership;
  };
  // A line in a person's name, checked by two persons.
  Registered verified(int line, int person, const std::string& more = "") {
    stock_up(1);
    const auto made =
        as("partner_user").post("/api/registrations", body(line, person, more), key("k" + std::to_string(line)));
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/registrations/" + made.at("/id") + "/events";
    for (int i = 0; i < 2; ++i) EXPECT_EQ(as("registrar").post(path, R"({"event":"confirm"})").status, 200);
    const auto ownership = rows("select id from line_ownership where line_id = '" + made.at("/line_id") + "'");
    return {made.at("/holder_id"), made.at("/line_id"), ownership.at(0).text("id")};
  }
  static Caller::Headers match(const Answer& answer) { return {{"if-match", answer.headers.at("etag")}}; }
  static std::string document(int person) {
    return R"("document_kind":"cn_resident_id","document_country":"CHN","document_number":")" +
           test::resident_id("19900101", person) + "\"";
  }
  std::string twin(const std::string& name, const std::string& number) {
    persons::NewHolder holder;
    holder.identity = {name, "1990-01-01", "12 Example Street, Utopia"};
    holder.document = {"passport", "UTO", number, "2030-01-01"};
    return persons_.create("system:test", holder)->id;
  }
};
MUSTER_ON_BOTH_BACKENDS(ChangesApi);

TEST_P(ChangesApi, APairIsReadForAPurposeAndDecidedWithItsEvidence) {
  const std::string one = twin("Anna Maria Eriksson", "S1000001"), two = twin("ERIKSSON Anna Maria", "S1000002");
  clock_.advance(std::chrono::minutes(10));
  persons::Duplicates service(*db_, recorder_, vault_, own_policy_);
  ASSERT_EQ(service.scan()->suspected, 1);
  const auto officer = as("compliance_officer"), auditor = as("auditor");
  const auto list = auditor.get("/api/duplicates");
  ASSERT_EQ(list.json().at("items").as_array().size(), 1u) << list.body;
  EXPECT_EQ(list.body.find("riksson"), std::string::npos) << "no list shows a name";
  const std::string path = "/api/duplicates/" + list.at("/items/0/id");
  const auto shown = officer.get(path);
  EXPECT_EQ(shown.at("/next_events/0/event"), "same");
  EXPECT_EQ(auditor.get(path).at("/next_events/0/why_not/0/code"), "role_missing");
  EXPECT_EQ(auditor.post(path + "/reviews", R"({"purpose":"fraud_case"})").status, 403);
  EXPECT_EQ(officer.post(path + "/reviews", "{}").at("/errors/0/field"), "purpose");
  const auto read = officer.post(path + "/reviews", R"({"purpose":"quality_check"})");
  ASSERT_EQ(read.status, 200) << read.body;
  const auto both = read.json();
  for (const auto& field : both.at("fields").as_array()) {
    const auto& f = field.as_object();
    const std::string_view name = f.at("field").as_string();
    if (name == "name" || name == "birth_date") {
      EXPECT_TRUE(f.at("same").as_bool()) << read.body;
    } else if (name == "document_1") {
      EXPECT_FALSE(f.at("same").as_bool()) << read.body;
    }
  }
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 2);
  EXPECT_EQ(officer.post(path + "/events", R"({"event":"same"})", match(shown)).status, 422) << "the evidence";
  const auto decided = officer.post(
      path + "/events", R"({"event":"same","evidence":"register_extract","reference":"RX-1"})", match(shown));
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(decided.at("/state"), "same");
  EXPECT_EQ(officer.get("/api/duplicates").json().at("items").as_array().size(), 0u);
  EXPECT_TRUE(persons_.holder(one)->same_as == two || persons_.holder(two)->same_as == one);
  EXPECT_EQ(
      officer
          .post(path + "/events", R"({"event":"same","evidence":"register_extract","reference":"RX-1"})", match(shown))
          .status,
      412)
      << "another version";
}

TEST_P(ChangesApi, APersonBeyondTheCapChooses) {
  const auto kept = verified(0, 1), given = verified(1, 2);
  ASSERT_TRUE(persons_.link("system:test", kept.holder, given.holder, {persons::Evidence::court_record, "C-1"}).ok());
  // The cap is lowered below what is held.
  const auto strict = *policy::Policy::parse("[registration]\nmethod = \"manual\"\n[line_cap]\ncitizen_voice = 1\n");
  registration::Excesses finder(*db_, recorder_, strict);
  ASSERT_EQ(finder.find("system:test", lines::LineKind::voice, "")->found, 1);
  const auto desk = as("registrar");
  const auto list = desk.get("/api/excesses");
  ASSERT_EQ(list.json().at("items").as_array().size(), 1u) << list.body;
  const std::string path = "/api/excesses/" + list.at("/items/0/id");
  const auto shown = desk.get(path);
  EXPECT_EQ(shown.json().at("lines").as_array().size(), 2u) << shown.body;
  EXPECT_EQ(shown.body.find("8619900000000"), std::string::npos) << "numbers are masked";
  const std::string choice = R"({"keep":[")" + kept.ownership + R"("],"reference":"F-17"})";
  EXPECT_EQ(as("auditor").post(path + "/choices", choice, match(shown)).status, 403);
  EXPECT_EQ(desk.post(path + "/choices", choice).status, 428);
  EXPECT_EQ(desk.post(path + "/choices", R"({"keep":["x"],"reference":"F-17"})", match(shown)).code(),
            "choice_unknown");
  const auto chosen = desk.post(path + "/choices", choice, match(shown));
  ASSERT_EQ(chosen.status, 200) << chosen.body;
  EXPECT_EQ(chosen.at("/state"), "chosen");
  int staying = 0;
  const auto choice_of = chosen.json();
  for (const auto& line : choice_of.at("lines").as_array()) staying += line.as_object().at("keep").as_bool();
  EXPECT_EQ(staying, 1);
}

TEST_P(ChangesApi, ACompanysUsersComeByTheFileAndEachRowHasItsOutcome) {
  const auto boss = verified(0, 9);
  const auto desk = as("registrar"), operators = as("operator");
  const std::string firm = R"({"organisation_kind":"lei","organisation_number":"5493001KJTIIGC8Y1R12",)"
                           R"("name":"Example Ltd","resolution_ref":"R-7","lines_max":3,"responsible_id":")" +
                           boss.holder + "\"}";
  EXPECT_EQ(as("auditor").post("/api/companies", firm).status, 403);
  const auto made = operators.post("/api/companies", firm);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = made.headers.at("location");
  const auto number_of = [](int line) { return "\"" + lines::msisdn_text(kFirst + line) + "\""; };
  EXPECT_EQ(operators.post(path + "/allotments", R"({"msisdns":["12"]})").at("/errors/0/field"), "msisdns[0]");
  ASSERT_EQ(operators.post(path + "/allotments", R"({"msisdns":[)" + number_of(20) + "," + number_of(21) + "]}")
                .at("/allotted"),
            "2");
  for (int n : {20, 21}) {
    const auto line = *lines_.line_of_msisdn(kFirst + n);
    ASSERT_TRUE(lines_.add_sim("system:test", test::iccid(n), test::imsi(n)).ok());
    ASSERT_TRUE(lines_.change_sim("system:test", line.id, line.version, test::iccid(n), "first").ok());
  }
  const auto waiting = desk.get(path + "/lines?limit=1");
  ASSERT_EQ(waiting.json().at("items").as_array().size(), 1u) << waiting.body;
  EXPECT_EQ(desk.get(path + "/lines?after=" + waiting.at("/next")).json().at("items").as_array().size(), 1u);
  const auto user = [&](int line, int person) {
    return "{\"msisdn\":" + number_of(line) + "," + document(person) + R"(,"name":"Specimen Person )" +
           std::to_string(person) + R"(","birth_date":"1990-01-01","address":"12 Example Street, Utopia"})";
  };
  const std::string all = R"({"place":"BJ-0042","device":"T-17","consent":"terms-1","dealer_id":")" + carrier_ +
                          R"(","users":[)" + user(20, 30) + "," + user(5, 31) + "]}";
  EXPECT_EQ(operators.post(path + "/users", all).status, 403);
  const auto done = desk.post(path + "/users", all);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("/accepted"), "1") << done.body;
  EXPECT_EQ(done.at("/refused"), "1");
  EXPECT_EQ(done.at("/outcomes/1/row"), "1");
  EXPECT_NE(done.at("/outcomes/1/errors/0/code"), "null");
  EXPECT_EQ(done.body.find("Specimen"), std::string::npos);
  const auto again = desk.post(path + "/users", all);
  EXPECT_EQ(again.at("/outcomes/0/replayed"), "true") << "what was cut off is sent once more";
  EXPECT_EQ(desk.get(path + "/users").at("/items/0/id"), done.at("/outcomes/0/registration_id"));
  EXPECT_EQ(desk.get(path).at("/lines_taken"), "2");
  EXPECT_NE(desk.post(path + "/events", R"({"event":"end"})").at("/ended_at"), "null");
}

TEST_P(ChangesApi, ALinePassesWhenBothAgree) {
  const auto giver = verified(0, 1);
  verified(1, 2);
  const auto desk = as("registrar");
  const std::string text = own_policy_.text("transfer.consent");
  const std::string receiver = body(0, 2, R"(,"dealer_id":")" + dealer_ + "\"");
  const std::string asked = R"({"giver":{)" + document(1) + R"(},"receiver":)" + receiver + "}";
  EXPECT_EQ(as("operator").post("/api/transfers", asked, key("t-1")).status, 403);
  const auto made = desk.post("/api/transfers", asked, key("t-1"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(desk.post("/api/transfers", asked, key("t-1")).headers.at("idempotency-replayed"), "true");
  const std::string path = made.headers.at("location");
  EXPECT_EQ(made.body.find("Specimen"), std::string::npos);
  EXPECT_EQ(desk.get("/api/transfers").at("/items/0/id"), made.at("/id"));
  const auto agree = [&](const std::string& side) {
    return desk.post(path + "/consents", R"({"side":")" + side + R"(","consent":")" + text +
                                             R"(","given_by":"signature","reference":"F-2"})");
  };
  EXPECT_EQ(
      desk.post(path + "/consents", R"({"side":"giver","consent":"other","given_by":"signature","reference":"F"})")
          .status,
      422);
  EXPECT_EQ(agree("giver").at("/state"), "asked");
  const auto passed = agree("receiver");
  ASSERT_EQ(passed.status, 201) << passed.body;
  EXPECT_EQ(passed.at("/state"), "completed");
  EXPECT_EQ(passed.json().at("consents").as_array().size(), 2u);
  EXPECT_EQ(desk.get("/api/transfers?line=" + giver.line).at("/items/0/state"), "completed");
  EXPECT_EQ(desk.post(path + "/events", R"({"event":"withdraw","reason":"x"})", match(passed)).status, 409);
}

TEST_P(ChangesApi, ACorrectionIsOfTwoPersons) {
  const auto person = verified(0, 1);
  const auto first = as("registrar"), second = as("registrar");
  const std::string asking = R"({"part":"address","value":"7 Sample Square, Utopia","evidence":"register_extract",)"
                             R"("reference":"RX-1"})";
  EXPECT_EQ(as("auditor").post("/api/holders/" + person.holder + "/corrections", asking).status, 403);
  const auto made = first.post("/api/holders/" + person.holder + "/corrections", asking);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.body.find("Sample Square"), std::string::npos);
  const std::string path = made.headers.at("location");
  EXPECT_EQ(made.at("/next_events/0/why_not/0/code"), "correction_one_person");
  EXPECT_EQ(first.post(path + "/events", R"({"event":"confirm"})").status, 403);
  EXPECT_EQ(second.post(path + "/events", R"({"event":"withdraw"})").status, 403);
  const auto read = second.post(path + "/comparisons", R"({"purpose":"correct_record"})");
  EXPECT_EQ(read.at("/fields/right_value"), "7 Sample Square, Utopia");
  EXPECT_EQ(read.at("/fields/former_value"), "12 Example Street, Utopia");
  EXPECT_EQ(second.get("/api/corrections").at("/items/0/id"), made.at("/id"));
  EXPECT_EQ(second.post(path + "/events", R"({"event":"confirm"})").at("/state"), "confirmed");
  EXPECT_EQ(second.get("/api/corrections").json().at("items").as_array().size(), 0u);
  EXPECT_EQ(second.get("/api/corrections?holder=" + person.holder).at("/items/0/state"), "confirmed");
}

TEST_P(ChangesApi, ANumberGoesOutAndComesBack) {
  verified(0, 1);
  const auto operators = as("operator"), auditor = as("auditor");
  const std::string out =
      R"({"direction":"out","msisdn":")" + lines::msisdn_text(kFirst) + R"(","operator":"Other","reference":"NPC-1"})";
  EXPECT_EQ(as("registrar").post("/api/ports", out).status, 403);
  EXPECT_EQ(operators.post("/api/ports", R"({"direction":"out","msisdn":"12","operator":"O","reference":"N"})")
                .at("/errors/0/field"),
            "msisdn");
  const auto made = operators.post("/api/ports", out);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = made.headers.at("location");
  EXPECT_EQ(auditor.get("/api/ports").at("/items/0/id"), made.at("/id"));
  EXPECT_EQ(auditor.get("/api/ports?state=odd").status, 422);
  EXPECT_EQ(auditor.get(path).at("/next_events/0/why_not/0/code"), "role_missing");
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"complete"})").status, 428);
  const auto done = operators.post(path + "/events", R"({"event":"complete"})", match(made));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.at("/state"), "done");
  EXPECT_EQ(done.at("/next_events/0/event"), "come_back");
  EXPECT_EQ(operators.post(path + "/events", R"({"event":"come_back"})", match(done)).status, 422);
  EXPECT_EQ(
      operators.post(path + "/events", R"({"event":"come_back","reason":"ended_there"})", match(done)).at("/state"),
      "ended");
}

}  // namespace
}  // namespace muster::numbers_api
