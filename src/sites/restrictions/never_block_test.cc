// The never-block list: what it takes, who keeps it, and which scopes it touches, on both databases.
#include <restrictions/never_block_service.h>

#include <sstream>

#include <embedded_sites_migrations.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::restrictions {
namespace {

using NKind = NeverBlockKind;
using NAction = NeverBlockAction;
using NState = NeverBlockState;

class NeverBlock : public ::testing::TestWithParam<store::Backend> {
 protected:
  NeverBlock() {
    static constexpr store::Sql kPeople[] = {
        {"t_nb_party", "insert into party(id, kind, name, created_at) values('pa', 'authority', 'A', 1)"},
        {"t_nb_p1",
         "insert into person(id, party_id, display_name, identity_index, created_at) values('p1', 'pa', 'A', "
         "'11111111111111111111111111111111', 1)"},
        {"t_nb_p2",
         "insert into person(id, party_id, display_name, identity_index, created_at) values('p2', 'pa', 'B', "
         "'22222222222222222222222222222222', 1)"}};
    const auto done = db->write([&](store::Transaction& tx) -> Result<void> {
      for (const auto& sql : kPeople) tx.run(sql);
      return {};
    });
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
  }
  NeverBlockProposal proposed(std::vector<std::string> names, NKind kind = NKind::top_site,
                              NAction action = NAction::add) {
    const auto p = list.propose(action, kind, names, "Many people use it.", "p1");
    if (!p.ok()) throw std::runtime_error(p.error().code);
    return *p;
  }
  void on_the_list(std::vector<std::string> names, NKind kind = NKind::top_site) {
    const auto p = proposed(std::move(names), kind);
    ASSERT_TRUE(list.confirm(p.id, p.version, "p2").ok());
    clock.advance(std::chrono::seconds(1));
  }
  std::string touched(const std::string& name, bool domain) {
    const auto found = list.look_up(name, domain);
    if (!found.ok()) return found.error().code;
    return *found ? (*found)->name : "";
  }
  std::string raw(const store::Sql& sql) {
    const auto done = db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql);
      return {};
    });
    return done.ok() ? "ok" : done.error().code;
  }
  std::string names() {
    std::string out;
    for (std::string after;;) {
      const auto page = list.list({}, "", after, 2);
      for (const auto& n : page->items) out += n.name + " ";
      if (page->next.empty()) return out;
      after = page->next;
    }
  }

  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  test::TestDatabase db{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  ledger::Recorder recorder{clock, random};
  NeverBlockService list{*db, recorder};
};
MUSTER_ON_BOTH_BACKENDS(NeverBlock);

TEST_P(NeverBlock, TwoPersonsPutANameOnItAndTwoTakeItOff) {
  const auto p = proposed({"News.Example.", "bücher.example"}, NKind::news_agency);
  EXPECT_EQ(p.state, NState::proposed);
  EXPECT_EQ(p.names, 2);
  EXPECT_EQ(names(), "") << "one person alone puts nothing on it";
  EXPECT_EQ(list.confirm(p.id, p.version, "p1").error().code, "never_block_same_person");
  EXPECT_EQ(list.confirm(p.id, p.version + 1, "p2").error().code, "stale");
  EXPECT_EQ(list.confirm(p.id, p.version, "p2")->state, NState::confirmed);
  EXPECT_EQ(names(), "news.example xn--bcher-kva.example ");
  EXPECT_EQ(list.reject(p.id, p.version + 1, "p2").error().code, "never_block_state");
  clock.advance(std::chrono::seconds(1));
  const auto off = proposed({"news.example"}, NKind::news_agency, NAction::remove);
  EXPECT_EQ(touched("news.example", false), "news.example");
  const Instant before = clock.now();
  clock.advance(std::chrono::seconds(1));
  ASSERT_TRUE(list.confirm(off.id, off.version, "p2").ok());
  EXPECT_EQ(touched("news.example", false), "");
  const auto then = db->read([&](store::Transaction& tx) -> Result<bool> {
    return protection_at(tx, "host", "news.example", before).has_value();
  });
  EXPECT_TRUE(*then) << "the list as it stood is still known";
  clock.advance(std::chrono::seconds(1));
  on_the_list({"news.example"}, NKind::health);
  EXPECT_EQ(touched("news.example", false), "news.example");
}

