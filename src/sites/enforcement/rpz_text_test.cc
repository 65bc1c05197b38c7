#include "rpz_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::enforcement {
namespace {

std::string names(const std::vector<Entry>& entries) {
  std::string out;
  for (const Entry& e : prune(entries)) out += (e.wildcard ? "*." : "") + e.name + " ";
  return out;
}

TEST(RpzText, IsAMasterFileWithRelativeNames) {
  const std::string text =
      rpz_text({{"1", "O-1", "bad.example", false, false}, {"1", "O-1", "bad.example", true, false}},
               {7, *parse_rfc3339("2026-03-02T02:00:00Z"), std::chrono::hours(24), {"A remark."}});
  EXPECT_EQ(
      text,
      "; Muster: names that orders in force take away. Each follows from an order with the number beside it.\n"
      "; Made 2026-03-02T02:00:00Z, valid until 2026-03-03T02:00:00Z: load it again before then, or let it lapse.\n"
      "; A remark.\n"
      "$TTL 60\n"
      "@ IN SOA localhost. root.localhost. 7 60 30 86400 60\n"
      "@ IN NS localhost.\n"
      "bad.example IN CNAME . ; O-1\n"
      "*.bad.example IN CNAME . ; O-1\n");
}

TEST(RpzText, CoveredNamesArePruned) {
  EXPECT_EQ(names({{"1", "O-1", "a.bad.example", false, false},
                   {"2", "O-2", "bad.example", false, false},
                   {"2", "O-2", "bad.example", true, false},
                   {"3", "O-3", "x.a.bad.example", true, false},
                   {"4", "O-4", "bad.example", false, false},
                   {"5", "O-5", "xbad.example", false, false}}),
            "bad.example *.bad.example xbad.example ");
}

TEST(RpzText, AWildcardLeavesItsApexOut) {
  EXPECT_EQ(names({{"1", "O-1", "bad.example", true, false}}), "*.bad.example ");
}

}  // namespace
}  // namespace muster::enforcement
