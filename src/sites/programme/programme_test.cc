// Programmes on record, on both databases: who may do what, what the schema refuses by itself, files, letters,
// calendars.
#include <parties/parties.h>
#include <programme/service.h>

#include <algorithm>
#include <map>

#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::programme {
namespace {

using namespace std::chrono_literals;

class Programmes : public ::testing::TestWithParam<store::Backend> {
 protected:
  Programmes() {
    static constexpr store::Sql kParty{
        "t_party", "insert into party(id, kind, name, created_at) values(:id, 'access_provider', :id, 1)"};
    static constexpr store::Sql kPerson{"t_person",
                                        "insert into person(id, party_id, display_name, identity_index, created_at) "
                                        "values(:id, :party, :id, :index, 1)"};
    (void)db_->write([&](store::Transaction& tx) -> Result<void> {
      for (const char* id : {"house", "north", "south"}) tx.run(kParty, {{"id", id}});
      for (const auto& [id, party] : std::vector<std::pair<std::string, std::string>>{
               {"sue", "house"}, {"ann", "north"}, {"bob", "north"}, {"eve", "south"}, {"head", "house"}})
        tx.run(kPerson, {{"id", id}, {"party", party}, {"index", std::string(32, id[0])}});
      return {};
    });
  }
  Programme begin(const std::string& day = "2026-03-02") {
    auto made = service_.create({{}, day, "head", true}, sue_);
    if (!made.ok()) throw std::runtime_error(made.error().sentence);
    return *made;
  }
  Item coded(const Programme& p, const std::string& code) {
    const auto all = service_.items(p.id, {}, "", 500, sue_);
    for (const auto& one : all->items)
      if (one.item.code == code) return one.item;
    throw std::runtime_error("no item " + code);
  }
  Item owned(const Programme& p, const std::string& code, const std::string& owner = "ann") {
    const Item item = coded(p, code);
    ItemChange change;
    change.owner_id = owner;
    change.deputies = std::vector<std::string>{"bob"};
    auto done = service_.change_item(item.id, item.version, change, sue_);
    if (!done.ok()) throw std::runtime_error(done.error().sentence);
    return done->item;
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_{GetParam(), {{"sites", muster_sites_migrations::files()}}};
  ledger::Recorder recorder_{clock_, random_};
  notices::Service notices_{*db_, recorder_};
  metrics::Service metrics_{*db_, recorder_, metrics::Definitions::standard(), {480, 500}};
  Service service_{*db_, recorder_, policy::Policy::standard(), notices_, metrics_, Template::standard()};
  const Actor sue_{"sue", "house", true, false}, ann_{"ann", "north", false, true}, bob_{"bob", "north", false, true},
      eve_{"eve", "south", false, true}, reader_{"head", "house", false, false};
};
MUSTER_ON_BOTH_BACKENDS(Programmes);

TEST_P(Programmes, AreBegunFromTheTemplate) {
  EXPECT_EQ(service_.create({{}, "2026-03-02", "", true}, ann_).error().code, "role_missing");
  EXPECT_EQ(service_.create({{}, "soon", "", true}, sue_).error().code, "programme_day");
  EXPECT_EQ(service_.create({{}, "2026-02-30", "", true}, sue_).error().code, "programme_day");
  EXPECT_EQ(service_.create({{}, "2026-03-02", "nobody", true}, sue_).error().code, "person_unknown");
  const Programme p = begin();
  const auto whole = service_.programme(p.id, reader_);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->areas.size(), 12u);
  EXPECT_EQ(whole->phases.size(), 2u);
  EXPECT_EQ(whole->counts.items, 51);
  EXPECT_EQ(whole->counts.planned, 51);
  EXPECT_EQ(coded(p, "A1").due_on, "2026-05-01");
  EXPECT_EQ(service_.list(eve_)->size(), 0u) << "nothing of hers in it";
  EXPECT_EQ(service_.programme("nothing", sue_).error().code, "programme_unknown");
  const auto first = service_.items(p.id, {}, "", 20, reader_);
  EXPECT_EQ(first->items.size(), 20u);
  const auto second = service_.items(p.id, {}, first->next, 500, reader_);
  EXPECT_EQ(second->items.size(), 31u);
  EXPECT_EQ(second->next, "");
}

TEST_P(Programmes, AnItemGoesItsWayByTwoPeople) {
  const Programme p = begin();
  Item item = coded(p, "A1");
  EXPECT_EQ(service_.move(item.id, item.version, "begin", "", sue_).error().code, "item_without_owner");
  item = owned(p, "A1");
  EXPECT_EQ(service_.move(item.id, item.version, "begin", "", eve_).error().code, "item_unknown") << "not of her party";
  EXPECT_EQ(service_.move(item.id, item.version, "begin", "", reader_).error().code, "role_missing");
  EXPECT_EQ(service_.move(item.id, item.version - 1, "begin", "", bob_).error().code, "stale");
  item = service_.move(item.id, item.version, "begin", "", bob_)->item;
  EXPECT_EQ(service_.move(item.id, item.version, "submit", "", ann_).error().code, "item_steps_open");
  for (int step = 1; step <= 3; ++step) ASSERT_TRUE(service_.do_step(item.id, step, ann_).ok());
  EXPECT_EQ(service_.do_step(item.id, 1, ann_).error().code, "step_done");
  EXPECT_EQ(service_.move(item.id, item.version, "submit", "", ann_).error().code, "programme_item_evidence");
  EXPECT_EQ(service_.show_evidence(item.id, {0, "link", "ftp://x", "", "", {}}, ann_).error().code, "evidence_ref");
  EXPECT_EQ(service_.show_evidence(item.id, {0, "rumour", "x", "", "", {}}, ann_).error().code, "evidence_kind");
  ASSERT_TRUE(service_.show_evidence(item.id, {0, "hash", std::string(64, 'a'), "Export", "", {}}, ann_).ok());
  item = service_.move(item.id, item.version, "submit", "", ann_)->item;
  EXPECT_EQ(item.state, "submitted");
  EXPECT_EQ(service_.move(item.id, item.version, "accept", "", ann_).error().code, "role_missing");
  EXPECT_EQ(service_.move(item.id, item.version, "return", "  ", sue_).error().code, "reason_missing");
  item = service_.move(item.id, item.version, "return", "A source lacks.", sue_)->item;
  const Actor both{"ann", "north", true, false};
  item = service_.move(item.id, item.version, "submit", "", both)->item;
  EXPECT_EQ(service_.move(item.id, item.version, "accept", "", both).error().code, "programme_item_second");
  const auto accepted = service_.move(item.id, item.version, "accept", "", sue_);
  ASSERT_TRUE(accepted.ok()) << accepted.error().sentence;
  EXPECT_EQ(accepted->item.state, "accepted");
  EXPECT_EQ(accepted->history.size(), 10u) << "named, begun, 3 steps, evidence, 4 moves";
  for (const auto& event : accepted->history)
    EXPECT_EQ(event.body.find("source"), std::string::npos) << "no note in it";
}

TEST_P(Programmes, TheSchemaRefusesTheSameByItself) {
  const Programme p = begin();
  const Item item = owned(p, "A2");
  const auto force = [&](const char* text) {
    const store::Sql sql{"t_force", text};
    return db_
        ->write([&](store::Transaction& tx) -> Result<void> {
          tx.run(sql, {{"id", item.id}});
          return {};
        })
        .error()
        .code;
  };
  EXPECT_EQ(force("update programme_item set state = 'accepted' where id = :id"), "programme_item_state");
  ASSERT_TRUE(service_.move(item.id, item.version, "begin", "", ann_).ok());
  EXPECT_EQ(force("update programme_item set state = 'submitted' where id = :id"), "programme_item_evidence");
  auto shown = service_.show_evidence(item.id, {0, "note", "", "Seen.", "", {}}, ann_);
  ASSERT_TRUE(service_.move(item.id, shown->item.version, "submit", "", ann_).ok());
  EXPECT_EQ(force("update programme_item set state = 'accepted', state_by = 'ann' where id = :id"),
            "programme_item_second");
  EXPECT_EQ(force("delete from programme_item where id = :id"), "programme_kept");
  EXPECT_EQ(force("update programme_evidence set note = '' where item_id = :id"), "programme_evidence_kept");
  EXPECT_EQ(force("delete from programme_evidence where item_id = :id"), "programme_evidence_kept");
}

TEST_P(Programmes, TheTableOfTheRulesAndTheSchemasAreTheSame) {
  const Programme p = begin();
  const Item item = owned(p, "A2");
  ASSERT_TRUE(service_.show_evidence(item.id, {0, "note", "", "Seen.", "", {}}, ann_).ok());
  static constexpr store::Sql kSet{"t_set", "update programme_item set state = :to, state_by = :by where id = :id"};
  const std::map<std::string, std::vector<std::string>> ways{{"planned", {}},
                                                             {"under_way", {"under_way"}},
                                                             {"submitted", {"under_way", "submitted"}},
                                                             {"accepted", {"under_way", "submitted", "accepted"}},
                                                             {"dropped", {"dropped"}}};
  for (const auto& [from, way] : ways)
    for (const auto& target : ways) {
      const std::string& to = target.first;
      if (from == to) continue;
      bool allowed = false;
      for (const Transition& t : transitions()) allowed = allowed || (t.from == from && t.to == to);
      int people = 0;
      const auto walk = db_->write([&](store::Transaction& tx) -> Result<void> {
        for (const auto& step : way)
          tx.run(kSet, {{"id", item.id}, {"to", step}, {"by", "p" + std::to_string(++people)}});
        tx.run(kSet, {{"id", item.id}, {"to", to}, {"by", "p" + std::to_string(++people)}});
        return conflict("walked", "");  // and back again
      });
      EXPECT_EQ(walk.error().code, allowed ? "walked" : "programme_item_state") << from << " to " << to;
    }
}

TEST_P(Programmes, SeveralOperatorsReportIntoOne) {
  const Programme p = begin();
  const Item item = owned(p, "B1");
  EXPECT_EQ(service_.report(item.id, {"", "", "done", "", "", {}}, eve_).error().code, "party_not_reporting");
  for (const char* party : {"north", "south"}) ASSERT_TRUE(service_.add_party(p.id, party, sue_).ok());
  EXPECT_EQ(service_.add_party(p.id, "west", sue_).error().code, "party_unknown");
  EXPECT_EQ(service_.report(item.id, {"", "", "perhaps", "", "", {}}, eve_).error().code, "standing");
  EXPECT_EQ(service_.report(item.id, {"north", "", "done", "", "", {}}, eve_).error().code, "role_missing");
  ASSERT_TRUE(service_.report(item.id, {"", "", "under_way", "Half.", "", {}}, eve_).ok());
  ASSERT_TRUE(service_.report(item.id, {"", "", "done", "", "", {}}, ann_).ok());
  const auto hers = service_.report(item.id, {"", "", "done", "All.", "", {}}, eve_);
  ASSERT_TRUE(hers.ok());
  ASSERT_EQ(hers->returns.size(), 1u) << "of others nothing";
  EXPECT_EQ(hers->returns[0].standing, "done");
  EXPECT_EQ(hers->item.owner_id, "") << "who does it elsewhere is not hers to know";
  EXPECT_TRUE(hers->history.empty());
  const auto all = service_.item(item.id, sue_);
  ASSERT_EQ(all->returns.size(), 2u);
  EXPECT_EQ(service_.list(eve_)->at(0).counts.items, 51);
}

TEST_P(Programmes, ATableComesInWithAWordAboutEveryBadRow) {
  const Programme p = begin();
  const std::vector<std::string> header{"Code", "area",   "title_en", "owner",   "deputies",
                                        "due",  "metric", "towards",  "steps_en"};
  const std::vector<std::pair<std::int64_t, Service::Row>> rows{
      {2, {"Z1", "A", "Something new", "ann", "bob", "2026-05-01", "", "", "One; Two"}},
      {3, {"Z2", "Q", "In no area", "", "", "2026-05-01"}},
      {4, {"Z3", "A", "No day", "", "", "2026-13-01"}},
      {5, {"Z4", "A", "Nobody", "zoe", "", "2026-05-01"}},
      {6, {"Z5", "A", "A quota", "", "", "2026-05-01", "orders_issued", "target"}},
      {7, {"A1", "A", "Renamed", "ann", "", "2026-05-01"}},
      {8, {"A2", "B", "Moved", "", "", "2026-05-01"}},
      {9, {"Z6", "A", "Too", "", "", "2026-05-01", "", "", "", "much"}}};
  EXPECT_EQ(service_.take_rows(p.id, {"code", "colour"}, {}, false, sue_).error().code, "table_columns");
  EXPECT_EQ(service_.take_rows(p.id, header, rows, false, ann_).error().code, "role_missing");
  const auto tried = service_.take_rows(p.id, header, rows, true, sue_);
  ASSERT_TRUE(tried.ok()) << tried.error().sentence;
  EXPECT_EQ(tried->entered, 1);
  EXPECT_EQ(service_.programme(p.id, sue_)->counts.items, 51) << "a dry run leaves nothing";
  const auto taken = service_.take_rows(p.id, header, rows, false, sue_);
  EXPECT_EQ(taken->rows, 8);
  EXPECT_EQ(taken->entered, 1);
  EXPECT_EQ(taken->changed, 1);
  std::string faults;
  for (const auto& fault : taken->faults)
    faults += fmt::format("{}:{}:{} ", fault.line, fault.error.field, fault.error.code);
  EXPECT_EQ(faults,
            "3:area:area_unknown 4:due:programme_day 5:owner:person_unknown 6:towards:programme_towards "
            "8:area:area_fixed 9::table_row ");
  const auto again = service_.take_rows(p.id, header, {rows[0], rows[5]}, false, sue_);
  EXPECT_EQ(again->unchanged, 2);
  // What goes out comes in again, and changes nothing.
  auto out = *service_.rows(p.id, sue_);
  EXPECT_EQ(out.size(), 53u);
  std::vector<std::pair<std::int64_t, Service::Row>> back;
  for (std::size_t i = 1; i < out.size(); ++i) back.emplace_back(static_cast<std::int64_t>(i) + 1, out[i]);
  const auto round = service_.take_rows(p.id, out[0], back, false, sue_);
  EXPECT_EQ(round->unchanged, 52);
  EXPECT_TRUE(round->faults.empty());
}

TEST_P(Programmes, OwnerDeputyAndHeadAreToldOnceEach) {
  const Programme p = begin();
  Item item = owned(p, "A2");
  ASSERT_TRUE(service_.move(item.id, item.version, "begin", "", ann_).ok());
  EXPECT_EQ(*service_.escalate(), 0);
  clock_.set(*parse_rfc3339("2026-06-02T02:00:00Z"));  // A2 was due on 31 May
  const auto letters = [&](const char* person) {
    int n = 0;
    const auto inbox = notices_.inbox(person, false, "", 500);
    for (const auto& notice : *inbox) n += notice.kind == kEscalationLetter && notice.record_id == item.id ? 1 : 0;
    return n;
  };
  ASSERT_TRUE(service_.escalate().ok());
  EXPECT_EQ(letters("ann"), 2) << "overdue, and nothing shown";
  EXPECT_EQ(letters("bob"), 0);
  ASSERT_EQ(*service_.escalate(), 0) << "told once";
  clock_.advance(24h * 3);
  ASSERT_TRUE(service_.escalate().ok());
  EXPECT_EQ(letters("bob"), 2);
  EXPECT_EQ(letters("head"), 0);
  clock_.advance(24h * 4);
  ASSERT_TRUE(service_.escalate().ok());
  EXPECT_EQ(letters("head"), 2);
  EXPECT_EQ(letters("ann"), 2);
  const auto listed = service_.items(p.id, {"", "", "overdue", ""}, "", 500, sue_);
  EXPECT_TRUE(
      std::any_of(listed->items.begin(), listed->items.end(), [&](const Listed& l) { return l.item.id == item.id; }));
  EXPECT_GT(service_.programme(p.id, sue_)->counts.overdue, 0);
  // Another due day is another matter.
  item = service_.item(item.id, sue_)->item;
  ItemChange later;
  later.due_on = "2026-06-05";
  ASSERT_TRUE(service_.change_item(item.id, item.version, later, sue_).ok());
  ASSERT_TRUE(service_.escalate().ok());
  EXPECT_EQ(letters("ann"), 4);
}

TEST_P(Programmes, CalendarsHaveTokensOfTheirOwn) {
  const Programme p = begin();
  owned(p, "A2");
  const auto mine = service_.give_calendar("", ann_);
  ASSERT_TRUE(mine.ok()) << mine.error().sentence;
  EXPECT_EQ(service_.give_calendar(p.id, ann_).error().code, "role_missing");
  const auto text = service_.calendar(mine->token);
  ASSERT_TRUE(text.ok());
  EXPECT_NE(text->find("SUMMARY:A2 "), std::string::npos);
  EXPECT_EQ(text->find("SUMMARY:A1 "), std::string::npos) << "not hers";
  const auto all = service_.give_calendar(p.id, reader_);
  EXPECT_NE(service_.calendar(all->token)->find("SUMMARY:A1 "), std::string::npos);
  EXPECT_EQ(service_.calendars(ann_)->size(), 1u);
  EXPECT_EQ(service_.calendars(ann_)->at(0).token, "") << "told once";
  EXPECT_EQ(service_.revoke_calendar(mine->id, eve_).error().code, "calendar_token_unknown");
  ASSERT_TRUE(service_.revoke_calendar(mine->id, ann_).ok());
  EXPECT_EQ(service_.calendar(mine->token).error().code, "calendar_token_unknown");
  EXPECT_EQ(service_.calendar("guess").error().code, "calendar_token_unknown");
  clock_.advance(24h * 401);
  EXPECT_EQ(service_.calendar(all->token).error().code, "calendar_token_unknown");
}

TEST_P(Programmes, AClosedOneChangesNoMore) {
  const Programme p = begin();
  const Item item = owned(p, "A2");
  const auto closed = service_.change(p.id, p.version, std::nullopt, "closed", sue_);
  ASSERT_TRUE(closed.ok());
  EXPECT_EQ(service_.move(item.id, item.version, "begin", "", ann_).error().code, "programme_closed");
  EXPECT_EQ(service_.change(p.id, p.version, std::nullopt, "running", sue_).error().code, "stale");
  ASSERT_TRUE(service_.change(p.id, closed->version, std::nullopt, "running", sue_).ok());
  ASSERT_TRUE(service_.move(item.id, item.version, "begin", "", ann_).ok());
  EXPECT_EQ(service_.own_items(ann_, "", 50)->items.size(), 1u);
  EXPECT_EQ(service_.own_items(bob_, "", 50)->items.size(), 1u) << "deputies have it too";
}

}  // namespace
}  // namespace muster::programme
