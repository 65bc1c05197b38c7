#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include <billing/reconcile.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::billing {
namespace {

constexpr std::int64_t kDay = 86'400'000;           // ms
constexpr std::int64_t kBegin = 1'772'323'200'000;  // 2026-03-01

std::string time_text(std::int64_t ms) {
  std::string text = to_rfc3339(Instant{ms * 1000});
  return text;
}

// Files and what is wrong in them, drawn from a seed; an oracle that holds everything in maps says what has to come
// out.
struct World {
  explicit World(unsigned seed) : random(seed) {
    folder = std::filesystem::temp_directory_path() / fmt::format("muster-charges-{}-{}", ::getpid(), seed);
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (int i = 0; i < 20; ++i) {
      TariffService s;
      s.id = fmt::format("id-{}", i);
      s.code = fmt::format("CODE-{}", i);
      s.partner_id = fmt::format("partner-{}", i % 3);
      s.prices = {{Instant{(kBegin)*1000}, 100 + i, "CNY"}, {Instant{(kBegin + 5 * kDay) * 1000}, 200 + i, "CNY"}};
      if (i % 4 == 0) s.suspended = {{Instant{(kBegin + 2 * kDay) * 1000}, Instant{(kBegin + 3 * kDay) * 1000}}};
      services.push_back(s);
    }
  }
  ~World() { std::filesystem::remove_all(folder); }

  void write(int charges) {
    std::ofstream c(folder / "charges.csv"), k(folder / "confirmations.csv");
    c << "usageId,usageDate,serviceCode,price,currency,transactionId,partnerId,msisdn\n";
    k << "transactionId,confirmedAt\n";
    for (int i = 0; i < charges; ++i) {
      const int s = static_cast<int>(random() % 21);
      const std::int64_t at = kBegin + static_cast<std::int64_t>(random() % (10 * kDay));
      std::int64_t price = (at < kBegin + 5 * kDay ? 100 : 200) + s;
      const auto dice = random() % 100;
      if (dice == 0) price += 1;
      const std::int64_t line = i + 2;
      if (dice == 1) {
        c << "u,no time,CODE-1,1.00,CNY,t,,x\n";
        ++bad;
        continue;
      }
      c << fmt::format("u{},{},CODE-{},{}.{:02},CNY,tx-{},{},\"1380013{:04}\"\n", i, time_text(at), s, price / 100,
                       price % 100, i, dice == 2 ? "partner-9" : "", i % 10000);
      if (s == 20) expect(line, FindingKind::unknown_code);
      if (s < 20 && dice == 0) expect(line, FindingKind::price_differs);
      if (s < 20 && dice == 2) expect(line, FindingKind::partner_differs);
      if (s < 20 && s % 4 == 0 && at >= kBegin + 2 * kDay && at < kBegin + 3 * kDay)
        expect(line, FindingKind::charged_while_suspended);
      const auto how = random() % 20;  // of the confirmations
      if (how == 0) {                  // one
        k << fmt::format("tx-{},{}\n", i, time_text(at - 5000));
      } else if (how == 1) {  // one, told twice
        k << fmt::format("tx-{0},{1}\ntx-{0},{1}\n", i, time_text(at - 5000));
      } else if (how == 2) {  // the second after the charge
        k << fmt::format("tx-{0},{1}\ntx-{0},{2}\n", i, time_text(at - 5000), time_text(at + 1));
      } else if (how > 3) {
        k << fmt::format("tx-{0},{2}\ntx-{0},{1}\n", i, time_text(at - 5000), time_text(at - 2000));
      }
      if (how <= 3) expect(line, FindingKind::no_confirmation);
    }
  }
  void expect(std::int64_t line, FindingKind kind) { expected.insert({line, kind}); }

  ReconcileOptions options(const std::string& work) const {
    ReconcileOptions o;
    o.charges = {folder / "charges.csv"};
    o.confirmations = {folder / "confirmations.csv"};
    o.folder = folder / work;
    o.block_bytes = 16 * 1024;
    return o;
  }

