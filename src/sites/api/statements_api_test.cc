// The statement of reasons as the desk and the entity see it.
#include "statement_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

// An order as its event tells of it is enough here: what a whole case makes of it is tried in the room.
class StatementsApi : public ::testing::Test {
 protected:
  StatementsApi() : program_(store::Backend::sqlite) { add_statement_routes(router_, program_.services); }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Caller anybody() { return Caller(router_); }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(StatementsApi, WhatIsNotThereIsSaidSo) {
  EXPECT_EQ(as("examiner").get("/api/statements").body, R"({"items":[],"next":null})");
  EXPECT_EQ(as("examiner").get("/api/statements?state=lost").code(), "state_unknown");
  EXPECT_EQ(as("examiner").get("/api/statements/S-2026-000001").code(), "statement_unknown");
  EXPECT_EQ(as("examiner").get("/api/statements/S-2026-000001/pdf").code(), "statement_unknown");
  EXPECT_EQ(as("examiner").post("/api/statements/x/events", R"({"event":"lose"})").status, 422);
  EXPECT_EQ(as("examiner").post("/api/statements/x/events", R"({"event":"send_again"})").code(), "statement_unknown");
  EXPECT_EQ(as("partner_user").get("/api/statements").status, 403);
  EXPECT_EQ(as("auditor").post("/api/statements/x/events", R"({"event":"send_again"})").status, 403);
  const std::string wrong = "/public/statements/" + std::string(48, 'a');
  EXPECT_EQ(anybody().get(wrong).status, 404);
  EXPECT_EQ(anybody().get(wrong + "/pdf").status, 404);
  EXPECT_EQ(anybody().get(wrong + "/json").status, 404);
  EXPECT_EQ(anybody().post(wrong + "/received", "").status, 404);
  EXPECT_NE(anybody().get(wrong + "?lang=zh").body.find("没有这份理由书"), std::string::npos);
}

}  // namespace
}  // namespace muster::api
