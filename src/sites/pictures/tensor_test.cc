#include <pictures/classifier.h>
#include <pictures/tensor.h>

#include <filesystem>
#include <fstream>
#include <numeric>

#include <gtest/gtest.h>

namespace muster::pictures {
namespace {

std::string model_file(const char* name) {
  std::string path = MUSTER_MODELS;
  path.append("/").append(name).append(".onnx");
  return path;
}

TEST(Tensor, CornersStayCornersAndBetweenIsBetween) {
  // 3 × 2: red rises to the right, green downwards.
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < 2; ++y)
    for (int x = 0; x < 3; ++x)
      for (const int c : {x * 100, y * 200, 51}) pixels.push_back(static_cast<std::uint8_t>(c));
  std::vector<float> out(5 * 5 * 3);
  to_tensor({pixels.data(), 3, 2, 9, 3}, {0, 0, 3, 2, true}, 5, out);
  const auto red = [&](int x, int y) { return out[static_cast<std::size_t>(y * 5 + x)] * 255; };
  const auto green = [&](int x, int y) { return out[static_cast<std::size_t>(25 + y * 5 + x)] * 255; };
  for (int i = 0; i < 5; ++i) {
    EXPECT_NEAR(red(i, 2), 50.0 * i, 1e-3);
    EXPECT_NEAR(green(3, i), 50.0 * i, 1e-3);
    EXPECT_NEAR(out[static_cast<std::size_t>(50 + i)], 0.2, 1e-6);
  }
}

TEST(Tensor, PartsLieWithinThePicture) {
  for (const auto& [w, h] : {std::pair{50, 50},
                             {300, 200},
                             {500, 500},
                             {1920, 1080},
                             {640, 5000},
                             {16'000, 300},
                             {8'000, 5'000},
                             {100, 700}}) {
    const auto parts = parts_of(w, h);
    ASSERT_FALSE(parts.empty());
    EXPECT_LE(parts.size(), kTilesMax + 1);
    for (const Part& p : parts) {
      EXPECT_TRUE(p.x >= 0 && p.y >= 0 && p.width > 0 && p.height > 0 && p.x + p.width <= w && p.y + p.height <= h);
      if (!p.whole) EXPECT_EQ(p.width, p.height);
    }
  }
  EXPECT_EQ(parts_of(300, 200).size(), 1u);
  // Every pixel of a picture of ordinary form is in a tile.
  std::vector<bool> seen(640 * 480);
  for (const Part& p : parts_of(640, 480))
    for (int y = p.y; y < p.y + p.height && !p.whole; ++y)
      for (int x = p.x; x < p.x + p.width; ++x) seen[static_cast<std::size_t>(y * 640 + x)] = true;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 640 * 480);
  EXPECT_EQ(parts_of(500, 500).size(), 5u) << "the whole and four";
  EXPECT_FALSE(parts_of(640, 5000)[0].whole) << "a page is looked at in pieces";
  EXPECT_FALSE(parts_of(8'000, 5'000)[0].whole);
}

TEST(Classifier, SaysWhyThereIsNone) {
  const auto none = open_classifier({"/nowhere/model.onnx", "", 1});
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, can_classify() ? "model_missing" : "model_unsupported");
  if (!can_classify()) return;
  const auto file = std::filesystem::temp_directory_path() / "muster-no-model.onnx";
  std::ofstream(file) << "no model";
  // The library stands beside the models that ship.
  const auto library = std::filesystem::path(model_file("mobilenet_v2")).parent_path() / "libonnxruntime.so.1";
  EXPECT_EQ(open_classifier({file, library, 1}).error().code, "model_unusable");
  std::filesystem::remove(file);
}

TEST(Classifier, AllThreeModelsOpenAndABatchIsItsPictures) {
  if (!can_classify()) GTEST_SKIP() << "a build without the picture model";
  for (const auto& [name, side] : {std::pair{"mobilenet_v2", 224}, {"mobilenet_v2_mid", 224}, {"inception_v3", 299}}) {
    const auto model = open_classifier({model_file(name), "", 2});
    ASSERT_TRUE(model.ok()) << name << model.error().sentence;
    EXPECT_EQ((*model)->name(), name);
    EXPECT_EQ((*model)->side(), side);
    const auto one = static_cast<std::size_t>(3 * side * side);
    std::vector<float> tensors(3 * one);
    for (std::size_t i = 0; i < tensors.size(); ++i)
      tensors[i] = static_cast<float>((i * 7919 + i / one * 13) % 1000) / 1000;
    const auto together = (*model)->classify(tensors);
    ASSERT_TRUE(together.ok());
    ASSERT_EQ(together->size(), 3u);
    for (std::size_t n = 0; n < 3; ++n) {
      const auto alone = (*model)->classify(std::span(tensors).subspan(n * one, one));
      ASSERT_TRUE(alone.ok());
      for (std::size_t c = 0; c < kClassCount; ++c) EXPECT_NEAR((*together)[n][c], (*alone)[0][c], 1e-5);
      EXPECT_NEAR(std::accumulate((*together)[n].begin(), (*together)[n].end(), 0.0F), 1, 1e-4);
    }
    EXPECT_EQ((*model)->classify(std::span(tensors).first(one - 1)).error().code, "model_failed");
  }
}

}  // namespace
}  // namespace muster::pictures
