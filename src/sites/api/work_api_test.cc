// What waits for workers, and what people decide on what was set aside.
#include "testing_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>
#include <queue/queue.h>

namespace muster::api {
namespace {

class WorkApi : public ::testing::Test {
 protected:
  WorkApi() : program_(store::Backend::sqlite) {
    queue_ = std::move(*queue::embedded(*program_.db, program_.clock, program_.random, {.name = "tests"}));
    program_.services.test_queue = [this]() -> Result<queue::Queue*> { return queue_.get(); };
    add_testing_routes(router_, program_.services);
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  void set_aside(int count) {
    std::vector<queue::Item> items;
    for (int i = 0; i < count; ++i) items.push_back({"item-" + std::to_string(i), "{}"});
    ASSERT_TRUE(queue_->put(items).ok());
    const auto taken = *queue_->take(count, {});
    for (const auto& one : taken) ASSERT_TRUE(queue_->set_aside(one, invalid("work_form", "No request.")).ok());
  }

  WholeProgram program_;
  std::unique_ptr<queue::Queue> queue_;
  http::Router router_;
};

TEST_F(WorkApi, WhatWasSetAsideIsListedPageByPageAndDecidedOn) {
  set_aside(3);
  ASSERT_TRUE(queue_->put(std::vector<queue::Item>{{"waits", "{}"}}).ok());
  const auto first = as("auditor").get("/api/work?limit=2");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.at("/waiting"), "1");
  EXPECT_EQ(first.at("/aside"), "3");
  EXPECT_EQ(first.at("/items/0/code"), "work_form");
  const auto rest = as("auditor").get("/api/work?limit=2&after=" + first.at("/next"));
  EXPECT_EQ(rest.at("/items/0/key"), "item-2");
  EXPECT_EQ(rest.at("/next"), "null");

  EXPECT_EQ(as("examiner").post("/api/work/item-0/events", R"({"event":"retry"})").status, 200);
  EXPECT_EQ(as("examiner").post("/api/work/item-1/events", R"({"event":"drop"})").status, 200);
  EXPECT_EQ(as("examiner").post("/api/work/item-1/events", R"({"event":"drop"})").code(), "queue_aside_unknown");
  EXPECT_EQ(as("examiner").post("/api/work/item-2/events", R"({"event":"burn"})").code(), "event_unknown");
  EXPECT_EQ(as("auditor").post("/api/work/item-2/events", R"({"event":"drop"})").status, 403);
  EXPECT_EQ(as("auditor").get("/api/work").at("/waiting"), "2");
  EXPECT_EQ(as("auditor").get("/api/work").at("/aside"), "1");
  std::vector<std::string> told;
  (void)program_.db->read([&](store::Transaction& tx) -> Result<void> {
    for (const char* key : {"item-0", "item-1", "item-2"})
      for (const auto& event : events::of_record(tx, "work", key)) told.push_back(event.kind + " " + event.actor);
    return {};
  });
  EXPECT_EQ(told, (std::vector<std::string>{"test.work_retried person-examiner", "test.work_dropped person-examiner"}));
}

TEST_F(WorkApi, AQueueThatIsAwayIsSaid) {
  program_.services.test_queue = []() -> Result<queue::Queue*> { return unavailable("queue_unavailable", "Away."); };
  http::Router router;
  add_testing_routes(router, program_.services);
  EXPECT_EQ(Caller(router, person("person-auditor", {"auditor"})).get("/api/work").status, 503);
}

}  // namespace
}  // namespace muster::api
