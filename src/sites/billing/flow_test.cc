#include "billing_world.h"
#include <testing/farm.h>

#include <map>

#include <billing/flow_farm.h>
#include <billing/flows.h>
#include <browser/browser.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::billing {
namespace {

using ::testing::ElementsAre;

TEST(FlowRules, PricesInText) {
  const auto said = [](std::string_view text) {
    std::string out;
    for (const auto& p : prices_in(text)) out += fmt::format("{} {};", p.amount, p.currency);
    return out;
  };
  EXPECT_EQ(said("Price: 2.00 CNY"), "200 CNY;");
  EXPECT_EQ(said("资费：3.5元/次，7 days"), "350 CNY;");
  EXPECT_EQ(said("now ¥2, was ¥ 5.00"), "200 CNY;500 CNY;");
  EXPECT_EQ(said("call 13800 or 2026-03-01"), "");
  EXPECT_EQ(said("1.999 CNY 0.5 USD"), "50 USD;");
}

TEST(FlowRules, PlainPagesShowWhatAPersonSees) {
  const auto step = read_plain_step(
      "<html><head><title>T &amp; U</title><style>p{}</style></head><body bgcolor=#ffffff><p>2.00 CNY</p>"
      "<font color=white>hidden 3.00 CNY</font><p style='font-size:2px'>small</p><div "
      "style=\"position:absolute;left:-999px\">"
      "<b>far</b></div><p style=display:none>none</p><!-- not said --><form action='/next?a=1'><input type=checkbox "
      "name=x "
      "checked> Renew<input type=submit value=OK></form><a href=other>Other</a></body></html>",
      "http://a.example/x/y?z=1");
  std::string texts;
  for (const auto& t : step.texts) texts += t.text + "|" + t.hidden + ";";
  EXPECT_EQ(texts, "2.00 CNY|;hidden 3.00 CNY|colour;small|size;far|outside;none|not_shown;Renew|;Other|;");
  ASSERT_EQ(step.boxes.size(), 1u);
  EXPECT_TRUE(step.boxes[0].ticked);
  EXPECT_EQ(step.boxes[0].label, "Renew");
  ASSERT_EQ(step.controls.size(), 2u);
  EXPECT_EQ(step.controls[0].target, "http://a.example/next?a=1");
  EXPECT_EQ(step.controls[1].target, "http://a.example/x/other");
  EXPECT_EQ(step.title, "T & U");
}

// Recall and precision of each kind over a farm, and that nothing was charged.
class FlowFarm : public ::testing::Test {
 protected:
  struct Score {
    int right = 0, missed = 0, wrong = 0;
  };
  void go(int count, bool with_browser) {
    flows = farm_flows(7, count);
    farm.set_more(
        [this](const std::string& host, const std::string& path) { return farm_flow_page(flows, host, path); });
    ASSERT_TRUE(farm.start().ok());
    testing::FetchOptions fetch;
    fetch.manners.host_delay = fetch.manners.address_delay = Duration(0);  // loopback
    for (const auto& f : flows) fetch.farm[f.host] = farm.endpoint();
    fetch.farm[kFlowChargeHost] = farm.endpoint();
    std::optional<testing::BrowserEyes> eyes;
    browser::Pool pool({});
    if (with_browser) {
      eyes.emplace();
      eyes->render = [&](const testing::RenderRequest& request) { return pool.render(request); };
    }
    const Flows inspector(*w.db, w.recorder, w.policy, w.services, fetch, eyes);
    for (const auto& f : flows) {
      if ((f.flow.way == "browser") != with_browser) continue;
      const SeenFlow seen = inspector.walk(f.flow);
      std::set<std::string> found;
      for (const auto& finding : judge_flow(f.flow, seen, f.amount, "CNY", f.behalf_text)) found.insert(finding.kind);
      if (!f.fault.empty()) ++(found.count(f.fault) ? scores[f.fault].right : scores[f.fault].missed);
      for (const auto& kind : found)
        if (kind != f.fault) ++scores[kind].wrong;
      EXPECT_EQ(found, f.fault.empty() ? std::set<std::string>{} : std::set<std::string>{f.fault})
          << f.host << " " << f.fault << " " << f.form << " " << seen.error << " " << to_json(seen).substr(0, 1500);
      ++walked;
    }
    for (const auto& r : farm.records()) EXPECT_NE(r.host, kFlowChargeHost) << "a charge was made";
  }
  BillingWorld w{store::Backend::sqlite};
  std::vector<FarmFlow> flows;
  testing::Farm farm;
  std::map<std::string, Score> scores;
  int walked = 0;
};

TEST_F(FlowFarm, PlainPages) {
  go(60, false);
  EXPECT_EQ(walked, 30);
}

TEST_F(FlowFarm, InABrowser) {
  if (!browser::is_installed("/usr/bin/chromium")) GTEST_SKIP() << "chromium is not installed";
  go(16, true);
  EXPECT_EQ(walked, 8);
}

class Inspections : public ::testing::TestWithParam<store::Backend> {
 protected:
  BillingWorld w{GetParam()};
};
MUSTER_ON_BOTH_BACKENDS(Inspections);

TEST_P(Inspections, AreKeptWithWhatWasSeenAndNeverPressTheLastConfirmation) {
  auto flows = farm_flows(7, 60);
  const auto& f = *std::find_if(flows.begin(), flows.end(), [](const FarmFlow& each) {
    return each.flow.way == "plain" && each.fault == "price_differs";
  });
  testing::Farm farm;
  farm.set_more([&](const std::string& host, const std::string& path) { return farm_flow_page(flows, host, path); });
  ASSERT_TRUE(farm.start().ok());
  testing::FetchOptions fetch;
  fetch.manners.host_delay = Duration(0);
  fetch.farm[f.host] = fetch.farm[kFlowChargeHost] = farm.endpoint();
  const Flows inspector(*w.db, w.recorder, w.policy, w.services, fetch, {});
  auto given = w.tone("TONE-1", f.amount);
  EXPECT_EQ(inspector.inspect(w.must(w.services.propose(w.tone("NONE"), w.registrar)).id, w.registrar).error().code,
            "flow_missing");
  given.flow = to_text(f.flow);
  given.behalf_text = f.behalf_text;
  const auto s = w.must(w.services.propose(given, w.registrar));
  const auto made = w.must(inspector.inspect(s.id, w.registrar));
  EXPECT_EQ(made.outcome, "");
  ASSERT_FALSE(made.findings.empty());
  EXPECT_EQ(made.findings[0].kind, "price_differs");
  const auto kept_one = w.must(inspector.get(made.id));
  EXPECT_EQ(kept_one.steps, made.steps);
  EXPECT_EQ(kept_one.findings.size(), made.findings.size());
  EXPECT_EQ(w.must(inspector.list(s.id, "", 10)).size(), 1u);
  EXPECT_EQ(inspector.get("none").error().code, "inspection_unknown");
  std::vector<std::string> paths;
  for (const auto& r : farm.records()) paths.push_back(r.host + r.path.substr(0, r.path.find('?')));
  EXPECT_THAT(paths, ElementsAre(f.host + "/offer", f.host + "/first", f.host + "/second"));
}

TEST_P(Inspections, AreMadeAgainByThemselves) {
  auto flows = farm_flows(7, 60);
  const auto& f = *std::find_if(flows.begin(), flows.end(),
                                [](const FarmFlow& each) { return each.flow.way == "plain" && each.fault.empty(); });
  testing::Farm farm;
  farm.set_more([&](const std::string& host, const std::string& path) { return farm_flow_page(flows, host, path); });
  ASSERT_TRUE(farm.start().ok());
  testing::FetchOptions fetch;
  fetch.manners.host_delay = Duration(0);
  fetch.farm[f.host] = fetch.farm[kFlowChargeHost] = farm.endpoint();
  const Flows inspector(*w.db, w.recorder, w.policy, w.services, fetch, {});
  auto given = w.tone("TONE-1", f.amount);
  given.flow = to_text(f.flow);
  given.behalf_text = f.behalf_text;
  auto s = w.must(w.services.propose(given, w.registrar));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).flows, 0) << "nobody charges it yet";
  s = w.must(w.services.apply(s.id, s.version, "confirm", "", w.supervisor));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).clean, 1);
  EXPECT_EQ(w.must(inspector.inspect_due(10)).flows, 0);
  s = w.must(w.services.get(s.id));
  EXPECT_EQ(s.walk_outcome, "clean");
  EXPECT_GT(*s.walk_due_at, w.clock.now() + std::chrono::hours(24 * 4));
  // A new price: from then on the flow shows the old one.
  const auto price = w.must(
      w.services.propose_price(s.id, f.amount + 100, "CNY", w.clock.now() + std::chrono::hours(24), w.registrar));
  w.must(w.services.apply_price(s.id, price.id, "confirm", w.supervisor));
  w.clock.advance(std::chrono::hours(23));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).flows, 0);
  w.clock.advance(std::chrono::hours(2));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).with_findings, 1);
  EXPECT_LT(*w.must(w.services.get(s.id)).walk_due_at, w.clock.now() + std::chrono::hours(25)) << "looked at sooner";
  farm.stop();
  w.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).broken, 1);
  w.must(w.services.apply(s.id, s.version, "end", "No longer offered.", w.registrar));
  w.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(w.must(inspector.inspect_due(10)).flows, 0) << "it is over";
}

}  // namespace
}  // namespace muster::billing
