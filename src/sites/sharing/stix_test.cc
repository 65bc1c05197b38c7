// Objects as they are written and read: ids, patterns, faults.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sharing/envelope.h>
#include <sharing/stix.h>

namespace muster::sharing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Speaker kHere{"carrier", "carrier+1+key"};

SharedOrder order() {
  SharedOrder out;
  out.order_id = "0190";
  out.number = "O-2026-000001";
  out.ground = "phishing_or_malware";
  out.law = "Act \"9\"";
  out.article = "art. 5";
  out.authority = "Authority";
  out.from = parse_rfc3339("2026-03-01T00:00:00Z").value();
  out.until = parse_rfc3339("2026-09-01T00:00:00Z").value();
  out.names = {{"bad.example", false}, {"bad.example", true}};
  return out;
}

TEST(Stix, IdsAreTheSameForEverAndOthersForOthers) {
  EXPECT_EQ(domain_object_id("bad.example"), "domain-name--3feb0435-4cfe-526c-ad29-7497916a7c8c") << "STIX 2.1 §2.9";
  EXPECT_EQ(kHere.id(), Speaker(kHere).id());
  EXPECT_NE(kHere.id(), (Speaker{"carrier", "carrier+1+other"}).id());
  auto again = order();
  EXPECT_EQ(indicator_id(kHere, order()), indicator_id(kHere, again));
  again.turn = 2;
  EXPECT_NE(indicator_id(kHere, order()), indicator_id(kHere, again));
}

TEST(Stix, AnIndicatorIsReadAsItWasWritten) {
  const Instant made = parse_rfc3339("2026-03-01T00:00:01.002Z").value();
  const auto told = read_object(indicator_json(kHere, order(), made, made, false));
  ASSERT_TRUE(told.ok()) << told.error().sentence;
  EXPECT_EQ(told->id, indicator_id(kHere, order()));
  EXPECT_EQ(told->created_by, kHere.id());
  EXPECT_EQ(told->modified, made);
  EXPECT_FALSE(told->revoked);
  EXPECT_EQ(told->ground, "phishing_or_malware");
  EXPECT_EQ(told->order_number, "O-2026-000001");
  EXPECT_EQ(told->names, order().names);
  EXPECT_EQ(told->until, order().until);
  EXPECT_TRUE(read_object(indicator_json(kHere, order(), made, made, true))->revoked);
}

TEST(Stix, OthersAreToldByTypeAndId) {
  const auto told = read_object(identity_json(kHere, {}));
  ASSERT_TRUE(told.ok());
  EXPECT_EQ(told->type, "identity");
  EXPECT_EQ(told->id, kHere.id());
  EXPECT_TRUE(read_object(domain_json("bad.example")).ok());
}

TEST(Pattern, NamesAreReadInEveryFormThatSaysNames) {
  EXPECT_THAT(*read_pattern("[domain-name:value = 'A.example']"), ElementsAre(SharedName{"a.example", false}));
  EXPECT_THAT(*read_pattern(" [ domain-name:value='b.example' OR domain-name:value LIKE '%.a.example' ] "),
              ElementsAre(SharedName{"a.example", true}, SharedName{"b.example", false}));
  EXPECT_THAT(*read_pattern("[domain-name:value = 'a.example'] OR [domain-name:value = 'a.example']"),
              ElementsAre(SharedName{"a.example", false}));
}

