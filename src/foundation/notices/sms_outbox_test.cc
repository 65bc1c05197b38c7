#include <notices/sms_outbox.h>

#include <latch>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::notices {
namespace {

// Takes what it is told to take.
class TestGateway : public SmsGateway {
 public:
  std::vector<Result<std::string>> send(std::span<const SmsMessage> messages) override {
    std::vector<Result<std::string>> out;
    for (const SmsMessage& m : messages) {
      sent.push_back(m);
      out.push_back(fault ? Result<std::string>(*fault) : "ref-" + m.id);
    }
    return out;
  }
  std::vector<SmsReceipt> receipts() override { return std::exchange(pending, {}); }
  std::vector<SmsMessage> sent;
  std::optional<Error> fault;
  std::vector<SmsReceipt> pending;
};

class Outbox : public ::testing::TestWithParam<store::Backend> {
 protected:
  Outbox() : db_(GetParam()) {
    options_.resolve = [this](const std::string& ref) -> Result<SmsRecipient> {
      if (ref == "line:gone") return not_found("line_unknown", "There is no such line.");
      return SmsRecipient{"+8619900000001", ref == "line:far" ? std::optional(-600) : std::nullopt};
    };
  }
  NewSms message(const std::string& to = "line:1", bool urgent = false) {
    return {"campaign_restored", to, "en", {{"operator", "Example"}, {"where", "any shop"}}, "campaign", "c-1", urgent};
  }
  Result<void> queue(std::vector<NewSms> messages) {
    return db_->write([&](store::Transaction& tx) { return queue_sms(tx, recorder_, messages); });
  }
  SmsOutbox outbox() { return SmsOutbox(*db_, recorder_, options_); }
  std::string counts() {
    const auto c = *outbox().counts("campaign", "c-1");
    return std::to_string(c.queued) + "/" + std::to_string(c.sent) + "/" + std::to_string(c.delivered) + "/" +
           std::to_string(c.failed);
  }

  test::TestDatabase db_;
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T12:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  SmsOptions options_;
  TestGateway gateway_;
};
MUSTER_ON_BOTH_BACKENDS(Outbox);

TEST_P(Outbox, SendsWhatWasQueuedOnce) {
  ASSERT_TRUE(queue({message(), message("line:2")}).ok());
  EXPECT_EQ(counts(), "2/0/0/0");
  auto told = *outbox().deliver(gateway_);
  EXPECT_EQ(told.taken, 2);
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 0);
  EXPECT_EQ(gateway_.sent.size(), 2u);
  EXPECT_EQ(gateway_.sent[0].text.find("Example: this line is registered"), 0u);
  EXPECT_NE(gateway_.sent[0].id, gateway_.sent[1].id);
  EXPECT_EQ(counts(), "0/2/0/0");
  gateway_.pending = {{"ref-" + gateway_.sent[0].id, SmsFate::delivered},
                      {"ref-" + gateway_.sent[1].id, SmsFate::failed},
                      {"ref-unknown", SmsFate::delivered}};
  ASSERT_TRUE(outbox().deliver(gateway_).ok());
  EXPECT_EQ(counts(), "0/0/1/1");
}

TEST_P(Outbox, WhatIsRolledBackIsNotSent) {
  EXPECT_FALSE(db_->write([&](store::Transaction& tx) -> Result<void> {
                    const std::vector one{message()};
                    MUSTER_CHECK_OK(queue_sms(tx, recorder_, one));
                    return conflict("test", "No.");
                  })
                   .ok());
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 0);
}

TEST_P(Outbox, AGatewayThatIsAwayIsTriedAgainLaterWithTheSameKey) {
  ASSERT_TRUE(queue({message()}).ok());
  gateway_.fault = sms_throttled();
  EXPECT_EQ(outbox().deliver(gateway_)->put_off, 1);
  EXPECT_EQ(outbox().deliver(gateway_)->put_off, 0) << "not at once";
  clock_.advance(std::chrono::seconds(31));
  EXPECT_EQ(outbox().deliver(gateway_)->put_off, 1);
  clock_.advance(std::chrono::seconds(31));
  EXPECT_EQ(outbox().deliver(gateway_)->put_off, 0) << "the second time later";
  clock_.advance(std::chrono::seconds(31));
  gateway_.fault.reset();
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 1);
  ASSERT_EQ(gateway_.sent.size(), 3u);
  EXPECT_EQ(gateway_.sent[0].id, gateway_.sent[2].id);
}

TEST_P(Outbox, GivesUpInTheEnd) {
  ASSERT_TRUE(queue({message()}).ok());
  gateway_.fault = sms_away();
  options_.attempts_max = 3;
  int failed = 0;
  for (int i = 0; i < 10; ++i, clock_.advance(std::chrono::hours(1))) failed += outbox().deliver(gateway_)->failed;
  EXPECT_EQ(failed, 1);
  EXPECT_EQ(gateway_.sent.size(), 3u);
  EXPECT_EQ(counts(), "0/0/0/1");
}

