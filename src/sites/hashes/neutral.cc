#include "neutral_drawn.h"
#include <base/text.h>
#include <hashes/neutral.h>

#include <algorithm>

#include <embedded_neutral_pictures.h>
#include <fmt/format.h>

namespace muster::hashes {
namespace {

constexpr std::size_t kNeutralHitsTold = 100;

std::vector<NeutralPicture> shipped_pictures() {
  std::vector<NeutralPicture> out;
  for (const EmbeddedFile& file : muster_neutral_pictures::files())
    for (const auto line : split(file.bytes, '\n')) {
      if (line.empty() || line.starts_with('#')) continue;
      const auto fields = split(line, ',');
      NeutralPicture picture{std::string(fields.at(0)), std::string(fields.at(1)), {}};
      picture.hashes.quality = std::stoi(std::string(fields.at(2)));
      for (std::size_t n = 0; n < kTurnedCount; ++n) picture.hashes.hashes[n] = pdq_from_hex(fields.at(3 + n)).value();
      out.push_back(std::move(picture));
    }
  for (int n = 0; n < kFamiliesDrawn; ++n) out.push_back(drawn_family(n));
  return out;
}

}  // namespace

const std::vector<NeutralPicture>& neutral_pictures() {
  static const std::vector<NeutralPicture> kAll = shipped_pictures();
  return kAll;
}

NeutralPictureReport inspect_neutral(std::span<const ListedHash> listed, int distance_max, double share_max) {
  const auto& pictures = neutral_pictures();
  std::vector<int> nearest(pictures.size(), kPdqBits + 1);
  // A list may be of millions, the pictures are few: these stay in the processor's cache.
  for (const ListedHash& each : listed)
    for (std::size_t n = 0; n < pictures.size(); ++n)
      for (const Pdq& own : pictures[n].hashes.hashes) nearest[n] = std::min(nearest[n], distance(own, each.hash));
  NeutralPictureReport out;
  for (std::size_t n = 0; n < pictures.size(); ++n) {
    const std::string& area = pictures[n].area;
    auto rate = std::find_if(out.rates.begin(), out.rates.end(), [&](const auto& r) { return r.area == area; });
    if (rate == out.rates.end()) rate = out.rates.insert(rate, {area, 0, 0});
    ++rate->pictures;
    if (nearest[n] > distance_max) continue;
    ++rate->hit;
    out.hits.push_back({area, pictures[n].name, nearest[n]});
  }
  std::stable_sort(out.hits.begin(), out.hits.end(),
                   [](const auto& a, const auto& b) { return a.distance < b.distance; });
  const NeutralPictureRate* worst = nullptr;
  for (const NeutralPictureRate& rate : out.rates)
    if (rate.hit > share_max * rate.pictures && (!worst || rate.hit * worst->pictures > worst->hit * rate.pictures))
      worst = &rate;
  if (!worst) return out;
  out.refusal = refused("bundle_hits_neutral",
                        fmt::format("The list is refused: it hits {} of {} neutral pictures ({}; limit: {:.0f} %).",
                                    worst->hit, worst->pictures, worst->area, share_max * 100),
                        "file");
  for (const NeutralPictureHit& hit : out.hits) {
    if (out.refusal->all.size() == kNeutralHitsTold) break;
    out.refusal->all.push_back(
        refused("bundle_hits_neutral", fmt::format("{}: {}, distance {}.", hit.area, hit.name, hit.distance)));
  }
  return out;
}

}  // namespace muster::hashes
