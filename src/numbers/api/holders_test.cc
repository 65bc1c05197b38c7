#include "test_support.h"

namespace muster::numbers_api {
namespace {

class HoldersApi : public ApiTest {
 protected:
  std::string registered() {
    stock_up(1);
    return as("partner_user").post("/api/registrations", body(0), key("k-1")).at("/holder_id");
  }
};
MUSTER_ON_BOTH_BACKENDS(HoldersApi);

TEST_P(HoldersApi, NothingPersonalIsShownAndAReadingIsOnRecord) {
  const std::string id = registered();
  const auto officer = as("compliance_officer"), auditor = as("auditor");
  const auto page = auditor.get("/api/holders/" + id);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(page.at("/documents/0/kind"), "cn_resident_id");
  EXPECT_EQ(page.at("/holdings/0/line/msisdn_masked"), "+861*******000");
  for (const char* planted : {"Specimen", "Example Street", "1990", "19900000000"})
    EXPECT_EQ(page.body.find(planted), std::string::npos) << planted;
  const std::string path = "/api/holders/" + id + "/readings";
  const auto read = officer.post(path, R"({"purpose":"dispute","fields":["name","document_1"]})");
  EXPECT_EQ(read.at("/fields/name"), "Specimen Person 1") << read.body;
  EXPECT_EQ(read.at("/fields/document_1"), test::resident_id("19900101", 1));
  EXPECT_EQ(auditor.get("/api/holders/" + id).at("/readings/0/body/purpose"), "dispute");
  EXPECT_EQ(officer.post(path, R"({"purpose":"dispute","fields":[]})").status, 422);
  EXPECT_EQ(officer.post(path, R"({"fields":["name"]})").at("/errors/0/field"), "purpose");
  EXPECT_EQ(officer.post(path, R"({"purpose":"Because I want","fields":["name"]})").status, 422);
  for (const char* role : {"auditor", "admin", "operator", "supervisor", "partner_user"})
    EXPECT_EQ(as(role).post(path, R"({"purpose":"dispute","fields":["name"]})").status, 403) << role;
  EXPECT_EQ(officer.post("/api/holders/nobody/readings", R"({"purpose":"dispute","fields":["name"]})").status, 404);
}

TEST_P(HoldersApi, IsFoundByADocumentForAPurpose) {
  const std::string id = registered();
  const auto registrar = as("registrar");
  const auto ask = [&](int person) {
    return registrar.post("/api/holders/find",
                          R"({"document_kind":"cn_resident_id","document_country":"CHN","document_number":")" +
                              test::resident_id("19900101", person) + R"(","category":"citizen","purpose":"counter"})");
  };
  EXPECT_EQ(ask(1).at("/id"), id) << ask(1).body;
  EXPECT_EQ(ask(2).status, 404);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'holder.looked_up'"), 2);
}

TEST_P(HoldersApi, ALegalHoldIsPlacedAndLifted) {
  const std::string id = registered();
  const auto officer = as("compliance_officer");
  const auto held = officer.post("/api/holders/" + id + "/legal-holds", R"({"reference":"COURT-7"})");
  ASSERT_EQ(held.status, 201) << held.body;
  EXPECT_EQ(officer.post("/api/holders/" + id + "/legal-holds", R"({"reference":"a whole sentence"})").status, 422);
  EXPECT_EQ(officer.remove("/api/legal-holds/" + held.at("/id")).status, 204);
  EXPECT_EQ(officer.remove("/api/legal-holds/" + held.at("/id")).status, 404);
  EXPECT_EQ(as("registrar").post("/api/holders/" + id + "/legal-holds", R"({"reference":"COURT-7"})").status, 403);
}

// Each role of the program opens its first page, on both databases; nobody else does.
TEST_P(HoldersApi, HomeAnswersEachRole) {
  for (const char* role :
       {"admin", "key_officer", "registrar", "operator", "auditor", "partner_user", "compliance_officer", "supervisor"})
    EXPECT_EQ(as(role).get("/api/home").status, 200) << role;
  EXPECT_EQ(Caller(router_).get("/api/home").status, 401);
  EXPECT_EQ(as("auditor").get("/api/home").at("/figures/0"), R"({"figure":"lines_stocked","value":30})");
  EXPECT_EQ(as("partner_user").get("/api/home").at("/figures"), "[]");
}

TEST_P(HoldersApi, WhoManagesAccountsReadsNobody) {
  const auto made = parties_.create_person("system:test", {carrier_, "Ada", "en", "passport:B0000001"});
  ASSERT_TRUE(parties_.assign_role("system:test", made->id, "admin").ok());
  for (const char* role : {"compliance_officer", "supervisor"})
    EXPECT_EQ(parties_.assign_role("system:test", made->id, role).error().code, "role_separation") << role;
  EXPECT_TRUE(parties_.assign_role("system:test", made->id, "operator").ok());
}

}  // namespace
}  // namespace muster::numbers_api
