#include "transfer_session.h"
#include <base/time.h>

#include <cstdlib>

#include <gtest/gtest.h>
#include <ldns/ldns.h>

namespace muster::intake {
namespace {

const char* kKey =
    "key \"transfer.example\" {\n\talgorithm hmac-sha256;\n\tsecret \"b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWU=\";\n};\n";

TEST(TransferTarget, ZoneAddressAndPort) {
  const auto plain = parse_transfer_target("Provider.example@192.0.2.1");
  ASSERT_TRUE(plain.ok());
  EXPECT_EQ(plain->zone, "provider.example");
  EXPECT_EQ(plain->address, "192.0.2.1");
  EXPECT_EQ(plain->port, 53);
  EXPECT_EQ(parse_transfer_target("a.example@2001:db8::1#5353")->port, 5353);
  EXPECT_EQ(parse_transfer_target("com@127.0.0.1")->zone, "com");
  for (const char* text :
       {"", "a.example", "@192.0.2.1", "a.example@", "a.example@host.example", "a..example@192.0.2.1",
        "a.example@192.0.2.1#0", "a.example@192.0.2.1#65536", "a.example@192.0.2.1#x"})
    EXPECT_EQ(parse_transfer_target(text).error().code, "transfer_target") << text;
}

TEST(TsigKey, AsTsigKeygenWritesIt) {
  const auto key = parse_tsig_key(kKey);
  ASSERT_TRUE(key.ok()) << key.error().sentence;
  EXPECT_EQ(key->name, "transfer.example");
  EXPECT_EQ(key->algorithm, "hmac-sha256");
  EXPECT_TRUE(parse_tsig_key(
                  "# a comment\nkey k { secret \"b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWU=\"; // x\n algorithm HMAC-SHA512; };")
                  .ok());
  for (const char* text : {"", "key", "key \"a", "zone a { };",
                           "key a { algorithm hmac-md5; secret \"b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWU=\"; };",
                           "key a { algorithm hmac-sha256; };", "key a { algorithm hmac-sha256; secret \"short\"; };",
                           "key a { algorithm hmac-sha256; secret \"b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWU=\"",
                           "key a { include \"/etc/passwd\"; };",
                           "key -- { algorithm hmac-sha256; secret \"b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWU=\"; };"}) {
    const auto refused = parse_tsig_key(text);
    ASSERT_FALSE(refused.ok()) << text;
    EXPECT_EQ(refused.error().code, "tsig_key");
    EXPECT_EQ(refused.error().sentence.find("b3Bl"), std::string::npos);
  }
}

// A name server's side, by libldns.
class Transfer : public testing::Test {
 protected:
  SystemClock clock_;
  TransferSession session_{"provider.example", std::nullopt, clock_};
  std::string query_ = *session_.query();

  std::string answer(const std::vector<std::string>& records, ldns_pkt_rcode code = LDNS_RCODE_NOERROR,
                     int id_more = 0) {
    ldns_pkt* packet = ldns_pkt_new();
    const auto id =
        static_cast<std::uint16_t>(static_cast<unsigned char>(query_[0]) << 8 | static_cast<unsigned char>(query_[1]));
    ldns_pkt_set_id(packet, static_cast<std::uint16_t>(id + id_more));
    ldns_pkt_set_qr(packet, true);
    ldns_pkt_set_rcode(packet, code);
    for (const auto& text : records) {
      ldns_rr* rr = nullptr;
      EXPECT_EQ(ldns_rr_new_frm_str(&rr, text.c_str(), 60, nullptr, nullptr), LDNS_STATUS_OK) << text;
      ldns_pkt_push_rr(packet, LDNS_SECTION_ANSWER, rr);
    }
    std::uint8_t* wire = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(ldns_pkt2wire(&wire, packet, &size), LDNS_STATUS_OK);
    std::string out(reinterpret_cast<char*>(wire), size);
    std::free(wire);
    ldns_pkt_free(packet);
    return out;
  }
  std::string take(const std::string& message) {
    std::string lines;
    const auto taken = session_.take(message, lines);
    return taken.ok() ? lines : "!" + taken.error().code;
  }
  const std::string soa_ = "provider.example. 60 IN SOA a. b. 1 2 3 4 5";
};

TEST_F(Transfer, GivesALineARecordUntilTheSecondSoa) {
  EXPECT_EQ(take(answer({soa_, "provider.example. 60 IN NS ns.provider.example."})),
            "provider.example. SOA\nprovider.example. NS\n");
  EXPECT_FALSE(session_.ended());
  EXPECT_EQ(take(answer({"a\\.b.provider.example. 60 IN A 192.0.2.1", soa_})),
            "a\\.b.provider.example. A\nprovider.example. SOA\n");
  EXPECT_TRUE(session_.ended());
}

TEST_F(Transfer, WhatIsNoTransferIsRefused) {
  EXPECT_EQ(take(answer({"provider.example. 60 IN NS ns.example."})), "!transfer_form");  // does not begin with the SOA
  EXPECT_EQ(take(answer({"other.example. 60 IN SOA a. b. 1 2 3 4 5"})), "!transfer_form");
  EXPECT_EQ(take(answer({soa_}, LDNS_RCODE_NOERROR, 1)), "!transfer_form");  // another id
  EXPECT_EQ(take(answer({})), "!transfer_form");
  EXPECT_EQ(take(answer({}, LDNS_RCODE_REFUSED)), "!transfer_refused");
  EXPECT_EQ(take(answer({}, LDNS_RCODE_NOTAUTH)), "!transfer_refused");
  EXPECT_EQ(take("short"), "!transfer_form");
  EXPECT_EQ(take(answer({soa_, soa_, "x.provider.example. 60 IN A 192.0.2.1"})),
            "!transfer_form");  // goes on behind its end
}

TEST_F(Transfer, WithAKeyEveryMessageIsSigned) {
  session_ = TransferSession("provider.example", std::move(*parse_tsig_key(kKey)), clock_);
  query_ = *session_.query();
  EXPECT_EQ(take(answer({soa_})), "!transfer_unsigned");
}

}  // namespace
}  // namespace muster::intake
