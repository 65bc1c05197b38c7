// Domains as staff see them, and RDAP as everybody does.
#include "domain_handlers.h"
#include "whole_program.h"

#include <gtest/gtest.h>

namespace muster::api {
namespace {

holders::Record example_record(const std::string& name = "example.com") {
  holders::Record record;
  record.name = name;
  record.registrant = {"H-1", holders::HolderKind::organization, "Example Trading Ltd", "CN"};
  record.registrar = "Example Registrar";
  record.registrar_iana_id = "9999";
  record.statuses = {"ok"};
  record.name_servers = {"ns1.example.net"};
  record.created_at = *parse_rfc3339("2020-01-01T00:00:00Z");
  record.expires_at = *parse_rfc3339("2027-01-01T00:00:00Z");
  return record;
}

class DomainsApi : public ::testing::Test {
 protected:
  DomainsApi() : program_(store::Backend::sqlite) {
    add_domain_routes(router_, program_.services);
    add_filing_routes(router_, program_.services);
    add_rdap(router_, program_.services, [](const std::string& address) -> Result<std::optional<holders::IpNetwork>> {
      if (!address.starts_with("192.0.2.")) return std::optional<holders::IpNetwork>();
      holders::IpNetwork network;
      network.handle = "N-1";
      network.first = "192.0.2.0";
      network.last = "192.0.2.255";
      network.holder = "Example Carrier";
      return std::optional(network);
    });
  }
  void bring(const holders::Record& record) {
    const auto done = program_.holders.mirror(record, "registry.example", "person");
    ASSERT_TRUE(done.ok()) << done.error().code;
  }
  Caller as(const char* role) { return Caller(router_, person(std::string("person-") + role, {role})); }
  Answer rdap(const std::string& path, const Caller::Headers& headers = {{"host", "muster.example"}}) {
    return Caller(router_).get("/rdap/" + path, headers);
  }

  WholeProgram program_;
  http::Router router_;
};

TEST_F(DomainsApi, ADomainIsListedShownAndVerified) {
  bring(example_record());
  EXPECT_EQ(as("auditor").get("/api/domains?q=exam").at("/items/0/holder"), "Example Trading Ltd");
  EXPECT_EQ(as("auditor").get("/api/domains?state=nonsense").code(), "state_unknown");
  const auto shown = as("registrar").get("/api/domains/example.com");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(shown.at("/state"), "unverified");
  EXPECT_EQ(shown.at("/next_events/0/event"), "hand_in");
  const auto verify = [&](const char* role, const std::string& body, const std::string& tag) {
    return as(role).post("/api/domains/example.com/events", body, {{"If-Match", tag}});
  };
  const std::string body = R"({"event":"verify","how":"register_lookup"})";
  EXPECT_EQ(verify("auditor", body, shown.headers.at("etag")).status, 403);
  EXPECT_EQ(verify("registrar", body, "\"7\"").status, 412);
  EXPECT_EQ(verify("registrar", R"({"event":"seize"})", shown.headers.at("etag")).code(), "event_unknown");
  EXPECT_EQ(verify("registrar", R"({"event":"verify"})", shown.headers.at("etag")).code(), "verified_how_unknown");
  EXPECT_EQ(verify("registrar", R"({"event":"change_holder"})", shown.headers.at("etag")).status, 403);
  program_.clock.advance(std::chrono::seconds(1));
  const auto verified = verify("registrar", body, shown.headers.at("etag"));
  ASSERT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(verified.at("/verified/how"), "register_lookup");
  EXPECT_EQ(verified.at("/timeline/1/kind"), "domain.verified");
  EXPECT_EQ(as("registrar").get("/api/domains/other.example").status, 404);
}

TEST_F(DomainsApi, AFilingShowsTheFlagOfItsDomain) {
  parties::Party party;
  party.kind = "access_provider";
  party.name = "Provider A";
  const std::string provider = program_.parties.create_party("system:test", party)->id;
  const std::string draft =
      R"({"subject":{"kind":"company","name":"Example Trading Ltd","region":"CN-35","certificate_kind":"other",
          "certificate_number":"REG-1","responsible":{"name":"A. Example","email":"office@example.com"}},
          "site":{"name":"Example shop","home_url":"https://example.com/","domains":["example.com"]},"provider_id":")" +
      provider + "\"}";
  const auto made = as("registrar").post("/api/filings", draft);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.at("/domain_flags"), "[]");
  bring(example_record());
  auto changed = example_record();
  changed.registrant = {"H-2", holders::HolderKind::organization, "New Holder Ltd", "CN"};
  bring(changed);
  const auto filing = as("registrar").get("/api/filings/" + made.at("/id"));
  EXPECT_EQ(filing.at("/domain_flags/0/kind"), "changed_holder");
  EXPECT_EQ(filing.at("/domain_flags/0/from"), "2026-03-02T02:00:00Z");
  const std::string flag = filing.at("/domain_flags/0/id");
  EXPECT_EQ(as("registrar").post("/api/domain-flags/" + flag + "/events", R"({"event":"clear"})").status, 422);
  EXPECT_EQ(as("examiner").post("/api/domain-flags/" + flag + "/events", R"({"event":"clear","note":"x"})").status,
            403);
  const auto cleared =
      as("registrar").post("/api/domain-flags/" + flag + "/events", R"({"event":"clear","note":"Filed anew."})");
  EXPECT_EQ(cleared.at("/note"), "Filed anew.");
  EXPECT_EQ(as("registrar").get("/api/domains/example.com").at("/filing/record_id"), made.at("/id"));
}

