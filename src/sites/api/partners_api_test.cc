// A partner from its application to work, its links, and whose eyes see what.
#include "partner_handlers.h"
#include "whole_program.h"
#include <jobs/jobs.h>
#include <parties/roles.h>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class PartnersApi : public ::testing::Test {
 protected:
  PartnersApi() : program_(store::Backend::sqlite) {
    add_partner_routes(router_, program_.services);
    add_job_routes(router_, program_.services);
    (void)promotion::add_inspection_jobs(program_.jobs, program_.inspector,
                                         program_.clock.now() + std::chrono::hours(1));
    staff_ = party("carrier", "Carrier");
    own_ = party("partner", "Promoter");
    other_ = party("partner", "Another");
    for (const char* role : {"registrar", "examiner", "supervisor"}) human(role, staff_, {role});
    human("registrar2", staff_, {"registrar"});
    human("user", own_, {"partner_user"});
    human("stranger", other_, {"partner_user"});
  }
  std::string party(const std::string& kind, const std::string& name) {
    parties::Party p;
    p.kind = kind;
    p.name = name;
    p.licence_number = "L-" + name;
    return program_.parties.create_party("system:test", p)->id;
  }
  void human(const std::string& name, const std::string& of, std::initializer_list<const char*> roles) {
    const auto made =
        program_.parties.create_person("system:test", {of, name, "en", "passport:" + std::to_string(++people_)});
    for (const char* role : roles) ASSERT_TRUE(program_.parties.assign_role("system:test", made->id, role).ok());
    ids_[name] = made->id;
    roles_[name] = {roles.begin(), roles.end()};
    parties_[name] = of;
  }
  Caller as(const std::string& name) {
    return Caller(router_, person(ids_.at(name), roles_.at(name), parties_.at(name)));
  }
  std::map<std::string, std::string> once() { return {{"Idempotency-Key", "k" + std::to_string(++n_)}}; }
  Answer step(const std::string& who, const std::string& id, const std::string& body) {
    const auto now = as("registrar").get("/api/partners/" + id);
    return as(who).post("/api/partners/" + id + "/events", body, {{"If-Match", now.headers.at("etag")}});
  }
  std::string active() {
    const auto made = as("user").post("/api/partners", R"({"kind":"promotion"})", once());
    EXPECT_EQ(made.status, 201) << made.body;
    const std::string id = made.at("/id"), path = "/api/partners/" + id;
    EXPECT_EQ(step("registrar", id, R"({"event":"collect"})").status, 200);
    for (const auto& item : partners::checklist(program_.policy, partners::Kind::promotion))
      if (item.type == partners::ItemType::document)
        EXPECT_EQ(as("user")
                      .post(path + "/papers",
                            R"({"number":"N","issued_by":"Office","item":")" + item.code +
                                R"(","valid_until":"2027-03-01T00:00:00Z"})",
                            once())
                      .status,
                  201);
    EXPECT_EQ(step("examiner", id, R"({"event":"pass_test","reasons":["Visited."]})").status, 200);
    EXPECT_EQ(step("registrar", id,
                   R"({"event":"agree","data":{"agreement":"AG-1","from":"2026-03-01T00:00:00Z",)"
                   R"("until":"2027-03-01T00:00:00Z"}})")
                  .status,
              200);
    for (const auto& item : partners::checklist(program_.policy, partners::Kind::promotion))
      EXPECT_EQ(as("registrar")
                    .post(path + "/checks", R"({"passed":true,"note":"Seen.","item":")" + item.code + "\"}", once())
                    .status,
                201);
    EXPECT_EQ(as("registrar")
                  .post(path + "/responsible", R"({"function":"head","person_id":")" + ids_["user"] + "\"}", once())
                  .status,
              201);
    EXPECT_EQ(step("registrar", id, R"({"event":"activate"})").code(), "partner_same_person");
    const auto done = step("registrar2", id, R"({"event":"activate"})");
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.at("/state"), "active");
    return id;
  }

  int n_ = 0, people_ = 10'000'000;
  std::string staff_, own_, other_;
  std::map<std::string, std::string> ids_, parties_;
  std::map<std::string, std::vector<std::string>> roles_;
  WholeProgram program_;
  http::Router router_;
};

TEST_F(PartnersApi, FromItsApplicationToWork) {
  const std::string id = active();
  const auto page = as("examiner").get("/api/partners/" + id);
  EXPECT_EQ(page.at("/items/0/met"), "true");
  EXPECT_EQ(page.at("/responsible/0/function"), "head");
  EXPECT_EQ(page.at("/next_events/0/event"), "reopen");
  EXPECT_EQ(page.at("/next_events/0/allowed"), "false") << "of an examiner";
  EXPECT_EQ(as("registrar").get("/api/partners?state=active").at("/items/0/id"), id);
  EXPECT_EQ(as("registrar").get("/api/partners?q=Prom").at("/items/0/id"), id);
  EXPECT_EQ(as("registrar").get("/api/partners?state=asleep").code(), "state_unknown");
  EXPECT_EQ(step("examiner", id, R"({"event":"end","reasons":["x"]})").code(), "role_missing");
  EXPECT_EQ(step("registrar", id, R"({"event":"retest","reasons":["x"]})").code(), "partner_state");
}

