#include <restrictions/legacy_import.h>
#include <restrictions/service.h>

#include <sstream>

#include <embedded_sites_migrations.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::restrictions {
namespace {

class Legacy : public testing::TestWithParam<store::Backend> {
 protected:
  Legacy() : db_(GetParam(), {{"sites", muster_sites_migrations::files()}}) {}
  LegacyImportOptions options() {
    LegacyImportOptions o;
    o.source_name = "list.txt";
    o.redecide_by = clock_.now() + std::chrono::hours(24 * 90);
    o.actor = "person-1";
    o.on_error = [&](const LegacyLineError& e) { faults_ += std::to_string(e.line) + " " + e.error.code + "\n"; };
    return o;
  }
  Result<LegacyImportResult> import(const std::string& text, const LegacyImportOptions& o) {
    std::istringstream in(text);
    return LegacyImporter(*db_, recorder_).run(in, o);
  }
  Result<LegacyImportResult> import(const std::string& text) { return import(text, options()); }
  std::string listed(const LegacyFilter& filter = {}) {
    std::string out;
    const auto page = service_.list(filter, "", 500);
    for (const auto& b : page->items) out += b.name + " " + to_text(b.state) + "\n";
    return out;
  }
  std::string sorted(std::string text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
  }
  std::string removals() {
    std::string out;
    const auto page = service_.removals("", 500);
    for (const auto& b : page->items) out += b.name + "\n";
    return out;
  }
  LegacyBlock one(const std::string& name) { return service_.list({.name_prefix = name}, "", 1)->items.at(0); }
  std::string attack(const std::string& text) {
    const auto done = db_->script(text);
    return done.ok() ? "done" : done.error().sentence;
  }
  std::int64_t count(const char* sql) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(store::Sql{"t_count", sql})->integer("n");
    });
  }

  SimulatedClock clock_{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random_;
  test::TestDatabase db_;
  ledger::Recorder recorder_{clock_, random_};
  LegacyService service_{*db_, recorder_};
  std::string faults_;
};
MUSTER_ON_BOTH_BACKENDS(Legacy);

TEST_P(Legacy, AListComesInAsWork) {
  const auto done = import("# blocked\nb.example\n*.a.example\nnot a name\nco.uk\nb.example\n192.0.2.1\n");
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->format, LegacyFormat::plain);
  EXPECT_EQ(done->accepted, 2);
  EXPECT_EQ(done->already_in, 1);
  EXPECT_EQ(done->refused, 3);
  EXPECT_EQ(done->skipped, 1);
  EXPECT_EQ(faults_.substr(faults_.find('\n') + 1), "5 legacy_public_suffix\n7 legacy_address\n");
  EXPECT_EQ(sorted(listed()), "a.example imported\nb.example imported\n");
  const LegacyBlock block = one("a.example");
  EXPECT_EQ(block.line, 3);
  EXPECT_EQ(block.source, "list.txt");
  EXPECT_EQ(block.redecide_by, clock_.now() + std::chrono::hours(24 * 90));
  const auto counts = service_.counts();
  EXPECT_EQ(counts->by_state[0], 2);
  EXPECT_EQ(counts->due_30_days, 0);
  EXPECT_EQ(counts->next_due, block.redecide_by);
  // The event has no name.
  EXPECT_EQ(count("select count(*) as n from event where kind = 'legacy_import.batch'"), 1);
  EXPECT_EQ(count("select count(*) as n from event_payload where body like '%example%'"), 0);
}

TEST_P(Legacy, CsvHasReasonLawAndDate) {
  const auto done = import(
      "date,domain,reason,law\n2024-05-06,a.example,\"fraud, they said\",Act 7\n06.05.2024,b.example,x,y\n"
      "2024-05-06T10:00:00Z,c.example," +
      std::string(501, 'x') + ",y\n,d.example,,\n");
  ASSERT_TRUE(done.ok()) << done.error().sentence;
  EXPECT_EQ(done->format, LegacyFormat::csv);
  EXPECT_EQ(faults_, "3 legacy_date\n4 legacy_text_too_long\n");
  const LegacyBlock block = one("a.example");
  EXPECT_EQ(block.reason, "fraud, they said");
  EXPECT_EQ(block.law, "Act 7");
  EXPECT_EQ(block.dated_on, "2024-05-06");
  EXPECT_EQ(one("d.example").dated_on, "");
  EXPECT_EQ(import("reason,law\nx,y\n").error().code, "csv_column_missing");
  EXPECT_EQ(import("name,domain\nx,y\n").error().code, "csv_column_twice");
  EXPECT_EQ(import("").error().code, "import_empty");
  EXPECT_EQ(import(std::string("\xff\xfe"
                               "a\0",
                               4))
                .error()
                .code,
            "text_is_utf16");
  EXPECT_EQ(count("select count(*) as n from legacy_import where state = 'running'"), 0);
}

