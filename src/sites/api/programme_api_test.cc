// The programme as people call it: who may do what over HTTP, files in and out, calendars behind their tokens.
#include "programme_handlers.h"
#include "whole_program.h"
#include <ledger/log.h>
#include <ledger/note.h>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/pdf_text.h>

namespace muster::api {
namespace {

class ProgrammeApi : public ::testing::Test {
 protected:
  ProgrammeApi() : program_(store::Backend::sqlite) {
    add_programme_routes(router_, program_.services);
    const auto party = [&](const char* name) {
      parties::Party p;
      p.kind = "access_provider";
      p.name = name;
      return program_.parties.create_party("system:test", p)->id;
    };
    const auto somebody = [&](const std::string& of, const char* name, const char* identity) {
      return program_.parties.create_person("system:test", {of, name, "en", identity})->id;
    };
    north_ = party("North");
    sue_ = somebody(party("House"), "Sue", "passport:10001");
    ann_ = somebody(north_, "Ann", "passport:10002");
    const auto made = supervisor().post("/api/programmes", R"({"starts_on":"2026-03-02"})", {{"Idempotency-Key", "p"}});
    if (made.status != 201) throw std::runtime_error(made.body);
    id_ = made.at("/id");
  }
  Caller supervisor() { return Caller(router_, principal(sue_, "supervisor", "")); }
  Caller partner() { return Caller(router_, principal(ann_, "partner_user", north_)); }
  Caller anybody() { return Caller(router_); }
  http::Principal principal(const std::string& id, const char* role, const std::string& party) {
    http::Principal p = person(id, {role});
    p.party_id = party;
    return p;
  }
  std::string item(const std::string& code) {
    const auto list = supervisor().get("/api/programmes/" + id_ + "/items?limit=500");
    const auto whole = list.json();
    for (const auto& one : whole.at("items").as_array())
      if (std::string_view(one.at("code").as_string()) == code) return std::string(one.at("id").as_string());
    return "";
  }

