// What a provider is told of an order as a report of XARF v4.
#include <base/files.h>
#include <cases/rules.h>

#include <cstdlib>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/share_world.h>

namespace muster::sharing {
namespace {

namespace json = boost::json;
using test::ShareWorld;

XarfOrder example(const std::string& ground) {
  XarfOrder o;
  o.order_id = "0195-" + ground;
  o.number = "O-2026-000007";
  o.ground = ground;
  o.law = "Act 1";
  o.article = "art. 15";
  o.authority = "Communications authority";
  o.measure = "hold";
  o.scope_kind = "host";
  o.scope_value = "shop.bad.example";
  o.reporter = {"Communications authority", "desk@authority.example"};
  o.sender = {"North", "muster@north.example"};
  o.order_url = "https://muster.north.example/public/orders/O-2026-000007";
  o.issued_at = *parse_rfc3339("2026-03-02T02:00:00Z");
  o.expires_at = *parse_rfc3339("2026-04-02T02:00:00Z");
  return o;
}
json::object report(const XarfOrder& o) {
  return json::parse(ShareWorld::must(xarf_json(o))).as_object();
}

std::string at(const json::object& o, std::string_view field) {
  return o.at(field).as_string().c_str();
}

TEST(Xarf, SaysWhoseOrderItIsAndWhatItIsAbout) {
  const auto told = report(example("phishing_or_malware"));
  EXPECT_EQ(at(told, "category"), "content");
  EXPECT_EQ(at(told, "type"), "phishing");
  EXPECT_EQ(at(told, "url"), "http://shop.bad.example/");
  EXPECT_EQ(at(told, "domain"), "shop.bad.example");
  EXPECT_EQ(at(told, "source_identifier"), "shop.bad.example");
  EXPECT_EQ(at(told.at("reporter").as_object(), "domain"), "authority.example");
  EXPECT_EQ(at(told.at("sender").as_object(), "org"), "North");
  EXPECT_EQ(at(told, "timestamp"), "2026-03-02T02:00:00Z");
  EXPECT_EQ(at(told, "verification_method"), "manual");
  EXPECT_EQ(told.at("tags"), (json::array{"muster:phishing_or_malware", "order:o-2026-000007"}));
  const std::string words = at(told, "description");
  EXPECT_THAT(words, ::testing::HasSubstr("Order O-2026-000007 of Communications authority (Act 1, art. 15)"));
  EXPECT_THAT(words, ::testing::HasSubstr("https://muster.north.example/public/orders/O-2026-000007"));
  EXPECT_EQ(at(report(example("phishing_or_malware")), "report_id"), at(told, "report_id")) << "one order, one report";
  const std::string id = at(told, "report_id");
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(id[14], '4');
}

TEST(Xarf, GroundsThatXarfHasNoTypeForStandOnABlocklist) {
  for (const char* ground : {"explicit_unlawful", "unfiled", "false_filing", "age_assurance_missing"}) {
    const auto told = report(example(ground));
    EXPECT_EQ(at(told, "category"), "reputation") << ground;
    EXPECT_EQ(at(told, "type"), "blocklist");
    EXPECT_EQ(at(told, "threat_type"), ground);
  }
}

TEST(Xarf, PagesNamesOfOtherScriptsAndLongTexts) {
  auto o = example("phishing_or_malware");
  o.scope_kind = "url";
  o.scope_value = "https://shop.bad.example:8443/login?x=1";
  EXPECT_EQ(at(report(o), "url"), o.scope_value);
  EXPECT_EQ(at(report(o), "source_identifier"), "shop.bad.example");
  o.scope_kind = "domain";
  o.scope_value = "xn--fiqs8s.example";
  EXPECT_FALSE(report(o).contains("domain")) << "the schema's form has no room for it";
  EXPECT_EQ(at(report(o), "source_identifier"), o.scope_value);
  o.law = std::string(999, 'x') + "\xe4\xb8\xad\xe6\x96\x87";
  EXPECT_LE(report(o).at("description").as_string().size(), 1000U);
}

TEST(Xarf, SealedGroundsContractsAndNobodysOrdersAreNotTold) {
  auto o = example("child_abuse_material");
  o.sealed = true;
  EXPECT_EQ(xarf_json(o).error().code, "xarf_sealed");
  o = example("partner_breach");
  o.measure = o.scope_kind = "contract";
  EXPECT_EQ(xarf_json(o).error().code, "xarf_measure");
  o = example("unfiled");
  o.sender.email = "nobody";
  EXPECT_EQ(xarf_json(o).error().code, "xarf_sender");
}

TEST(Xarf, AnOrderIsToldWhileItStands) {
  ShareWorld w(store::Backend::sqlite);
  const XarfOrganisation house{"North", "muster@north.example"};
  const auto order = w.order("bad.example");
  const auto told =
      json::parse(ShareWorld::must(w.publisher.xarf(order.number, house, "https://m.example"))).as_object();
  EXPECT_EQ(at(told, "threat_type"), "explicit_unlawful");
  EXPECT_EQ(at(told.at("reporter").as_object(), "org"), "North") << "the authority has no address on record";
  EXPECT_EQ(w.publisher.xarf("O-none", house, "").error().code, "order_unknown");
  EXPECT_TRUE(ShareWorld::must(w.publisher.provider_orders("", "", 10)).empty()) << "resolvers carry it out";
  auto appeal = ShareWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
  ShareWorld::must(w.cases_service->stay(appeal.id, appeal.version, w.judge));
  EXPECT_EQ(w.publisher.xarf(order.id, house, "").error().code, "order_state");

  // What a host carries out is told to that host.
  const auto host = w.party("access_provider", "Host");
  const auto c = w.referred("explicit_unlawful", "held.example");
  auto draft = w.network_draft("held.example");
  draft.measure = "hold";
  draft.executor_party_id = host;
  const auto held = w.decide(c, draft);
  EXPECT_EQ(ShareWorld::must(w.publisher.provider_orders(host, "", 10)), std::vector<std::string>{held.id});
  EXPECT_TRUE(ShareWorld::must(w.publisher.provider_orders(w.carrier, "", 10)).empty());
  EXPECT_EQ(at(json::parse(ShareWorld::must(w.publisher.xarf(held.id, house, ""))).as_object(), "source_identifier"),
            "held.example");

  // For the published schemas (script/conformance xarf-out): each ground at each scope, and what was told above.
  const char* out = std::getenv("MUSTER_XARF_OUT");
  if (!out) return;
  std::string lines = json::serialize(told) + "\n";
  for (const auto& ground : cases::grounds()) {
    for (const char* scope : {"host", "domain", "url"}) {
      auto o = example(std::string(ground.code));
      o.sealed = ground.sealed;
      o.scope_kind = scope;
      if (o.scope_kind == "url") o.scope_value = "https://shop.bad.example/login";
      if (scope[0] == 'd') o.seen_at = o.issued_at;
      if (!cases::allows(ground.code, "hold", scope) && !cases::allows(ground.code, "network", scope)) continue;
      if (const auto line = xarf_json(o); line.ok()) lines += *line + "\n";
    }
  }
  ShareWorld::must(replace_file(out, lines));
}

}  // namespace
}  // namespace muster::sharing
