#include <support/census_world.h>

namespace muster::census {
namespace {

Finding finding(Standing standing, const std::string& provider, const std::string& provider_id,
                const std::string& address) {
  Finding f;
  f.name = "a.com";
  f.standing = standing;
  f.provider = provider;
  f.provider_id = provider_id;
  f.address = address;
  return f;
}

TEST(CensusChange, TheGravestCounts) {
  const Finding before = finding(Standing::unfiled, "North", "p-1", "192.0.2.1");
  const auto to = [&](const Finding& after) { return change_between(&before, &after); };
  EXPECT_EQ(change_between(nullptr, &before), Change::appeared);
  EXPECT_EQ(change_between(&before, nullptr), Change::gone);
  EXPECT_EQ(to(before), std::nullopt);
  EXPECT_EQ(to(finding(Standing::cancelled, "South", "p-2", "192.0.2.2")), Change::standing);
  EXPECT_EQ(to(finding(Standing::unfiled, "South", "p-2", "192.0.2.2")), Change::provider);
  EXPECT_EQ(to(finding(Standing::unfiled, "North", "p-1", "192.0.2.2")), Change::address);
  // Another word for one party is the same; so is the word of a party that is known now.
  EXPECT_EQ(to(finding(Standing::unfiled, "N. Hosting", "p-1", "192.0.2.1")), std::nullopt);
  EXPECT_EQ(to(finding(Standing::unfiled, "NORTH", "", "192.0.2.1")), std::nullopt);
  // What the later observation does not say did not change.
  EXPECT_EQ(to(finding(Standing::unfiled, "", "", "")), std::nullopt);
}

TEST(CensusChange, WordsAreReadAsTheyAreWritten) {
  for (const Change c : kAllChanges) EXPECT_EQ(change_from(to_text(c)), c);
  EXPECT_FALSE(change_from("moved"));
}

class CensusDelta : public CensusWorld, public testing::WithParamInterface<store::Backend> {
 protected:
  CensusDelta() : CensusWorld(GetParam()) {}
  std::string listed(DeltaQuery query = {}) {
    const auto page = service_->delta(query);
    if (!page.ok()) return page.error().code;
    std::string out;
    for (const Delta& d : page->items) out += d.name + " " + std::string(to_text(d.change)) + "\n";
    return out;
  }
};
MUSTER_ON_BOTH_BACKENDS(CensusDelta);

const char* kFirst =
    "name,provider,address\n"
    "gone.com,North Hosting,\n"
    "moves.com,North Hosting,192.0.2.1\n"
    "shifts.com,North Hosting,192.0.2.1\n"
    "stays.com,North Hosting,192.0.2.1\n"
    "turns.com,North Hosting,\n"
    "vanishes.com,North Hosting,\n";
const char* kSecond =
    "name,provider,address\n"
    "appears.com,South Hosting,\n"
    "gone.com,North Hosting,\n"
    "moves.com,South Hosting,192.0.2.1\n"
    "shifts.com,North Hosting,2001:db8::7\n"
    "stays.com,provider-1,192.0.2.1\n"
    "turns.com,North Hosting,\n";

TEST_P(CensusDelta, NewGoneAndMoved) {
  ASSERT_TRUE(take(kFirst).ok());
  clock_.advance(std::chrono::hours(24));
  file("turns.com", "cancelled", "provider-1", "");
  const auto second = take(kSecond);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(listed(),
            "appears.com new\nmoves.com provider\nshifts.com address\nturns.com standing\nvanishes.com gone\n");
  EXPECT_EQ(second->run.found_new, 1);
  EXPECT_EQ(second->run.found_gone, 1);
  EXPECT_EQ(second->run.found_standing, 1);
  EXPECT_EQ(second->run.found_provider, 1);
  EXPECT_EQ(second->run.found_address, 1);
  EXPECT_EQ(service_->get("")->found_provider, 1);
  EXPECT_EQ(listed({.changes = {Change::gone, Change::address}}), "shifts.com address\nvanishes.com gone\n");
  const auto page = service_->delta({.changes = {Change::address}});
  ASSERT_EQ(page->items.size(), 1u);
  EXPECT_EQ(page->items[0].before->address, "192.0.2.1");
  EXPECT_EQ(page->items[0].after->address, "2001:db8::7");
  EXPECT_EQ(page->since->number, 1);
  // Against a run further back, and never forwards.
  ASSERT_TRUE(take(kSecond).ok());
  EXPECT_EQ(listed(), "");
  EXPECT_EQ(listed({.since = service_->list("", 10)->back().id}).substr(0, 15), "appears.com new");
  EXPECT_EQ(listed({.run_id = page->since->id, .since = second->run.id}), "census_since");
  EXPECT_EQ(listed({.run_id = page->since->id}).find(" gone"), std::string::npos) << "the first one: all is new";
  EXPECT_EQ(listed({.since = "none"}), "run_unknown");
}

TEST_P(CensusDelta, PagesOfAnyLengthSayTheSame) {
  std::string first, second;
  for (int i = 0; i < 5'000; ++i) {
    const std::string name = "shop-" + std::to_string(10'000 + i) + ".com\n";
    if (i % 3 != 0) first += name;
    if (i % 5 != 0) second += name;
  }
  ASSERT_TRUE(take(first).ok());
  ASSERT_TRUE(take(second).ok());
  std::string all;
  int pages = 0;
  for (DeltaQuery query{.limit = 500};; ++pages) {
    const auto page = service_->delta(query);
    ASSERT_TRUE(page.ok());
    for (const Delta& d : page->items) all += d.name + (d.change == Change::appeared ? " +\n" : " -\n");
    if (page->next.empty()) break;
    query.after = page->next;
  }
  std::string expected;
  for (int i = 0; i < 5'000; ++i)
    if ((i % 3 == 0) != (i % 5 == 0))
      expected += "shop-" + std::to_string(10'000 + i) + ".com" + (i % 3 == 0 ? " +\n" : " -\n");
  EXPECT_EQ(all, expected);
  EXPECT_EQ(pages, 3);
}

}  // namespace
}  // namespace muster::census