  std::mt19937 random;
  std::filesystem::path folder;
  std::vector<TariffService> services;
  std::set<std::pair<std::int64_t, FindingKind>> expected;
  std::int64_t bad = 0;
};

struct Found {
  Outcome outcome;
  std::vector<ChargeFinding> findings;
  std::set<std::pair<std::int64_t, FindingKind>> set() const {
    std::set<std::pair<std::int64_t, FindingKind>> out;
    for (const auto& f : findings) out.insert({f.line, f.kind});
    return out;
  }
};

Result<Found> reconciled(const World& w, const ReconcileOptions& options, Progress* progress = nullptr) {
  SystemRandom random;
  const Tariff tariff(w.services);
  Reconciliation r(options, tariff, random);
  Found out;
  MUSTER_TRY(out.outcome, r.run(progress));
  MUSTER_CHECK_OK(r.each_finding([&](const ChargeFinding& f) {
    out.findings.push_back(f);
    return true;
  }));
  return out;
}

TEST(Reconcile, FindsWhatAnOracleFinds) {
  for (unsigned seed : {1u, 2u, 3u}) {
    World w(seed);
    w.write(20'000);
    auto options = w.options("work");
    options.threads = seed;
    const auto found = reconciled(w, options);
    ASSERT_TRUE(found.ok()) << found.error().sentence;
    EXPECT_EQ(found->outcome.lines, 20'000);
    EXPECT_EQ(found->outcome.bad_lines, w.bad);
    EXPECT_EQ(found->set(), w.expected);
    std::int64_t all = 0, totals = 0;
    for (const auto n : found->outcome.found) all += n;
    for (const auto& t : found->outcome.totals) totals += t.lines;
    EXPECT_EQ(all, static_cast<std::int64_t>(w.expected.size()));
    EXPECT_EQ(totals, all);
    for (const auto& f : found->findings) EXPECT_EQ(f.transaction_id, fmt::format("tx-{}", f.line - 2));
  }
}

TEST(Reconcile, BadLinesAreToldWithTheirNumber) {
  World w(4);
  w.write(5'000);
  const auto found = reconciled(w, w.options("work"));
  ASSERT_TRUE(found.ok());
  ASSERT_FALSE(found->outcome.first_bad.empty());
  std::ifstream in(w.folder / "charges.csv");
  std::string line;
  std::int64_t number = 0;
  const auto& first = found->outcome.first_bad.front();
  while (number < first.line && std::getline(in, line)) ++number;
  EXPECT_EQ(line, "u,no time,CODE-1,1.00,CNY,t,,x");
  EXPECT_EQ(first.fault, LineFault::date);
}

TEST(Reconcile, PackedFilesSayTheSame) {
  World w(5);
  w.write(5'000);
  const std::string folder = w.folder;
  ASSERT_EQ(std::system(("cd " + folder +
                         " && gzip -k charges.csv && zstd -q confirmations.csv && "
                         "(gzip -c charges.csv | head -c 0; gzip -c < charges.csv) > whole.gz && "
                         "head -c 5000 charges.csv.gz > cut.csv.gz")
                            .c_str()),
            0);
  auto options = w.options("work");
  options.charges = {folder + "/charges.csv.gz"};
  options.confirmations = {folder + "/confirmations.csv.zst"};
  const auto found = reconciled(w, options);
  ASSERT_TRUE(found.ok()) << found.error().sentence;
  EXPECT_EQ(found->set(), w.expected);
  options.charges = {folder + "/cut.csv.gz"};
  options.folder += "2";
  EXPECT_EQ(reconciled(w, options).error().code, "charges_compression");
}

TEST(Reconcile, GoesOnFromACheckpointAfterBeingCutOff) {
  World w(6);
  w.write(20'000);
  const auto whole = reconciled(w, w.options("whole"));
  ASSERT_TRUE(whole.ok());
  auto options = w.options("work");
  options.checkpoint_bytes = 64 * 1024;
  int resumed = 0;
  for (int i = 0; i < 6; ++i) {
    // Stopped as by kill: nothing is written at the end, what stands behind the last checkpoint is thrown away.
    Progress progress;
    SystemRandom random;
    const Tariff tariff(w.services);
    Reconciliation r(options, tariff, random);
    std::atomic<bool> over{false};
    std::thread stopper([&] {
      const std::uint64_t until = static_cast<std::uint64_t>(i + 1) * 200'000;
      while (!over && progress.bytes_done < until) std::this_thread::yield();
      progress.cancel = true;
    });
    auto run = r.run(&progress);
    over = true;
    stopper.join();
    if (run.ok()) {
      resumed += run->resumed;
      break;
    }
    EXPECT_EQ(run.error().code, "charges_cancelled");
  }
  const auto found = reconciled(w, options);
  ASSERT_TRUE(found.ok()) << found.error().sentence;
  EXPECT_TRUE(found->outcome.resumed);
  EXPECT_EQ(found->set(), w.expected);
  EXPECT_EQ(found->outcome.found, whole->outcome.found);
  EXPECT_EQ(found->outcome.lines, whole->outcome.lines);
}

TEST(Reconcile, AChangedFileIsReadAnew) {
  World w(7);
  w.write(2'000);
  ASSERT_TRUE(reconciled(w, w.options("work")).ok());
  std::ofstream(w.folder / "charges.csv", std::ios::app) << "u,2026-03-01T09:30:00Z,NEW-CODE,1.00,CNY,tx-new,,x\n";
  const auto found = reconciled(w, w.options("work"));
  ASSERT_TRUE(found.ok());
  EXPECT_FALSE(found->outcome.resumed);
  EXPECT_EQ(found->outcome.lines, 2'001);
}

TEST(Reconcile, ManyChargesOfOneTransactionAndLinesWithoutEnd) {
  World w(8);
  {
    std::ofstream c(w.folder / "charges.csv"), k(w.folder / "confirmations.csv");
    c << "usage_date,service_code,price,currency,transaction_id\n";
    k << "transaction_id,confirmed_at\n";
    for (int i = 0; i < 50'000; ++i) {
      c << "2026-03-01T09:30:00Z,CODE-0,1.00,CNY,same\n";
      k << "same,2026-03-01T09:29:" << (i % 2 ? "00" : "30") << "Z\n";
    }
    c << std::string(300'000, 'x') << "\n2026-03-01T09:30:00Z,CODE-0,1.00,CNY,other";
  }
  const auto found = reconciled(w, w.options("work"));
  ASSERT_TRUE(found.ok()) << found.error().sentence;
  EXPECT_EQ(found->outcome.charges, 50'001);
  EXPECT_EQ(found->outcome.bad_lines, 1);
  EXPECT_EQ(found->outcome.first_bad.at(0).line, 50'002);
  EXPECT_EQ(found->outcome.first_bad.at(0).fault, LineFault::too_long);
  ASSERT_EQ(found->findings.size(), 1u);
  EXPECT_EQ(found->findings[0].line, 50'003);
  EXPECT_EQ(found->findings[0].transaction_id, "other");
}

TEST(Reconcile, KeepsTheFirstFindingsAndCountsAll) {
  World w(9);
  w.write(20'000);
  auto options = w.options("work");
  options.findings_kept_max = 10;
  const auto found = reconciled(w, options);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->findings.size(), 20u);
  std::int64_t all = 0;
  for (const auto n : found->outcome.found) all += n;
  EXPECT_EQ(all, static_cast<std::int64_t>(w.expected.size()));
}

TEST(Reconcile, WhatIsNoFileOfChargesIsRefused) {
  World w(10);
  w.write(10);
  auto options = w.options("work");
  options.charges = {};
  EXPECT_EQ(reconciled(w, options).error().code, "charges_files");
  options.charges = {w.folder / "missing.csv"};
  EXPECT_EQ(reconciled(w, options).error().code, "charges_file");
  options.charges = {w.folder / "confirmations.csv"};
  EXPECT_EQ(reconciled(w, options).error().code, "charges_column");
  std::ofstream(w.folder / "utf16.csv") << "\xff\xfe" << std::string(100, 'a');
  options.charges = {w.folder / "utf16.csv"};
  EXPECT_EQ(reconciled(w, options).error().code, "text_is_utf16");
}

TEST(Reconcile, NothingOnDiskHoldsANumber) {
  World w(11);
  {
    std::ofstream c(w.folder / "charges.csv"), k(w.folder / "confirmations.csv");
    c << "usageId,usageDate,serviceCode,price,currency,transactionId,partnerId,msisdn\n";
    k << "transactionId,confirmedAt,msisdn\n";
    for (int i = 0; i < 500; ++i) {
      const std::string n = fmt::format("13900{:06}", i);
      c << "u" << i << ",2026-03-01T09:30:00Z,CODE-0,1.00,CNY,tx-" << i << ",," << n << "\n";
      c << n << ",2026-03-01T09:30:00Z," << n << ",1.00,CNY," << n << "," << n << "," << n << "\n";
      c << n << "," << n << ",CODE-1,1.00,CNY,tx,," << n << "\n";
      k << "tx-" << i << ",2026-03-01T09:29:00Z," << n << "\n" << n << "," << n << "," << n << "\n";
    }
  }
  const auto found = reconciled(w, w.options("work"));
  ASSERT_TRUE(found.ok());
  EXPECT_GT(found->findings.size(), 500u);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(w.folder / "work")) {
    std::ifstream in(entry.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(text.find("13900"), std::string::npos) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 4);
  for (const auto& f : found->findings)
    for (const auto& text : {f.code, f.transaction_id, f.usage_id, f.partner})
      EXPECT_EQ(text.find("13900"), std::string::npos);
}

}  // namespace
}  // namespace muster::billing
