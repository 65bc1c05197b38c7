// Two registers beside each other, on both databases.
#include <lines/service.h>

#include <fstream>

#include <reconciliation/service.h>
#include <support/numbers_world.h>

namespace muster::reconciliation {
namespace {

constexpr std::int64_t kFirst = 8619900000000;

class TwoRegisters : public test::NumbersTest {
 protected:
  TwoRegisters() {
    const auto pool =
        lines_.make_pool("admin", {"Range", "Operator", "CN-11", lines::LineKind::voice, kFirst, kFirst + 99'999});
    EXPECT_TRUE(pool.ok());
    pool_ = pool->id;
    EXPECT_TRUE(lines_.stock("admin", pool_, 20).ok());
    std::filesystem::create_directories(folder_);
  }
  ~TwoRegisters() override { std::filesystem::remove_all(folder_); }

  // Serves from now on, held by a holder whom a registration (of no consequence here) verified.
  lines::Line serves(int n) {
    lines::Line line = *lines_.reserve("dealer", kFirst + n, "dealer-1");
    EXPECT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    line = *lines_.change_sim("dealer", line.id, line.version, test::iccid(n), "first");
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = "holder-" + std::to_string(n);
    o.slot = 1;
    o.cap = 5;
    o.ground_ref = "ground";
    EXPECT_TRUE(db_->write([&](store::Transaction& tx) { return lines::give(tx, std::vector{o}, clock_.now()); }).ok());
    line = *lines_.line(line.id);
    return *lines_.apply("registrar", line.id, line.version, lines::Event::activate);
  }
  void barred(int n) {
    const auto line = serves(n);
    EXPECT_TRUE(lines_.apply("registrar", line.id, line.version, lines::Event::bar, "test").ok());
  }
  std::string file(const std::string& text) {
    const auto path = folder_ / "theirs.csv";
    std::ofstream(path) << text;
    return path;
  }
  Result<Outcome> run(const std::string& text, Source source = Source::national, bool dry_run = false) {
    Options options;
    options.source = source;
    options.file = file(text);
    options.name = "theirs.csv";
    options.actor = "person";
    options.dry_run = dry_run;
    options.go_on = go_on_;
    return service_.run(options);
  }
  // "number kind" of all that stands.
  std::string open(Source source = Source::national) {
    std::string out;
    for (std::size_t i = 0; i < kDifferenceCount; ++i) {
      const auto kind = static_cast<Difference>(i);
      const auto all = service_.open(source, kind, "", 100);
      EXPECT_TRUE(all.ok());
      if (!all.ok()) return out;
      for (const auto& one : *all)
        out += std::to_string(one.line_id.empty() ? one.msisdn - kFirst : lines_.line(one.line_id)->msisdn - kFirst) +
               " " + to_text(kind) + "; ";
    }
    return out;
  }
  static std::string n(std::int64_t number) { return std::to_string(kFirst + number); }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("muster-reconcile-" + recorder_.new_id());
  lines::Service lines_{*db_, recorder_, policy_};
  Service service_{*db_, recorder_};
  std::string pool_;
  std::function<bool(const char*, std::int64_t, std::int64_t)> go_on_;
};
MUSTER_ON_BOTH_BACKENDS(TwoRegisters);

TEST_P(TwoRegisters, WhatDiffersStandsUntilItVanishes) {
  serves(1), serves(2), serves(3), barred(4), barred(5);
  const auto first = run("msisdn,state,verified\n" + n(1) + ",active,yes\n" + n(3) + ",barred,\n" + n(4) +
                         ",active,\n" + n(5) + ",barred,no\n" + n(7) + ",active,yes\n" + n(200'000) + ",active,\n" +
                         n(-5) + ",,\n" + n(300'000) + ",closed,\n");
  ASSERT_TRUE(first.ok()) << first.error().sentence;
  EXPECT_EQ(first->run.state, "done");
  const Counts& c = first->run.counts;
  EXPECT_EQ(open(),
            "-5 not_ours; 200000 not_ours; 7 missing_here; 2 missing_there; 3 barred_there; 4 barred_here; 5 "
            "verified_here; ");
  EXPECT_EQ(c.theirs, 8);
  EXPECT_EQ(c.ours, 5);
  EXPECT_EQ(c.same, 1);
  EXPECT_EQ(c.opened, 7);
  EXPECT_EQ(c.differing(), 7);
  // The next day most of it is in order; what stands still stands is not opened again.
  clock_.advance(std::chrono::hours(24));
  const auto second = run("msisdn,state\n" + n(1) + ",active\n" + n(2) + ",active\n" + n(3) + ",active\n" + n(4) +
                          ",active\n" + n(5) + ",barred\n" + n(200'000) + ",active\n");
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(open(), "200000 not_ours; 4 barred_here; ");
  EXPECT_EQ(second->run.counts.opened, 0);
  EXPECT_EQ(second->run.counts.vanished, 5);
  EXPECT_EQ(service_.runs(Source::national, "", 10)->size(), 2u);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'reconciliation.done'"), 2);
  EXPECT_EQ(ledger_text().find(n(200'000)), std::string::npos) << "no number in the ledger";
}

TEST_P(TwoRegisters, EachSourceIsComparedApart) {
  serves(1);
  ASSERT_TRUE(run("msisdn\n" + n(2) + "\n", Source::national).ok());
  ASSERT_TRUE(run("msisdn,verified\n" + n(1) + ",no\n", Source::network).ok());
  EXPECT_EQ(open(Source::national), "2 missing_here; 1 missing_there; ");
  EXPECT_EQ(open(Source::network), "");
}

TEST_P(TwoRegisters, ADryRunWritesNothing) {
  serves(1);
  const auto dry = run("msisdn\n" + n(2) + "\n" + n(500'000) + "\n", Source::national, true);
  ASSERT_TRUE(dry.ok());
  EXPECT_EQ(dry->run.counts.differing(), 3);
  EXPECT_EQ(open(), "");
  EXPECT_TRUE(service_.runs(Source::national, "", 10)->empty());
}

TEST_P(TwoRegisters, OneThatWasCutOffGoesOnWithTheSameFile) {
  EXPECT_TRUE(lines_.stock("admin", pool_, 12'000).ok());
  serves(1), serves(11'000);
  std::string text = "msisdn\n";
  for (int i = 0; i < 45'000; ++i) text += n(i * 2) + "\n";
  int asked = 0;
  go_on_ = [&](const char* phase, std::int64_t, std::int64_t) {
    return std::string(phase) == "reading" || ++asked <= 2;
  };
  const auto cut = run(text);
  ASSERT_TRUE(cut.ok()) << cut.error().sentence;
  EXPECT_TRUE(cut->stopped);
  EXPECT_EQ(service_.get(cut->run.id)->state, "running");
  const auto at = service_.get(cut->run.id)->cursor;
  EXPECT_GT(at, kFirst);
  EXPECT_EQ(run("msisdn\n" + n(1) + "\n").error().code, "reconciliation_running") << "another file";
  go_on_ = nullptr;
  const auto whole = run(text);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->run.id, cut->run.id);
  EXPECT_EQ(whole->run.state, "done");
  const Counts& c = whole->run.counts;
  EXPECT_EQ(c.theirs, 45'000);
  EXPECT_EQ(c.same, 1) << "11,000";
  EXPECT_EQ(c.by_difference[static_cast<std::size_t>(Difference::missing_there)], 1) << "1";
  EXPECT_EQ(c.by_difference[static_cast<std::size_t>(Difference::missing_here)], 12'020 / 2 - 1);
  EXPECT_EQ(c.by_difference[static_cast<std::size_t>(Difference::not_ours)], 45'000 - 12'020 / 2);
  EXPECT_EQ(c.opened, c.differing());
  EXPECT_EQ(number("select count(*) as n from line_difference"), 1 + 12'020 / 2 - 1);
  EXPECT_EQ(number("select count(*) as n from foreign_number"), 45'000 - 12'020 / 2);
}

TEST_P(TwoRegisters, OneThatWasCutOffCanBeGivenUp) {
  serves(1);
  go_on_ = [](const char* phase, std::int64_t, std::int64_t) { return std::string(phase) == "reading"; };
  const auto cut = run("msisdn\n" + n(2) + "\n");
  ASSERT_TRUE(cut.ok() && cut->stopped);
  EXPECT_EQ(service_.cancel(cut->run.id, "person")->state, "cancelled");
  EXPECT_EQ(service_.cancel(cut->run.id, "person").error().code, "reconciliation_ended");
  EXPECT_EQ(service_.cancel("nobody", "person").error().code, "reconciliation_unknown");
  go_on_ = nullptr;
  EXPECT_TRUE(run("msisdn\n" + n(1) + "\n").ok());
}

TEST_P(TwoRegisters, PagesAndWhatTheSchemaKeeps) {
  for (int i = 1; i < 6; ++i) serves(i);
  ASSERT_TRUE(run("msisdn\n" + n(200'000) + "\n" + n(200'001) + "\n" + n(200'002) + "\n").ok());
  const auto page = *service_.open(Source::national, Difference::missing_there, "", 3);
  ASSERT_EQ(page.size(), 3u);
  EXPECT_EQ(service_.open(Source::national, Difference::missing_there, page.back().line_id, 3)->size(), 2u);
  const auto numbers = *service_.open(Source::national, Difference::not_ours, "", 2);
  ASSERT_EQ(numbers.size(), 2u);
  EXPECT_EQ(service_.open(Source::national, Difference::not_ours, std::to_string(numbers.back().msisdn), 2)->size(),
            1u);
  EXPECT_EQ(attack("update reconciliation_run set same = 5"), "reconciliation_fixed");
  EXPECT_EQ(attack("delete from reconciliation_run"), "reconciliation_kept");
}

}  // namespace
}  // namespace muster::reconciliation
