// The schema knows the same table as reports/rules.h, and refuses whatever goes around it.
#include "test_support.h"

#include <set>

namespace muster::reports {
namespace {

class ReportSchema : public ReportsTest {
 protected:
  // A row in any state, written as nobody may write it: the triggers are told of its state by the table alone.
  Result<void> to(const std::string& id, const std::string& state) {
    static constexpr store::Sql kMove{"t_move",
                                      "update report set state = :state, outcome = case when :state = 'closed' then "
                                      "'no_violation' else '' end where id = :id"};
    return write([&](store::Transaction& tx) { tx.run(kMove, {{"id", id}, {"state", state}}); });
  }
  // From a fresh report to `state`, by steps of the table.
  std::string in_state(const std::string& state) {
    static int n = 0;
    const std::string host = "s" + std::to_string(++n) + ".example";
    if (state == "merged") {
      take(about(host));
      return take(about(host)).id;
    }
    if (state == "sealed") return take(about(host, "child_abuse_material")).id;
    const std::string id = take(about(host)).id;
    static const std::map<std::string, std::vector<std::string>> kWays{{"received", {}},
                                                                       {"screening", {"screening"}},
                                                                       {"in_case", {"screening", "in_case"}},
                                                                       {"closed", {"screening", "closed"}},
                                                                       {"withdrawn", {"withdrawn"}}};
    for (const auto& step : kWays.at(state))
      if (const auto moved = to(id, step); !moved.ok()) throw std::runtime_error(moved.error().sentence);
    return id;
  }
};

TEST_P(ReportSchema, HasTheTransitionsOfTheRules) {
  static constexpr store::Sql kAll{"t_transitions", "select from_state, event, to_state from report_transition"};
  std::set<std::string> schema, rules;
  const auto rows = db_->ask(kAll);
  for (const auto& row : *rows)
    schema.insert(row.text("from_state") + " " + row.text("event") + " " + row.text("to_state"));
  for (const Transition& t : transitions())
    rules.insert(std::string(t.from) + " " + std::string(t.event) + " " + std::string(t.to));
  EXPECT_EQ(schema, rules);
}

TEST_P(ReportSchema, RefusesEveryPairOfStatesThatTheTableLacks) {
  for (const auto from : states())
    for (const auto target : states()) {
      if (from == target) continue;
      const bool open = std::any_of(transitions().begin(), transitions().end(),
                                    [&](const Transition& t) { return t.from == from && t.to == target; });
      // These three need more than a state: an entry to lead, an address that was taken away.
      if (open && (target == "sealed" || (from == "merged" && target == "received"))) continue;
      const std::string id = in_state(std::string(from));
      const auto moved = to(id, std::string(target));
      EXPECT_EQ(moved.ok(), open) << from << " to " << target;
      if (!moved.ok()) EXPECT_EQ(moved.error().code, "report_state") << from << " to " << target;
    }
}

TEST_P(ReportSchema, KeepsWhatWasReported) {
  const std::string id = take(about("http://kept.example/a")).id;
  static constexpr store::Sql kUrl{"t_url", "update report set url = 'http://other.example/' where id = :id"};
  static constexpr store::Sql kGround{"t_ground", "update report set ground = 'unfiled' where id = :id"};
  static constexpr store::Sql kSecret{"t_secret", "update report set secret_sha256 = :hash where id = :id"};
  static constexpr store::Sql kDelete{"t_delete", "delete from report where id = :id"};
  static constexpr store::Sql kTable{"t_table", "insert into report_transition values('withdrawn', 'x', 'received')"};
  const auto refused = [&](const store::Sql& sql, store::Binds binds) {
    const auto done = write([&](store::Transaction& tx) { tx.run(sql, binds); });
    return done.ok() ? std::string("done") : done.error().code;
  };
  EXPECT_EQ(refused(kUrl, {{"id", id}}), "report_immutable");
  EXPECT_EQ(refused(kGround, {{"id", id}}), "report_immutable");
  EXPECT_EQ(refused(kSecret, {{"id", id}, {"hash", std::string(64, '0')}}), "report_immutable");
  EXPECT_EQ(refused(kDelete, {{"id", id}}), "report_kept");
  EXPECT_EQ(refused(kTable, {}), "state_table_immutable");
  // Who enrols a trusted flagger can't confirm it, by whatever way.
  const std::string watchers = party("trusted_flagger");
  const auto flagger = service_.propose_flagger(watchers, "unfiled", "person-1");
  ASSERT_TRUE(flagger.ok());
  static constexpr store::Sql kSelf{
      "t_self", "update report_flagger set state = 'active', confirmed_by = 'person-1' where id = :id"};
  EXPECT_NE(refused(kSelf, {{"id", flagger->id}}), "done");
}

MUSTER_ON_BOTH_BACKENDS(ReportSchema);

}  // namespace
}  // namespace muster::reports
