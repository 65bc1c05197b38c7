// Filings, sites, subjects, imports and restrictions as a registrar, a provider and others call them.
#include "filing_handlers.h"
#include "whole_program.h"
#include <filings/reconcile.h>

#include <sstream>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class FilingsApi : public ::testing::Test {
 protected:
  FilingsApi() : program_(store::Backend::sqlite) {
    add_filing_routes(router_, program_.services);
    add_restriction_routes(router_, program_.services);
    provider_ = make_provider("Provider A");
    other_ = make_provider("Provider B");
  }
  std::string make_provider(const std::string& name) {
    parties::Party party;
    party.kind = "access_provider";
    party.name = name;
    return program_.parties.create_party("system:test", party)->id;
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Caller partner(const std::string& party) {
    return Caller(router_, person("person-partner", {"partner_user"}, party));
  }
  std::string input(const std::string& domain, const std::string& certificate) {
    json::object responsible{{"name", "A. Example"}, {"email", "office@example.com"}};
    return json::serialize(json::object{
        {"subject", json::object{{"kind", "company"},
                                 {"name", "Example Trading Ltd"},
                                 {"region", "CN-35"},
                                 {"certificate_kind", "other"},
                                 {"certificate_number", certificate},
                                 {"responsible", responsible}}},
        {"site", json::object{{"name", "Example shop"},
                              {"home_url", "https://" + domain + "/"},
                              {"domains", json::array{json::value(domain)}}}},
        {"accesses",
         json::array{json::object{{"provider_id", provider_}, {"method", "cloud"}, {"address_range", "192.0.2.7"}}}},
        {"provider_id", provider_}});
  }
  // Through the steps by the registrar; the last answer.
  Answer steps(const std::string& id, std::initializer_list<const char*> events) {
    Answer last = as("registrar").get("/api/filings/" + id);
    for (const char* event : events) {
      last = as("registrar")
                 .post("/api/filings/" + id + "/events",
                       json::serialize(json::object{{"event", event}, {"reasons", json::array{"A reason."}}}),
                       {{"If-Match", last.headers.at("etag")}});
      program_.clock.advance(std::chrono::seconds(1));
      EXPECT_EQ(last.status, 200) << event << last.body;
    }
    return last;
  }
  std::string drafted(const std::string& domain) {
    const auto made = as("registrar").post("/api/filings", input(domain, "REG-" + domain));
    EXPECT_EQ(made.status, 201) << made.body;
    return made.at("/id");
  }

  WholeProgram program_;
  http::Router router_;
  std::string provider_, other_;
};