TEST(Pattern, WhatSaysMoreOrLessThanNamesIsRefusedWithAReason) {
  for (const char* bad :
       {"", "[", "[]", "domain-name:value = 'a.example'", "[domain-name:value = 'a.example'",
        "[domain-name:value = 'a.example' AND domain-name:value = 'b.example']", "[ipv4-addr:value = '192.0.2.1']",
        "[domain-name:value LIKE 'a%']", "[domain-name:value LIKE '%.a%.example']", "[domain-name:value = 'a.example]",
        "[domain-name:value = 'a.example\\",
        "[domain-name:value = 'a.example'] FOLLOWEDBY [domain-name:value = 'b.example']",
        "[domain-name:value != 'a.example']", "[NOT domain-name:value = 'a.example']"})
    EXPECT_EQ(read_pattern(bad).error().code, "pattern_form") << bad;
  EXPECT_EQ(read_pattern("[domain-name:value = 'com']").error().code, "name_single_label");
  EXPECT_EQ(read_pattern("[domain-name:value = '192.0.2.1']").error().code, "name_is_address");
  EXPECT_EQ(read_pattern(std::string(kPatternMax + 1, ' ')).error().code, "pattern_long");
  std::string many = "[domain-name:value = 'a.example'";
  for (int i = 0; i < 100; ++i) many += fmt::format(" OR domain-name:value = 'n{}.example'", i);
  EXPECT_EQ(read_pattern(many + "]").error().code, "pattern_names");
}

std::string with(const std::string& from, const std::string& to) {
  std::string json = indicator_json(kHere, order(), {}, {}, false);
  const auto at = json.find(from);
  return at == std::string::npos ? "" : json.replace(at, from.size(), to);
}

TEST(Stix, WhatIsAtFaultIsNamed) {
  EXPECT_EQ(read_object("[]").error().code, "stix_form");
  EXPECT_EQ(read_object("{\"type\":").error().code, "stix_form");
  EXPECT_EQ(read_object(std::string(100, '[')).error().code, "stix_form");
  EXPECT_EQ(read_object(with("\"id\":\"indicator--", "\"id\":\"indicator-")).error().code, "stix_id");
  EXPECT_EQ(read_object(with("\"id\":\"indicator--", "\"id\":\"malware--")).error().code, "stix_id");
  EXPECT_EQ(read_object(with("\"2.1\"", "\"2.0\"")).error().code, "stix_field");
  EXPECT_EQ(read_object(with("\"revoked\":false", "\"revoked\":\"no\"")).error().code, "stix_field");
  EXPECT_EQ(read_object(with("\"modified\"", "\"changed\"")).error().code, "stix_field");
  EXPECT_EQ(read_object(with("2026-03-01T00:00:00Z", "tomorrow")).error().code, "stix_time");
  EXPECT_EQ(read_object(with("2026-09-01T00:00:00Z", "2025-09-01T00:00:00Z")).error().code, "stix_time");
  EXPECT_EQ(read_object(with("\"pattern_type\":\"stix\"", "\"pattern_type\":\"yara\"")).error().code, "pattern_form");
}

TEST(Envelopes, KeepGoodObjectsBesideThoseAtFault) {
  const auto read =
      read_envelope(R"({"more":true,"next":"7","objects":[)" + indicator_json(kHere, order(), {}, {}, false) +
                    R"(,7,{"type":"indicator","id":"indicator--x"},)" + identity_json(kHere, {}) + "]}");
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read->more);
  EXPECT_EQ(read->next, "7");
  ASSERT_EQ(read->objects.size(), 4u);
  EXPECT_TRUE(read->objects[0].told.ok());
  EXPECT_EQ(read->objects[1].told.error().code, "stix_form");
  EXPECT_EQ(read->objects[2].id, "indicator--x");
  EXPECT_EQ(read->objects[2].told.error().code, "stix_id");
  EXPECT_TRUE(read->objects[3].told.ok());
}

TEST(Envelopes, HaveLimits) {
  EXPECT_EQ(read_envelope(std::string(kEnvelopeMax + 1, ' ')).error().code, "envelope_large");
  std::string many = R"({"objects":[0)";
  for (std::size_t i = 0; i < kObjectsMax; ++i) many += ",0";
  EXPECT_EQ(read_envelope(many + "]}").error().code, "envelope_objects");
  EXPECT_EQ(read_envelope(R"({"objects":{}})").error().code, "stix_form");
  EXPECT_EQ(read_envelope(R"({"objects":[)").error().code, "stix_form") << "cut off";
  EXPECT_EQ(read_envelope("{}")->objects.size(), 0u);
  EXPECT_THAT(read_envelope("\xff\xfe").error().sentence, HasSubstr("JSON"));
}

}  // namespace
}  // namespace muster::sharing
