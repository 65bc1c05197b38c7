// The small zone before the large one answers as the whole zone would, for any sequence of changes: DNS look-up with
// closest encloser and wildcards (RFC 4592) on each, as resolvers do it.
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zones/hot.h>

namespace muster::zones {
namespace {

using Set = std::set<ZoneEntry>;
enum class Verdict { none, gone, pass };

// What a policy zone says of a name: its own node, else the wildcard of the closest node above it.
Verdict look_up(const std::map<ZoneEntry, bool>& zone, const std::string& name) {
  const auto has_node = [&](const std::string& node) {
    for (const auto& [e, pass] : zone) {
      const std::string owner = (e.wildcard ? "*." : "") + e.name;
      if (owner == node || owner.ends_with("." + node)) return true;
    }
    return false;
  };
  const auto said = [&](const ZoneEntry& e) {
    const auto found = zone.find(e);
    return found == zone.end() ? Verdict::none : found->second ? Verdict::pass : Verdict::gone;
  };
  if (has_node(name)) return said({name, false});
  std::string at = name;
  while (at.find('.') != std::string::npos) {
    at = at.substr(at.find('.') + 1);
    if (has_node(at)) return said({at, true});
  }
  return Verdict::none;
}
std::map<ZoneEntry, bool> as_zone(const Set& entries) {
  std::map<ZoneEntry, bool> out;
  for (const auto& e : entries) out[e] = false;
  return out;
}
bool covered(const Set& entries, const std::string& name) {
  for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
    if (entries.contains({name.substr(dot + 1), true})) return true;
  return false;
}
Set pruned(const Set& entries) {
  Set out;
  for (const auto& e : entries)
    if (!covered(entries, e.name)) out.insert(e);
  return out;
}
ZoneDifference between(const Set& from, const Set& to) {
  ZoneDifference d;
  std::set_difference(from.begin(), from.end(), to.begin(), to.end(), std::back_inserter(d.removed));
  std::set_difference(to.begin(), to.end(), from.begin(), from.end(), std::back_inserter(d.added));
  return d;
}

TEST(Hot, SaysWhatCameAndLetsThroughWhatWent) {
  const auto hot = hot_of({{{"old.example", false}}, {{"new.example", false}, {"new.example", true}}});
  EXPECT_THAT(
      hot, ::testing::ElementsAre(PolicyEntry{{"new.example", false}, false}, PolicyEntry{{"new.example", true}, false},
                                  PolicyEntry{{"old.example", false}, true}));
}

TEST(Hot, ABelowThatWentAroundAHostThatStaysIsOpenBesideIt) {
  const auto hot = hot_of({{{"bad.example", false}, {"bad.example", true}}, {{"a.b.bad.example", false}}});
  std::map<ZoneEntry, bool> zone;
  for (const auto& p : hot) zone[p.entry] = p.pass;
  EXPECT_EQ(look_up(zone, "a.b.bad.example"), Verdict::gone);
  for (const char* open : {"bad.example", "b.bad.example", "c.b.bad.example", "x.a.b.bad.example", "x.bad.example"})
    EXPECT_EQ(look_up(zone, open), Verdict::pass) << open;
}

TEST(Hot, BeforeTheLargeZoneOrTheOneBeforeItAnswersAsTheWholeZoneWould) {
  const std::string labels[] = {"a", "b"};
  std::vector<std::string> names{"x.t"};
  for (int depth = 0; depth < 3; ++depth) {
    std::vector<std::string> next;
    for (const auto& n : names)
      if (std::count(n.begin(), n.end(), '.') == depth + 1)
        for (const auto& l : labels) next.push_back(l + "." + n);
    names.insert(names.end(), next.begin(), next.end());
  }
  std::mt19937 random(20261130);
  const auto any = [&] {
    Set orders;
    for (const auto& n : names)
      if (random() % 5 == 0) {
        orders.insert({n, false});
        if (random() % 2 == 0) orders.insert({n, true});
      }
    return orders;
  };
  int asked = 0;
  for (int round = 0; round < 400; ++round) {
    const Set first = pruned(any()), second = pruned(any()), now = pruned(any());
    auto since = between(first, now);
    const auto later = between(second, now);
    since.added.insert(since.added.end(), later.added.begin(), later.added.end());
    since.removed.insert(since.removed.end(), later.removed.begin(), later.removed.end());
    std::map<ZoneEntry, bool> hot;
    for (const auto& p : hot_of(since)) hot[p.entry] = p.pass;
    for (const Set* large : {&first, &second})
      for (std::string name : names)
        for (const char* below : {"", "q."}) {
          name = below + name;
          Verdict said = look_up(hot, name);
          if (said == Verdict::none) said = look_up(as_zone(*large), name);
          const bool gone = now.contains({name, false}) || covered(now, name);
          EXPECT_EQ(look_up(as_zone(now), name) == Verdict::gone, gone) << name;
          ASSERT_EQ(said == Verdict::gone, gone) << name << " in round " << round;
          ++asked;
        }
  }
  EXPECT_GT(asked, 20'000);
}

}  // namespace
}  // namespace muster::zones