TEST_F(FilingsApi, ADraftBecomesFiled) {
  const auto made = as("registrar").post("/api/filings", input("shop.example.com", "REG-1"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/state"), "draft");
  EXPECT_EQ(made.at("/provider"), "Provider A");
  EXPECT_EQ(made.at("/next_events/0/event"), "preverify");
  EXPECT_EQ(made.headers.at("location"), "/api/filings/" + made.at("/id"));
  const std::string id = made.at("/id");
  const auto filed = steps(id, {"preverify", "verify_in_person", "sign", "submit", "accept"});
  EXPECT_EQ(filed.at("/state"), "filed");
  EXPECT_EQ(filed.at("/timeline/6/kind"), "filing.filed");
  EXPECT_EQ(filed.at("/subject/name"), "Example Trading Ltd");
  EXPECT_EQ(filed.body.find("office@example.com"), std::string::npos);
  const auto list = as("auditor").get("/api/filings?state=filed&state=draft&q=shop");
  ASSERT_EQ(list.status, 200) << list.body;
  EXPECT_EQ(list.at("/items/0/domains/0"), "shop.example.com");
  EXPECT_EQ(as("auditor").get("/api/filings?domain=shop.example.com").at("/items/0/id"), id);
  EXPECT_EQ(as("auditor").get("/api/filings?domain=nobody.example.com").at("/items"), "[]");
  EXPECT_EQ(as("auditor").get("/api/filings?state=burning").status, 422);
}

TEST_F(FilingsApi, FaultsNameTheirFields) {
  auto bad = json::parse(input("co.uk", "REG-1")).as_object();
  bad["subject"].as_object()["region"] = "CN 35";
  bad["accesses"].as_array()[0].as_object()["address_range"] = "x";
  const auto answer = as("registrar").post("/api/filings", json::serialize(bad));
  ASSERT_EQ(answer.status, 422) << answer.body;
  std::set<std::string> fields;
  const auto problem = answer.json();
  for (const auto& e : problem.at("errors").as_array()) fields.insert(std::string(e.at("field").as_string()));
  EXPECT_EQ(fields, (std::set<std::string>{"subject.region", "site.domains[0]", "accesses[0].address_range"}));
  EXPECT_EQ(as("registrar").post("/api/filings", R"({"subject":{},"colour":1})").status, 422);
}

TEST_F(FilingsApi, ChangesAskForTheVersionSeen) {
  const std::string id = drafted("shop.example.com");
  EXPECT_EQ(as("registrar").post("/api/filings/" + id + "/events", R"({"event":"preverify"})").code(),
            "if_match_required");
  steps(id, {"preverify"});
  EXPECT_EQ(
      as("registrar").post("/api/filings/" + id + "/events", R"({"event":"sign"})", {{"If-Match", "\"1\""}}).status,
      412);
  const std::string etag = as("registrar").get("/api/filings/" + id).headers.at("etag");
  EXPECT_EQ(
      as("registrar").post("/api/filings/" + id + "/events", R"({"event":"accept"})", {{"If-Match", etag}}).status,
      409);
  EXPECT_EQ(as("registrar").post("/api/filings/" + id + "/events", R"({"event":"burn"})", {{"If-Match", etag}}).code(),
            "event_unknown");
}

TEST_F(FilingsApi, AChangeIsAskedForAndAccepted) {
  const std::string id = drafted("shop.example.com");
  const auto filed = steps(id, {"preverify", "verify_in_person", "sign", "submit", "accept"});
  const auto asked =
      as("registrar")
          .post("/api/filings/" + id + "/events",
                R"({"event":"ask_change","data":{"name":"New name","add_domains":["more.example.com"]}})",
                {{"If-Match", filed.headers.at("etag")}});
  ASSERT_EQ(asked.status, 200) << asked.body;
  EXPECT_EQ(asked.at("/pending_change/name"), "New name");
  EXPECT_EQ(steps(id, {"accept_change"}).at("/domains/0"), "more.example.com");
}

TEST_F(FilingsApi, AProviderSeesAndTouchesItsOwn) {
  const std::string id = drafted("shop.example.com");
  EXPECT_EQ(partner(provider_).get("/api/filings/" + id).status, 200);
  EXPECT_EQ(partner(other_).get("/api/filings/" + id).status, 404);
  EXPECT_EQ(partner(other_).get("/api/sites/" + id).status, 404);
  EXPECT_EQ(partner(other_).get("/api/filings").at("/items"), "[]");
  EXPECT_EQ(partner(other_).get("/api/filings?provider_id=" + provider_).at("/items"), "[]");
  EXPECT_EQ(partner(other_).get("/api/filings?domain=shop.example.com").at("/items"), "[]");
  EXPECT_EQ(partner(other_)
                .post("/api/filings/" + id + "/events", R"({"event":"preverify"})", {{"If-Match", "\"1\""}})
                .status,
            404);
  EXPECT_EQ(partner(other_).post("/api/filings", input("x.example.com", "REG-9")).code(), "filing_not_yours");
  const auto submitted = steps(id, {"preverify", "verify_in_person", "sign", "submit"});
  EXPECT_EQ(
      partner(provider_)
          .post("/api/filings/" + id + "/events", R"({"event":"accept"})", {{"If-Match", submitted.headers.at("etag")}})
          .status,
      403);
}

TEST_F(FilingsApi, ReviewIsFirstComeFirstServed) {
  const std::string first = drafted("first.example.com"), second = drafted("second.example.com");
  const auto waits = steps(first, {"preverify", "verify_in_person", "sign", "submit"});
  EXPECT_EQ(waits.at("/queue/position"), "1");
  const auto behind = steps(second, {"preverify", "verify_in_person", "sign", "submit"});
  EXPECT_EQ(behind.at("/queue/position"), "2");
  EXPECT_EQ(behind.at("/next_events/0/why_not/0/code"), "not_next_in_queue");
  EXPECT_EQ(as("registrar")
                .post("/api/filings/" + second + "/events", R"({"event":"accept"})",
                      {{"If-Match", behind.headers.at("etag")}})
                .code(),
            "not_next_in_queue");
  EXPECT_EQ(partner(provider_).get("/api/filings/" + second).at("/queue/position"), "2");
  const auto list = as("auditor").get("/api/filings?queue=1");
  EXPECT_EQ(list.at("/items/0/id"), first);
  EXPECT_EQ(list.at("/items/1/queue_position"), "2");
  EXPECT_EQ(partner(other_).get("/api/filings?queue=1").at("/items"), "[]");
  EXPECT_EQ(partner(provider_).post("/api/filings/review-queue/next", "").status, 403);
  const auto taken = as("registrar").post("/api/filings/review-queue/next", "");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.at("/id"), first);
  EXPECT_EQ(taken.at("/queue/mine"), "true");
  EXPECT_EQ(partner(provider_).get("/api/filings/" + first).at("/queue/mine"), "false");
  EXPECT_EQ(partner(provider_).get("/api/filings/" + second).at("/queue/position"), "1");
  EXPECT_EQ(steps(first, {"accept"}).at("/queue"), "null");
  EXPECT_EQ(steps(second, {"return"}).at("/state"), "returned");
  EXPECT_EQ(as("registrar").post("/api/filings/review-queue/next", "").code(), "queue_empty");
}

TEST_F(FilingsApi, WhatAnotherRegisterSaysOtherwiseIsShownAndDecided) {
  const std::string id = drafted("shop.example.com");
  const std::string site_number = as("registrar").get("/api/filings/" + id).at("/site_number");
  std::istringstream in("site_number,domains,subject_name,region,site_name\n" + site_number +
                        ",shop.example.com,Example Trading Ltd,CN-35,Another shop\n");
  const auto done = filings::Reconciler(program_.services.database, program_.services.recorder, program_.services.vault)
                        .run(in, {.register_name = "North", .source_name = "north.csv", .actor = "person"});
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  const auto seen = partner(provider_).get("/api/filings/" + id);
  EXPECT_EQ(seen.at("/conflicts/0/ours"), "Example shop");
  EXPECT_EQ(seen.at("/conflicts/0/theirs"), "Another shop");
  EXPECT_EQ(seen.at("/site_name"), "Example shop");
  EXPECT_EQ(as("auditor").get("/api/filing-conflicts?register=North").at("/items/0/filing_id"), id);
  EXPECT_EQ(as("auditor").get("/api/filing-conflicts?register=South").at("/items"), "[]");
  EXPECT_EQ(partner(provider_).get("/api/filing-conflicts").status, 403);
  const std::string events = "/api/filing-conflicts/" + seen.at("/conflicts/0/id") + "/events";
  EXPECT_EQ(partner(provider_).post(events, R"({"event":"keep_ours","reason":"x"})").status, 403);
  EXPECT_EQ(as("registrar").post(events, R"({"event":"vanish","reason":"x"})").status, 422);
  EXPECT_EQ(as("registrar").post(events, R"({"event":"keep_ours"})").status, 422);
  EXPECT_EQ(as("registrar").post(events, R"({"event":"keep_ours","reason":"Seen the sign."})").at("/state"),
            "ours_stands");
  EXPECT_EQ(as("registrar").post(events, R"({"event":"ask_change","reason":"x"})").code(), "conflict_event_not_open");
  EXPECT_EQ(as("auditor").get("/api/filing-conflicts").at("/items"), "[]");
  EXPECT_EQ(partner(provider_).get("/api/filings/" + id).at("/conflicts/0/reason"), "Seen the sign.");
}

TEST_F(FilingsApi, NamesOfColumnsAreSavedAndRemembered) {
  const char* path = "/api/filing-mappings/North";
  EXPECT_EQ(as("auditor").call("PUT", path, R"({"columns":{"domains":"Sites"}})", {}).status, 403);
  EXPECT_EQ(as("registrar").call("PUT", path, R"({"columns":{"colour":"x"}})", {}).code(), "mapping_field");
  EXPECT_EQ(as("registrar").call("PUT", path, R"({"columns":{"domains":1}})", {}).status, 422);
  EXPECT_EQ(as("registrar").call("PUT", path, R"({"columns":{}})", {}).status, 422);
  EXPECT_EQ(as("registrar").call("PUT", path, R"({"columns":{"domains":"Sites"}})", {}).at("/columns/domains"),
            "Sites");
  const Caller::Headers csv{{"Content-Type", "text/csv"}};
  const std::string imports = "/api/filings/imports?source=r-1.csv&mapping=";
  EXPECT_EQ(as("registrar").call("POST", imports + "South", "x", csv).code(), "mapping_unknown");
  EXPECT_EQ(as("registrar").call("POST", imports + "North", "{}", {{"Content-Type", "application/x-ndjson"}}).code(),
            "mapping_csv_only");
  EXPECT_EQ(as("registrar").get("/api/filing-mappings?source=r-2.csv").at("/items/0/remembered"), "false");
  EXPECT_EQ(as("registrar").call("POST", imports + "North", "x", csv).status, 202);
  EXPECT_EQ(as("registrar").get("/api/filing-mappings?source=r-2.csv").at("/items/0/remembered"), "true");
}

TEST_F(FilingsApi, NobodyElseMay) {
  const std::string id = drafted("shop.example.com");
  for (const char* role : {"admin", "key_officer"}) EXPECT_EQ(as(role).get("/api/filings").status, 403) << role;
  for (const char* role : {"auditor", "examiner", "decider", "operator"}) {
    EXPECT_EQ(as(role).get("/api/filings/" + id).status, 200) << role;
    EXPECT_EQ(as(role).post("/api/filings", input("y.example.com", "REG-8")).status, 403) << role;
    EXPECT_EQ(as(role).post("/api/filings/" + id + "/events", R"({"event":"preverify"})").status, 403) << role;
    EXPECT_EQ(as(role).post("/api/filings/imports", "x", {{"Content-Type", "text/csv"}}).status, 403) << role;
  }
  EXPECT_EQ(as("partner_user").get("/api/subjects/x").status, 403);
  EXPECT_EQ(Caller(router_).get("/api/filings").status, 401);
  EXPECT_EQ(Caller(router_).get("/api/restrictions/holds").status, 401);
}

TEST_F(FilingsApi, AnIndividualIsReadForAPurpose) {
  auto asked = json::parse(input("blog.example.com", "x")).as_object();
  auto& subject = asked["subject"].as_object();
  subject["kind"] = "individual";
  subject["name"] = "Planted Person";
  subject["certificate_kind"] = "cn_resident_id";
  subject["certificate_number"] = "11010519491231002X";  // GB 11643-1999, annex
  const auto made = as("registrar").post("/api/filings", json::serialize(asked));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.body.find("Planted"), std::string::npos);
  const std::string path = "/api/subjects/" + made.at("/subject_id");
  const auto closed = as("examiner").get(path);
  EXPECT_EQ(closed.at("/name"), "null");
  EXPECT_EQ(closed.at("/filings/0/id"), made.at("/id"));
  const auto open = as("examiner").get(path + "?purpose=Ask%20about%20the%20complaint");
  EXPECT_EQ(open.at("/name"), "Planted Person") << open.body;
  EXPECT_EQ(open.at("/responsible/email"), "office@example.com");
  static constexpr store::Sql kReadings{
      "t_readings", "select p.body from event e join event_payload p on p.event_id = e.id where e.kind = 'vault.read'"};
  const auto body =
      *program_.db->read([](store::Transaction& tx) -> Result<std::string> { return tx.one(kReadings)->text("body"); });
  EXPECT_NE(body.find("ask_about_the_complaint"), std::string::npos) << body;
  EXPECT_EQ(as("examiner").get(path + "?purpose=!").code(), "purpose_form");
}