TEST_F(DomainsApi, TheRegistrantIsTheSubjectOrARelationIsOnRecord) {
  parties::Party party;
  party.kind = "access_provider";
  party.name = "Provider A";
  const std::string provider = program_.parties.create_party("system:test", party)->id;
  const std::string draft =
      R"({"subject":{"kind":"company","name":"EXAMPLE Trading, Ltd.","region":"CN-35","certificate_kind":"other",
          "certificate_number":"REG-1","responsible":{"name":"A. Example","email":"office@example.com"}},
          "site":{"name":"Example shop","home_url":"https://shop.example.com/","domains":["shop.example.com"]},
          "provider_id":")" +
      provider + "\"}";
  const auto made = as("registrar").post("/api/filings", draft);
  ASSERT_EQ(made.status, 201) << made.body;
  int last = 0;
  const auto outcome = [&] {
    const auto asked = as("registrar")
                           .post("/api/access-requests",
                                 json::serialize(json::object{{"site", made.at("/id")},
                                                              {"provider_id", provider},
                                                              {"method", "cloud"},
                                                              {"address_range", "192.0.2." + std::to_string(++last)}}));
    EXPECT_EQ(asked.status, 201) << asked.body;
    return asked.at("/checks/5/outcome");
  };
  EXPECT_EQ(outcome(), "unknown");
  bring(example_record());
  EXPECT_EQ(outcome(), "passed") << "the registrable domain's, by the same name";
  auto sold = example_record();
  sold.registrant = {"H-2", holders::HolderKind::organization, "Example Holding Ltd", "CN"};
  bring(sold);
  EXPECT_EQ(outcome(), "refused");
  const auto relate = [&](const char* role, const std::string& body) {
    return as(role).post("/api/domains/example.com/relations", body);
  };
  const std::string body =
      R"({"filing":"shop.example.com","relation":"shareholder","evidence":"Register of shareholders 2026-17"})";
  EXPECT_EQ(relate("examiner", body).status, 403);
  EXPECT_EQ(relate("registrar", R"({"filing":"shop.example.com","relation":"friend","evidence":"x"})").status, 422);
  EXPECT_EQ(relate("registrar", R"({"filing":"nobody.example","relation":"head","evidence":"x"})").code(),
            "filing_unknown");
  const auto related = relate("registrar", body);
  ASSERT_EQ(related.status, 201) << related.body;
  EXPECT_EQ(relate("registrar", body).code(), "relation_exists");
  EXPECT_EQ(outcome(), "passed");
  EXPECT_EQ(as("auditor").get("/api/domains/example.com").at("/relations/0/relation"), "shareholder");
  const std::string end = "/api/domains/example.com/relations/" + related.at("/id") + "/events";
  EXPECT_EQ(as("registrar").post(end, R"({"event":"end"})").at("/relations"), "[]");
  EXPECT_EQ(as("registrar").post(end, R"({"event":"end"})").code(), "relation_unknown");
  EXPECT_EQ(outcome(), "refused");
}

