// From a decision that two people signed to the answer that a real resolver gives, and back.
#include "resolver.h"
#include <base/files.h>
#include <http/router.h>
#include <http/server.h>

#include <gtest/gtest.h>
#include <support/zone_world.h>
#include <zones/primary.h>

namespace muster::test {
namespace {

class Resolvers : public ::testing::TestWithParam<Resolver::Kind> {
 protected:
  Resolvers() : w(store::Backend::sqlite), file(w.folder + "/rpz.zone") {
    w.enrol_authority();
    w.enrol_witness();
    // named and unbound may run as another user.
    std::filesystem::permissions(w.folder, std::filesystem::perms::owner_all | std::filesystem::perms::group_all |
                                               std::filesystem::perms::others_all);
  }
  void export_rpz() { CaseWorld::must(replace_file(file, CaseWorld::must(w.feeds.rpz("cli")).text)); }
  FeedWorld w;
  std::string file;
};
INSTANTIATE_TEST_SUITE_P(Real, Resolvers, ::testing::Values(Resolver::Kind::unbound, Resolver::Kind::bind),
                         [](const auto& kind) { return kind.param == Resolver::Kind::unbound ? "unbound" : "bind"; });

TEST_P(Resolvers, ListedNamesAreGoneOthersAnswerAndReversalBringsThemBack) {
  const auto o = w.order("bad.example", "host");
  export_rpz();
  Resolver resolver(GetParam(), w.folder + "/resolver", file);
  EXPECT_EQ(resolver.ask("bad.example"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.ask("www.bad.example"), "NOERROR 192.0.2.2");  // the host alone, nothing below it
  EXPECT_EQ(resolver.ask("xbad.example"), "NOERROR 192.0.2.5");
  EXPECT_EQ(resolver.ask("good.example"), "NOERROR 192.0.2.3");

  auto a = CaseWorld::must(w.cases_service->file_appeal({o.number, "It is a library.", "", "en"})).appeal;
  a = CaseWorld::must(w.cases_service->decide_appeal(a.id, a.version, "reverse", "It is one.", w.judge));
  w.clock.advance(std::chrono::seconds(2));
  export_rpz();
  resolver.reload();
  EXPECT_EQ(resolver.ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1") << resolver.log();
}

TEST_P(Resolvers, ADomainTakesEverythingBelowItAndNothingBeside) {
  w.order("bad.example", "domain");
  export_rpz();
  Resolver resolver(GetParam(), w.folder + "/resolver", file);
  EXPECT_EQ(resolver.ask("bad.example"), "NXDOMAIN");
  EXPECT_EQ(resolver.ask("www.bad.example"), "NXDOMAIN");
  EXPECT_EQ(resolver.ask("deep.www.bad.example"), "NXDOMAIN");
  EXPECT_EQ(resolver.ask("xbad.example"), "NOERROR 192.0.2.5");
  EXPECT_EQ(resolver.ask("shop.good.example"), "NOERROR 192.0.2.4");
}

TEST_P(Resolvers, AnEmptyZoneLoadsAndTakesNothingAway) {
  export_rpz();
  Resolver resolver(GetParam(), w.folder + "/resolver", file);
  EXPECT_EQ(resolver.ask("bad.example"), "NOERROR 192.0.2.1");
  w.order("bad.example", "host");
  w.clock.advance(std::chrono::seconds(2));
  export_rpz();
  resolver.reload();
  EXPECT_EQ(resolver.ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
}

// A resolver that fetches the zone by transfer, as a secondary of Muster's own name server.
class Secondaries : public ::testing::TestWithParam<Resolver::Kind> {
 protected:
  Secondaries() : w(store::Backend::sqlite) {
    w.enrol();
    w.clock.set(SystemClock().now());  // signatures hold for five minutes
    std::filesystem::permissions(w.folder, std::filesystem::perms::all);
  }
  void settle() {
    if (w.settle() && primary) primary->notify(w.serial());
  }
  void start(Duration validity = std::chrono::hours(24)) {
    settle();
    const bool can_sign = GetParam() == Resolver::Kind::bind;
    const std::uint16_t port = free_port();
    secondary = CaseWorld::must(w.secondaries.add(w.operator_person, {"Resolver", "127.0.0.1", port, can_sign}));
    primary = CaseWorld::must(zones::Primary::start({.validity = validity}, w.zone, w.secondaries, w.clock));
    Resolver::Transfer transfer{primary->port(), "", ""};
    if (can_sign)
      transfer = {primary->port(), CaseWorld::must(read_private_file(w.secondaries.key_file(secondary))),
                  secondary.key_name};
    resolver = std::make_unique<Resolver>(GetParam(), w.folder + "/resolver", transfer, port);
  }
  std::string how() {
    for (const auto& each : CaseWorld::must(w.secondaries.active()))
      if (each.id == secondary.id) return each.how;
    return "gone";
  }
  ZoneWorld w;
  zones::Secondary secondary;
  std::unique_ptr<zones::Primary> primary;
  std::unique_ptr<Resolver> resolver;
};
INSTANTIATE_TEST_SUITE_P(Real, Secondaries, ::testing::Values(Resolver::Kind::unbound, Resolver::Kind::bind),
                         [](const auto& kind) { return kind.param == Resolver::Kind::unbound ? "unbound" : "bind"; });

TEST_P(Secondaries, AreToldWhatChangesAndTakeTheDifference) {
  const auto first = w.order("bad.example", "host");
  start();
  EXPECT_EQ(resolver->ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver->log();
  EXPECT_EQ(how(), "AXFR");
  EXPECT_EQ(resolver->ask("www.bad.example"), "NOERROR 192.0.2.2");
  w.order("shop.good.example", "host");
  settle();
  EXPECT_EQ(resolver->ask_until("shop.good.example", "NXDOMAIN"), "NXDOMAIN") << resolver->log();
  EXPECT_EQ(how(), "IXFR");
  auto a = CaseWorld::must(w.cases_service->file_appeal({first.number, "It is a library.", "", "en"})).appeal;
  a = CaseWorld::must(w.cases_service->decide_appeal(a.id, a.version, "reverse", "It is one.", w.judge));
  settle();
  EXPECT_EQ(resolver->ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1") << resolver->log();
  EXPECT_EQ(resolver->ask("shop.good.example"), "NXDOMAIN");
  EXPECT_EQ(w.cases_service->find_case(first.case_id)->state, "restored");
}

TEST_P(Secondaries, OpenTheNetworkWhenMusterIsSilent) {
  w.order("bad.example", "host");
  start(std::chrono::seconds(6));
  EXPECT_EQ(resolver->ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver->log();
  primary.reset();
  std::string said;
  for (int i = 0; i < 6 && said != "NOERROR 192.0.2.1"; ++i) {
    resolver->watch();  // Unbound does not let a policy zone lapse by itself
    said = resolver->ask_until("bad.example", "NOERROR 192.0.2.1");
  }
  EXPECT_EQ(said, "NOERROR 192.0.2.1") << resolver->log();
}

// Unbound fetches the feed itself, with its token, from Muster's own HTTP server.
TEST(ResolverFetch, UnboundFetchesTheFeedByHttp) {
  FeedWorld w(store::Backend::sqlite);
  w.enrol_authority();
  w.enrol_witness();
  const auto o = w.order("bad.example", "host");
  const auto token = CaseWorld::must(w.feeds.give_token("unbound", std::chrono::hours(1), w.operator_person));
  http::Router router;
  router.add({.method = "GET",
              .pattern = "/feeds/rpz",
              .access = http::Access::anybody(),
              .handler = [&](const http::Request& request) {
                const auto by = w.feeds.token_id(request.query_or("token", ""));
                if (!by.ok()) return http::Response::problem(by.error());
                const auto zone = w.feeds.rpz(*by);
                if (!zone.ok()) return http::Response::problem(zone.error());
                return http::Response::text(zone->text, "text/dns; charset=utf-8");
              }});
  http::ServerOptions options;
  options.port = 0;
  http::Server server(options, router, {}, w.clock, w.random);
  ASSERT_TRUE(server.start().ok());
  Resolver resolver(Resolver::Kind::unbound, w.folder + "/resolver",
                    "http://127.0.0.1:" + std::to_string(server.port()) + "/feeds/rpz?token=" + token.token);
  EXPECT_EQ(resolver.ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.ask("good.example"), "NOERROR 192.0.2.3");
  EXPECT_EQ(w.cases_service->order(o.id)->state, "executed");
  server.stop();
}

}  // namespace
}  // namespace muster::test
