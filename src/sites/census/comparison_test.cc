#include <census/comparison.h>

#include <sstream>

#include <gtest/gtest.h>

namespace muster::census {
namespace {

class CensusComparison : public testing::Test {
 protected:
  CensusComparison() {
    RegisterBuilder builder({});
    builder.add_filing("filed.com", FilingState::filed);
    builder.add_filing("gone.com", FilingState::cancelled);
    builder.add_filing("began.com", FilingState::in_progress);
    builder.add_filing("deep.filed.com", FilingState::cancelled);
    builder.add_blocklisted("listed.com");
    known_ = *builder.finish();
  }
  Result<ComparisonCounts> run(const std::string& csv) {
    std::istringstream in(csv);
    return compare(
        in, *known_, [](const std::string& name) { return name == "listed.com" || name == "filed.com"; },
        {.differs =
             [&](const Compared& c) {
               out_ += c.name + " " + (c.theirs ? std::string(to_text(*c.theirs)) : "-") + " " +
                       std::string(to_text(c.ours)) + " " + std::string(to_text(c.rule)) + " " +
                       (c.blocked_theirs ? (*c.blocked_theirs ? "1" : "0") : "-") + (c.blocked_ours ? "1" : "0") + "\n";
             },
         .bad = [&](std::int64_t line, const Error& e) { bad_ += std::to_string(line) + " " + e.code + "\n"; }});
  }
  std::shared_ptr<const Register> known_;
  std::string out_, bad_;
};

TEST_F(CensusComparison, EachDisagreementNamesTheRuleThatDecidedOurs) {
  const auto counts =
      run("Name,standing,blocked\nwww.filed.com,filed,1\ngone.com,filed,no\nbegan.com,unfiled,\nnew.com,filed,\n"
          "listed.com,blocklisted,0\ndeep.filed.com,cancelled,\nother.com,,\n");
  ASSERT_TRUE(counts.ok()) << counts.error().sentence;
  EXPECT_EQ(out_,
            "filed.com filed filed filing_active 10\n"
            "gone.com filed cancelled filing_cancelled 00\n"
            "new.com filed unfiled no_filing -0\n"
            "listed.com blocklisted blocklisted blocklist_active 01\n");
  EXPECT_EQ(counts->names, 7);
  EXPECT_EQ(counts->agree, 3);
  EXPECT_EQ(counts->standing_differs, 2);
  EXPECT_EQ(counts->blocked_differs, 2);
  EXPECT_EQ(counts->standings[static_cast<std::size_t>(Standing::filed)][static_cast<std::size_t>(Standing::cancelled)],
            1);
  EXPECT_EQ(counts->standings[static_cast<std::size_t>(Standing::filed)][static_cast<std::size_t>(Standing::filed)], 1);
}

TEST_F(CensusComparison, BadLinesCostThemselvesAlone) {
  const auto counts = run("domain,blocked\nnot a name,1\nlisted.com,perhaps\nco.uk,0\nlisted.com,yes\n\"open,1\n");
  ASSERT_TRUE(counts.ok()) << counts.error().sentence;
  EXPECT_EQ(counts->names, 1);
  EXPECT_EQ(counts->agree, 1);
  EXPECT_EQ(counts->bad_lines, 4);
  EXPECT_EQ(bad_.substr(bad_.find('\n') + 1), "3 comparison_blocked\n4 comparison_no_site\n6 csv_quote_open\n");
  EXPECT_EQ(run("").error().code, "import_empty");
  EXPECT_EQ(run("name,reason\na.com,x\n").error().code, "csv_column_missing");
  EXPECT_EQ(run("name,host,blocked\na.com,b.com,1\n").error().code, "csv_column_twice");
  EXPECT_EQ(run("name,standing\na.com,good\n")->bad_lines, 1);
}

}  // namespace
}  // namespace muster::census