TEST_F(DomainsApi, ARegistrysFileComesInByAJob) {
  const std::string csv =
      "name,registrant_handle,registrant_kind,registrant_name\n"
      "a.example,H-1,organization,Example Ltd\n"
      "co.uk,H-1,organization,Example Ltd\n"
      "b.example,H-2,,\n";
  const auto post = [&](const std::string& query, const std::string& body, const char* type, const char* role) {
    return as(role).post("/api/domains/imports" + query, body, {{"Content-Type", type}});
  };
  const auto run = [&](const std::string& query, const std::string& body, const char* type) {
    const auto started = post(query, body, type, "registrar");
    EXPECT_EQ(started.status, 202) << started.body;
    EXPECT_TRUE(program_.jobs.run_due().ok());
    const auto job = program_.jobs.get(started.at("/job_id"));
    EXPECT_EQ(job->state, "done") << job->error_sentence;
    return json::parse(job->result).as_object();
  };
  const auto dry = run("?source=registry.example&dry_run=1", csv, "text/csv");
  EXPECT_EQ(dry.at("accepted").as_int64(), 2);
  EXPECT_EQ(as("registrar").get("/api/domains/a.example").status, 404);
  const auto done = run("?source=registry.example", csv, "text/csv");
  EXPECT_EQ(done.at("accepted").as_int64(), 2);
  EXPECT_EQ(done.at("refused").as_int64(), 1);
  EXPECT_EQ(done.at("errors").at(0).at("line").as_int64(), 3);
  EXPECT_EQ(done.at("errors").at(0).at("code").as_string(), "name_is_public_suffix");
  EXPECT_EQ(as("registrar").get("/api/domains/a.example").at("/holder/name"), "Example Ltd");
  EXPECT_EQ(run("?source=registry.example", csv, "text/csv").at("already_in").as_int64(), 2);
  EXPECT_EQ(post("", csv, "text/csv", "registrar").code(), "source_form");
  EXPECT_EQ(post("?source=r", csv, "application/json", "registrar").code(), "content_type");
  EXPECT_EQ(post("?source=r", "", "text/csv", "registrar").code(), "import_empty");
  EXPECT_EQ(post("?source=r", csv, "text/csv", "auditor").status, 403);
}

TEST_F(DomainsApi, PersonalDataIsReadForAPurposeByWhoMayAndTheLedgerHasIt) {
  auto record = example_record();
  record.registrant = {"P-1", holders::HolderKind::individual, "Zhang Xuanjie", ""};
  bring(record);
  EXPECT_EQ(as("registrar").get("/api/domains/example.com").body.find("Xuanjie"), std::string::npos);
  EXPECT_EQ(as("auditor").get("/api/domains/example.com?purpose=examine_filing").status, 403);
  const auto read = as("registrar").get("/api/domains/example.com?purpose=examine_filing");
  EXPECT_EQ(read.at("/personal_data/name"), "Zhang Xuanjie");
  EXPECT_EQ(as("registrar").get("/api/domains?q=example").body.find("Xuanjie"), std::string::npos);
}

TEST_F(DomainsApi, RdapAnswersAnybodyWithItsTypeAndItsCors) {
  bring(example_record());
  const auto found = rdap("domain/EXAMPLE.com");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.headers.at("content-type"), "application/rdap+json");
  EXPECT_EQ(found.headers.at("access-control-allow-origin"), "*");
  EXPECT_EQ(found.at("/ldhName"), "example.com");
  EXPECT_EQ(found.at("/links/0/href"), "http://muster.example/rdap/domain/example.com");
  EXPECT_EQ(found.at("/events/2/eventAction"), "last update of RDAP database");
  const std::string registrar = found.at("/entities/0/handle"), registrant = found.at("/entities/1/handle");
  EXPECT_EQ(rdap("entity/" + registrar).at("/roles/0"), "registrar");
  EXPECT_EQ(rdap("entity/" + registrant).at("/vcardArray/1/2/3"), "Example Trading Ltd");
  EXPECT_EQ(rdap("nameserver/NS1.example.net").at("/objectClassName"), "nameserver");
  EXPECT_EQ(rdap("help").at("/rdapConformance/1"), "redacted");
  EXPECT_EQ(rdap("ip/192.0.2.7").at("/handle"), "N-1");
  EXPECT_EQ(rdap("ip/192.0.2.0/24").at("/entities/0/vcardArray/1/2/3"), "Example Carrier");
}

TEST_F(DomainsApi, RdapErrorsAreRdap) {
  struct Case {
    const char* path;
    int status;
  };
  for (const Case& c : {Case{"domain/other.example", 404},
                        {"domain/not_a_name.example", 400},
                        {"domain/com", 400},
                        {"entity/nobody", 404},
                        {"entity/019a0000-0000-7000-8000-000000000000", 404},
                        {"nameserver/ns9.example.net", 404},
                        {"ip/198.51.100.1", 404},
                        {"ip/999.1.1.1", 400},
                        {"autnum/64496", 404},
                        {"domains", 400},
                        {"domains?name=*", 422},
                        {"domains?name=*.com", 422},
                        {"domains?name=e*m", 422},
                        {"domains?nsIp=192.0.2.1", 501},
                        {"entities?handle=x*", 501},
                        {"nameservers?ip=192.0.2.1", 501}}) {
    const auto answer = rdap(c.path);
    EXPECT_EQ(answer.status, c.status) << c.path;
    EXPECT_EQ(answer.headers.at("content-type"), "application/rdap+json") << c.path;
    EXPECT_EQ(answer.at("/errorCode"), std::to_string(c.status)) << c.path;
    EXPECT_EQ(answer.at("/rdapConformance/0"), "rdap_level_0") << c.path;
  }
}

