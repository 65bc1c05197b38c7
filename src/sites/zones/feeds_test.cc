// The kept zone as files: what each form says, its manifest, and differences by serial.
#include "cdb.h"
#include "wire.h"
#include <base/bytes.h>
#include <ledger/note.h>

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/zone_world.h>
#include <zones/feeds.h>

namespace muster::zones {
namespace {

using test::ZoneWorld;
using ::testing::HasSubstr;
using ::testing::Not;

// As a reader of the published form looks a key up.
std::optional<std::string> cdb_find(const std::string& file, const std::string& key) {
  const auto number = [&](std::size_t at) {
    std::uint32_t n = 0;
    for (int i = 3; i >= 0; --i) n = n << 8 | static_cast<unsigned char>(file.at(at + static_cast<std::size_t>(i)));
    return n;
  };
  const std::uint32_t hash = cdb_hash(key), table = number((hash & 255) * 8), size = number((hash & 255) * 8 + 4);
  for (std::uint32_t i = 0; i < size; ++i) {
    const std::size_t slot = table + (((hash >> 8) + i) % size) * 8;
    const std::uint32_t at = number(slot + 4);
    if (at == 0) return std::nullopt;
    if (number(slot) != hash || number(at) != key.size() || file.substr(at + 8, key.size()) != key) continue;
    return file.substr(at + 8 + key.size(), number(at + 4));
  }
  return std::nullopt;
}

TEST(Cdb, HoldsWhatWasPutIn) {
  std::ostringstream out;
  CdbWriter cdb(out);
  for (int i = 0; i < 5'000; ++i) ASSERT_TRUE(cdb.add("key" + std::to_string(i), "value" + std::to_string(i)).ok());
  ASSERT_TRUE(cdb.finish().ok());
  const std::string file = out.str();
  for (int i = 0; i < 5'000; ++i)
    ASSERT_EQ(cdb_find(file, "key" + std::to_string(i)).value_or(""), "value" + std::to_string(i));
  EXPECT_FALSE(cdb_find(file, "key5000"));
  std::ostringstream none;
  CdbWriter empty(none);
  ASSERT_TRUE(empty.finish().ok());
  EXPECT_EQ(none.str().size(), 2048U);
  EXPECT_FALSE(cdb_find(none.str(), "key"));
}

class FeedFiles : public ::testing::TestWithParam<store::Backend> {
 protected:
  FeedFiles() : w(GetParam()), feeds(*w.db, w.recorder, w.feeds, key, std::chrono::hours(24)) { w.enrol(); }
  FeedFile file(FeedForm form, std::optional<std::int64_t> since = {}) {
    return ZoneWorld::must(feeds.file(form, since));
  }
  void reverse(const cases::Order& order) {
    auto appeal = ZoneWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    ZoneWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
    w.clock.advance(std::chrono::seconds(1));
  }
  ZoneWorld w;
  ledger::SigningKey key = *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random);
  Feeds feeds;
};
MUSTER_ON_BOTH_BACKENDS(FeedFiles);

TEST_P(FeedFiles, SayTheSameInEachForm) {
  const auto host = w.order("www.one.example");
  const auto domain = w.order("bad.example", "domain");
  const auto rpz = file(FeedForm::rpz);
  EXPECT_EQ(rpz.entries, 3);
  EXPECT_THAT(rpz.body, HasSubstr("\nbad.example IN CNAME . ; " + domain.number + "\n"));
  EXPECT_THAT(rpz.body, HasSubstr("\n*.bad.example IN CNAME . ; " + domain.number + "\n"));
  EXPECT_THAT(rpz.body, HasSubstr("\nwww.one.example IN CNAME . ; " + host.number + "\n"));
  EXPECT_THAT(rpz.body, Not(HasSubstr("*.www.one")));
  const auto names = file(FeedForm::names_cdb).body, domains = file(FeedForm::domains_cdb).body;
  EXPECT_EQ(cdb_find(names, wire_name("www.one.example")), host.number);
  EXPECT_EQ(cdb_find(names, wire_name("bad.example")), domain.number);
  EXPECT_EQ(cdb_find(domains, wire_name("bad.example")), domain.number);
  EXPECT_FALSE(cdb_find(domains, wire_name("www.one.example"))) << "a host alone";
  const auto lines = file(FeedForm::entries);
  EXPECT_THAT(lines.body, HasSubstr("\"since\":null"));
  EXPECT_THAT(lines.body, HasSubstr("{\"add\":\"bad.example\",\"below\":true,\"order\":\"" + domain.number + "\"}\n"));
  EXPECT_THAT(lines.body, HasSubstr("\"lines\":3}\n"));
  EXPECT_EQ(file(FeedForm::orders).body, host.number + "\n" + domain.number + "\n");
}

TEST_P(FeedFiles, EntriesSinceASerialAreADifferenceOrTheWhole) {
  const auto first = w.order("one.example");
  const auto before = file(FeedForm::entries);
  w.clock.advance(std::chrono::seconds(1));
  w.order("two.example");
  reverse(first);
  const auto since = file(FeedForm::entries, before.serial);
  EXPECT_THAT(since.body, HasSubstr("{\"remove\":\"one.example\",\"below\":false,"));
  EXPECT_THAT(since.body, HasSubstr("{\"add\":\"two.example\",\"below\":false,"));
  EXPECT_THAT(since.body, HasSubstr("\"since\":" + std::to_string(before.serial)));
  EXPECT_THAT(file(FeedForm::entries, since.serial).body, HasSubstr("\"lines\":0}"));
  EXPECT_THAT(file(FeedForm::entries, 5).body, HasSubstr("\"since\":null")) << "too old: all of it";
  EXPECT_EQ(feeds.file(FeedForm::entries, since.serial + 1).error().code, "feed_since");
}

TEST_P(FeedFiles, TheSmallZoneSaysWhatChangedSinceTheLargeOne) {
  const auto first = w.order("one.example", "domain");
  const auto base = file(FeedForm::rpz_base);
  EXPECT_EQ(base.entries, 2);
  EXPECT_EQ(file(FeedForm::rpz_hot).entries, 0);
  w.clock.advance(std::chrono::seconds(1));
  w.order("two.example");
  reverse(first);
  EXPECT_EQ(file(FeedForm::rpz_base).serial, base.serial) << "it is not made anew for so little";
  const auto hot = file(FeedForm::rpz_hot);
  EXPECT_THAT(hot.body, HasSubstr("\none.example IN CNAME rpz-passthru."));
  EXPECT_THAT(hot.body, HasSubstr("\n*.one.example IN CNAME rpz-passthru."));
  EXPECT_THAT(hot.body, HasSubstr("\ntwo.example IN CNAME . ; O-"));
  EXPECT_THAT(hot.manifest, HasSubstr("before " + std::to_string(base.serial) + "\n"));
  // Half a day later the large one is made anew; what it says now stands in the small one for a while longer.
  w.clock.advance(kBaseOld);
  w.order("three.example");
  const auto later = file(FeedForm::rpz_base);
  EXPECT_GT(later.serial, base.serial);
  EXPECT_EQ(later.entries, 2);
  EXPECT_THAT(file(FeedForm::rpz_hot).body, HasSubstr("\n*.one.example IN CNAME rpz-passthru."));
  w.clock.advance(kBaseSettles);
  w.order("four.example");
  EXPECT_EQ(file(FeedForm::rpz_hot).entries, 1);
}

TEST_P(FeedFiles, AreSignedWithTheirHashAndEnd) {
  w.order("one.example");
  for (const FeedForm form : {FeedForm::rpz, FeedForm::rpz_hot, FeedForm::names_cdb, FeedForm::entries}) {
    const auto made = file(form);
    const auto note = ledger::parse_note(made.manifest);
    ASSERT_TRUE(note.ok());
    EXPECT_TRUE(ledger::verify_note(*note, key.verifier()));
    EXPECT_THAT(note->text, ::testing::StartsWith(std::string("muster-feed/1\norigin muster.example/feeds\nform ") +
                                                  to_text(form) + "\n"));
    EXPECT_THAT(note->text, HasSubstr("\nsha256 " + to_hex(sha256(made.body)) + "\n"));
    EXPECT_THAT(note->text, HasSubstr("\nserial " + std::to_string(made.serial) + "\n"));
    EXPECT_LE(made.valid_until - w.clock.now(), std::chrono::hours(24));
    EXPECT_EQ(ZoneWorld::must(feeds.manifest(form)), made.manifest);
    EXPECT_EQ(file(form).body, made.body) << "the same bytes within the hour";
    EXPECT_EQ(ZoneWorld::must(feeds.etag(form)), made.etag);
  }
  const auto old = file(FeedForm::rpz);
  w.clock.advance(std::chrono::hours(1));
  EXPECT_NE(file(FeedForm::rpz).etag, old.etag) << "its end moves on";
}

TEST_P(FeedFiles, AreEmptyWithoutAWitnessAndCarryOutWhatIsFetched) {
  const auto o = w.order("one.example");
  const auto made = file(FeedForm::names_cdb);
  ASSERT_TRUE(feeds.fetched(made, "cli").ok());
  EXPECT_EQ(w.cases_service->order(o.id)->state, "executed");
  static constexpr store::Sql kGone{"t_no_witness", "update ledger_witness set retired_at = 1"};
  w.write([&](store::Transaction& tx) { tx.run(kGone); });
  const auto empty = file(FeedForm::rpz);
  EXPECT_EQ(empty.entries, 0);
  EXPECT_THAT(empty.body, HasSubstr("; Empty: the ledger has no witness yet."));
}

}  // namespace
}  // namespace muster::zones