TEST_P(NeverBlock, ANameCoversWhatIsBelowItAndADomainAboveItTouchesIt) {
  on_the_list({"clinic.city.example", "big.example"}, NKind::health);
  EXPECT_EQ(touched("clinic.city.example", false), "clinic.city.example");
  EXPECT_EQ(touched("www.clinic.city.example", false), "clinic.city.example");
  EXPECT_EQ(touched("city.example", true), "clinic.city.example") << "the domain covers it";
  EXPECT_EQ(touched("city.example", false), "") << "the host alone does not";
  EXPECT_EQ(touched("other.city.example", true), "");
  EXPECT_EQ(touched("nic.city.example", true), "");
  EXPECT_EQ(touched("notbig.example", true), "");
  EXPECT_EQ(touched("a.b.big.example", true), "big.example");
  EXPECT_EQ(touched("*", true), "name_wildcard");
}

TEST_P(NeverBlock, WhatIsNoNameIsToldAndNothingIsProposed) {
  const auto bad = list.propose(NAction::add, NKind::resolver, {"dns.example", "co.uk", "-x.example"}, "r", "p1");
  ASSERT_EQ(bad.error().all.size(), 2U);
  EXPECT_EQ(bad.error().all[0].code, "never_block_suffix");
  EXPECT_EQ(bad.error().all[0].field, "names/1");
  EXPECT_EQ(list.propose(NAction::add, NKind::resolver, {"dns.example"}, " ", "p1").error().code, "never_block_reason");
  EXPECT_EQ(list.propose(NAction::add, NKind::resolver, {}, "r", "p1").error().code, "never_block_names");
  EXPECT_TRUE(list.proposals({}, "", 10)->items.empty());
}

TEST_P(NeverBlock, AFileComesInWithItsBadLinesTold) {
  std::istringstream csv(
      "name,kind\nfire.example,emergency\nco.uk,emergency\n\nclinic.example,health\nx.example,nonsense\n"
      "fire.example,emergency\n# a remark\nplain.example,\n");
  std::vector<std::string> faults;
  NeverBlockImport how;
  how.kind = NKind::resolver;
  how.source = "list.csv";
  how.reason = "The register of emergency services.";
  how.actor = "cli";
  how.batch_rows = 2;
  how.on_error = [&](const auto& e) { faults.push_back(std::to_string(e.line) + " " + e.error.code); };
  const auto in = list.import_file(csv, how);
  ASSERT_TRUE(in.ok()) << in.error().sentence;
  EXPECT_EQ(in->names, 3);
  EXPECT_EQ(in->twice, 1);
  EXPECT_THAT(faults, ::testing::ElementsAre("3 never_block_suffix", "6 never_block_kind"));
  const auto p = list.proposal(in->id);
  EXPECT_EQ(p->names, 3);
  EXPECT_EQ(p->refused, 2);
  EXPECT_EQ(list.names_of(in->id, "", 10)->items[2].kind, NKind::resolver);
  ASSERT_TRUE(list.confirm(p->id, p->version, "p1").ok());
  EXPECT_EQ(list.list(NKind::emergency, "", "", 10)->items.size(), 1U);
  EXPECT_EQ(list.list({}, "cl", "", 10)->items[0].name, "clinic.example");

  std::istringstream ranked("1,search.example\n2,video.example\n");
  how.source = "top";
  EXPECT_EQ(list.import_file(ranked, how)->names, 2);
  std::istringstream none("");
  EXPECT_EQ(list.import_file(none, how).error().code, "import_empty");
}

