// Figures as people call them, and the month's report as everybody sees it.
#include "figure_handlers.h"
#include "public_words.h"
#include "whole_program.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::api {
namespace {

using namespace std::chrono_literals;

class FiguresApi : public ::testing::Test {
 protected:
  FiguresApi() : program_(store::Backend::sqlite) { add_figure_routes(router_, program_.services); }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Caller anybody() { return Caller(router_); }
  void happen(const char* kind, const char* record_kind, const std::string& id, const std::string& body) {
    const auto done = program_.db->write([&](store::Transaction& tx) -> Result<void> {
      program_.recorder.record(tx, {kind, 1, "t"}, "system:test", record_kind, id, body);
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
  }
  void ingest() {
    for (int some = 1; some > 0;) some = *program_.metrics.ingest();
  }
  // 7 appeals on one ground, 2 on another; 3 orders in two regions.
  void march() {
    for (int i = 0; i < 9; ++i)
      happen("appeal.filed", "appeal", fmt::format("a{}", i),
             fmt::format(R"({{"ground":"{}"}})", i < 7 ? "explicit_unlawful" : "unfiled"));
    for (int i = 0; i < 3; ++i)
      happen("order.issued", "order", fmt::format("o{}", i),
             fmt::format(R"({{"ground":"unfiled","measure":"hold","region":"{}"}})", i < 2 ? "north" : "south"));
    program_.clock.advance(90min);
    for (int i = 0; i < 3; ++i)
      happen("order.executed", "order", fmt::format("o{}", i),
             fmt::format(R"({{"case":"c{}","ground":"unfiled","measure":"hold","region":"north"}})", i));
    ingest();
  }
  void publish() {
    program_.clock.advance(24h * 40);
    ASSERT_TRUE(program_.metrics.publish_due().ok());
  }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(FiguresApi, EachFigureHasItsDefinitionAndLeadsToItsRecords) {
  march();
  const auto list = as("partner_user").get("/api/figures");
  ASSERT_EQ(list.status, 200);
  EXPECT_EQ(list.at("/items/0/name"), "reports_received");
  const auto orders = as("decider").get("/api/figures/orders_issued?by=region");
  ASSERT_EQ(orders.status, 200) << orders.body;
  EXPECT_EQ(orders.at("/months/0/month"), "2026-03");
  EXPECT_EQ(orders.at("/months/0/now/n"), "3");
  EXPECT_EQ(orders.at("/months/0/first"), "null");
  EXPECT_EQ(orders.at("/months/0/cells/0/value"), "north");
  EXPECT_EQ(orders.at("/months/0/cells/0/n"), "2");
  EXPECT_EQ(as("decider").get("/api/figures/time_to_execute").at("/months/0/now/mean_seconds"), "5400");
  const auto first = as("auditor").get("/api/figures/orders_issued/records?month=2026-03&region=north&limit=1");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.at("/items/0/record_id"), "o0");
  EXPECT_EQ(first.at("/items/0/values/region"), "north");
  const auto second = as("auditor").get("/api/figures/orders_issued/records?month=2026-03&region=north&limit=1&after=" +
                                        first.at("/next"));
  EXPECT_EQ(second.at("/items/0/record_id"), "o1");
  EXPECT_EQ(second.at("/next"), "null");
  EXPECT_EQ(as("partner_user").get("/api/figures/orders_issued/records").status, 403);
  EXPECT_EQ(as("decider").get("/api/figures/quota").code(), "metric_unknown");
  EXPECT_EQ(as("decider").get("/api/figures/orders_issued?by=person").code(), "dimension_unknown");
  EXPECT_EQ(as("decider").get("/api/figures/orders_issued?from=2026").code(), "month_form");
  EXPECT_EQ(anybody().get("/api/figures").status, 401);
}

TEST_F(FiguresApi, EverythingIsCountedAnewAsAJob) {
  march();
  static constexpr store::Sql kForge{"t_forge",
                                     "update metric_figure set n = 9 where metric = 'orders_issued' and n = 2"};
  ASSERT_TRUE(program_.db
                  ->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(kForge);
                    return {};
                  })
                  .ok());
  EXPECT_EQ(as("decider").post("/api/figures/recomputations", "{}", {{"Idempotency-Key", "x"}}).status, 403);
  const auto started = as("supervisor").post("/api/figures/recomputations", "{}", {{"Idempotency-Key", "k"}});
  ASSERT_EQ(started.status, 202) << started.body;
  ASSERT_TRUE(program_.jobs.run_due().ok());
  const auto job = program_.jobs.get(started.at("/job_id"));
  ASSERT_EQ(job->state, "done") << job->error_sentence;
  EXPECT_NE(job->result.find(R"("was":9,"is":2)"), std::string::npos) << job->result;
  EXPECT_EQ(as("decider").get("/api/figures/orders_issued").at("/months/0/now/n"), "3");
}

TEST_F(FiguresApi, TheMonthsReportIsForEverybodyAndHidesSmallNumbersOfPersons) {
  EXPECT_NE(anybody().get("/public/transparency").body.find("No month was published yet."), std::string::npos);
  march();
  publish();
  const auto list = anybody().get("/public/transparency");
  EXPECT_NE(list.body.find("/public/transparency/2026-03\""), std::string::npos);
  const auto page = anybody().get("/public/transparency/2026-03");
  ASSERT_EQ(page.status, 200);
  EXPECT_LT(page.body.size(), kPublicPageMaxBytes);
  for (const char* words : {"Orders issued", "Unfiled site", "half of them within 91 minutes", "north"})
    EXPECT_NE(page.body.find(words), std::string::npos) << words;
  const auto json = anybody().get("/public/transparency/2026-03/json").json();
  for (const auto& metric : json.at("metrics").as_array()) {
    if (metric.at("name") != "appeals_filed") continue;
    const auto& tables = metric.at("editions").at(0).at("tables").as_array();
    EXPECT_EQ(tables[0].at("rows").at(0).at("n"), 9);
    for (const auto& row : tables[1].at("rows").as_array()) {
      EXPECT_TRUE(row.at("hidden").as_bool()) << "two of nine: the seven would tell them";
      EXPECT_TRUE(row.at("n").is_null());
    }
  }
  const auto csv = anybody().get("/public/transparency/2026-03/csv");
  EXPECT_NE(csv.body.find("2026-03,orders_issued,1,"), std::string::npos);
  EXPECT_NE(csv.body.find(",orders,region,north,2,no,,\r\n"), std::string::npos) << csv.body;
  EXPECT_NE(csv.body.find(",appeals,ground,unfiled,,yes,,\r\n"), std::string::npos);
  EXPECT_EQ(anybody().get("/public/transparency/2026-05").status, 404);
  EXPECT_EQ(anybody().get("/public/transparency/soon").status, 404);
  EXPECT_EQ(anybody().get("/public/transparency/2026-05/json").status, 404);
}

TEST_F(FiguresApi, WhatIsRestatedStandsBesideWhatWasSaidFirst) {
  march();
  publish();
  happen("order.lifted", "order", "o2", R"({"reason":"reversed","ground":"unfiled"})");
  ingest();
  publish();
  const auto figure = as("decider").get("/api/figures/sites_acted_on?from=2026-03&until=2026-03");
  EXPECT_EQ(figure.at("/months/0/now/n"), "2");
  EXPECT_EQ(figure.at("/months/0/first/n"), "3");
  EXPECT_EQ(figure.at("/months/0/latest/n"), "2");
  EXPECT_EQ(figure.at("/months/0/latest/edition"), "2");
  const auto page = anybody().get("/public/transparency/2026-03");
  EXPECT_NE(page.body.find("First published as 3; restated"), std::string::npos);
  const auto chinese = anybody().get("/public/transparency/2026-03?lang=zh");
  EXPECT_NE(chinese.body.find("最初公布为 3，后予更正"), std::string::npos);
  EXPECT_TRUE(Words::complete());
}

}  // namespace
}  // namespace muster::api
