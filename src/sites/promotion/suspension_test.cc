// From a finding to a suspension by two persons and back, on both databases.
#include "walk_world.h"

#include <gtest/gtest.h>

namespace muster::promotion {
namespace {

class SuspensionTest : public ::testing::TestWithParam<store::Backend> {
 protected:
  // One link with an advertising network on its way, and its neighbour that is all right.
  void list(bool good) {
    std::vector<testing::PromotedLink> some;
    for (const auto& l : testing::promoted_links(9, 3)) {
      if (some.empty() && l.fault == "advertising_network") some.push_back(l);
      if (l.fault.empty() && l.code.starts_with("S00")) neighbours_.push_back(l);
    }
    some[0].code = "A1";
    some[0].channel = "store/games";
    if (good) some[0].short_url.clear();
    neighbours_[0].code = "A2";
    neighbours_[0].channel = "store/books";
    some.push_back(neighbours_[0]);
    w_.list(some);
    w_.clock.advance(std::chrono::minutes(1));
  }
  Finding found() {
    list(false);
    w_.inspect_all_due();
    const auto open = w_.must(w_.findings.list({}, "", 10)).items;
    EXPECT_EQ(open.size(), 1u);
    return open.at(0);
  }
  cases::Case referred_case(const Finding& f) {
    const auto c = w_.must(w_.findings.open_case(f.id, "", w_.examiner));
    w_.must(w_.cases_service->add_element(c.id, {"agreement_clause", "statement", "Clause 4: no networks.", ""},
                                          w_.examiner));
    for (const char* event : {"seal", "screen", "refer"}) w_.step(c, event);
    notice_ = w_.must(w_.cases_service->give_notice(c.id, "What is held against it.", w_.examiner));
    w_.clock.advance(std::chrono::hours(24 * 30));
    return w_.must(w_.cases_service->find_case(c.id));
  }
  cases::DecisionDraft draft(const std::string& scope) {
    cases::DecisionDraft d;
    d.measure = d.scope_kind = "contract";
    d.scope_value = scope;
    d.article = "clause 4";
    d.prior_notice_id = notice_;
    d.reasons = "What was seen there.";
    d.expires = w_.clock.now() + std::chrono::hours(24 * 30);
    return d;
  }
  cases::Order suspend(const std::string& scope) {
    const auto c = referred_case(found());
    const auto d = w_.must(w_.cases_service->prepare(c.id, draft(scope), w_.security_decider));
    w_.must(w_.sign(d.id, w_.security_decider));
    EXPECT_FALSE(suspended("store/games", "A1")) << "one signature suspends nothing";
    w_.must(w_.sign(d.id, w_.security_confirmer));
    return w_.must(w_.cases_service->orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10))
        .items.front();
  }
  bool suspended(const std::string& path, const std::string& code) {
    return w_.must(w_.suspensions.of_link(w_.partner.number, path, code)).has_value();
  }
  std::string lift(const cases::Order& order) {
    const auto now = w_.must(w_.cases_service->order(order.id));
    const auto done = w_.cases_service->lift(now.id, now.version, "It is fixed.", w_.security_decider);
    return done.ok() ? "done" : done.error().code;
  }
  std::string scope(const char* kind, const std::string& value = {}) {
    return std::string(kind) + ":" + w_.partner.number + (value.empty() ? "" : "/" + value);
  }

