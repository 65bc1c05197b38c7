#include <enforcement/blocked_names.h>

#include <gtest/gtest.h>

namespace muster::enforcement {
namespace {

TEST(BlockedNames, ANameAndWhatIsBelowIt) {
  Zone zone;
  for (const auto& [name, wildcard] :
       {std::pair("host.example", false), {"bad.example", false}, {"bad.example", true}}) {
    Entry entry;
    entry.name = name;
    entry.wildcard = wildcard;
    zone.entries.push_back(entry);
  }
  const BlockedNames blocked(zone);
  EXPECT_TRUE(blocked("host.example"));
  EXPECT_FALSE(blocked("www.host.example")) << "its entry is of that name alone";
  EXPECT_TRUE(blocked("bad.example"));
  EXPECT_TRUE(blocked("deep.www.bad.example"));
  EXPECT_FALSE(blocked("notbad.example"));
  EXPECT_FALSE(blocked("example"));
  EXPECT_FALSE(blocked(""));
}

}  // namespace
}  // namespace muster::enforcement