  WholeProgram program_;
  http::Router router_;
  std::string north_, sue_, ann_, id_;
};

TEST_F(ProgrammeApi, AnItemIsGivenToSomebodyAndGoesItsWay) {
  const auto whole = supervisor().get("/api/programmes/" + id_);
  EXPECT_EQ(whole.at("/counts/items"), "51");
  EXPECT_EQ(whole.at("/areas/0/code"), "A");
  const std::string path = "/api/programme-items/" + item("A2");
  EXPECT_EQ(partner().get(path).code(), "item_unknown");
  EXPECT_EQ(partner().get("/api/programmes").at("/items"), "[]");
  const std::string owner = fmt::format(R"({{"owner_id":"{}"}})", ann_);
  EXPECT_EQ(partner().patch(path, owner, {{"If-Match", "\"1\""}}).status, 403);
  EXPECT_EQ(supervisor().patch(path, owner).code(), "if_match_required");
  const auto given = supervisor().patch(path, owner, {{"If-Match", "\"1\""}});
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(given.at("/owner/display_name"), "Ann");
  const auto begun = partner().post(path + "/events", R"({"event":"begin"})", {{"If-Match", "\"2\""}});
  ASSERT_EQ(begun.status, 200) << begun.body;
  EXPECT_EQ(begun.at("/state"), "under_way");
  EXPECT_EQ(partner().post(path + "/events", R"({"event":"submit"})", {{"If-Match", "\"3\""}}).code(),
            "programme_item_evidence");
  EXPECT_EQ(
      partner().post(path + "/evidence", R"({"kind":"link","ref":"http://x"})", {{"Idempotency-Key", "e"}}).code(),
      "evidence_ref");
  EXPECT_EQ(partner().post(path + "/evidence", R"({"kind":"note","note":"Seen."})", {{"Idempotency-Key", "f"}}).status,
            201);
  EXPECT_EQ(partner().post(path + "/events", R"({"event":"submit"})", {{"If-Match", "\"3\""}}).at("/state"),
            "submitted");
  const auto accepted = supervisor().post(path + "/events", R"({"event":"accept"})", {{"If-Match", "\"4\""}});
  EXPECT_EQ(accepted.at("/state"), "accepted");
  EXPECT_EQ(accepted.at("/next_events/0/event"), "reopen");
  EXPECT_EQ(partner().get("/api/programme-items/mine").at("/items"), "[]") << "it is done";
  EXPECT_EQ(anybody().get(path).status, 401);
}

TEST_F(ProgrammeApi, TablesComeInAndGoOut) {
  const std::string path = "/api/programmes/" + id_ + "/items";
  const auto csv = supervisor().get(path + ".csv");
  ASSERT_EQ(csv.status, 200);
  EXPECT_TRUE(csv.body.starts_with("code,area,title_en,")) << csv.body.substr(0, 60);
  const auto xlsx = supervisor().get(path + ".xlsx");
  ASSERT_EQ(xlsx.status, 200);
  const auto back =
      supervisor().post(path + "/import", xlsx.body,
                        {{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                         {"Idempotency-Key", "x"}});
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_EQ(back.at("/unchanged"), "51");
  EXPECT_EQ(back.at("/faults"), "[]");
  const auto bad = supervisor().post(path + "/import", "code,area,due,title_en\nZ1,A,2026-05-01,New\nZ2,A,never,New\n",
                                     {{"Content-Type", "text/csv"}, {"Idempotency-Key", "y"}});
  ASSERT_EQ(bad.status, 200) << bad.body;
  EXPECT_EQ(bad.at("/entered"), "1");
  EXPECT_EQ(bad.at("/faults/0/line"), "3");
  EXPECT_EQ(bad.at("/faults/0/field"), "due");
  EXPECT_EQ(bad.at("/faults/0/item"), "Z2");
  EXPECT_EQ(partner().post(path + "/import", "code\n", {{"Content-Type", "text/csv"}, {"Idempotency-Key", "z"}}).status,
            403);
}

TEST_F(ProgrammeApi, ACalendarIsFetchedByItsTokenAlone) {
  const auto given =
      supervisor().post("/api/calendars", fmt::format(R"({{"programme_id":"{}"}})", id_), {{"Idempotency-Key", "c"}});
  ASSERT_EQ(given.status, 201) << given.body;
  const auto feed = anybody().get(given.at("/path"));
  ASSERT_EQ(feed.status, 200);
  EXPECT_TRUE(feed.body.starts_with("BEGIN:VCALENDAR"));
  EXPECT_EQ(supervisor().get("/api/calendars").at("/items/0/path"), "null");
  EXPECT_EQ(anybody().get("/feeds/calendar?token=guess").status, 404);
  EXPECT_EQ(supervisor().post("/api/calendars/" + given.at("/id") + "/events", R"({"event":"revoke"})").status, 204);
  EXPECT_EQ(anybody().get(given.at("/path")).status, 404);
}

TEST_F(ProgrammeApi, TheDashboardsNumbersAreThoseOfTheReportAndOfItsPdf) {
  const auto happened = program_.db->write([&](store::Transaction& tx) -> Result<void> {
    for (const char* id : {"o1", "o2"})
      program_.recorder.record(tx, {"order.issued", 1, "t"}, "system:test", "order", id,
                               R"({"ground":"unfiled","measure":"hold","region":"r1"})");
    return {};
  });
  ASSERT_TRUE(happened.ok());
  while (*program_.metrics.ingest() > 0) {
  }
  const auto d = supervisor().get("/api/dashboard?months=2");
  ASSERT_EQ(d.status, 200) << d.body;
  EXPECT_EQ(d.at("/regions/0/region"), "r1");
  EXPECT_EQ(d.at("/regions/0/orders"), "2");
  EXPECT_EQ(d.at("/funnels/0/stages/0/name"), "observed");
  EXPECT_EQ(supervisor().get("/api/dashboard?months=x").code(), "dashboard_months");
  EXPECT_EQ(partner().get("/api/dashboard").status, 403);
  const auto made =
      supervisor().post("/api/programme-reports", R"({"kind":"month","month":"2026-03"})", {{"Idempotency-Key", "r"}});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/api/programme-reports/" + made.at("/number");
  std::string orders;
  const auto content = supervisor().get(path).json();
  for (const auto& f : content.at("content").at("figures").as_array())
    if (f.at("name") == "orders_issued") orders = std::to_string(f.at("n").as_int64());
  EXPECT_EQ(orders, "2");
  const auto pdf = supervisor().get(path + "/file?as=pdf");
  ASSERT_EQ(pdf.status, 200);
  EXPECT_NE(test::pdf_text(pdf.body).find("Orders issued: 2"), std::string::npos);
  EXPECT_TRUE(supervisor().get(path + "/file?as=xlsx").body.starts_with("PK"));
  EXPECT_NE(supervisor().get(path + "/file").body.find("<h1>"), std::string::npos);
  EXPECT_EQ(supervisor().get(path + "/file?as=doc").code(), "file_kind");
  EXPECT_EQ(supervisor().get(path + "/proof").code(), "ledger_pending");
  while (*program_.log.sequence_once() > 0) {
  }
  EXPECT_EQ(supervisor().get(path + "/proof").at("/format"), "muster-report-proof/1");
  EXPECT_EQ(supervisor().get("/api/programme-reports/R2026-99999").code(), "report_unknown");
}

TEST_F(ProgrammeApi, PartnersTellOfThemselvesAndSeeNobodyElse) {
  const auto told = partner().post(
      "/api/inspection-findings",
      fmt::format(
          R"({{"party_id":"{}","severity":"major","found_by":"itself","known_on":"2026-03-01","sentence":"One.","due_on":"2026-03-30"}})",
          north_),
      {{"Idempotency-Key", "f1"}});
  ASSERT_EQ(told.status, 201) << told.body;
  EXPECT_EQ(told.at("/leniency"), "self");
  const std::string path = "/api/inspection-findings/" + told.at("/id");
  Caller stranger(router_, principal(sue_, "partner_user", "elsewhere"));
  EXPECT_EQ(stranger.get(path).code(), "finding_unknown");
  EXPECT_EQ(stranger.get("/api/inspection-findings").at("/items"), "[]");
  EXPECT_EQ(partner().post(path + "/events", R"({"event":"close"})", {{"If-Match", "\"1\""}}).code(),
            "inspection_finding_state");
  EXPECT_EQ(partner().post(path + "/events", R"({"event":"remedy"})", {{"If-Match", "\"1\""}}).at("/state"),
            "remedied");
  EXPECT_EQ(supervisor().post(path + "/events", R"({"event":"close"})", {{"If-Match", "\"2\""}}).at("/state"),
            "closed");
  EXPECT_EQ(partner()
                .post("/api/inspections",
                      fmt::format(R"({{"party_id":"{}","checklist":"provider","purpose":"x","until_on":"2026-03-30"}})",
                                  north_),
                      {{"Idempotency-Key", "i"}})
                .status,
            403);
}

TEST_F(ProgrammeApi, AggregatesNeedNoSessionButASignature) {
  EXPECT_EQ(anybody().post("/api/aggregates", "{}").code(), "aggregates_form");
  EXPECT_EQ(anybody().get("/feeds/aggregates").code(), "aggregates_off") << "this program has no key here";
  EXPECT_EQ(anybody().get("/api/aggregate-sources").status, 401);
  EXPECT_EQ(supervisor().get("/api/aggregate-figures?metric=closings").code(), "metric_unknown");
}

TEST_F(ProgrammeApi, AnInspectorReadsForATimeAndIsSeenReading) {
  parties::Party authority;
  authority.kind = "authority";
  authority.name = "The Authority";
  const std::string of = program_.parties.create_party("system:test", authority)->id;
  const std::string ira = program_.parties.create_person("system:test", {of, "Ira", "en", "passport:10003"})->id;
  const std::string until = to_rfc3339(program_.services.clock.now() + std::chrono::hours(48));
  const std::string wish = fmt::format(R"({{"person_id":"{}","purpose":"File 12/26","until":"{}"}})", ira, until);
  EXPECT_EQ(partner().post("/api/inspection-visits", wish, {{"Idempotency-Key", "v"}}).status, 403);
  const auto granted = supervisor().post("/api/inspection-visits", wish, {{"Idempotency-Key", "v"}});
  ASSERT_EQ(granted.status, 201) << granted.body;
  EXPECT_EQ(granted.at("/party"), "The Authority");
  EXPECT_EQ(granted.at("/state"), "open");
  // As the server admits whoever has no role while a visit lasts.
  http::Principal who = person(ira, {"auditor", "inspector"});
  Caller inspector(router_, who);
  EXPECT_EQ(inspector.get("/api/referrals").status, 200);
  EXPECT_EQ(inspector.post("/api/calendars", "{}", {{"Idempotency-Key", "c"}}).code(), "inspector_reads");
  const std::string path = "/api/inspection-visits/" + granted.at("/id");
  const auto seen = supervisor().get(path);
  EXPECT_EQ(seen.at("/looks/0/path"), "/api/referrals") << seen.body;
  EXPECT_EQ(seen.at("/looks/1/path"), "");
  ASSERT_EQ(supervisor().post(path + "/events", R"({"event":"end"})").at("/state"), "over");
  EXPECT_EQ(supervisor().post(path + "/events", R"({"event":"end"})").code(), "visit_over");
  EXPECT_EQ(inspector.get("/api/regulators").code(), "role_missing") << "nothing is shown that is not on record";
  EXPECT_EQ(supervisor().get("/api/inspection-visits").at("/items/0/person/display_name"), "Ira");
}

TEST_F(ProgrammeApi, ReferralsComeAndGo) {
  EXPECT_EQ(anybody().post("/api/received-referrals", "{}").code(), "referrals_off") << "this program has no key here";
  EXPECT_EQ(anybody().get("/feeds/referral-answers/aa").code(), "referrals_off");
  SystemRandom random;
  const auto key = ledger::SigningKey::make("muster.example/regulator", ledger::Algorithm::ed25519, random);
  const std::string regulator =
      fmt::format(R"({{"name":"Regulator","vkey":"{}","url":"https://r.example"}})", key->verifier().to_text());
  EXPECT_EQ(partner().post("/api/regulators", regulator, {{"Idempotency-Key", "r"}}).status, 403);
  const auto added = supervisor().post("/api/regulators", regulator, {{"Idempotency-Key", "r"}});
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(supervisor().get("/api/regulators").at("/items/0/name"), "Regulator");
  EXPECT_EQ(supervisor().post("/api/referrals", "{}", {{"Idempotency-Key", "f"}}).code(), "referrals_off");
  EXPECT_EQ(supervisor().get("/api/received-referrals?state=received").at("/items"), "[]");
  EXPECT_EQ(supervisor().post("/api/received-referrals/none/events", R"({"event":"take"})").code(), "referral_unknown");
  EXPECT_EQ(supervisor().post("/api/received-referrals/none/events", R"({"event":"decline"})").code(), "referral_code");
  EXPECT_EQ(supervisor().post("/api/regulators/" + added.at("/id") + "/events", R"({"event":"end"})").status, 204);
}

}  // namespace
}  // namespace muster::api
