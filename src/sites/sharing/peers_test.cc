// Two houses that read each other, and one that means no good.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/share_world.h>

namespace muster::sharing {
namespace {

using test::ShareWorld;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Duration kHour = std::chrono::hours(1);

class Peering : public ::testing::TestWithParam<store::Backend> {
 protected:
  Peering() : a(GetParam(), "north"), b(GetParam(), "south") {
    a_in_b = b.add_peer(a, "https://north.example/taxii2/root/collections/orders/");
    b_in_a = a.add_peer(b, "https://south.example/taxii2/root/collections/orders/");
  }
  void exchange() {
    a.settle();
    b.settle();
    (void)a.peers.poll_due({});
    (void)b.peers.poll_due({});
  }
  static void reverse(ShareWorld& w, const cases::Order& order) {
    auto appeal = ShareWorld::must(w.cases_service->file_appeal({order.number, "No.", "", "en"})).appeal;
    ShareWorld::must(w.cases_service->decide_appeal(appeal.id, appeal.version, "reverse", "Innocent.", w.judge));
  }
  // What a hostile peer would send: an indicator of `by`, about `name`.
  static ToldObject indicator(const std::string& id, const std::string& by, const std::string& name, Instant modified,
                              bool revoked = false) {
    sharing::Told told;
    told.type = "indicator";
    told.id = id;
    told.created_by = by;
    told.modified = modified;
    told.revoked = revoked;
    told.names = {{name, false}};
    told.ground = "phishing_or_malware";
    told.from = modified;
    return {id, to_rfc3339(modified), told};
  }
  static std::string id_of(int n) { return fmt::format("indicator--00000000-0000-4000-8000-{:012}", n); }
  ShareWorld a, b;
  std::string a_in_b, b_in_a;
};
MUSTER_ON_BOTH_BACKENDS(Peering);

TEST_P(Peering, WhatIsOrderedHereIsKnownThereAndWithdrawnThere) {
  const auto order = a.order("bad.example", "domain");
  b.order("worse.example");
  exchange();
  EXPECT_EQ(b.received_names(), "*.bad.example bad.example");
  EXPECT_EQ(a.received_names(), "worse.example");
  reverse(a, order);
  exchange();
  EXPECT_EQ(b.received_names(), "");
  EXPECT_EQ(b.received("withdrawn").size(), 1u);
}

TEST_P(Peering, WhatArrivesOpensQuestionsAndEntersNoFeed) {
  a.order("bad.example", "domain");
  exchange();
  EXPECT_EQ(ShareWorld::must(b.peers.raise_clues()), 1);
  const auto received = b.received();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].state, "raised");
  const auto suspicion = ShareWorld::must(b.testing_service.suspicion(received[0].suspicion_id));
  EXPECT_EQ(suspicion.name, "bad.example");
  EXPECT_EQ(suspicion.state, "clue");
  EXPECT_EQ(b.names(), "") << "no entry of its feed";
  b.settle();
  EXPECT_EQ(ShareWorld::must(b.publisher.count()), 0) << "and nothing that it would tell on";
}

TEST_P(Peering, TheyAgreeAfterPartitionRestartAndWrongClocks) {
  std::vector<cases::Order> orders;
  b.page_max = a.page_max = 2;
  a.clock.advance(30 * kHour);  // its clock is a day ahead of the other's
  for (int i = 0; i < 7; ++i) orders.push_back(a.order(fmt::format("a{}.example", i)));
  exchange();
  EXPECT_EQ(b.received().size(), 7u);
  b.cut = true;
  for (int i = 0; i < 3; ++i) reverse(a, orders[static_cast<std::size_t>(i)]);
  a.clock.advance(-kHour);  // and its clock was put right meanwhile
  a.order("new.example");
  exchange();
  EXPECT_EQ(b.received("withdrawn").size(), 0u) << "nobody was reached";
  const auto peers = ShareWorld::must(b.peers.list("", 10));
  EXPECT_EQ(peers[0].fault, "peer_unreachable");
  b.cut = false;
  // Another process over the same database.
  const Peers restarted(*b.db, b.recorder, b.policy, b.testing_service, b.folder + "/peer-tokens",
                        [this](const std::string& url, const std::string& token) -> Result<Answer> {
                          (void)token;
                          return b.answer(url);
                        });
  ShareWorld::must(restarted.poll(a_in_b));
  EXPECT_EQ(b.received_names(), "a3.example a4.example a5.example a6.example new.example");
  EXPECT_EQ(ShareWorld::must(b.peers.list("", 10))[0].fault, "");
  const int before = b.asked;
  ShareWorld::must(restarted.poll(a_in_b));
  EXPECT_EQ(b.asked - before, 1) << "nothing new is one question";
}

