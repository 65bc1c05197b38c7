#include "client_sketch.h"

#include <gtest/gtest.h>

namespace muster::census {
namespace {

constexpr std::string_view kSalt = "0123456789abcdef";

std::string client(int i) {
  std::string key(17, '\0');
  key[0] = 4;
  key[1] = static_cast<char>(i & 0xff);
  key[2] = static_cast<char>(i >> 8);
  return key;
}

TEST(ClientSketches, CountsDistinctClients) {
  for (const int k : {1, 2, 6, 7, 10, 12, 13, 64}) {
    ClientSketches sketches(kSalt, k);
    for (int round = 0; round < 3; ++round)
      for (int c = 0; c < k - 1; ++c) sketches.add(5, client(c));
    EXPECT_FALSE(sketches.enough(5)) << k;
    sketches.add(5, client(k));
    EXPECT_TRUE(sketches.enough(5)) << k;
    EXPECT_FALSE(sketches.enough(4)) << k;
    EXPECT_FALSE(sketches.enough(6)) << k;
  }
}

TEST(ClientSketches, ABitmapTakesManyClients) {
  ClientSketches sketches(kSalt, 200);
  for (int c = 0; c < 199; ++c) sketches.add(0, client(c));
  EXPECT_FALSE(sketches.enough(0));
  for (int c = 199; c < 260; ++c) sketches.add(0, client(c));
  EXPECT_TRUE(sketches.enough(0));
}

TEST(ClientSketches, MergesTwoThreads) {
  for (const int k : {10, 200}) {
    ClientSketches a(kSalt, k), b(kSalt, k);
    for (int c = 0; c < k / 2; ++c) a.add(0, client(c));
    for (int c = 0; c < k / 2; ++c) b.add(3, client(c));  // the same ones
    a.merge(0, b, 3);
    EXPECT_FALSE(a.enough(0));
    for (int c = k / 2; c < k + k / 4; ++c) b.add(1, client(c));
    a.merge(0, b, 1);
    EXPECT_TRUE(a.enough(0));
    ClientSketches c(kSalt, k);
    c.merge(7, a, 0);
    EXPECT_TRUE(c.enough(7));
  }
}

TEST(ClientSketches, MemoryOfSitesWithEnoughIsUsedAgain) {
  ClientSketches sketches(kSalt, 10);
  for (int c = 0; c < 10; ++c) sketches.add(0, client(c));
  const auto before = sketches.bytes();
  for (std::size_t site = 1; site < 2; ++site)
    for (int c = 0; c < 10; ++c) sketches.add(site, client(c));
  EXPECT_LE(sketches.bytes(), before + 64);
}

}  // namespace
}  // namespace muster::census
