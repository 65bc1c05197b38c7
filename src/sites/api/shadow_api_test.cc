// Comparisons with another system through the API.
#include "census_handlers.h"
#include "shadow_handlers.h"
#include "whole_program.h"
#include <census/comparisons.h>

#include <gtest/gtest.h>

namespace muster::api {
namespace {

class ShadowApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  ShadowApi() : program_(GetParam()) { add_census_routes(router_, program_.services); }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Answer sent(const std::string& body, const std::string& query = "label=old.csv", const char* type = "text/csv") {
    return as("examiner").post("/api/shadow/comparisons?" + query, body, {{"content-type", type}});
  }
  std::string ran(const Answer& started, const char* state = "done") {
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    const auto job = program_.jobs.get(started.at("/job_id"));
    EXPECT_EQ(job->state, state) << job->error_sentence;
    result_ = job->result;
    return started.at("/job_id");
  }
  WholeProgram program_;
  http::Router router_;
  std::string result_;
};
MUSTER_ON_BOTH_BACKENDS(ShadowApi);

TEST_P(ShadowApi, WhatDiffersIsKeptCountedListedAndTaken) {
  ASSERT_TRUE(program_.db
                  ->script("insert into subject(id, number, kind, name, certificate_kind, certificate_number, "
                           "certificate_address, postal_address, superior, region, created_at, version) "
                           "values('s1', 'N1', 'company', 'One', 'other', '1', '', '', '', 'CN-35', 0, 1);")
                  .ok());
  const std::string id =
      ran(sent("name,standing,blocked\nwww.b.example,filed,1\na.example,filed,0\nc.example,unfiled,0\n"
               "not a name,filed,0\nd.example,cancelled,\nb.example,filed,0\n"));
  EXPECT_NE(result_.find("\"line\":5"), std::string::npos) << result_;
  const auto run = as("auditor").get("/api/shadow/comparisons/" + id);
  ASSERT_EQ(run.status, 200) << run.body;
  EXPECT_EQ(run.at("/state"), "done");
  EXPECT_EQ(run.at("/source_name"), "old.csv");
  EXPECT_EQ(run.at("/names"), "5");
  EXPECT_EQ(run.at("/agree"), "1");
  EXPECT_EQ(run.at("/standing_differs"), "4");
  EXPECT_EQ(run.at("/blocked_there"), "1");
  EXPECT_EQ(run.at("/blocked_here"), "0");
  EXPECT_EQ(run.at("/bad_lines"), "1");
  EXPECT_EQ(run.at("/kept"), "4");
  EXPECT_EQ(run.at("/pairs/0/theirs"), "cancelled");
  EXPECT_EQ(run.at("/pairs/1/names"), "3");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons").at("/items/0/id"), id);
  const std::string differences = "/api/shadow/comparisons/" + id + "/differences";
  const auto all = as("auditor").get(differences);
  EXPECT_EQ(all.at("/items/0/name"), "a.example") << all.body;
  EXPECT_EQ(all.at("/items/0/rule"), "no_filing");
  EXPECT_EQ(all.at("/items/0/sentence"), "No filing names this domain.");
  EXPECT_EQ(all.at("/items/0/site_id"), "null");
  EXPECT_EQ(all.at("/items/1/line"), "2") << "a name that comes up twice differs twice, in order of its lines";
  EXPECT_EQ(all.at("/items/2/line"), "7");
  EXPECT_EQ(all.at("/items/1/blocked_theirs"), "true");
  EXPECT_EQ(all.at("/items/3/blocked_theirs"), "null");
  EXPECT_EQ(all.at("/next"), "null");
  std::string seen, after;
  for (int i = 0; i < 4; ++i) {
    const auto page = as("auditor").get(differences + "?limit=1" + after);
    seen += page.at("/items/0/line") + " ";
    after = "&after=" + page.at("/next");
  }
  EXPECT_EQ(seen, "3 2 7 6 ");
  const auto first = [&](const std::string& query) {
    return as("auditor").get(differences + query).at("/items/0/name");
  };
  EXPECT_EQ(first("?kind=blocked_there"), "b.example");
  EXPECT_EQ(first("?kind=blocked_here"), "");
  EXPECT_EQ(first("?kind=standing&q=d"), "d.example");
  EXPECT_EQ(first("?theirs=cancelled&ours=unfiled"), "d.example");
  EXPECT_EQ(first("?theirs=unfiled&ours=filed"), "");
  EXPECT_EQ(first("?q=b.ex"), "b.example");
  const auto csv = as("auditor").get(differences + ".csv?kind=blocked_there");
  EXPECT_EQ(csv.body, "name,theirs,ours,rule,blocked_theirs,blocked_ours\r\nb.example,filed,unfiled,no_filing,1,0\r\n");
}

TEST_P(ShadowApi, TheCsvIsWholeAndStaysAsItWas) {
  std::string names = "name,standing\n";
  for (int i = 0; i < 12'345; ++i) names += "shop-" + std::to_string(i) + ".example,filed\n";
  const std::string id = ran(sent(names));
  const auto csv = as("auditor").get("/api/shadow/comparisons/" + id + "/differences.csv");
  EXPECT_EQ(std::count(csv.body.begin(), csv.body.end(), '\n'), 12'346);
  for (const char* attack :
       {"update shadow_difference set ours = 'held'", "delete from shadow_difference", "delete from shadow_run",
        "update shadow_run set agree = 1",
        "insert into shadow_difference(run_number, name, line, theirs, ours, rule, blocked_theirs, "
        "blocked_ours, standing_differs, blocked_differs) values(1, 'x', 1, '', 'filed', "
        "'filing_active', 0, 0, 1, 0)"})
    EXPECT_FALSE(program_.db->script(attack).ok()) << attack;
}

TEST_P(ShadowApi, OneThatIsCancelledKeepsNothing) {
  std::string names = "name,standing\n";
  for (int i = 0; i < 25'000; ++i) names += "shop-" + std::to_string(i) + ".example,filed\n";
  std::istringstream in(names);
  const census::Comparisons comparisons(*program_.db, program_.recorder);
  int looks = 0;
  census::Comparisons::Options options;
  options.id = "job-1";
  options.actor = "p";
  options.on_progress = [&](std::int64_t) { return ++looks < 2; };
  const auto known = program_.census.current_register(false);
  const auto cut = comparisons.run(
      in, **known, [](const std::string&) { return false; }, options);
  EXPECT_EQ(cut.error().code, "comparison_stopped");
  const auto run = as("auditor").get("/api/shadow/comparisons/job-1");
  EXPECT_EQ(run.at("/state"), "cancelled") << run.body;
  EXPECT_EQ(run.at("/kept"), "0");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons/job-1/differences").at("/items"), "[]");
  const auto left = program_.db->read([](store::Transaction& tx) -> Result<std::int64_t> {
    return tx.one(store::Sql{"t_count", "select count(*) as n from shadow_difference"})->integer("n");
  });
  EXPECT_EQ(*left, 0) << "what was stored before is thrown away";
}

// A job whose process ended is taken up again: what it had stored goes, and it begins anew.
TEST_P(ShadowApi, OneThatWasCutOffBeginsAnew) {
  ASSERT_TRUE(
      program_.db
          ->script("insert into shadow_run(number, id, state, source_name, actor, started_at) values(1, 'job-1', "
                   "'running', 'old.csv', 'p', 1);"
                   "insert into shadow_difference(run_number, name, line, theirs, ours, rule, blocked_theirs, "
                   "blocked_ours, standing_differs, blocked_differs) values(1, 'left.example', 2, 'filed', "
                   "'unfiled', 'no_filing', -1, 0, 1, 0);")
          .ok());
  const census::Comparisons comparisons(*program_.db, program_.recorder);
  const auto known = program_.census.current_register(false);
  ASSERT_TRUE(known.ok());
  census::DifferenceQuery query;
  query.run_id = "job-1";
  EXPECT_TRUE(comparisons.differences(query)->items.empty()) << "half of it is nobody's business";
  const auto nothing = [](const std::string&) { return false; };
  const auto again = [&] {
    std::istringstream in("name,standing\nnew.example,filed\n");
    return comparisons.run(in, **known, nothing, {.id = "job-1", .source_name = "old.csv", .actor = "p"});
  };
  ASSERT_TRUE(again().ok());
  const auto found = comparisons.differences(query);
  ASSERT_EQ(found->items.size(), 1u);
  EXPECT_EQ(found->items.front().name, "new.example");
  EXPECT_EQ(again()->kept, 1) << "done is done";
  EXPECT_EQ(comparisons.list("", 10)->items.size(), 1u);
}

TEST_P(ShadowApi, WhoMayNotAndBadQuestions) {
  EXPECT_EQ(as("auditor").post("/api/shadow/comparisons", "x", {{"content-type", "text/csv"}}).status, 403);
  EXPECT_EQ(as("partner_user").get("/api/shadow/comparisons").status, 403);
  EXPECT_EQ(sent("name,standing\n", "label=x", "text/plain").code(), "content_type");
  EXPECT_EQ(sent("name,standing\n", "label=" + std::string(201, 'x')).code(), "comparison_source");
  EXPECT_EQ(sent("").code(), "import_empty");
  EXPECT_EQ(sent(std::string(kShadowBodyMax + 1, 'x')).status, 413);
  const std::string failed = ran(sent("domain\nx.example\n"), "failed");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons/" + failed).at("/problem/code"), "csv_column_missing");
  const std::string id = ran(sent("name,standing\nx.example,filed\n"));
  const std::string one = "/api/shadow/comparisons/" + id + "/differences";
  EXPECT_EQ(as("auditor").get(one + "?kind=odd").code(), "kind_unknown");
  EXPECT_EQ(as("auditor").get(one + "?theirs=odd&ours=filed").code(), "standing_unknown");
  EXPECT_EQ(as("auditor").get(one + "?theirs=filed").code(), "comparison_pair");
  EXPECT_EQ(as("auditor").get(one + "?after=" + http::cursor_of("nonsense")).code(), "page_cursor");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons/none").code(), "comparison_unknown");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons/none/differences").code(), "comparison_unknown");
  EXPECT_EQ(as("auditor").get("/api/shadow/comparisons/none/differences.csv").code(), "comparison_unknown");
}

}  // namespace
}  // namespace muster::api
