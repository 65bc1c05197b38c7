// The name server of the zone, asked by a transfer of our own (through libldns) and by what nobody should send.
#include "sockets.h"
#include "wire.h"
#include <intake/message_stream.h>
#include <intake/transfer.h>

#include <filesystem>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <support/zone_copy.h>
#include <support/zone_world.h>
#include <zones/feeds.h>
#include <zones/primary.h>

namespace muster::zones {
namespace {

using test::ZoneWorld;
using ::testing::HasSubstr;
using ::testing::Not;

class ZonePrimary : public ::testing::Test {
 protected:
  ZonePrimary() : w(store::Backend::sqlite) {
    w.enrol();
    w.clock.set(SystemClock().now());  // signatures hold for five minutes of both clocks
    secondary = ZoneWorld::must(w.secondaries.add(w.operator_person, {"Resolver one", "", 0}));
    key = *w.secondaries.key(secondary);
  }
  void start() {
    w.settle();
    primary = ZoneWorld::must(Primary::start({}, w.zone, w.secondaries, w.clock));
  }
  // "rpz.muster. SOA\n…": all lines, or the error's code.
  std::string transfer(const std::optional<intake::TsigKey>& with, const std::string& zone = "rpz.muster") {
    auto source = intake::open_transfer({zone, "127.0.0.1", primary->port()}, with, w.clock);
    if (!source.ok()) return source.error().code;
    std::string out;
    char piece[4096];
    for (;;) {
      const auto got = (*source)->read(piece);
      if (!got.ok()) return got.error().code;
      if (*got == 0) return out;
      out.append(piece, *got);
    }
  }
  ZoneWorld w;
  Secondary secondary;
  intake::TsigKey key;
  std::unique_ptr<Primary> primary;
};

TEST_F(ZonePrimary, GivesTheWholeZoneToWhoHasTheKeyAndOrdersAreCarriedOut) {
  const auto order = w.order("bad.example", "domain");
  start();
  const std::string lines = transfer(key);
  EXPECT_THAT(lines, HasSubstr("rpz.muster. SOA\n"));
  EXPECT_THAT(lines, HasSubstr("bad.example.rpz.muster. CNAME\n"));
  EXPECT_THAT(lines, HasSubstr("*.bad.example.rpz.muster. CNAME\n"));
  Secondary known;  // noted after the last byte went out
  for (int i = 0; i < 200 && known.how.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    known = ZoneWorld::must(w.secondaries.active())[0];
  }
  EXPECT_EQ(known.how, "AXFR");
  EXPECT_EQ(known.records, 2);
  EXPECT_EQ(known.serial, ZoneWorld::must(w.zone.state()).serial);
  EXPECT_EQ(w.cases_service->order(order.id)->state, "executed");
}

TEST_F(ZonePrimary, ManyMessagesAreEachSigned) {
  for (int i = 0; i < 3; ++i) w.order("bad" + std::to_string(i) + ".example");
  w.settle();
  // More than one message's worth, by hand: orders enough would take minutes to sign.
  const ZoneFace face{wire_name("rpz.muster"), 1, 86400};
  Message message(7, kAnswer, face, Type::axfr);
  int records = 0;
  for (; !message.full(); ++records) message.entry({"name-" + std::to_string(records) + ".example", false});
  EXPECT_GT(records, 500);
  EXPECT_LE(message.take().size(), kMessageMax);
  start();
  EXPECT_THAT(transfer(key), HasSubstr("bad2.example.rpz.muster. CNAME\n"));
}

TEST_F(ZonePrimary, RefusesWhoHasNoKeyAWrongOneOrOneThatEnded) {
  w.order("bad.example");
  start();
  EXPECT_EQ(transfer({}), "transfer_refused");
  intake::TsigKey wrong = key;
  wrong.secret = "b3BlbiBzZXNhbWUgb3BlbiBzZXNhbWUgb3BlbiBzZXM=";
  EXPECT_EQ(transfer(wrong), "transfer_refused");
  intake::TsigKey unknown = key;
  unknown.name = "nobody";
  EXPECT_EQ(transfer(unknown), "transfer_refused");
  EXPECT_THAT(transfer(key), HasSubstr("bad.example"));
  ZoneWorld::must(w.secondaries.end(w.operator_person, secondary.id));
  EXPECT_EQ(transfer(key), "transfer_refused");
}

TEST_F(ZonePrimary, KnowsAResolverThatCannotSignByItsAddress) {
  w.order("bad.example");
  start();
  ZoneWorld::must(w.secondaries.add(w.operator_person, {"Elsewhere", "192.0.2.53", 53, false}));
  EXPECT_EQ(transfer({}), "transfer_refused");
  const auto here = ZoneWorld::must(w.secondaries.add(w.operator_person, {"Here", "127.0.0.1", 53, false}));
  EXPECT_THAT(transfer({}), HasSubstr("bad.example"));
  ZoneWorld::must(w.secondaries.end(w.operator_person, here.id));
  EXPECT_EQ(transfer({}), "transfer_refused");
}

TEST_F(ZonePrimary, AnswersNothingWhenTheEmitterStoodStill) {
  w.order("bad.example");
  ZoneWorld::must(w.secondaries.add(w.operator_person, {"Here", "127.0.0.1", 53, false}));  // whom no clock keeps out
  start();
  EXPECT_THAT(transfer({}), HasSubstr("bad.example"));
  w.clock.advance(std::chrono::minutes(11));  // no step since
  EXPECT_EQ(transfer({}), "transfer_refused");
  w.settle();
  EXPECT_THAT(transfer({}), HasSubstr("bad.example"));
}

TEST_F(ZonePrimary, KeepsKeysToItself) {
  const auto mode = std::filesystem::status(w.secondaries.key_file(secondary)).permissions();
  EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
  EXPECT_EQ(w.secondaries.add(w.operator_person, {"x", "", 0, false}).error().code, "address");
  EXPECT_EQ(w.secondaries.add(w.operator_person, {"", "", 0}).error().code, "label");
  EXPECT_EQ(w.secondaries.add(w.operator_person, {"x", "not an address", 53}).error().code, "address");
  EXPECT_EQ(w.secondaries.add(w.operator_person, {"x", "192.0.2.1", 0}).error().code, "address");
}

TEST_F(ZonePrimary, LivesThroughWhatNobodyShouldSend) {
  w.order("bad.example");
  start();
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    std::string bytes(random() % 600, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Peer to;
    auto* at = reinterpret_cast<sockaddr_in*>(&to.address);
    at->sin_family = AF_INET;
    at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at->sin_port = htons(primary->port());
    to.size = sizeof *at;
    Socket udp(::socket(AF_INET, SOCK_DGRAM, 0));
    udp.send(bytes, to);
    Socket tcp(::socket(AF_INET, SOCK_STREAM, 0));
    ASSERT_EQ(::connect(tcp.fd(), reinterpret_cast<sockaddr*>(at), sizeof *at), 0);
    if (i % 3 == 0) (void)intake::send_message(tcp.fd(), bytes);
    if (i % 3 == 1) (void)::send(tcp.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  EXPECT_THAT(transfer(key), HasSubstr("bad.example"));
}

TEST_F(ZonePrimary, AResolverHundredsOfSerialsBehindRecoversByOneDifference) {
  const auto order = w.order("bad.example");
  ZoneWorld::must(w.secondaries.add(w.operator_person, {"Here", "127.0.0.1", 53, false}));
  start();
  test::ZoneCopy copy(primary->port(), "rpz.muster");
  EXPECT_EQ(copy.fetch().how, "AXFR");
  const std::int64_t before = w.serial();
  EXPECT_EQ(copy.serial, before);
  std::vector<ZoneWorld::Standing> all;  // every third of them went again
  for (std::int64_t i = 1; i <= 900; ++i)
    all.push_back({"n" + std::to_string(i) + ".example", before + i, i % 3 == 0 ? before + i + 1 : 0});
  w.put(order, all);
  w.set_serial(before + 901);
  const auto got = copy.fetch();
  EXPECT_EQ(got.how, "IXFR");
  EXPECT_EQ(got.records, 600U + 4) << "what came and went meanwhile is told to nobody";
  test::ZoneCopy whole(primary->port(), "rpz.muster");
  EXPECT_EQ(whole.fetch().how, "AXFR");
  EXPECT_EQ(copy.gone, whole.gone);
  EXPECT_EQ(copy.gone.size(), 601U);
  EXPECT_EQ(copy.fetch().how, "current");
  // Behind what is remembered, the whole zone comes, and is the same.
  test::ZoneCopy late(primary->port(), "rpz.muster");
  late.serial = 1000;
  EXPECT_EQ(late.fetch().how, "AXFR");
  EXPECT_EQ(late.gone, copy.gone);
}

TEST_F(ZonePrimary, TheNetworkOpensWhenMusterIsSilentForTwentyFiveHours) {
  constexpr Duration kHour = std::chrono::hours(1);
  w.order("bad.example");
  ZoneWorld::must(w.secondaries.add(w.operator_person, {"Here", "127.0.0.1", 53, false}));
  start();
  Feeds files(*w.db, w.recorder, w.feeds,
              *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random),
              std::chrono::hours(24 * 365));  // whatever is asked for
  test::ZoneCopy copies[] = {{primary->port(), "rpz.muster"},
                             {primary->port(), "base.rpz.muster"},
                             {primary->port(), "hot.rpz.muster"},
                             {primary->port(), "authority.rpz.muster"},
                             {primary->port(), "own.rpz.muster"}};
  for (auto& copy : copies) EXPECT_EQ(copy.fetch().how, "AXFR");
  std::vector<FeedFile> fetched;
  for (int form = 0; form < kFeedFormCount; ++form)
    fetched.push_back(ZoneWorld::must(files.file(static_cast<FeedForm>(form))));
  const Instant at = w.clock.now();
  // Whether anything that was fetched may still be used.
  const auto in_use = [&] {
    const Instant now = w.clock.now();
    bool any = false;
    for (auto& copy : copies) any = any || now - at < std::chrono::seconds(copy.expire_seconds);
    for (const auto& file : fetched) any = any || now < file.valid_until;
    return any;
  };
  w.clock.advance(22 * kHour);
  EXPECT_TRUE(in_use());
  EXPECT_EQ(copies[0].fetch().how, "refused")
      << "an emitter that stands still says nothing, also not that nothing changed";
  w.clock.advance(3 * kHour);
  EXPECT_FALSE(in_use());
  EXPECT_EQ(copies[0].fetch().how, "refused");
  // It is back: what stands is in force again, without anybody's doing.
  w.settle();
  EXPECT_EQ(copies[0].fetch().how, "current");
  EXPECT_EQ(copies[0].gone, std::set<std::string>{"bad.example"});
}

TEST(ZoneWire, NamesTooLongForTheOriginAreLeftOut) {
  const ZoneFace face{wire_name("rpz.muster"), 1, 86400};
  std::string name = std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') + ".example";
  EXPECT_TRUE(fits({name, false}, face));
  EXPECT_FALSE(fits({name + std::string(50, 'd'), false}, face));
  EXPECT_EQ(wire_name(""), std::string(1, '\0'));
  EXPECT_EQ(wire_name("rpz.muster"), std::string("\3rpz\6muster\0", 12));
}

TEST_F(ZonePrimary, GivesItsPartsByAgeAndByWhoOrderedAsZonesOfTheirOwn) {
  const auto old = w.order("old.example");
  start();
  EXPECT_THAT(transfer(key, "base.rpz.muster"), HasSubstr("old.example.base.rpz.muster. CNAME\n"));
  EXPECT_THAT(transfer(key, "hot.rpz.muster"), Not(HasSubstr("CNAME")));
  w.order("new.example");
  w.settle();
  EXPECT_THAT(transfer(key, "base.rpz.muster"), Not(HasSubstr("new.example")));
  EXPECT_THAT(transfer(key, "hot.rpz.muster"), HasSubstr("new.example.hot.rpz.muster. CNAME\n"));
  EXPECT_THAT(transfer(key, "authority.rpz.muster"), HasSubstr("new.example.authority.rpz.muster. CNAME\n"));
  EXPECT_THAT(transfer(key, "own.rpz.muster"), Not(HasSubstr("CNAME")));
  EXPECT_NE(transfer(key, "other.rpz.muster").find("transfer"), std::string::npos);
}

}  // namespace
}  // namespace muster::zones
