// Hashes of neutral pictures that ship with Muster (photographs, artwork and figures of Debian's packages opencv-doc
// and desktop-base; families, houses and gardens drawn by arithmetic), and the limit above which a list that hits them
// is refused. No picture is kept. Pure; thread-safe.
#pragma once

#include <hashes/list.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::hashes {

struct NeutralPicture {
  std::string area;  // photographs, artwork, figures, families
  std::string name;  // of its file, or which drawing
  PdqTurned hashes;
};
const std::vector<NeutralPicture>& neutral_pictures();

struct NeutralPictureRate {
  std::string area;
  int pictures = 0, hit = 0;
};
struct NeutralPictureHit {
  std::string area, name;
  int distance = 0;  // of the nearest listed hash to any of its turns
};
struct NeutralPictureReport {
  std::vector<NeutralPictureRate> rates;
  std::vector<NeutralPictureHit> hits;  // nearest first
  std::optional<Error> refusal;         // bundle_hits_neutral; Error::all names the pictures
};

// By default a list may hit one in a hundred of an area's pictures: of those with fewer than a hundred, none.
inline constexpr double kNeutralPictureShareMax = 0.01;

// `distance_max`: of the list. Some microseconds a hash.
NeutralPictureReport inspect_neutral(std::span<const ListedHash> hashes, int distance_max,
                                     double share_max = kNeutralPictureShareMax);

}  // namespace muster::hashes