TEST_F(DomainsApi, RdapSearchesAreBoundedAndSaySo) {
  for (int i = 0; i < 60; ++i) bring(example_record("name-" + std::to_string(i) + ".example"));
  const auto found = rdap("domains?name=NAME-*.example");
  EXPECT_EQ(found.json().at("domainSearchResults").as_array().size(), 50U);
  EXPECT_EQ(found.at("/notices/1/type"), "result set truncated due to excessive load");
  EXPECT_EQ(rdap("domains?name=name-7*").json().at("domainSearchResults").as_array().size(), 1U);
  EXPECT_EQ(rdap("domains?name=name-7.example").json().at("domainSearchResults").as_array().size(), 1U);
  EXPECT_EQ(rdap("domains?name=none*").json().at("domainSearchResults").as_array().size(), 0U);
  EXPECT_EQ(rdap("entities?fn=example*").json().at("entitySearchResults").as_array().size(), 2U);
  EXPECT_EQ(rdap("entities?fn=Example%20Registrar").json().at("entitySearchResults").as_array().size(), 1U);
  EXPECT_EQ(rdap("nameservers?name=ns1.*").json().at("nameserverSearchResults").as_array().size(), 1U);
}

TEST_F(DomainsApi, RdapNeverPublishesAnIndividual) {
  auto record = example_record("person.example");
  record.registrant = {"P-1", holders::HolderKind::individual, "Zhang Xuanjie", "CN"};
  bring(record);
  const std::string holder = program_.holders.get("person.example")->holder_id;
  for (const std::string& path :
       {std::string("domain/person.example"), "entity/" + holder, std::string("entities?fn=zhang*"),
        std::string("domains?name=person*"), std::string("entities?fn=p-1*")}) {
    const auto answer = rdap(path);
    for (const std::string& secret : {std::string("Xuanjie"), std::string("P-1"), holder})
      if (!path.ends_with(secret))  // what was asked for may be repeated
        EXPECT_EQ(answer.body.find(secret), std::string::npos) << path;
  }
  EXPECT_EQ(rdap("domain/person.example").at("/redacted/0/method"), "emptyValue");
  EXPECT_EQ(rdap("entity/" + holder).status, 404);
}

TEST_F(DomainsApi, RdapKnowsAFiledNameWithoutARegistry) {
  EXPECT_EQ(rdap("domain/shop.example.com").status, 404);
  parties::Party party;
  party.kind = "access_provider";
  party.name = "Provider A";
  filings::FilingDraft draft;
  draft.provider_id = program_.parties.create_party("system:test", party)->id;
  draft.subject.name = "Example Trading Ltd";
  draft.subject.certificate_kind = "other";
  draft.subject.certificate_number = "REG-1";
  draft.subject.region = "CN-35";
  draft.subject.responsible.name = "A. Example";
  draft.subject.responsible.email = "office@example.com";
  draft.site.name = "Example shop";
  draft.site.home_url = "https://shop.example.com/";
  draft.site.domains = {"shop.example.com"};
  const filings::Actor registrar{"person-r", "party-r", true};
  auto filing = program_.filings.create_draft(draft, registrar);
  ASSERT_TRUE(filing.ok()) << filing.error().code << filing.error().field;
  EXPECT_EQ(rdap("domain/shop.example.com").status, 404);  // a draft is nobody's business
  for (const auto event : {filings::Event::preverify, filings::Event::verify_in_person, filings::Event::sign,
                           filings::Event::submit, filings::Event::accept})
    filing = program_.filings.apply(filing->id, filing->version, {event}, registrar);
  ASSERT_TRUE(filing.ok());
  const auto found = rdap("domain/shop.example.com");
  ASSERT_EQ(found.status, 200) << found.body;
  EXPECT_EQ(found.at("/publicIds/0/identifier"), filing->number);
  EXPECT_EQ(found.at("/remarks/0/title"), "Registration");
  EXPECT_EQ(rdap("domain/www.shop.example.com").status, 404);
}

TEST_F(DomainsApi, AForgedHostGetsIntoNoLink) {
  bring(example_record());
  const auto answer = rdap("domain/example.com", {{"host", "evil.example/<script>"}});
  EXPECT_EQ(answer.body.find("evil"), std::string::npos);
  EXPECT_EQ(answer.at("/links/0/href"), "http://localhost/rdap/domain/example.com");
}

TEST_F(DomainsApi, TooManyQuestionsAreRefusedForAWhile) {
  const auto allowed = program_.policy.number("public.lookups_per_client_an_hour");
  for (std::int64_t i = 0; i < allowed; ++i) ASSERT_EQ(rdap("help").status, 200);
  const auto refused = rdap("help");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.at("retry-after"), "60");
  EXPECT_EQ(refused.at("/errorCode"), "429");
  program_.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(rdap("help").status, 200);
}

}  // namespace
}  // namespace muster::api
