#include "test_support.h"
#include <holders/rdap.h>
#include <holders/rules.h>

#include <boost/json.hpp>
#include <support/one_answer.h>

namespace muster::holders {
namespace json = boost::json;
namespace {

// The members of RFC 9083 §5.3's example that a record has, with the values that stand there.
constexpr const char* kRfc9083 = R"({
  "objectClassName" : "domain",
  "handle" : "XXXX",
  "ldhName" : "xn--fo-5ja.example",
  "unicodeName" : "fóo.example",
  "variants" : [ { "relation" : [ "registered", "conjoined" ],
                   "variantNames" : [ { "ldhName" : "xn--fo-cka.example", "unicodeName" : "fõo.example" } ] } ],
  "status" : [ "locked", "transfer prohibited" ],
  "publicIds" : [ { "type" : "ENS_Auth ID", "identifier" : "1234567890" } ],
  "nameservers" : [
    { "objectClassName" : "nameserver", "handle" : "XXXX", "ldhName" : "ns1.example.com", "status" : [ "active" ],
      "ipAddresses" : { "v6" : [ "2001:db8::123", "2001:db8::124" ], "v4" : [ "192.0.2.1", "192.0.2.2" ] } },
    { "objectClassName" : "nameserver", "handle" : "XXXX", "ldhName" : "ns2.example.com", "status" : [ "active" ] } ],
  "secureDNS" : { "zoneSigned" : true, "delegationSigned" : true, "maxSigLife" : 604800 },
  "events" : [
    { "eventAction" : "registration", "eventDate" : "1990-12-31T23:59:59Z" },
    { "eventAction" : "last changed", "eventDate" : "1991-12-31T23:59:59Z", "eventActor" : "joe@example.com" },
    { "eventAction" : "transfer", "eventDate" : "1991-12-31T23:59:59Z", "eventActor" : "joe@example.com" },
    { "eventAction" : "expiration", "eventDate" : "2016-12-31T23:59:59Z", "eventActor" : "joe@example.com" } ],
  "entities" : [
    { "objectClassName" : "entity", "handle" : "XXXX",
      "vcardArray" : [ "vcard", [ [ "version", {}, "text", "4.0" ], [ "fn", {}, "text", "Joe User" ],
        [ "kind", {}, "text", "individual" ], [ "org", { "type" : "work" }, "text", "Example" ],
        [ "adr", { "type" : "work" }, "text",
          [ "", "Suite 1234", "4321 Rue Somewhere", "Quebec", "QC", "G1V 2M2", "Canada" ] ] ] ],
      "status" : [ "validated", "locked" ], "roles" : [ "registrant" ] } ]
})";

json::object parsed(const std::string& text) {
  return json::parse(text).as_object();
}

TEST(RdapParser, Rfc9083sExampleIsRead) {
  const auto got = parse_rdap(kRfc9083);
  ASSERT_TRUE(got.ok()) << got.error().code << got.error().field;
  EXPECT_EQ(got->name, "xn--fo-5ja.example");
  EXPECT_EQ(got->name_servers, (std::vector<std::string>{"ns1.example.com", "ns2.example.com"}));
  EXPECT_EQ(got->created_at, at("1990-12-31T23:59:59Z"));
  EXPECT_EQ(got->updated_at, at("1991-12-31T23:59:59Z"));
  EXPECT_EQ(got->expires_at, at("2016-12-31T23:59:59Z"));
  EXPECT_EQ(got->registrant.kind, HolderKind::organization);  // Joe User of Example: Example holds the name
  EXPECT_EQ(got->registrant.name, "Example");
  EXPECT_TRUE(got->statuses.empty());  // "locked" and "transfer prohibited" are no words of EPP
  EXPECT_TRUE(check_record(*got, at("2026-03-02T09:00:00Z")).ok());
}

