#include "test_centre.h"
#include <notices/sms.h>

namespace muster::notices {
namespace {

SmppOptions options_for(const TestCentre& centre) {
  SmppOptions o;
  o.host = "127.0.0.1";
  o.port = centre.port();
  o.system_id = "muster";
  o.password = "secret";
  o.source = "10690000";
  o.timeout = std::chrono::milliseconds(500);
  return o;
}
std::vector<SmsMessage> messages(int n, const std::string& text = "hello") {
  std::vector<SmsMessage> out;
  for (int i = 0; i < n; ++i) out.push_back({"id-" + std::to_string(i), "+8619900000001", text});
  return out;
}
std::string submit_text(const smpp::Pdu& pdu) {  // behind the last length octet, which our own bodies end with
  for (std::size_t at = pdu.body.size(); at-- > 0;)
    if (static_cast<unsigned char>(pdu.body[at]) == pdu.body.size() - at - 1 && pdu.body.size() - at - 1 > 0 &&
        at > 20 && pdu.body[at - 1] == 0)
      return pdu.body.substr(at + 1);
  return {};
}

TEST(Smpp, BindsAndSends) {
  TestCentre centre;
  const auto gateway = *make_smpp_gateway(options_for(centre));
  const auto sent = gateway->send(messages(3));
  ASSERT_EQ(sent.size(), 3u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*sent[static_cast<std::size_t>(i)], "m" + std::to_string(i + 1));
  const auto got = centre.got();
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[0].command, smpp::kBindTransceiver);
  EXPECT_EQ(got[0].body.substr(0, 15), std::string("muster\0secret\0\0", 15));
  EXPECT_EQ(submit_text(got[1]), "hello");
  EXPECT_NE(got[1].body.find(std::string("\x01\x01"
                                         "8619900000001\0",
                                         16)),
            std::string::npos);
  EXPECT_EQ(gateway->send(messages(1)).size(), 1u);
  EXPECT_EQ(centre.got(smpp::kBindTransceiver).size(), 1u) << "one link serves all";
}

TEST(Smpp, LongTextsGoInPartsThatThePhoneJoins) {
  TestCentre centre;
  const auto gateway = *make_smpp_gateway(options_for(centre));
  const auto sent = gateway->send(messages(1, std::string(200, 'a')));
  EXPECT_EQ(*sent[0], "m2") << "the last part's";
  const auto parts = centre.got(smpp::kSubmit);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(submit_text(parts[0]).substr(0, 6), std::string("\x05\x00\x03\x01\x02\x01", 6));
  EXPECT_EQ(submit_text(parts[1]), std::string("\x05\x00\x03\x01\x02\x02", 6) + std::string(47, 'a'));
}

TEST(Smpp, WhatIsNoNumberOrNoTextIsRefusedWithoutAsking) {
  TestCentre centre;
  const auto gateway = *make_smpp_gateway(options_for(centre));
  std::vector<SmsMessage> wrong{{"1", "8619900000001", "x"}, {"2", "+86 199", "x"}, {"3", "+8619900000001", ""}};
  for (const auto& outcome : gateway->send(wrong)) EXPECT_EQ(outcome.error().code, "sms_refused");
  EXPECT_TRUE(centre.got().empty());
}

TEST(Smpp, AThrottlingCentreGetsNoMore) {
  TestCentre* self = nullptr;
  TestCentre centre([&](const smpp::Pdu& pdu) {
    if (pdu.command != smpp::kSubmit) return self->usual(pdu);
    return self->got(smpp::kSubmit).size() <= 2 ? self->usual(pdu) : TestCentre::response(pdu, smpp::kThrottled);
  });
  self = &centre;
  auto options = options_for(centre);
  options.window = 1;
  const auto gateway = *make_smpp_gateway(options);
  const auto sent = gateway->send(messages(50));
  EXPECT_TRUE(sent[0].ok() && sent[1].ok());
  for (std::size_t i = 2; i < 50; ++i) EXPECT_EQ(sent[i].error().code, "sms_throttled");
  EXPECT_EQ(sent[49].error().failure, Failure::unavailable);
  EXPECT_EQ(centre.got(smpp::kSubmit).size(), 3u) << "nothing is pressed on it";
}

TEST(Smpp, ANumberThatTheCentreRefusesIsRefusedForGood) {
  TestCentre* self = nullptr;
  TestCentre centre([&](const smpp::Pdu& pdu) {
    return pdu.command == smpp::kSubmit ? TestCentre::response(pdu, 0x0b) : self->usual(pdu);
  });
  self = &centre;
  EXPECT_EQ((*make_smpp_gateway(options_for(centre)))->send(messages(1))[0].error().failure, Failure::refused);
}

TEST(Smpp, ALinkThatBreaksIsMadeAnew) {
  TestCentre* self = nullptr;
  TestCentre centre([&](const smpp::Pdu& pdu) {
    const bool first = self->got(smpp::kSubmit).size() == 1;
    return pdu.command == smpp::kSubmit && first ? std::string() : self->usual(pdu);
  });
  self = &centre;
  const auto gateway = *make_smpp_gateway(options_for(centre));
  EXPECT_EQ(gateway->send(messages(1))[0].error().code, "sms_gateway_away");
  EXPECT_TRUE(gateway->send(messages(1))[0].ok());
  EXPECT_EQ(centre.got(smpp::kBindTransceiver).size(), 2u);
}

TEST(Smpp, ACentreThatIsNotThereOrLetsNobodyInIsAway) {
  auto nobody = [] {
    TestCentre centre;
    return options_for(centre);
  }();
  EXPECT_EQ((*make_smpp_gateway(nobody))->send(messages(1))[0].error().code, "sms_gateway_away");
  TestCentre centre([](const smpp::Pdu& pdu) { return TestCentre::response(pdu, 0x0e); });
  EXPECT_EQ((*make_smpp_gateway(options_for(centre)))->send(messages(1))[0].error().code, "sms_bind_refused");
  TestCentre silent([](const smpp::Pdu&) { return std::string(" "); });
  EXPECT_EQ((*make_smpp_gateway(options_for(silent)))->send(messages(1))[0].error().code, "sms_gateway_away");
}

TEST(Smpp, HostileBytesEndTheLinkAndNothingElse) {
  for (const std::string& hostile :
       {std::string("\xff\xff\xff\xff", 4), std::string("\x00\x00\x00\x0f", 4), std::string("\x00\x00\x20\x01", 4),
        std::string(5000, 'x'), std::string("\x00\x00\x00\x00", 4)}) {
    TestCentre* self = nullptr;
    TestCentre centre([&](const smpp::Pdu& pdu) { return pdu.command == smpp::kSubmit ? hostile : self->usual(pdu); });
    self = &centre;
    const auto gateway = *make_smpp_gateway(options_for(centre));
    EXPECT_EQ(gateway->send(messages(1))[0].error().code, "sms_gateway_away");
  }
  // Half a PDU, and then silence.
  TestCentre* self = nullptr;
  TestCentre slow([&](const smpp::Pdu& pdu) {
    return pdu.command == smpp::kSubmit ? self->usual(pdu).substr(0, 10) : self->usual(pdu);
  });
  self = &slow;
  EXPECT_EQ((*make_smpp_gateway(options_for(slow)))->send(messages(1))[0].error().code, "sms_gateway_away");
}

std::string deliver(std::uint8_t esm_class, const std::string& text, const std::string& tlvs = {}) {
  std::string body(1, '\0');
  body += std::string(
              "\x01\x01"
              "8619900000001\0",
              16) +
          std::string(
              "\x01\x01"
              "10690000\0",
              11);
  body.push_back(static_cast<char>(esm_class));
  body.append(2 + 2 + 4, '\0');
  body.push_back(static_cast<char>(text.size()));
  return body + text + tlvs;
}

TEST(Smpp, ReceiptsAreReadByTheirFieldsOrTheirText) {
  const std::string by_fields = std::string("\x00\x1e\x00\x03m7\0", 7) + std::string("\x04\x27\x00\x01\x05", 5);
  auto receipt = smpp::receipt_of(deliver(4, "", by_fields));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->message_id, "m7");
  EXPECT_EQ(receipt->state, 5);
  receipt = smpp::receipt_of(deliver(4, "id:m8 sub:001 dlvrd:001 stat:DELIVRD err:000 text:"));
  ASSERT_TRUE(receipt);
  EXPECT_EQ(receipt->message_id, "m8");
  EXPECT_EQ(receipt->state, 2);
  EXPECT_FALSE(smpp::receipt_of(deliver(0, "id:m8 stat:DELIVRD")).has_value()) << "a message of a person";
  EXPECT_FALSE(smpp::receipt_of(deliver(4, "hello")).has_value());
  const std::string whole = deliver(4, "id:m8 stat:DELIVRD", by_fields);
  for (std::size_t n = 0; n < whole.size(); ++n) (void)smpp::receipt_of(whole.substr(0, n));  // cut off: never a fault
}