TEST_P(Outbox, ARefusalAndAMissingRecipientAreForGood) {
  ASSERT_TRUE(queue({message("line:gone")}).ok());
  EXPECT_EQ(outbox().deliver(gateway_)->failed, 1);
  EXPECT_TRUE(gateway_.sent.empty());
  ASSERT_TRUE(queue({message()}).ok());
  gateway_.fault = sms_refused();
  EXPECT_EQ(outbox().deliver(gateway_)->failed, 1);
  EXPECT_EQ(counts(), "0/0/0/2");
}

TEST_P(Outbox, NobodyIsWokenAtNight) {
  clock_.set(*parse_rfc3339("2026-03-02T22:30:00Z"));
  ASSERT_TRUE(queue({message(), message("line:far"), message("line:2", true)}).ok());
  const auto told = *outbox().deliver(gateway_);
  EXPECT_EQ(told.taken, 2) << "who lives ten hours to the west, and who waits for a code";
  EXPECT_EQ(told.put_off, 1);
  clock_.set(*parse_rfc3339("2026-03-03T07:59:59Z"));
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 0);
  clock_.set(*parse_rfc3339("2026-03-03T08:00:00Z"));
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 1);
}

TEST(Quiet, HoursRunOverMidnightOrNot) {
  const auto at = [](const char* text) { return *parse_rfc3339(text); };
  const QuietHours night{21 * 60, 8 * 60}, noon{12 * 60, 14 * 60};
  EXPECT_FALSE(quiet_until(night, 0, at("2026-03-02T20:59:59Z")));
  EXPECT_EQ(*quiet_until(night, 0, at("2026-03-02T21:00:00Z")), at("2026-03-03T08:00:00Z"));
  EXPECT_EQ(*quiet_until(night, 0, at("2026-03-02T00:00:00Z")), at("2026-03-02T08:00:00Z"));
  EXPECT_EQ(*quiet_until(night, 480, at("2026-03-02T13:00:00Z")), at("2026-03-03T00:00:00Z"));
  EXPECT_EQ(*quiet_until(noon, 0, at("2026-03-02T13:00:00Z")), at("2026-03-02T14:00:00Z"));
  EXPECT_FALSE(quiet_until(noon, 0, at("2026-03-02T14:00:00Z")));
  EXPECT_FALSE(quiet_until({60, 60}, 0, at("2026-03-02T01:00:00Z")));
}

TEST_P(Outbox, AKilledSendersMessagesAreSentByTheNext) {
  ASSERT_TRUE(queue({message()}).ok());
  struct Killed : SmsGateway {
    std::vector<Result<std::string>> send(std::span<const SmsMessage>) override { throw std::runtime_error("killed"); }
  } killed;
  EXPECT_THROW((void)outbox().deliver(killed), std::runtime_error);
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 0) << "the lease is not over";
  clock_.advance(options_.lease);
  EXPECT_EQ(outbox().deliver(gateway_)->taken, 1);
}

TEST_P(Outbox, SeveralSendersSendNothingTwice) {
  std::vector<NewSms> many(300, message());
  ASSERT_TRUE(queue(many).ok());
  options_.batch = 20;
  std::latch start(4);
  std::vector<TestGateway> gateways(4);
  {
    std::vector<std::jthread> senders;
    for (auto& gateway : gateways)
      senders.emplace_back([&] {
        start.arrive_and_wait();
        auto mine = outbox();
        for (;;) {
          const auto told = mine.deliver(gateway);
          if (!told.ok() || told->taken == 0) break;
        }
      });
  }
  std::set<std::string> ids;
  std::size_t all = 0;
  for (const auto& gateway : gateways)
    for (const auto& m : gateway.sent) all += ids.insert(m.id).second ? 1 : 1000;
  EXPECT_EQ(all, 300u);
  EXPECT_EQ(counts(), "0/300/0/0");
}

TEST_P(Outbox, LettersAreTriedWhenQueued) {
  auto wrong = message();
  wrong.values.erase("where");
  EXPECT_EQ(queue({wrong}).error().code, "letter_value_missing");
  wrong = message();
  wrong.recipient_ref.clear();
  EXPECT_EQ(queue({wrong}).error().code, "sms_recipient");
  wrong = message();
  wrong.record_id.clear();
  EXPECT_EQ(queue({wrong}).error().code, "sms_record");
}

TEST_P(Outbox, TheSchemaKeepsWhatWasSaid) {
  ASSERT_TRUE(queue({message()}).ok());
  const auto code = [&](const char* text) {
    const store::Sql sql{"attack", text};
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
    return done.ok() ? std::string("done") : done.error().code;
  };
  EXPECT_EQ(code("update sms_message set recipient_ref = 'line:9'"), "sms_immutable");
  EXPECT_EQ(code("delete from sms_message"), "sms_kept");
  ASSERT_TRUE(outbox().deliver(gateway_).ok());
  EXPECT_EQ(code("update sms_message set state = 'queued'"), "sms_immutable");
  clock_.advance(options_.keep + std::chrono::seconds(1));
  EXPECT_EQ(*outbox().sweep(), 1);
  EXPECT_EQ(counts(), "0/1/0/0") << "the figures stay";
}

}  // namespace
}  // namespace muster::notices