TEST_P(Peering, WhatAPageLostIsFoundWhenAllIsReadAgain) {
  a.order("bad.example");
  exchange();
  // As if a row had been lost here.
  static constexpr store::Sql kLose{"t_lose", "delete from received_object"};
  b.write([&](store::Transaction& tx) { tx.run(kLose); });
  ShareWorld::must(b.peers.poll(a_in_b));
  EXPECT_EQ(b.received_names(), "");
  b.clock.advance(kWholeAgain);
  ShareWorld::must(b.peers.poll(a_in_b));
  EXPECT_EQ(b.received_names(), "bad.example");
}

TEST_P(Peering, APeerSpeaksOfItsOwnObjectsAlone) {
  const std::string mine = a.publisher.speaker().id();
  const std::string other = "identity--00000000-0000-4000-8000-000000000001";
  const Instant now = b.clock.now();
  ShareWorld third(GetParam(), "third");
  const auto third_in_b = b.add_peer(third, "https://third.example/c/");
  const auto take = [&](const std::string& peer, ToldObject object) {
    Envelope envelope;
    envelope.objects.push_back(std::move(object));
    return ShareWorld::must(b.peers.take(peer, envelope)).objects[0];
  };
  EXPECT_TRUE(take(a_in_b, indicator(id_of(1), mine, "bad.example", now)).changed);
  EXPECT_EQ(take(a_in_b, indicator(id_of(2), other, "x.example", now)).code, "peer_foreign") << "made by somebody else";
  // Withdrawing what another told of.
  EXPECT_EQ(take(third_in_b, indicator(id_of(1), mine, "bad.example", now + kHour, true)).code, "peer_foreign");
  EXPECT_EQ(
      take(third_in_b, indicator(id_of(1), third.publisher.speaker().id(), "bad.example", now + kHour, true)).code,
      "peer_foreign");
  EXPECT_EQ(b.received_names(), "bad.example");
  // Back-dated: changes nothing.
  EXPECT_FALSE(take(a_in_b, indicator(id_of(1), mine, "good.example", now - kHour)).changed);
  EXPECT_FALSE(take(a_in_b, indicator(id_of(1), mine, "good.example", now)).changed);
  EXPECT_EQ(b.received_names(), "bad.example");
  // Withdrawn stays withdrawn.
  EXPECT_TRUE(take(a_in_b, indicator(id_of(1), mine, "bad.example", now + kHour, true)).changed);
  EXPECT_FALSE(take(a_in_b, indicator(id_of(1), mine, "bad.example", now + 2 * kHour)).changed);
  EXPECT_EQ(b.received_names(), "");
}