TEST_P(NeverBlock, AnImportThatWasCutOffGoesOnOrIsRejected) {
  const auto cut = [&](bool resume, bool stop) {
    std::istringstream in("a.example\nb.example\nc.example\nd.example\n");
    NeverBlockImport how;
    how.source = "file";
    how.reason = "r";
    how.actor = "p1";
    how.batch_rows = 2;
    how.resume = resume;
    if (stop) how.on_progress = [](auto, auto) { return false; };
    return *list.import_file(in, how);
  };
  EXPECT_TRUE(cut(false, true).stopped);
  EXPECT_EQ(list.proposals(NState::open, "", 10)->items.size(), 1U);
  EXPECT_EQ(names(), "");
  const auto whole = cut(true, false);
  EXPECT_EQ(list.proposal(whole.id)->names, 4);
  EXPECT_TRUE(list.proposals(NState::open, "", 10)->items.empty());
  cut(false, true);
  cut(false, false);
  EXPECT_EQ(list.proposals(NState::rejected, "", 10)->items.size(), 1U);
}

TEST_P(NeverBlock, TheSchemaRefusesWhatOnePersonTries) {
  const auto p = proposed({"www.news.example"});
  static constexpr store::Sql kTries[] = {
      {"t_nb_1", "update never_block_proposal set state = 'confirmed', decided_by = 'p1', decided_at = 1, version = 2"},
      {"t_nb_2",
       "update never_block_proposal set state = 'confirmed', decided_by = null, decided_at = 1, version = version + 1"},
      {"t_nb_3",
       "insert into never_block_proposal(id, action, source, reason, state, proposed_by, proposed_at, decided_by, "
       "decided_at, names, names_sha256) values('x', 'remove', '', 'r', 'confirmed', 'p1', 1, 'p2', 1, 1, 'x')"},
      {"t_nb_4", "update never_block_name set name = 'other.example'"},
      {"t_nb_5", "delete from never_block_name"},
      {"t_nb_6", "delete from never_block_parent"},
      {"t_nb_7",
       "insert into never_block_name(name, proposal_id, kind) select 'late.example', id, 'health' from "
       "never_block_proposal"},
      {"t_nb_8", "delete from never_block_proposal"},
      {"t_nb_9", "update never_block_proposal set names = 5, version = version + 1"},
      {"t_nb_10", "delete from never_block_position"},
      {"t_nb_11", "update never_block_proposal set action = 'remove', version = version + 1"}};
  for (const auto& sql : kTries) EXPECT_NE(raw(sql), "ok") << sql.text;
  EXPECT_EQ(list.proposal(p.id)->state, NState::proposed);
}

TEST_P(NeverBlock, TheSchemaHasTheSameSteps) {
  int tried = 0;
  for (int from = 0; from < kNeverBlockStateCount; ++from)
    for (int to = 0; to < kNeverBlockStateCount; ++to) {
      const auto a = static_cast<NState>(from), b = static_cast<NState>(to);
      static constexpr store::Sql kNew{"t_nb_new",
                                       "insert into never_block_proposal(id, action, source, reason, state, "
                                       "proposed_by, proposed_at) values(:id, 'add', '', 'r', 'open', 'p1', 1)"};
      static constexpr store::Sql kName{"t_nb_name",
                                        "insert into never_block_name(name, proposal_id, kind) values('n.example', "
                                        ":id, 'health')"};
      static constexpr store::Sql kStep{
          "t_nb_step",
          "update never_block_proposal set state = :to, names = 1, names_sha256 = "
          "'0000000000000000000000000000000000000000000000000000000000000000', decided_by = case when :to in "
          "('confirmed', 'rejected') then 'p2' end, decided_at = case when :to in ('confirmed', 'rejected') then 5 "
          "end, "
          "version = version + 1 where id = :id"};
      const std::string id = "s" + std::to_string(++tried);
      const auto step = [&](NState next) {
        return db->write([&](store::Transaction& tx) -> Result<void> {
          tx.run(kStep, {{"to", to_text(next)}, {"id", id}});
          return {};
        });
      };
      ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                      tx.run(kNew, {{"id", id}});
                      tx.run(kName, {{"id", id}});
                      return {};
                    }).ok());
      if (a != NState::open) ASSERT_TRUE(step(a == NState::rejected ? NState::rejected : NState::proposed).ok());
      if (a == NState::confirmed) ASSERT_TRUE(step(NState::confirmed).ok());
      EXPECT_EQ(step(b).ok(), may_become(a, b)) << to_text(a) << " " << to_text(b);
    }
  EXPECT_EQ(tried, 16);
}

}  // namespace
}  // namespace muster::restrictions
