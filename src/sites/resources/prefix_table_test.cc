// The table against brute force over the same ranges.
#include <resources/prefix_table.h>
#include <resources/rules.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::resources {
namespace {

AddressRange range(const char* text) {
  return *identifiers::parse_address_range(text);
}

// A prefix in a small corner of either family, so that random ones nest and meet.
AddressRange prefix_of(std::uint32_t bits, int length, bool v4) {
  AddressRange r;
  r.v4 = v4;
  if (v4)
    r.first[10] = r.first[11] = 0xff;
  else
    r.first = {0x20, 0x01, 0x0d, 0xb8};
  r.first[14] = static_cast<std::uint8_t>(bits >> 8);
  r.first[15] = static_cast<std::uint8_t>(bits);
  if (v4) r.first[12] = 192;
  r.last = r.first;
  for (int bit = 112 + length; bit < 128; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80 >> bit % 8);
    r.first[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~mask);
    r.last[static_cast<std::size_t>(bit / 8)] |= mask;
  }
  return r;
}

std::vector<PrefixTable::Entry> some_prefixes() {
  std::vector<PrefixTable::Entry> entries;
  const auto count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    const auto bits = *rc::gen::inRange<std::uint32_t>(0, 65536);
    const int length = *rc::gen::inRange(0, 17);
    entries.push_back({prefix_of(bits, length, *rc::gen::arbitrary<bool>()), static_cast<std::uint32_t>(i)});
  }
  return entries;
}

// Innermost first: shorter ranges before wider, of equal ones the later before the earlier.
std::vector<std::uint32_t> brute(const std::vector<PrefixTable::Entry>& entries, const AddressRange& address) {
  std::vector<const PrefixTable::Entry*> around;
  for (const auto& e : entries)
    if (e.range.contains(address)) around.push_back(&e);
  std::sort(around.begin(), around.end(), [](const auto* a, const auto* b) {
    if (a->range == b->range) return a->payload > b->payload;
    return b->range.contains(a->range);
  });
  std::vector<std::uint32_t> payloads;
  for (const auto* e : around) payloads.push_back(e->payload);
  return payloads;
}

RC_GTEST_PROP(PrefixTableTest, FindsWhatBruteForceFinds, ()) {
  const auto entries = some_prefixes();
  const auto table = PrefixTable::build(entries);
  RC_ASSERT(table.ok());
  RC_ASSERT(table->size() == entries.size());
  for (int i = 0; i < 50; ++i) {
    const AddressRange at = prefix_of(*rc::gen::inRange<std::uint32_t>(0, 65536), 16, *rc::gen::arbitrary<bool>());
    std::vector<std::uint32_t> payloads;
    for (const auto number : table->chain(at.first, at.v4)) payloads.push_back(table->entry(number).payload);
    RC_ASSERT(payloads == brute(entries, at));
  }
}

RC_GTEST_PROP(PrefixTableTest, EveryRangeFindsItselfOrItsEqual, ()) {
  const auto entries = some_prefixes();
  const auto table = PrefixTable::build(entries);
  RC_ASSERT(table.ok());
  for (const auto& e : entries) RC_ASSERT(table->entry(table->find(e.range)).range == e.range);
}

// Any two ranges either nest, or are apart, or the table is refused.
RC_GTEST_PROP(PrefixTableTest, RefusesRangesThatCrossAndNothingElse, ()) {
  std::vector<PrefixTable::Entry> entries;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    AddressRange a = prefix_of(*rc::gen::inRange<std::uint32_t>(0, 40), 16, true);
    const AddressRange b = prefix_of(*rc::gen::inRange<std::uint32_t>(0, 40), 16, true);
    a.last = std::max(a.last, b.last);
    a.first = std::min(a.first, b.first);
    entries.push_back({a, static_cast<std::uint32_t>(i)});
  }
  bool crosses = false;
  for (const auto& a : entries)
    for (const auto& b : entries)
      crosses |= overlap(a.range, b.range) && !a.range.contains(b.range) && !b.range.contains(a.range);
  const auto table = PrefixTable::build(entries);
  RC_ASSERT(table.ok() == !crosses);
  if (!table.ok()) RC_ASSERT(table.error().code == "block_overlap");
}

TEST(PrefixTableTest, TheEndsOfTheAddressSpaceBelongToWhatHoldsThem) {
  const auto table = PrefixTable::build({{range("0.0.0.0/0"), 1},
                                         {range("255.255.255.255"), 2},
                                         {range("0.0.0.0"), 3},
                                         {range("ffff:ffff:ffff:ffff::/64"), 4}});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->entry(table->find_v4(0)).payload, 3u);
  EXPECT_EQ(table->entry(table->find_v4(1)).payload, 1u);
  EXPECT_EQ(table->entry(table->find_v4(0xffffffff)).payload, 2u);
  EXPECT_EQ(table->find(range("2001:db8::1").first, false), PrefixTable::kNone);
  EXPECT_EQ(table->entry(table->find(range("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").first, false)).payload, 4u);
}

TEST(PrefixTableTest, AnEmptyTableHoldsNothing) {
  EXPECT_EQ(PrefixTable().find_v4(7), PrefixTable::kNone);
  const auto table = PrefixTable::build({});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->find(range("192.0.2.1").first, true), PrefixTable::kNone);
}

TEST(PrefixTableTest, ARangeThatIsNoPrefixIsFoundFromItsFirstToItsLastAddress) {
  const auto table = PrefixTable::build({{range("192.0.2.3-192.0.2.9"), 7}});
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->find(range("192.0.2.2").first, true), PrefixTable::kNone);
  EXPECT_EQ(table->find(range("192.0.2.3").first, true), 0u);
  EXPECT_EQ(table->find(range("192.0.2.9").first, true), 0u);
  EXPECT_EQ(table->find(range("192.0.2.10").first, true), PrefixTable::kNone);
}

}  // namespace
}  // namespace muster::resources