  WalkWorld w_{GetParam()};
  std::vector<testing::PromotedLink> neighbours_;
  std::string notice_;
};
MUSTER_ON_BOTH_BACKENDS(SuspensionTest);

TEST_P(SuspensionTest, ALinkIsSuspendedByTwoAndLiftedItemByItem) {
  const auto order = suspend(scope("link", "A1"));
  EXPECT_TRUE(suspended("store/games", "A1"));
  EXPECT_FALSE(suspended("store/books", "A2")) << "nothing else is touched";
  EXPECT_EQ(w_.must(w_.partners_service.partner(w_.partner.id)).state, partners::State::active);
  // The partner was told, not the landing page's holder.
  int letters = 0;
  for (const auto& n : w_.must(w_.notices_service->inbox(w_.user, false, "", 50))) letters += n.kind == "prior_notice";
  EXPECT_EQ(letters, 1);

  EXPECT_EQ(lift(order), "retest_open");
  w_.must(w_.inspector.inspect({{w_.partner.id, "A1"}}, w_.examiner));
  EXPECT_EQ(lift(order), "retest_open") << "found again";
  list(true);
  const auto again = w_.must(w_.inspector.inspect({{w_.partner.id, "A1"}}, w_.examiner));
  EXPECT_EQ(again.fixed, 1);
  const auto checklist = w_.must(w_.suspensions.checklist(order.number));
  ASSERT_EQ(checklist.items.size(), 1u);
  EXPECT_TRUE(checklist.items[0].met);
  EXPECT_FALSE(checklist.items[0].finding.closed_run_id.empty());
  EXPECT_EQ(lift(order), "done");
  EXPECT_FALSE(suspended("store/games", "A1"));
}

TEST_P(SuspensionTest, AChannelTakesItsLinksAndAPartnerAllOfThem) {
  const auto order = suspend(scope("channel", "store/games"));
  EXPECT_TRUE(suspended("store/games/summer", "A9"));
  EXPECT_FALSE(suspended("store/books", "A2"));
  EXPECT_EQ(w_.must(w_.suspensions.of_partner(w_.partner.number)).size(), 1u);
  w_.clock.set(order.expires_at);
  EXPECT_FALSE(suspended("store/games", "A1")) << "past its term it stands no more, whether or not a job ran";
}

TEST_P(SuspensionTest, ThePartnersStateFollowsItsOrderAndAnAppealLiftsByItself) {
  const auto order = suspend(scope("partner"));
  EXPECT_EQ(w_.must(w_.partners_service.partner(w_.partner.id)).state, partners::State::suspended);
  EXPECT_TRUE(suspended("store/books", "A2"));
  const auto p = w_.must(w_.partners_service.partner(w_.partner.id));
  EXPECT_EQ(w_.suspensions.retested(p.id, p.version, "x", w_.examiner).error().code, "retest_open");
  w_.must(w_.cases_service->file_appeal({order.number, "This is wrong.", "", "en"}));
  w_.clock.advance(std::chrono::hours(24 * 20));
  w_.must(w_.cases_service->tick(w_.clock.now()));
  EXPECT_EQ(w_.must(w_.partners_service.partner(w_.partner.id)).state, partners::State::active)
      << "an appeal that nobody decided in time lifts the order, re-test or not";
  EXPECT_FALSE(suspended("store/books", "A2"));
}

TEST_P(SuspensionTest, AScopeIsOnRecordAndWithinItsCase) {
  const auto c = referred_case(found());
  const auto code = [&](const std::string& value) {
    const auto d = w_.cases_service->prepare(c.id, draft(value), w_.security_decider);
    return d.ok() ? "done" : d.error().code;
  };
  EXPECT_EQ(code("link:P-2026-999999/A1"), "contract_unknown");
  EXPECT_EQ(code(scope("link", "A7")), "contract_unknown");
  EXPECT_EQ(code(scope("channel", "store/toys")), "contract_unknown");
  EXPECT_EQ(code("everything"), "contract_unknown");
  EXPECT_EQ(code(scope("link", "A2")), "contract_beyond_case");
  EXPECT_EQ(code(scope("channel", "store/books")), "contract_beyond_case");
  EXPECT_EQ(code(scope("channel", "store")), "done");
}

TEST_P(SuspensionTest, NeverBecomesAnEntryOfANetwork) {
  const auto c = referred_case(found());
  for (const char* kind : {"host", "domain", "url"}) {
    auto d = draft(c.name);
    d.measure = "network";
    d.scope_kind = kind;
    const auto tried = w_.cases_service->prepare(c.id, d, w_.security_decider);
    ASSERT_FALSE(tried.ok());
    bool refused_network = false;
    for (const Error& e : tried.error().all) refused_network = refused_network || e.code == "ground_network";
    EXPECT_TRUE(refused_network) << kind;
  }
  // Nor by hand: the schema refuses an entry for an order on a contract.
  const auto d = w_.must(w_.cases_service->prepare(c.id, draft(scope("link", "A1")), w_.security_decider));
  w_.must(w_.sign(d.id, w_.security_decider));
  w_.must(w_.sign(d.id, w_.security_confirmer));
  const auto order =
      w_.must(w_.cases_service->orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10))
          .items.front();
  EXPECT_EQ(order.executor, "provider");
  static constexpr store::Sql kEntry{
      "t_entry", "insert into network_entry(order_id, name, kind, created_at) values(:o, :n, 'exact', 1)"};
  const auto forced = w_.db->write([&](store::Transaction& tx) -> Result<void> {
    tx.run(kEntry, {{"o", order.id}, {"n", c.name}});
    return {};
  });
  ASSERT_FALSE(forced.ok());
  EXPECT_EQ(forced.error().code, "entry_without_order");
}

TEST_P(SuspensionTest, WhatAPartnerToldBeforehandIsSaidAndNothingIsScored) {
  list(false);
  EXPECT_EQ(w_.findings.tell({w_.partner.id, "A1", "", "x"}, w_.registrar).error().code, "role_missing");
  EXPECT_EQ(w_.must(w_.findings.tell({w_.partner.id, "A1", "", "A sub-partner put a network in."}, w_.user)), 0);
  w_.clock.advance(std::chrono::hours(1));
  w_.inspect_all_due();
  const auto open = w_.must(w_.findings.list({.partner_id = w_.partner.id}, "", 10)).items;
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].told(), Told::before);
  const auto counts = w_.must(w_.findings.open_of(w_.partner.id, ""));
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].open, 1);
  EXPECT_EQ(counts[0].told_before, 1);
  EXPECT_EQ(w_.findings.dismiss(open[0].id, open[0].version, "x", w_.user).error().code, "role_missing");
  EXPECT_EQ(w_.findings.dismiss(open[0].id, open[0].version, " ", w_.examiner).error().code, "reason_missing");
  EXPECT_EQ(w_.must(w_.findings.dismiss(open[0].id, open[0].version, "Agreed in writing.", w_.examiner)).state,
            FindingState::dismissed);
  EXPECT_EQ(w_.findings.dismiss(open[0].id, open[0].version, "Again.", w_.examiner).error().code, "finding_state");
}

}  // namespace
}  // namespace muster::promotion