TEST(RdapParser, WhatIsNoDomainIsRefused) {
  EXPECT_EQ(parse_rdap("").error().code, "rdap_json");
  EXPECT_EQ(parse_rdap("[]").error().code, "rdap_json");
  EXPECT_EQ(parse_rdap("{\"objectClassName\":\"domain\"").error().code, "rdap_json");
  EXPECT_EQ(parse_rdap("{\"objectClassName\":\"\xff\"}").error().code, "rdap_json");
  EXPECT_EQ(parse_rdap(R"({"objectClassName":"entity"})").error().code, "rdap_class");
  EXPECT_EQ(parse_rdap(R"({"objectClassName":"domain","status":"active"})").error().field, "status");
  EXPECT_EQ(parse_rdap(R"({"objectClassName":"domain","events":[{"eventAction":"expiration","eventDate":"soon"}]})")
                .error()
                .code,
            "rdap_field");
  EXPECT_EQ(parse_rdap(std::string(kRdapBytesMax + 1, ' ')).error().code, "rdap_too_long");
  const std::string deep = R"({"objectClassName":"domain","x":)" + std::string(5'000, '[');
  EXPECT_EQ(parse_rdap(deep).error().code, "rdap_json");
  std::string many = R"({"objectClassName":"domain","entities":[)";
  for (int i = 0; i < 300; ++i) many += "{},";
  EXPECT_EQ(parse_rdap(many + "{}]}").error().field, "entities");
}

TEST(RdapSearch, OnlyWhatAnIndexAnswers) {
  EXPECT_EQ(name_pattern("Exam*")->prefix, "exam");
  EXPECT_EQ(name_pattern("exam*.example")->suffix, ".example");
  EXPECT_FALSE(name_pattern("example.com")->partial);
  EXPECT_EQ(name_pattern("fóo.example")->prefix, "xn--fo-5ja.example");
  for (const char* bad : {"*", "*.com", "*exam", "a*b", "a*b.com", "a*.c*", "fó*", "a'*", "", "exam"})
    EXPECT_EQ(name_pattern(bad).error().code, "rdap_search_form") << bad;
  EXPECT_EQ(entity_pattern("Exam*")->prefix, "exam");
  EXPECT_FALSE(entity_pattern("Example Ltd")->partial);
  for (const char* bad : {"*", "*x", "a*b", "", " *", "\xff"}) EXPECT_FALSE(entity_pattern(bad).ok()) << bad;
}

const RdapContext kContext{"https://muster.example/rdap/", "https://muster.example/rdap/domain/x"};

DomainView view_of(HolderKind kind) {
  DomainView view;
  view.name = "xn--fo-5ja.example";
  Registration r;
  r.name = view.name;
  r.registrar = Registrar{"r-1", "Example Registrar", "9999"};
  r.statuses = {"clientHold", "ok"};
  r.name_servers = {"ns1.example.net"};
  r.created_at = at("2020-01-01T00:00:00Z");
  r.expires_at = at("2027-01-01T00:00:00Z");
  view.registration = r;
  view.holder = Holder{
      "h-1", "registry.example", "SECRET-HANDLE", kind, kind == HolderKind::organization ? "Example Ltd" : "", "CN",
      {}};
  return view;
}

// Every member that RFC 9083 §4 asks of a top-most object, and nothing of another shape.
void expect_common(const json::object& answer) {
  EXPECT_EQ(answer.at("rdapConformance").as_array(), (json::array{"rdap_level_0", "redacted"}));
  for (const auto& notice : answer.at("notices").as_array()) {
    EXPECT_TRUE(notice.at("title").is_string());
    EXPECT_TRUE(notice.at("description").is_array());
  }
}

TEST(RdapAnswers, ADomainHasTheShapeOfRfc9083) {
  const auto answer = parsed(rdap_domain(kContext, view_of(HolderKind::organization)));
  expect_common(answer);
  EXPECT_EQ(answer.at("objectClassName"), "domain");
  EXPECT_EQ(answer.at("unicodeName"), "fóo.example");
  EXPECT_EQ(answer.at("status").as_array(), (json::array{"client hold", "active"}));
  EXPECT_EQ(answer.at("nameservers").at(0).at("objectClassName"), "nameserver");
  const auto& registrar = answer.at("entities").at(0);
  EXPECT_EQ(registrar.at("roles").at(0), "registrar");
  EXPECT_EQ(registrar.at("publicIds").at(0).at("type"), "IANA Registrar ID");
  const auto& registrant = answer.at("entities").at(1);
  EXPECT_EQ(registrant.at("vcardArray").at(0), "vcard");
  EXPECT_EQ(registrant.at("vcardArray").at(1).at(0), (json::array{"version", json::object{}, "text", "4.0"}));
  EXPECT_EQ(registrant.at("vcardArray").at(1).at(2).at(3), "Example Ltd");
  EXPECT_EQ(answer.at("links").at(0).at("rel"), "self");
  EXPECT_EQ(answer.at("links").at(0).at("href"), "https://muster.example/rdap/domain/xn--fo-5ja.example");
  EXPECT_FALSE(answer.contains("redacted"));
  EXPECT_EQ(json::serialize(answer).find("SECRET-HANDLE"), std::string::npos);
}

TEST(RdapAnswers, IndividualsAndUnknownHoldersAreRedactedAsRfc9537Says) {
  for (const HolderKind kind : {HolderKind::individual, HolderKind::unknown}) {
    const std::string text = rdap_domain(kContext, view_of(kind));
    EXPECT_EQ(text.find("SECRET-HANDLE"), std::string::npos);
    EXPECT_EQ(text.find("h-1"), std::string::npos);
    EXPECT_EQ(text.find("\"CN\""), std::string::npos);
    const auto answer = parsed(text);
    const auto& redacted = answer.at("redacted").as_array();
    ASSERT_EQ(redacted.size(), 3U);
    for (const auto& one : redacted) {
      EXPECT_TRUE(one.at("name").at("description").is_string());
      EXPECT_EQ(one.at("pathLang"), "jsonpath");
      const bool removal = one.at("method") == "removal";
      EXPECT_EQ(one.as_object().contains("prePath"), removal);
      EXPECT_EQ(one.as_object().contains("postPath"), !removal);
    }
    const auto& registrant = answer.at("entities").at(1).as_object();
    EXPECT_FALSE(registrant.contains("handle"));
    EXPECT_EQ(registrant.at("vcardArray").at(1).at(1), (json::array{"fn", json::object{}, "text", ""}));
  }
}

TEST(RdapAnswers, WhatWeAnswerWeCanRead) {
  const auto got = parse_rdap(rdap_domain(kContext, view_of(HolderKind::organization)));
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->registrar, "Example Registrar");
  EXPECT_EQ(got->registrant.name, "Example Ltd");
  EXPECT_EQ(got->registrant.country, "CN");
  EXPECT_EQ(got->statuses, (std::vector<std::string>{"clientHold", "ok"}));
  const auto withheld = parse_rdap(rdap_domain(kContext, view_of(HolderKind::individual)));
  ASSERT_TRUE(withheld.ok());
  EXPECT_TRUE(withheld->registrant_withheld);
}

TEST(RdapAnswers, TheOtherClasses) {
  expect_common(parsed(rdap_help(kContext)));
  const auto error = parsed(rdap_error(kContext, 404, "Not Found", "No such name."));
  EXPECT_EQ(error.at("errorCode"), 404);
  EXPECT_EQ(error.at("description").at(0), "No such name.");
  IpNetwork network;
  network.handle = "N-1";
  network.first = "192.0.2.0";
  network.last = "192.0.2.255";
  const auto ip = parsed(rdap_ip(kContext, network));
  EXPECT_EQ(ip.at("objectClassName"), "ip network");
  EXPECT_EQ(ip.at("ipVersion"), "v4");
  const auto search = parsed(rdap_domains(kContext, {view_of(HolderKind::organization)}, true));
  EXPECT_EQ(search.at("domainSearchResults").as_array().size(), 1U);
  EXPECT_EQ(search.at("notices").at(1).at("type"), "result set truncated due to excessive load");
  Holder individual;
  EXPECT_EQ(parsed(rdap_entities(kContext, {individual}, {}, false)).at("entitySearchResults").as_array().size(), 0U);
}

std::string answer_of(const std::string& status, const std::string& body, const std::string& more = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/rdap+json\r\nConnection: close\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(RdapClient, AsksAServerAndKeepsItsLimits) {
  {
    const test::OneAnswer server(answer_of("200 OK", kRfc9083));
    const auto got = fetch_rdap(server.url("/rdap"), "FÓO.example");
    ASSERT_TRUE(got.ok()) << got.error().sentence;
    EXPECT_EQ(*got, kRfc9083);
    EXPECT_TRUE(server.asked().starts_with("GET /rdap/domain/xn--fo-5ja.example HTTP/1.1\r\n")) << server.asked();
    EXPECT_NE(server.asked().find("Accept: application/rdap+json"), std::string::npos);
  }
  const auto code = [](const std::string& answer, RdapFetch limits = {}) {
    const test::OneAnswer server(answer);
    return fetch_rdap(server.url("/rdap"), "a.example", limits).error().code;
  };
  EXPECT_EQ(code(answer_of("404 Not Found", "{}")), "rdap_unknown");
  EXPECT_EQ(code(answer_of("429 Too Many Requests", "{}")), "rdap_busy");
  EXPECT_EQ(code(answer_of("500 Oops", "{}")), "rdap_status");
  EXPECT_EQ(code(answer_of("200 OK", std::string(kRdapBytesMax + 1, ' '))), "rdap_too_long");
  EXPECT_EQ(code("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), "rdap_unreachable");  // cut off
  EXPECT_EQ(code(answer_of("302 Found", "", "Location: file:///etc/passwd\r\n")), "rdap_unreachable");
  EXPECT_EQ(code(answer_of("302 Found", "", "Location: /rdap/domain/a.example\r\n")), "rdap_unreachable");  // for ever
  EXPECT_EQ(fetch_rdap("ftp://x/", "a.example").error().code, "rdap_server_form");
  EXPECT_EQ(fetch_rdap("http://user@x/", "a.example").error().code, "rdap_server_form");
  EXPECT_EQ(fetch_rdap("http://x/", "not a name").error().code, "name_control_character");
  EXPECT_EQ(fetch_rdap("http://127.0.0.1:1/", "a.example").error().code, "rdap_unreachable");
}

class RdapImport : public World {};
MUSTER_ON_BOTH_BACKENDS(RdapImport);

TEST_P(RdapImport, AWithheldRegistrantIsNoChangeOfHolder) {
  bring(example_record());
  const std::string holder = domain().holder_id;
  Record withheld = example_record();
  withheld.registrant = {};
  withheld.registrant_withheld = true;
  withheld.registrar = "Another Registrar";
  EXPECT_EQ(bring(withheld), Mirrored::changed);
  EXPECT_EQ(domain().holder_id, holder);
  EXPECT_EQ(domain().state, State::unverified);
  withheld.name = "new.example";
  EXPECT_EQ(bring(withheld), Mirrored::added);
  EXPECT_EQ(service_->holder(domain("new.example").holder_id)->kind, HolderKind::unknown);
}

}  // namespace
}  // namespace muster::holders