TEST_P(Legacy, HostsAndZones) {
  EXPECT_EQ(import("127.0.0.1 localhost\n0.0.0.0 a.example b.example\n")->accepted, 2);
  EXPECT_EQ(import("$TTL 60\n@ SOA a. b. 1 2 3 4 5\nc.example CNAME .\n*.c.example CNAME .\n")->accepted, 1);
  EXPECT_EQ(sorted(listed()), "a.example imported\nb.example imported\nc.example imported\n");
}

TEST_P(Legacy, ADryRunWritesNothingAndCountsTheSame) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "shop-" + std::to_string(i % 200) + ".example\n";
  text += "not a name\n";
  auto dry = options();
  dry.dry_run = true;
  dry.batch_rows = 50;
  const auto would = import(text, dry);
  ASSERT_TRUE(would.ok()) << would.error().sentence;
  EXPECT_EQ(would->accepted, 200);
  EXPECT_EQ(would->already_in, 100);
  EXPECT_EQ(would->refused, 1);
  EXPECT_EQ(count("select count(*) as n from legacy_block"), 0);
  EXPECT_EQ(count("select count(*) as n from legacy_import"), 0);
  auto wet = options();
  wet.batch_rows = 50;
  const auto is = import(text, wet);
  EXPECT_EQ(is->accepted, would->accepted);
  EXPECT_EQ(is->already_in, would->already_in);
  EXPECT_EQ(is->refused, would->refused);
  EXPECT_EQ(import(text, wet)->already_in, 300) << "it waits already";
}

TEST_P(Legacy, AnImportThatWasCutOffGoesOnWhereItWas) {
  std::string text = "name,reason\n";
  for (int i = 0; i < 500; ++i) text += "shop-" + std::to_string(i) + ".example,r\n";
  auto o = options();
  o.batch_rows = 100;
  int batches = 0;
  o.on_progress = [&](const LegacyProgress&) { return ++batches < 2; };
  const auto first = import(text, o);
  ASSERT_TRUE(first.ok()) << first.error().sentence;
  EXPECT_TRUE(first->stopped);
  EXPECT_EQ(first->accepted, 200);
  clock_.advance(std::chrono::hours(24));
  o = options();
  o.batch_rows = 100;
  const auto second = import(text, o);
  ASSERT_TRUE(second.ok()) << second.error().sentence;
  EXPECT_TRUE(second->resumed);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->accepted, 500);
  EXPECT_EQ(second->already_in, 0);
  EXPECT_EQ(one("shop-499.example").redecide_by, one("shop-0.example").redecide_by) << "the day of its import";
  EXPECT_EQ(one("shop-499.example").line, 501);
  // A file that begins otherwise is another one.
  o.on_progress = [&](const LegacyProgress&) { return false; };
  std::string other = text;
  other.replace(other.find("shop-7."), 6, "mall-7");
  ASSERT_TRUE(import(text + "x.example\n", o)->stopped);
  EXPECT_FALSE(import(other, options())->resumed);
}

TEST_P(Legacy, TheSoonestComesFirstAndPagesHoldTogether) {
  auto early = options();
  early.redecide_by = clock_.now() + std::chrono::hours(24 * 5);
  std::string text;
  for (int i = 0; i < 30; ++i) text += "late-" + std::to_string(i) + ".example\n";
  ASSERT_TRUE(import(text).ok());
  ASSERT_TRUE(import("early.example\n", early).ok());
  std::string after, all;
  int pages = 0;
  do {
    const auto page = service_.list({}, after, 10);
    for (const auto& b : page->items) all += b.name + "\n";
    after = page->next;
    ++pages;
  } while (!after.empty());
  EXPECT_EQ(all.substr(0, 14), "early.example\n");
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 31);
  EXPECT_EQ(pages, 4);
  EXPECT_EQ(service_.counts()->due_7_days, 1);
  EXPECT_EQ(service_.list({.name_prefix = "late-2"}, "", 500)->items.size(), 11u);
}

