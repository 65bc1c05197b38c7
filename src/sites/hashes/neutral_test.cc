#include "drawn.h"
#include "neutral_drawn.h"
#include <hashes/neutral.h>

#include <set>

#include <gtest/gtest.h>

namespace muster::hashes {
namespace {

TEST(NeutralPictures, AreManyAndUnlike) {
  const auto& all = neutral_pictures();
  std::map<std::string, int> areas;
  std::set<Pdq> different;
  for (const NeutralPicture& picture : all) {
    ++areas[picture.area];
    different.insert(picture.hashes.hashes[0]);
    EXPECT_GE(picture.hashes.quality, 50) << picture.area << ' ' << picture.name;
  }
  EXPECT_EQ(different.size(), all.size());
  EXPECT_GE(areas["photographs"], 100);
  EXPECT_EQ(areas["families"], kFamiliesDrawn);
  EXPECT_EQ(areas.size(), 4u);
  EXPECT_EQ(drawn_family(3).hashes.hashes[0], drawn_family(3).hashes.hashes[0]);
}

TEST(NeutralPictures, AListThatHitsThemIsRefusedWithItsHits) {
  std::vector<ListedHash> listed;
  for (unsigned seed = 900; seed < 950; ++seed)
    listed.push_back({pdq_of(test::noise(64, 64, 1, seed).raster())->hash, 100});
  auto report = inspect_neutral(listed, 31);
  EXPECT_FALSE(report.refusal) << report.refusal->sentence;
  EXPECT_TRUE(report.hits.empty());
  ASSERT_EQ(report.rates.size(), 4u);
  // One of a hundred photographs and more is below the limit, and told; one family is above it; so is its mirror image.
  const NeutralPicture* photograph = &neutral_pictures().front();
  ASSERT_EQ(photograph->area, "photographs");
  listed.push_back({photograph->hashes.hashes[0], 100});
  report = inspect_neutral(listed, 31);
  EXPECT_FALSE(report.refusal);
  ASSERT_EQ(report.hits.size(), 1u);
  EXPECT_EQ(report.hits[0].name, photograph->name);
  EXPECT_EQ(report.hits[0].distance, 0);
  Pdq near = drawn_family(7).hashes.hashes[5];
  near.words[2] ^= 0x1F;
  listed.push_back({near, 100});
  report = inspect_neutral(listed, 31);
  ASSERT_TRUE(report.refusal);
  EXPECT_EQ(report.refusal->code, "bundle_hits_neutral");
  EXPECT_EQ(report.refusal->all.size(), 2u);
  EXPECT_FALSE(inspect_neutral(listed, 4).refusal) << "five bits away";
}

}  // namespace
}  // namespace muster::hashes