TEST(Smpp, ReceiptsArriveAndAreAnswered) {
  TestCentre* self = nullptr;
  TestCentre centre([&](const smpp::Pdu& pdu) {
    if (pdu.command != smpp::kSubmit) return self->usual(pdu);
    const auto receipt = smpp::encode({smpp::kDeliver, 0, 77, deliver(4, "id:m1 stat:DELIVRD")});
    const auto failed = smpp::encode({smpp::kDeliver, 0, 78, deliver(4, "id:m0 stat:UNDELIV")});
    const auto alive = smpp::encode({smpp::kEnquireLink, 0, 79, {}});
    return alive + self->usual(pdu) + receipt + failed;
  });
  self = &centre;
  const auto gateway = *make_smpp_gateway(options_for(centre));
  ASSERT_TRUE(gateway->send(messages(1))[0].ok());
  std::vector<SmsReceipt> all;
  for (int i = 0; i < 100 && all.size() < 2; ++i) {
    for (auto& one : gateway->receipts()) all.push_back(one);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].reference, "m1");
  EXPECT_EQ(all[0].fate, SmsFate::delivered);
  EXPECT_EQ(all[1].fate, SmsFate::failed);
  for (int i = 0; i < 100 && centre.got(smpp::kDeliver | smpp::kResponse).size() < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(centre.got(smpp::kDeliver | smpp::kResponse).size(), 2u);
  EXPECT_EQ(centre.got(smpp::kEnquireLink | smpp::kResponse).size(), 1u);
}

