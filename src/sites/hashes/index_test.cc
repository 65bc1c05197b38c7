#include <hashes/index.h>

#include <random>
#include <thread>

#include <gtest/gtest.h>

namespace muster::hashes {
namespace {

Pdq any(std::mt19937_64& random) {
  Pdq out;
  for (auto& w : out.words) w = random();
  return out;
}
Pdq with_flips(Pdq hash, int flips, std::mt19937_64& random) {
  std::vector<int> bits(kPdqBits);
  for (int i = 0; i < kPdqBits; ++i) bits[static_cast<std::size_t>(i)] = i;
  std::shuffle(bits.begin(), bits.end(), random);
  for (int i = 0; i < flips; ++i) {
    const auto bit = static_cast<std::size_t>(bits[static_cast<std::size_t>(i)]);
    hash.words[bit / 64] ^= std::uint64_t{1} << (bit % 64);
  }
  return hash;
}
bool same(const Found& a, const Found& b) {
  if (a.cut != b.cut || a.near.size() != b.near.size()) return false;
  for (std::size_t i = 0; i < a.near.size(); ++i)
    if (a.near[i].distance != b.near[i].distance || a.near[i].list != b.near[i].list ||
        a.near[i].hash != b.near[i].hash)
      return false;
  return true;
}

// Every distance from 0 to 31 is found, each as the scan finds it; 32 is not.
TEST(HashIndex, FindsAllThatAScanFinds) {
  std::mt19937_64 random(1);
  std::vector<Entry> entries;
  for (int n = 0; n < 20'000; ++n) entries.push_back({any(random), static_cast<ListNumber>(n % 3)});
  for (int n = 0; n < 2'000; ++n)  // crowded: many near each other
    entries.push_back({with_flips(entries[0].hash, n % 40, random), static_cast<ListNumber>(n % 2)});
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  for (const std::size_t expected : {std::size_t{0}, std::size_t{5'000'000}}) {
    Index index(expected);
    ASSERT_TRUE(index.fill(entries).ok());
    ASSERT_EQ(index.size(), entries.size());
    const std::vector<std::int8_t> limits{31, 20, -1};
    int found = 0;
    for (int n = 0; n < 2'000; ++n) {
      const Pdq query = with_flips(entries[random() % entries.size()].hash, n % 33, random);
      const Found by_index = index.find(query, limits), by_scan = find_by_scan(entries, query, limits);
      EXPECT_TRUE(same(by_index, by_scan)) << n;
      found += !by_index.near.empty();
    }
    EXPECT_GT(found, 900);
  }
}

TEST(HashIndex, ThirtyOneBitsAnywhereAreFound) {
  std::mt19937_64 random(2);
  Index index;
  const Entry entry{any(random), 5};
  ASSERT_TRUE(index.add(std::span(&entry, 1)).ok());
  const std::vector<std::int8_t> limits(6, 31);
  for (int n = 0; n < 20'000; ++n) {
    EXPECT_EQ(index.find(with_flips(entry.hash, 31, random), limits).near.size(), 1u);
    EXPECT_EQ(index.find(with_flips(entry.hash, 32, random), limits).near.size(), 0u);
  }
  // The worst case for the pieces: three bits in each of ten and one in the last is 31; spread as evenly as can be.
  const int firsts[] = {0, 24, 48, 72, 96, 120, 144, 168, 192, 215, 238};
  Pdq hard = entry.hash;
  for (int piece = 0; piece < 11; ++piece)
    for (int k = 0; k < (piece < 10 ? 3 : 1); ++k) {
      const auto bit = static_cast<std::size_t>(firsts[piece] + 5 * k);
      hard.words[bit / 64] ^= std::uint64_t{1} << (bit % 64);
    }
  EXPECT_EQ(distance(hard, entry.hash), 31);
  EXPECT_EQ(index.find(hard, limits).near.size(), 1u);
}

TEST(HashIndex, AddsAndRemovalsAreVisibleAtOnce) {
  std::mt19937_64 random(3);
  std::vector<Entry> there;
  Index index;
  const std::vector<std::int8_t> limits(4, 31);
  for (int n = 0; n < 6'000; ++n) {
    if (there.size() < 50 || random() % 3 != 0) {
      const Entry e{
          there.empty() || random() % 2 ? any(random) : with_flips(there[random() % there.size()].hash, 6, random),
          static_cast<ListNumber>(random() % 4)};
      EXPECT_EQ(*index.add(std::span(&e, 1)), 1u);
      EXPECT_EQ(*index.add(std::span(&e, 1)), 0u) << "it stands there already";
      there.push_back(e);
    } else {
      const std::size_t at = random() % there.size();
      EXPECT_EQ(index.remove(std::span(&there[at], 1)), 1u);
      EXPECT_EQ(index.remove(std::span(&there[at], 1)), 0u);
      there.erase(there.begin() + static_cast<std::ptrdiff_t>(at));
    }
    const Pdq query = with_flips(there[random() % there.size()].hash, static_cast<int>(random() % 34), random);
    if (n % 10 == 0) EXPECT_TRUE(same(index.find(query, limits), find_by_scan(there, query, limits))) << n;
  }
  const auto of_two =
      static_cast<std::size_t>(std::count_if(there.begin(), there.end(), [](const Entry& e) { return e.list == 2; }));
  EXPECT_EQ(index.remove_list(2), of_two);
  EXPECT_EQ(index.size(), there.size() - of_two);
}

TEST(HashIndex, GivesTheNearestOfVeryMany) {
  std::mt19937_64 random(4);
  const Pdq middle = any(random);
  std::vector<Entry> entries;
  for (int n = 0; n < 5'000; ++n) entries.push_back({with_flips(middle, 1 + n % 30, random), 0});
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  Index index;
  ASSERT_TRUE(index.fill(entries).ok());
  const std::vector<std::int8_t> limits{31};
  const Found found = index.find(middle, limits);
  EXPECT_TRUE(found.cut);
  EXPECT_EQ(found.near.size(), kNearMax);
  EXPECT_TRUE(same(found, find_by_scan(entries, middle, limits)));
  EXPECT_EQ(index.fill(entries).error().code, "index_not_empty");
  const Entry wrong{middle, static_cast<ListNumber>(kListsMax)};
  EXPECT_EQ(index.add(std::span(&wrong, 1)).error().code, "index_list");
}

TEST(HashIndex, ReadersAndAWriterAtOnce) {
  std::mt19937_64 random(5);
  std::vector<Entry> fixed, moving;
  for (int n = 0; n < 500; ++n) fixed.push_back({any(random), 0});
  for (int n = 0; n < 500; ++n) moving.push_back({any(random), 1});
  Index index;
  ASSERT_TRUE(index.fill(fixed).ok());
  std::atomic<bool> end = false;
  std::atomic<int> missed = 0, asked = 0;
  const std::vector<std::int8_t> limits{0, 0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 2; ++t)
    readers.emplace_back([&, t] {
      for (std::size_t n = static_cast<std::size_t>(t); !end; ++n, ++asked)
        missed += index.find(fixed[n % fixed.size()].hash, limits).near.size() != 1;
    });
  while (asked < 200) std::this_thread::yield();
  for (int round = 0; round < 20; ++round) {
    EXPECT_EQ(*index.add(moving), moving.size());
    for (const Entry& e : moving) EXPECT_EQ(index.find(e.hash, limits).near.size(), 1u);
    EXPECT_EQ(index.remove(moving), moving.size());
  }
  end = true;
  for (auto& t : readers) t.join();
  EXPECT_EQ(missed, 0);
}

}  // namespace
}  // namespace muster::hashes
