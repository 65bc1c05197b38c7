// The zone's parts and files at real resolvers: what came is gone, what went is open, and what a visitor is told.
#include "resolver.h"
#include <base/files.h>
#include <http/router.h>
#include <http/server.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <support/zone_world.h>
#include <zones/feeds.h>
#include <zones/primary.h>
#include <zones/resolver_config.h>

namespace muster::test {
namespace {

class Parts : public ::testing::Test {
 protected:
  Parts() : w(store::Backend::sqlite) {
    w.enrol();
    w.enrol_security();
    w.clock.set(SystemClock().now());  // signatures hold for five minutes
    std::filesystem::permissions(w.folder, std::filesystem::perms::all);
    facts.folder = w.folder + "/files";
    facts.lookup = "https://muster.example/lookup";
    std::filesystem::create_directories(facts.folder);
  }
  void reverse(const cases::Order& order) {
    auto a = CaseWorld::must(w.cases_service->file_appeal({order.number, "It is a library.", "", "en"})).appeal;
    CaseWorld::must(w.cases_service->decide_appeal(a.id, a.version, "reverse", "It is one.", w.judge));
  }
  void phishing(const std::string& name) {
    const auto c = w.referred("phishing_or_malware", name);
    const auto d = CaseWorld::must(
        w.cases_service->prepare(c.id, w.network_draft(name, "host", std::chrono::hours(48)), w.security_decider));
    CaseWorld::must(w.sign(d.id, w.security_decider));
    CaseWorld::must(w.sign(d.id, w.security_confirmer));
  }
  void write(std::initializer_list<zones::FeedForm> forms) {
    for (const auto form : forms)
      CaseWorld::must(
          zones::place_file(facts.folder + "/" + zones::to_text(form), CaseWorld::must(feeds.file(form)).body));
  }
  // Serves the zone to a resolver that signs.
  void serve(std::uint16_t port = 0, Duration validity = std::chrono::hours(24)) {
    w.settle();
    secondary =
        CaseWorld::must(w.secondaries.add(w.operator_person, {"Resolver", port == 0 ? "" : "127.0.0.1", port, true}));
    primary = CaseWorld::must(zones::Primary::start({.validity = validity}, w.zone, w.secondaries, w.clock));
    facts.port = primary->port();
    facts.key_file = w.secondaries.key_file(secondary);
    facts.key_name = secondary.key_name;
    facts.key_secret = w.secondaries.key(secondary)->secret;
  }
  ZoneWorld w;
  ledger::SigningKey key = *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random);
  zones::Feeds feeds{*w.db, w.recorder, w.feeds, key, std::chrono::hours(24)};
  zones::ResolverFacts facts;
  zones::Secondary secondary;
  std::unique_ptr<zones::Primary> primary;
};

TEST_F(Parts, PowerdnsTakesBothPartsByTransferAndTellsVisitors) {
  const auto order = w.order("bad.example");
  phishing("shop.good.example");
  serve();
  Resolver resolver(Resolver::Kind::powerdns, w.folder + "/resolver",
                    Resolver::Lines{zones::resolver_config(zones::ResolverKind::powerdns, facts)});
  EXPECT_EQ(resolver.ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.told("bad.example"),
            "16 Not answered by order of an authority; number, law and appeal: https://muster.example/lookup");
  EXPECT_EQ(resolver.ask_until("shop.good.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
  EXPECT_TRUE(resolver.told("shop.good.example").starts_with("15 Held back by the operator's security"));
  EXPECT_EQ(resolver.ask("www.bad.example"), "NOERROR 192.0.2.2");
  EXPECT_EQ(resolver.told("good.example"), "");
  reverse(order);
  w.settle();
  EXPECT_EQ(resolver.ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1") << resolver.log();
}

TEST_F(Parts, PowerdnsOpensTheNetworkWhenMusterIsSilent) {
  w.order("bad.example");
  serve(0, std::chrono::seconds(3));
  const std::string own = w.folder + "/resolver";
  Resolver resolver(Resolver::Kind::powerdns, own,
                    Resolver::Lines{zones::resolver_config(zones::ResolverKind::powerdns, facts)});
  EXPECT_EQ(resolver.ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
  const auto watch = [&] {
    const std::string command = "PATH=$PATH:/usr/sbin " MUSTER_SOURCE_DIR "/packaging/muster-powerdns-watch " + own +
                                "/rpz.lua 127.0.0.1 " + std::to_string(facts.port) + " " + facts.key_file + " " + own +
                                "/watch --config-dir=" + own + " --socket-dir=" + resolver.socket_folder();
    return WEXITSTATUS(std::system(command.c_str()));
  };
  EXPECT_EQ(watch(), 0);
  EXPECT_EQ(resolver.ask("bad.example"), "NXDOMAIN");
  primary.reset();
  std::string said;
  for (int i = 0; i < 4 && said != "NOERROR 192.0.2.1"; ++i) {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    EXPECT_EQ(watch(), 0);
    said = resolver.ask("bad.example");
  }
  EXPECT_EQ(said, "NOERROR 192.0.2.1") << resolver.log();
}

TEST_F(Parts, KnotReadsFilesAsTheyChangeAndTellsVisitors) {
  const auto order = w.order("bad.example", "domain");
  phishing("shop.good.example");
  write({zones::FeedForm::rpz_authority, zones::FeedForm::rpz_own});
  Resolver resolver(Resolver::Kind::knot, w.folder + "/resolver",
                    Resolver::Lines{zones::resolver_config(zones::ResolverKind::knot, facts)});
  EXPECT_EQ(resolver.ask("bad.example"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.ask("deep.www.bad.example"), "NXDOMAIN");
  EXPECT_TRUE(resolver.told("bad.example").starts_with("16")) << resolver.told("bad.example");
  EXPECT_TRUE(resolver.told("shop.good.example").starts_with("15")) << resolver.told("shop.good.example");
  EXPECT_EQ(resolver.ask("xbad.example"), "NOERROR 192.0.2.5");
  reverse(order);
  w.clock.advance(std::chrono::seconds(1));
  write({zones::FeedForm::rpz_authority});
  EXPECT_EQ(resolver.ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1") << resolver.log();
}

TEST_F(Parts, DnsdistLooksNamesUpInTheDatabases) {
  const auto order = w.order("bad.example", "domain");
  w.order("shop.good.example");
  write({zones::FeedForm::names_cdb, zones::FeedForm::domains_cdb});
  Resolver resolver(Resolver::Kind::dnsdist, w.folder + "/resolver",
                    Resolver::Lines{zones::resolver_config(zones::ResolverKind::dnsdist, facts)});
  EXPECT_EQ(resolver.ask("bad.example"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.ask("www.bad.example"), "NXDOMAIN");
  EXPECT_EQ(resolver.ask("shop.good.example"), "NXDOMAIN");
  EXPECT_EQ(resolver.ask("xbad.example"), "NOERROR 192.0.2.5");
  EXPECT_EQ(resolver.ask("good.example"), "NOERROR 192.0.2.3");
  reverse(order);
  w.clock.advance(std::chrono::seconds(1));
  write({zones::FeedForm::names_cdb, zones::FeedForm::domains_cdb});
  EXPECT_EQ(resolver.ask_until("www.bad.example", "NOERROR 192.0.2.2"), "NOERROR 192.0.2.2") << resolver.log();
  EXPECT_EQ(resolver.ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1");
}

// The large zone as it was, the small one before it: a lifted domain opens around a host that stays.
TEST_F(Parts, BindAnswersByTheSmallZoneBeforeTheLargeOne) {
  const auto domain = w.order("bad.example", "domain");
  w.order("www.bad.example");
  const std::uint16_t port = free_port();
  serve(port);
  facts.parts = true;
  const std::string lines = zones::resolver_config(zones::ResolverKind::bind, facts);
  EXPECT_NE(lines.find("zone \"hot.rpz.muster\"; zone \"base.rpz.muster\";"), std::string::npos);
  const std::string own = w.folder + "/resolver";
  Resolver resolver(Resolver::Kind::bind, own, Resolver::Lines{lines}, port);
  EXPECT_EQ(resolver.ask_until("bad.example", "NXDOMAIN"), "NXDOMAIN") << resolver.log();
  EXPECT_EQ(resolver.ask("www.bad.example"), "NXDOMAIN");
  const auto base = CaseWorld::must(w.zone.base(w.serial()));
  reverse(domain);
  w.order("shop.good.example");
  w.settle();
  primary->notify(w.serial());
  EXPECT_EQ(CaseWorld::must(w.zone.base(w.serial())), base) << "the large zone stays as it was";
  EXPECT_EQ(resolver.ask_until("bad.example", "NOERROR 192.0.2.1"), "NOERROR 192.0.2.1") << resolver.log();
  EXPECT_EQ(resolver.ask("www.bad.example"), "NXDOMAIN") << "its own order stands";
  EXPECT_EQ(resolver.ask_until("shop.good.example", "NXDOMAIN"), "NXDOMAIN");
}

// The script beside a resolver: what it fetches is what was signed, and it opens the network when Muster is silent.
TEST_F(Parts, FilesAreFetchedCheckedAndEmptiedWhenMusterIsSilent) {
  w.order("bad.example");
  const auto token = CaseWorld::must(w.feeds.give_token("knot", std::chrono::hours(1), w.operator_person));
  http::Router router;
  bool wrong = false;
  const auto add = [&](const char* pattern, bool manifest) {
    router.add({.method = "GET",
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler = [&, manifest](const http::Request& request) {
                  const std::string header = request.header("authorization");
                  if (!w.feeds.token_id(header.substr(std::min<std::size_t>(7, header.size()))).ok())
                    return http::Response::problem(refused("feed_token_unknown", "No."));
                  const auto form = *zones::feed_form(request.param("form"));
                  if (manifest) return http::Response::text(*feeds.manifest(form));
                  const auto file = *feeds.file(form);
                  return http::Response::text(wrong ? file.body + "x.example CNAME .\n" : file.body);
                }});
  };
  add("/feeds/{form}", false);
  add("/feeds/{form}/manifest", true);
  http::ServerOptions options;
  options.port = 0;
  auto server = std::make_unique<http::Server>(options, router, http::Guard{}, w.clock, w.random);
  ASSERT_TRUE(server->start().ok());
  CaseWorld::must(replace_file(w.folder + "/token", token.token));
  const auto fetch = [&] {
    const std::string command = std::string(MUSTER_SOURCE_DIR "/packaging/muster-feed-fetch --key '") +
                                key.verifier().to_text() + "' --then 'touch " + facts.folder +
                                "/told' http://127.0.0.1:" + std::to_string(server->port()) + " " + w.folder +
                                "/token " + facts.folder + " rpz names.cdb 2>/dev/null";
    return WEXITSTATUS(std::system(command.c_str()));
  };
  const auto rpz = [&] { return CaseWorld::must(read_file(facts.folder + "/rpz")); };
  EXPECT_EQ(fetch(), 0);
  EXPECT_NE(rpz().find("bad.example IN CNAME ."), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(facts.folder + "/told"));
  wrong = true;
  w.order("good.example");
  EXPECT_EQ(fetch(), 4) << "another file than was signed";
  EXPECT_EQ(rpz().find("x.example"), std::string::npos);
  server->stop();
  // Past its end: as if a day had gone by.
  std::string manifest = CaseWorld::must(read_file(facts.folder + "/rpz.manifest"));
  const auto end = manifest.find("valid until ");
  manifest.replace(end + 12, 4, "2001");
  CaseWorld::must(replace_file(facts.folder + "/rpz.manifest", manifest));
  EXPECT_EQ(fetch(), 4);
  EXPECT_EQ(rpz().find("bad.example"), std::string::npos) << "the network opens";
}

}  // namespace
}  // namespace muster::test
