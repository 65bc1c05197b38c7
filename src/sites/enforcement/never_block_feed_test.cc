// The never-block list at emission: what a feed leaves out although an order stands, and what a forger gains.
#include <enforcement/service.h>
#include <restrictions/never_block_service.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/feed_world.h>

namespace muster::enforcement {
namespace {

class NeverBlockFeed : public ::testing::TestWithParam<store::Backend> {
 protected:
  NeverBlockFeed() : w(GetParam()) {
    w.enrol_authority();
    w.enrol_witness();
    third = w.person(w.authority, {"confirmer"});
    w.enrol(third, test::Authenticator::Kind::webcrypto);
  }
  void protect(const std::string& name) {
    const restrictions::NeverBlockService list(*w.db, w.recorder);
    const auto p = w.must(list.propose(restrictions::NeverBlockAction::add, restrictions::NeverBlockKind::emergency,
                                       {name}, "Fire brigade.", w.operator_person));
    w.must(list.confirm(p.id, p.version, w.operator_person2));
    w.clock.advance(std::chrono::seconds(1));
  }
  std::vector<std::string> codes() {
    std::vector<std::string> out;
    for (const auto& l : w.must(w.feeds.preview_rpz()).left_out) out.push_back(l.code);
    return out;
  }
  std::vector<std::string> verified() {
    ledger::Report report;
    test::CaseWorld::must(w.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& invariant : invariants()) invariant.check(tx, report);
      return {};
    }));
    std::vector<std::string> out;
    for (const auto& fault : report.faults()) out.push_back(fault.what);
    return out;
  }
  test::FeedWorld w;
  std::string third;
};
MUSTER_ON_BOTH_BACKENDS(NeverBlockFeed);

TEST_P(NeverBlockFeed, ANameThatCameOntoTheListOpensUntilAThirdPersonSigns) {
  const auto o = w.order("fire.example", "domain");
  w.order("bad.example");
  EXPECT_EQ(w.names(), "bad.example fire.example *.fire.example");
  protect("www.fire.example");
  EXPECT_EQ(w.names(), "bad.example");
  EXPECT_EQ(codes(), std::vector<std::string>{"third_signature"});
  EXPECT_TRUE(verified().empty()) << "the order was right when it was given";
  w.must(w.sign(o.decision_id, third));
  EXPECT_EQ(w.names(), "bad.example fire.example *.fire.example");
}

TEST_P(NeverBlockFeed, AForgedThirdSignatureIsNone) {
  const auto o = w.order("fire.example");
  protect("fire.example");
  const auto forged = [&](const std::string& person) {
    return fmt::format(
        "insert into third_signature(decision_id, person_id, key_id, text_sha256, kind, "
        "client_data_json, authenticator_data, signature, signed_at) select id, '{}', '{}', "
        "text_sha256, 'webcrypto', '', '', 'AAAA', {} from decision where id = '{}';",
        person, w.keys.at(person), w.clock.now().micros, o.decision_id);
  };
  w.db.as_owner("third_signature", forged(third));
  EXPECT_EQ(w.names(), "");
  EXPECT_EQ(codes(), std::vector<std::string>{"signature_wrong"});
  w.db.as_owner(
      "third_signature",
      "delete from third_signature;" +
          fmt::format("insert into third_signature select decision_id, person_id, key_id, text_sha256, kind, "
                      "client_data_json, authenticator_data, signature, signed_at from decision_signature where "
                      "capacity = 'confirmer' and decision_id = '{}';",
                      o.decision_id));
  EXPECT_EQ(codes(), std::vector<std::string>{"same_person"}) << "the confirmer's own counts once";
}

TEST_P(NeverBlockFeed, AnEntryForAPublicSuffixWrittenBySqlReachesNoFeed) {
  const auto o = w.order("bad.example", "domain");
  w.db.as_owner("network_entry", fmt::format("insert into network_entry(order_id, name, kind, created_at) values('{}', "
                                             "'co.uk', 'wildcard', 1);",
                                             o.id));
  EXPECT_EQ(w.names(), "bad.example *.bad.example");
  EXPECT_EQ(codes(), std::vector<std::string>{"entry_scope"});
  w.db.as_owner("decision", fmt::format("update decision set scope_value = 'co.uk' where id = '{}';", o.decision_id));
  EXPECT_EQ(w.names(), "");
  EXPECT_EQ(codes(), std::vector<std::string>{"never_block"});
}

TEST_P(NeverBlockFeed, AnOrderGivenWithoutItIsFoundByVerifying) {
  protect("fire.example");
  w.db.as_owner("orders", "");
  w.db.as_owner("network_entry", "");
  w.db.as_owner("decision_signature", "");
  const auto c = w.referred("explicit_unlawful", "fire.example");
  const auto d = w.must(w.cases_service->prepare(c.id, w.network_draft("fire.example"), w.decider));
  w.must(w.sign(d.id, w.decider));
  w.must(w.sign(d.id, third));
  w.must(w.sign(d.id, w.confirmer));
  EXPECT_TRUE(verified().empty());
  EXPECT_EQ(w.names(), "fire.example");
  w.db.as_owner("third_signature", "delete from third_signature;");
  EXPECT_EQ(verified(), std::vector<std::string>{"third_signature"});
  EXPECT_EQ(w.names(), "");
}

}  // namespace
}  // namespace muster::enforcement