TEST_P(Peering, AFloodEndsAtTheDaysNumberAndGoesOnTheNextDay) {
  b.objects_a_day(10);
  Envelope flood;
  for (int i = 0; i < 25; ++i)
    flood.objects.push_back(
        indicator(id_of(i), a.publisher.speaker().id(), fmt::format("f{}.example", i), b.clock.now()));
  auto taken = ShareWorld::must(b.limited_peers->take(a_in_b, flood));
  EXPECT_TRUE(taken.full);
  EXPECT_EQ(taken.added, 10);
  EXPECT_EQ(taken.refused, 15);
  EXPECT_EQ(taken.objects[20].code, "peer_full");
  taken = ShareWorld::must(b.limited_peers->take(a_in_b, flood));
  EXPECT_EQ(taken.added, 0);
  b.clock.advance(24 * kHour);
  EXPECT_EQ(ShareWorld::must(b.limited_peers->take(a_in_b, flood)).added, 10);
  EXPECT_EQ(ShareWorld::must(b.limited_peers->raise_clues()), 3) << "and people get so many clues a day";
  EXPECT_EQ(ShareWorld::must(b.limited_peers->raise_clues()), 0);
  b.clock.advance(24 * kHour);
  EXPECT_EQ(ShareWorld::must(b.limited_peers->raise_clues()), 3);
}

TEST_P(Peering, AGroundThatThisHouseDoesNotHaveOpensNothing) {
  auto object = indicator(id_of(1), a.publisher.speaker().id(), "odd.example", b.clock.now());
  object.told.value().ground = "unhealthy";
  Envelope envelope;
  envelope.objects.push_back(object);
  ShareWorld::must(b.peers.take(a_in_b, envelope));
  EXPECT_EQ(b.received("unknown_ground").size(), 1u);
  EXPECT_EQ(ShareWorld::must(b.peers.raise_clues()), 0);
}

TEST_P(Peering, WhatIsSentIsAnsweredObjectByObject) {
  const auto envelope = ShareWorld::must(read_envelope(
      fmt::format(R"({{"objects":[{},{{"type":"indicator","id":"x"}}]}})", identity_json(a.publisher.speaker(), {}))));
  const auto status = ShareWorld::must(b.peers.take_sent(a_in_b, envelope));
  EXPECT_THAT(status, ::testing::HasSubstr(R"("total_count":2,"success_count":1)"));
  EXPECT_THAT(status, ::testing::HasSubstr(R"("failure_count":1)"));
  const std::string id = status.substr(7, 36);
  EXPECT_EQ(ShareWorld::must(b.peers.status(a_in_b, id)), status);
  EXPECT_EQ(b.peers.status("other", id).error().code, "status_unknown");
}

TEST_P(Peering, PeersAreCheckedAndKnownByTheirToken) {
  const std::string own = a.publisher.speaker().id();
  const auto code = [&](const NewPeer& given) { return a.peers.add(a.operator_person, given, own).error().code; };
  const std::string identity = "identity--00000000-0000-4000-8000-000000000001";
  EXPECT_EQ(code({" ", identity, "", ""}), "label");
  EXPECT_EQ(code({"x", "identity--1", "", ""}), "peer_identity");
  EXPECT_EQ(code({"x", own, "", ""}), "peer_itself");
  EXPECT_EQ(code({"x", identity, "http://peer.example/", ""}), "peer_url") << "tokens don't go without TLS";
  EXPECT_EQ(code({"x", identity, "http://127.0.0.1.peer.example/", ""}), "peer_url") << "not this machine";
  EXPECT_EQ(code({"x", identity, "https://peer.example/?a", ""}), "peer_url");
  EXPECT_EQ(code({"x", b.publisher.speaker().id(), "", ""}), "peer_exists");
  const auto added = ShareWorld::must(a.peers.add(a.operator_person, {"x", identity, "", ""}, own));
  EXPECT_EQ(ShareWorld::must(a.peers.by_token(added.token)).id, added.peer.id);
  EXPECT_EQ(a.peers.by_token("other").error().code, "peer_token");
  ShareWorld::must(a.peers.end(a.operator_person, added.peer.id));
  EXPECT_EQ(a.peers.by_token(added.token).error().code, "peer_token");
  EXPECT_EQ(a.peers.end(a.operator_person, added.peer.id).error().code, "peer_unknown");
  EXPECT_EQ(a.peers.take(added.peer.id, {}).error().code, "peer_unknown");
}

}  // namespace
}  // namespace muster::sharing