TEST_P(Legacy, ItLapsesByItselfAtItsTerm) {
  ASSERT_TRUE(import("a.example\nb.example\nc.example\n").ok());
  ASSERT_TRUE(service_.withdraw(one("c.example").id, "It was a slip of the pen.", "person-2").ok());
  clock_.advance(std::chrono::hours(24 * 90) - std::chrono::seconds(1));
  EXPECT_EQ(*service_.lapse_due(), 0);
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(*service_.lapse_due(1), 1);
  EXPECT_EQ(*service_.lapse_due(), 1);
  EXPECT_EQ(*service_.lapse_due(), 0) << "again changes nothing";
  EXPECT_EQ(listed(), "");
  EXPECT_EQ(sorted(listed({.state = LegacyState::lapsed})), "a.example lapsed\nb.example lapsed\n");
  EXPECT_EQ(removals(), "a.example\nb.example\nc.example\n");
  EXPECT_EQ(count("select count(*) as n from event where kind = 'legacy_block.lapsed'"), 2);
  EXPECT_EQ(count("select count(*) as n from ledger_leaf l join event e on e.id = l.event_id where e.kind = "
                  "'legacy_block.lapsed'"),
            2);
  EXPECT_EQ(service_.withdraw(one("a.example").id, "Late.", "p").error().code, "legacy_state");
  EXPECT_EQ(service_.withdraw("none", "x", "p").error().code, "legacy_unknown");
  EXPECT_EQ(service_.withdraw("none", " ", "p").error().code, "reason_missing");
  EXPECT_EQ(service_.withdraw("none", std::string(501, 'x'), "p").error().code, "reason_too_long");
  // What waits again under a new import is not to be removed.
  ASSERT_TRUE(import("b.example\n").ok());
  EXPECT_EQ(removals(), "a.example\nc.example\n");
}

TEST_P(Legacy, NoGateReadsIt) {
  ASSERT_TRUE(import("a.example\n").ok());
  const Service restrictions(*db_, recorder_);
  EXPECT_FALSE(restrictions.standing("a.example")->entry);
  EXPECT_FALSE(restrictions.standing("a.example")->hold);
  EXPECT_FALSE(*db_->read([&](store::Transaction& tx) -> Result<bool> { return restrictions.anything_active(tx); }));
}

TEST_P(Legacy, TheSchemaRefusesWhatTheServiceNeverDoes) {
  ASSERT_TRUE(import("a.example\n").ok());
  const std::string id = one("a.example").id, import_id = one("a.example").import_id;
  EXPECT_NE(attack("delete from legacy_block").find("legacy_kept"), std::string::npos);
  EXPECT_NE(attack("delete from legacy_import").find("legacy_import_kept"), std::string::npos);
  EXPECT_NE(attack("update legacy_block set redecide_by = redecide_by + 1").find("legacy_immutable"),
            std::string::npos);
  EXPECT_NE(attack("update legacy_block set name = 'x.example'").find("legacy_immutable"), std::string::npos);
  EXPECT_NE(attack("update legacy_import set redecide_by = redecide_by + 1").find("legacy_import_ended"),
            std::string::npos);
  EXPECT_NE(attack("update legacy_block set state = 'redecided', order_ref = 'o'").find("legacy_"), std::string::npos);
  EXPECT_NE(attack("update legacy_block set state = 'case_opened'"), "done") << "without a case";
  EXPECT_NE(attack("update legacy_block set state = 'case_opened', case_ref = 'none'"), "done") << "of no case";
  const auto insert = [&](const std::string& name, const std::string& state, const std::string& due) {
    return attack(
        "insert into legacy_block(id, name, import_id, line, reason, law, dated_on, imported_at, redecide_by, "
        "state, state_at, end_reason, version) values('x', '" +
        name + "', '" + import_id + "', 1, '', '', '', 1, " + due + ", '" + state + "', 1, '', 1)");
  };
  EXPECT_NE(insert("y.example", "lapsed", "2").find("legacy_"), std::string::npos);
  EXPECT_NE(insert("y.example", "imported", "99999999999999999").find("legacy_term"), std::string::npos)
      << "an import that has ended brings no more";
  EXPECT_NE(attack("insert into legacy_transition values('lapsed', 'imported')").find("state_table_immutable"),
            std::string::npos);
  // The schema's table is the program's.
  EXPECT_EQ(count("select count(*) as n from legacy_transition"),
            static_cast<std::int64_t>(legacy_transitions().size()));
  for (const auto& t : legacy_transitions()) {
    const std::string found = std::string("select count(*) as n from legacy_transition where from_state = '") +
                              to_text(t.from) + "' and to_state = '" + to_text(t.to) + "'";
    EXPECT_EQ(count(found.c_str()), 1) << found;
  }
  if (GetParam() == store::Backend::sqlite)
    EXPECT_NE(attack("pragma recursive_triggers = off; insert or replace into legacy_block select * from legacy_block")
                  .find("legacy_exists"),
              std::string::npos);
}

}  // namespace
}  // namespace muster::restrictions