TEST_F(FilingsApi, AnImportIsAJob) {
  const std::string csv =
      "site_number,domains,subject_name,region,provider\nS1-1,a.example.com,A,CN-35,Provider "
      "A\nS2-1,bad_name,B,CN-35,Provider A\n";
  const auto import = [&](const char* query, const std::string& body, const char* type) {
    const auto started =
        as("registrar").post(std::string("/api/filings/imports") + query, body, {{"Content-Type", type}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    const auto job = program_.jobs.get(started.at("/job_id"));
    EXPECT_EQ(job->state, "done") << job->error_sentence;
    return json::parse(job->result).as_object();
  };
  const auto dry = import("?dry_run=1", csv, "text/csv");
  EXPECT_EQ(dry.at("accepted").as_int64(), 1);
  EXPECT_EQ(as("auditor").get("/api/filings").at("/items"), "[]");
  const auto done = import("", csv, "text/csv; charset=utf-8");
  EXPECT_EQ(done.at("accepted").as_int64(), 1);
  EXPECT_EQ(done.at("refused").as_int64(), 1);
  EXPECT_EQ(done.at("errors").as_array().at(0).at("line").as_int64(), 3);
  EXPECT_EQ(done.at("errors").as_array().at(0).at("field").as_string(), "domains");
  const auto again = import(
      "",
      R"({"site_number":"S1-1","domains":["a.example.com"],"subject_name":"A","region":"CN-35","provider":"Provider A"})",
      "application/x-ndjson");
  EXPECT_EQ(again.at("already_in").as_int64(), 1);
  EXPECT_EQ(as("auditor").get("/api/filings?q=a.example").at("/items/0/site_number"), "S1-1");
  EXPECT_EQ(as("registrar").post("/api/filings/imports", csv).code(), "content_type");
  EXPECT_EQ(as("registrar").post("/api/filings/imports", "", {{"Content-Type", "text/csv"}}).code(), "import_empty");
}

TEST_F(FilingsApi, AnImportIsTakenBackByAJob) {
  const std::string csv =
      "site_number,domains,subject_name,region,provider\nS1-1,a.example.com,A,CN-35,Provider A\n"
      "S2-1,b.example.com,B,CN-35,Provider A\n";
  const auto run = [&](const std::string& path, const std::string& body, const char* type) {
    const auto started = as("registrar").post(path, body, {{"Content-Type", type}});
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    const auto job = program_.jobs.get(started.at("/job_id"));
    EXPECT_EQ(job->state, "done") << job->error_sentence;
    return json::parse(job->result).as_object();
  };
  run("/api/filings/imports", csv, "text/csv");
  program_.clock.advance(std::chrono::hours(1));
  const std::string touched = as("auditor").get("/api/filings?q=b.example").at("/items/0/id");
  steps(touched, {"notify_defect"});
  const std::string id = as("auditor").get("/api/filing-imports").at("/items/0/id");
  const std::string undo = "/api/filing-imports/" + id + "/undo";
  EXPECT_EQ(as("auditor").post(undo, R"({"reason":"x"})").status, 403);
  EXPECT_EQ(as("registrar").post(undo, "{}").status, 422);
  EXPECT_EQ(as("registrar").post("/api/filing-imports/" + touched + "/undo", R"({"reason":"x"})").code(),
            "import_unknown");
  const char* json_type = "application/json";
  const auto dry = run(undo, R"({"reason":"The wrong file.","dry_run":true})", json_type);
  EXPECT_EQ(dry.at("cancelled").as_int64(), 1);
  EXPECT_EQ(as("auditor").get("/api/filing-imports/" + id).at("/batches_undone"), "0");
  const auto done = run(undo, R"({"reason":"The wrong file."})", json_type);
  EXPECT_EQ(done.at("cancelled").as_int64(), 1);
  EXPECT_EQ(done.at("left_alone").as_array().at(0).at("number").as_string(), "S2-1");
  EXPECT_EQ(as("auditor").get("/api/filings?q=a.example").at("/items/0/state"), "cancelled");
  EXPECT_EQ(as("auditor").get("/api/filings/" + touched).at("/state"), "defect_notice");
  EXPECT_EQ(as("auditor").get("/api/filing-imports/" + id).at("/cancelled"), "1");
}

TEST_F(FilingsApi, AccessGoesThroughTheGate) {
  const std::string id = drafted("shop.example.com");
  const auto asked = partner(other_).post(
      "/api/filings/" + id + "/accesses",
      json::serialize(json::object{{"provider_id", other_}, {"method", "cdn"}, {"address_range", "198.51.100.0/24"}}));
  ASSERT_EQ(asked.status, 201) << asked.body;
  const std::string events = "/api/accesses/" + asked.at("/id") + "/events";
  const auto reserved =
      partner(other_).post(events, R"({"event":"reserve"})", {{"If-Match", asked.headers.at("etag")}});
  ASSERT_EQ(reserved.status, 200) << reserved.body;
  EXPECT_EQ(partner(other_).post(events, R"({"event":"open"})", {{"If-Match", reserved.headers.at("etag")}}).code(),
            "access_unfiled");
  steps(id, {"preverify", "verify_in_person", "sign", "submit", "accept"});
  EXPECT_EQ(partner(provider_).post(events, R"({"event":"open"})", {{"If-Match", reserved.headers.at("etag")}}).code(),
            "access_not_yours");
  EXPECT_EQ(
      partner(other_).post(events, R"({"event":"open"})", {{"If-Match", reserved.headers.at("etag")}}).at("/state"),
      "open");
}

TEST_F(FilingsApi, OneCallAsksTheWholeGate) {
  const std::string id = drafted("shop.example.com");
  const auto ask = [&](const std::string& site, const char* address) {
    return partner(provider_).post(
        "/api/access-requests",
        json::serialize(
            json::object{{"site", site}, {"provider_id", provider_}, {"method", "cloud"}, {"address_range", address}}));
  };
  const auto refused = ask("shop.example.com", "192.0.2.8");
  ASSERT_EQ(refused.status, 201) << refused.body;
  EXPECT_EQ(refused.at("/state"), "refused");
  EXPECT_EQ(refused.at("/access/state"), "refused");
  EXPECT_EQ(refused.at("/checks/0/check"), "filed");
  EXPECT_EQ(refused.at("/checks/0/outcome"), "refused");
  EXPECT_EQ(refused.at("/checks/0/reasons/0/code"), "access_unfiled");
  const auto nobody = ask("nobody.example.org", "192.0.2.8");
  EXPECT_EQ(nobody.status, 200) << nobody.body;
  EXPECT_EQ(nobody.at("/access"), "null");
  steps(id, {"preverify", "verify_in_person", "sign", "submit", "accept"});
  const auto open = ask(id, "192.0.2.8");
  EXPECT_EQ(open.at("/state"), "open") << open.body;
  EXPECT_EQ(open.at("/checks/3/outcome"), "unknown");
  EXPECT_EQ(partner(provider_).get("/api/accesses/" + open.at("/access/id") + "/gate").at("/state"), "open");
  EXPECT_EQ(partner(other_).get("/api/accesses/" + open.at("/access/id") + "/gate").code(), "access_not_yours");
  EXPECT_EQ(ask("", "192.0.2.8").status, 422);
}

TEST_F(FilingsApi, ASiteShowsItsStandingAndRestrictions) {
  const std::string id = drafted("shop.example.com");
  EXPECT_EQ(as("examiner").get("/api/sites/" + id).at("/standing"), "unfiled");
  const Instant now = program_.clock.now(), later = now + std::chrono::hours(100);
  ASSERT_TRUE(program_.db
                  ->write([&](store::Transaction& tx) -> Result<void> {
                    restrictions::NewHold hold;
                    hold.name = "shop.example.com";
                    hold.ground = restrictions::HoldGround::false_filing;
                    hold.provider_id = provider_;
                    hold.notice_ref = "notice";
                    hold.from = now;
                    hold.until = later;
                    MUSTER_CHECK_OK(program_.restrictions.place_hold(tx, hold, "p"));
                    for (const auto ground : {restrictions::BlocklistGround::child_abuse_material,
                                              restrictions::BlocklistGround::billing_fraud}) {
                      restrictions::NewEntry entry;
                      entry.name =
                          std::string(restrictions::to_text(ground)[0] == 'c' ? "sealed" : "open") + ".example.com";
                      entry.ground = ground;
                      entry.reason = "Because.";
                      entry.from = now;
                      entry.until = entry.review = later;
                      MUSTER_TRY(const auto made, program_.restrictions.propose_entry(tx, entry, "p"));
                      MUSTER_CHECK_OK(program_.restrictions.activate_entry(tx, made.id, "order", "p"));
                    }
                    return {};
                  })
                  .ok());
  const auto site = as("examiner").get("/api/sites/" + id);
  EXPECT_EQ(site.at("/standing"), "held") << site.body;
  EXPECT_EQ(site.at("/restrictions/0/ground"), "false_filing");
  EXPECT_NE(site.at("/restrictions/0/reason"), "");
  EXPECT_EQ(as("operator").get("/api/restrictions/holds?state=active").at("/items/0/name"), "shop.example.com");
  EXPECT_EQ(partner(other_).get("/api/restrictions/holds").at("/items"), "[]");
  EXPECT_EQ(as("operator").get("/api/restrictions/blocklist").json().at("items").as_array().size(), 1u)
      << "what is sealed is the auditor's";
  EXPECT_EQ(as("auditor").get("/api/restrictions/blocklist").json().at("items").as_array().size(), 2u);
  EXPECT_EQ(as("operator").get("/api/restrictions/blocklist?q=open").at("/items/0/kind"), "blocklist");
  EXPECT_EQ(as("operator").get("/api/restrictions/blocklist?state=x").status, 422);
}

}  // namespace
}  // namespace muster::api