TEST(Smpp, ASilentLinkIsAskedBeforeItIsUsed) {
  TestCentre centre;
  auto options = options_for(centre);
  options.enquire_after = Duration(0);
  options.receipts = false;
  const auto gateway = *make_smpp_gateway(options);
  ASSERT_TRUE(gateway->send(messages(1))[0].ok());
  ASSERT_TRUE(gateway->send(messages(1))[0].ok());
  EXPECT_EQ(centre.got(smpp::kBindTransmitter).size(), 1u);
  EXPECT_EQ(centre.got(smpp::kEnquireLink).size(), 1u);
}

TEST(Smpp, OptionsAreChecked) {
  SmppOptions right{"centre.example", 2775, "muster", "secret", "Muster"};
  EXPECT_TRUE(make_smpp_gateway(right).ok());
  for (const auto& change : std::initializer_list<std::function<void(SmppOptions&)>>{
           [](SmppOptions& o) { o.host = ""; }, [](SmppOptions& o) { o.system_id = std::string(16, 'x'); },
           [](SmppOptions& o) { o.password = "ninebytes"; }, [](SmppOptions& o) { o.source = "TwelveLetter"; },
           [](SmppOptions& o) { o.window = 0; }, [](SmppOptions& o) { o.port = 0; }}) {
    SmppOptions wrong = right;
    change(wrong);
    EXPECT_EQ(make_smpp_gateway(wrong).error().code, "smpp_options");
  }
}

}  // namespace
}  // namespace muster::notices
