// Lines that nobody has verified, a dealer where people register them, and campaigns, for the tests of this room.
#pragma once

#include <parties/parties.h>
#include <registration/take_over.h>

#include <campaigns/service.h>
#include <support/vault_world.h>

namespace muster::campaigns {

inline constexpr std::int64_t kFirst = 8619900000000, kSecond = 8619910000000;
inline constexpr Duration kDays = std::chrono::hours(24);

// Says what it is told to say.
struct TestAuthority : registration::Authority {
  Result<registration::Answer> check(const registration::Question&) override {
    if (away) return unavailable("authority_away", "Away.");
    return registration::Answer{confirms, {}};
  }
  bool confirms = true, away = false;
};

class CampaignTest : public test::VaultTest {
 protected:
  CampaignTest() {
    parties::Party party;
    party.kind = "partner";
    party.name = "Dealer One";
    dealer_ = parties_.create_party("system:test", party)->id;
    clerk_ = parties_.create_person("system:test", {dealer_, "Clerk", "en", "passport:A0000001"})->id;
    north_ = *lines_.make_pool("admin", {"North", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 999});
    south_ = *lines_.make_pool("admin", {"South", "Operator", "CN-31", lines::LineKind::voice, kSecond, kSecond + 999});
    EXPECT_EQ(*lines_.stock("admin", north_.id, 400), 400);
    EXPECT_EQ(*lines_.stock("admin", south_.id, 400), 400);
  }
  // Line n of a range; `claim`: whose document the old system says it is.
  registration::OldRecord old(int n, int claim, bool south = false) const {
    registration::OldRecord r;
    r.msisdn = lines::msisdn_text((south ? kSecond : kFirst) + n);
    r.iccid = test::iccid(n + (south ? 10'000 : 0));
    r.imsi = test::imsi(n + (south ? 10'000 : 0));
    r.document_kind = "old_card";
    r.document_country = "CHN";
    r.document_number = "old-" + std::to_string(claim);
    r.dealer = n % 2 == 0 ? "shop-a" : "shop-b";
    r.registered_on = "2012-05-01";
    return r;
  }
  void load(std::vector<registration::OldRecord> records) {
    for (std::size_t from = 0; from < records.size(); from += 500) {
      const std::span<const registration::OldRecord> all(records);
      for (const auto& one : take_over_.load("admin", all.subspan(from, std::min<std::size_t>(500, all.size() - from))))
        ASSERT_TRUE(one.ok()) << one.error().code;
    }
  }
  // Lines 0 … n-1 of the north, each of its own claim.
  void load(int n) {
    std::vector<registration::OldRecord> records;
    for (int i = 0; i < n; ++i) records.push_back(old(i, i));
    load(std::move(records));
  }

  NewCampaign draft(Duration until_invite = kDays) const {
    NewCampaign c;
    c.name = "Second stage " + std::to_string(++drafts_);
    c.sender = "Example";
    c.place = "any shop";
    NewWave wave;
    wave.name = "All";
    wave.invite_at = clock_.now() + until_invite;
    wave.deadline = wave.invite_at + kDays * 60;
    c.waves = {wave};
    return c;
  }
  Campaign running(const NewCampaign& given) {
    auto c = service_.create("person-1", given);
    EXPECT_TRUE(c.ok()) << c.error().code;
    c = service_.apply("person-2", c->id, 1, Event::approve);
    EXPECT_TRUE(c.ok()) << c.error().code;
    c = service_.apply("person-1", c->id, c->version, Event::start);
    EXPECT_TRUE(c.ok()) << c.error().code;
    return *c;
  }
  Campaign running() { return running(draft()); }
  // Everything that is due now.
  void work() {
    const auto all = [](const auto& piece) {
      for (std::int64_t some = 1; some > 0;) {
        const auto done = piece();
        ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().sentence;
        some = *done;
      }
    };
    all([&]() -> Result<std::int64_t> {
      const auto some = service_.follow();
      return some.ok() ? Result<std::int64_t>(*some) : Result<std::int64_t>(some.error());
    });
    all([&] { return service_.end_exemptions(); });
    const auto ids = *service_.running();
    for (const std::string& id : ids) {
      all([&]() -> Result<std::int64_t> {
        const auto batch = service_.enrol(id, batch_);
        return batch.ok() ? Result<std::int64_t>(batch->looked_at) : Result<std::int64_t>(batch.error());
      });
      all([&] { return service_.tell_moves(id, batch_); });
      all([&] { return service_.step_due(id, batch_); });
    }
  }
  // Goes on day by day.
  void pass(int days) {
    for (int d = 0; d < days; ++d) {
      clock_.advance(kDays);
      work();
    }
  }

  lines::Line line(int n, bool south = false) { return *lines_.line_of_msisdn((south ? kSecond : kFirst) + n); }
  std::string line_state(int n) { return lines::to_text(line(n).state); }
  std::string state_in(const Campaign& c, int n) {
    const auto found =
        rows("select state from campaign_line where campaign_id = '" + c.id + "' and line_id = '" + line(n).id + "'");
    return found.empty() ? "none" : found[0].text("state");
  }
  std::string unverified_state(int n) {
    return rows("select state from unverified_line where line_id = '" + line(n).id + "'").at(0).text("state");
  }
  std::int64_t messages(const std::string& kind) {
    return number("select count(*) as n from sms_message where kind = '" + kind + "'");
  }
  Counts counts(const Campaign& c) { return service_.progress(c.id)->all; }
  std::int64_t count(const Campaign& c, LineState s) { return counts(c)[static_cast<std::size_t>(s)]; }

  registration::Capture capture(int n, int person) const {
    registration::Capture c;
    c.document = {"cn_resident_id", "CHN", test::resident_id("19900101", person), ""};
    c.identity = {"Specimen Person " + std::to_string(person), "1990-01-01", "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = lines::msisdn_text(kFirst + n);
    c.dealer_id = dealer_;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return c;
  }
  Result<registration::Submitted> register_again(int n, int person) {
    return take_over_.register_again(clerk_, "again-" + std::to_string(n), capture(n, person), test::iccid(n));
  }
  void verify() {
    for (int some = 1; some > 0;) some = *registration_.verify_due(authority_);
  }
  void registered_again(int n, int person) {
    const auto done = register_again(n, person);
    ASSERT_TRUE(done.ok()) << done.error().code;
    verify();
  }

  parties::Service parties_{*db_, recorder_, vault_, policy_};
  lines::Service lines_{*db_, recorder_, policy_};
  registration::Service registration_{*db_, recorder_, vault_, policy_};
  registration::TakeOver take_over_{*db_, recorder_, vault_, policy_};
  Service service_{*db_, recorder_, policy_};
  TestAuthority authority_;
  std::string dealer_, clerk_;
  lines::Pool north_, south_;
  int batch_ = 7;  // small, so that every run has several
  mutable int drafts_ = 0;
};

}  // namespace muster::campaigns