TEST_F(PartnersApi, APartnerSeesItsOwnRecordsAlone) {
  const std::string id = active(), path = "/api/partners/" + id;
  EXPECT_EQ(as("user").get(path).status, 200);
  for (const char* below : {"", "/channels", "/inventories", "/links/A1"})
    EXPECT_EQ(as("stranger").get(path + below).status, 404) << below;
  EXPECT_EQ(as("stranger").get("/api/partners").at("/items"), "[]");
  EXPECT_EQ(as("user").get("/api/partners").at("/items/0/id"), id);
  EXPECT_EQ(as("stranger").get("/api/links").code(), "partner_missing");
  EXPECT_EQ(as("stranger").get("/api/links?partner=" + id).status, 404);
  EXPECT_EQ(as("stranger").get("/api/link-findings?partner=" + id).status, 404);
  EXPECT_EQ(as("stranger")
                .post(path + "/links", R"({"code":"A1","channel":"web","landing_url":"http://a.example/"})", once())
                .status,
            404);
  EXPECT_EQ(as("stranger").post(path + "/told", R"({"host":"x.example","words":"x"})", once()).status, 404);
  EXPECT_EQ(as("user").get("/api/links/coverage").status, 403);
}

TEST_F(PartnersApi, AFileBecomesAnInventoryAndAFormChangesOneLink) {
  const std::string id = active(), path = "/api/partners/" + id;
  const std::string file =
      "Code,Group,Target\nA1,store/games,http://a.example/\nA2,store,http://b.example/\nA 3,store,x\n";
  EXPECT_EQ(
      as("user").put("/api/link-mappings/theirs", R"({"columns":{"channel":"Group","landing_url":"Target"}})").status,
      200);
  std::map<std::string, std::string> headers{{"Content-Type", "text/csv"}, {"Idempotency-Key", "f1"}};
  EXPECT_EQ(
      as("user").post(path + "/inventories", file, {{"Content-Type", "text/plain"}, {"Idempotency-Key", "f0"}}).code(),
      "content_type");
  const auto begun = as("user").post(path + "/inventories?mapping=theirs&source=links-2026-03.csv", file, headers);
  ASSERT_EQ(begun.status, 202) << begun.body;
  ASSERT_TRUE(program_.jobs.run_due(1).ok());
  const auto job = as("user").get("/api/jobs/" + begun.at("/job_id"));
  EXPECT_EQ(job.at("/state"), "done") << job.body;
  EXPECT_EQ(job.at("/result/added"), "2");
  EXPECT_EQ(job.at("/result/errors/0/line"), "4");
  EXPECT_EQ(as("user").get("/api/link-mappings?source=links-2026-04.csv").at("/items/0/remembered"), "true");
  EXPECT_EQ(as("user").get("/api/links?partner=" + id).at("/items/1/code"), "A2");
  EXPECT_EQ(as("examiner").get("/api/links?host=a.example").at("/items/0/code"), "A1");
  EXPECT_EQ(as("examiner").get("/api/links?q=A2").at("/items/0/code"), "A2");
  const auto top = as("user").get(path + "/channels");
  EXPECT_EQ(top.at("/items/0/path"), "store");
  EXPECT_EQ(as("user").get(path + "/channels?parent_id=" + top.at("/items/0/id")).at("/items/0/path"), "store/games");
  EXPECT_EQ(as("user")
                .post(path + "/links", R"({"code":"A1","channel":"web","landing_url":"http://c.example/"})", once())
                .status,
            201);
  const auto differs = as("user").get(path + "/inventories/difference?from=1&to=2");
  EXPECT_EQ(differs.at("/items/0/change"), "changed");
  EXPECT_EQ(differs.at("/items/0/after/landing_host"), "c.example");
  EXPECT_EQ(as("user").get(path + "/inventories/difference?from=2&to=1").code(), "inventory_order");
  const auto link = as("user").get(path + "/links/A1");
  EXPECT_EQ(link.at("/listed"), "true");
  EXPECT_EQ(link.at("/versions/1/landing_host"), "a.example");
  EXPECT_EQ(as("user").post(path + "/links/A1/events", R"({"event":"inspect"})").status, 202);
  EXPECT_EQ(as("user").post(path + "/links/A1/events", R"({"event":"remove"})").status, 200);
  EXPECT_EQ(as("user").get(path + "/links/A1").at("/listed"), "false");
  EXPECT_EQ(as("examiner").get("/api/links/coverage").at("/links"), "1");
  EXPECT_EQ(as("user").post(path + "/told", R"({"code":"A2","words":"A network is in it."})", once()).status, 201);
  EXPECT_EQ(as("registrar").post(path + "/told", R"({"code":"A2","words":"x"})", once()).status, 403);
  EXPECT_EQ(as("examiner").get("/api/link-findings/open?partner=" + id).at("/items"), "[]");
  EXPECT_EQ(as("examiner").get("/api/link-findings/open").code(), "partner_or_provider");
  EXPECT_EQ(as("registrar").post(path + "/sites", R"({"host":"a.example"})", once()).code(), "site_unfiled");
  EXPECT_EQ(as("examiner").get("/api/retests/O-2026-000001").code(), "order_unknown");
}

}  // namespace
}  // namespace muster::api
