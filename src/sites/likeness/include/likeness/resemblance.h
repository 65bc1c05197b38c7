// How much two fingerprints have in common, and what of it says something. Pure but for the question how frequent a
// trait is.
//
// A trait that many sites have says little: its weight falls with the number of sites that have it, to nothing at what
// is common for its kind (a theme, a host's address, a network's certificate, a picture of a library). Only what a page
// shows, its text and pictures, can make a visit a suspicion; an account, a key, an address or a holder in common is an
// edge in the graph for people to look at: nobody is suspected for the company they keep.
#pragma once

#include <functional>

#include <likeness/print.h>

namespace muster::likeness {

// What the index is asked for: "wA…" a band of words, "p0…" a piece of a picture, and one for each of the others.
std::vector<std::string> traits_of(const Print& print);
// Pieces of pictures that differ in one bit: with traits_of, pictures at a distance of up to 15 are found for sure,
// and most up to 31.
std::vector<std::string> near_traits_of(const Print& print);

enum class Kind { text, pictures, favicon, certificate, analytics, payment, structure, address, registrant };
const char* to_text(Kind kind);

struct Reason {
  Kind kind = Kind::text;
  double weight = 0;       // 0 to 1
  double share = 1;        // of words in common; of pictures
  std::int64_t sites = 0;  // that have it, as far as was counted (kCountedMax)
  std::string detail;      // "google UA-1234567"; never of payments
};
struct Resemblance {
  double value = 0;             // 0 to 1: that it isn't by chance, all reasons together
  std::vector<Reason> reasons;  // heaviest first
  // Whether one of them is what the page shows.
  bool shows() const;
};

inline constexpr std::int64_t kCountedMax = 1000;  // sites with a trait that are counted, no more
inline constexpr double kShownMin = 0.3;           // weight of text or pictures that counts as shown
inline constexpr double kEdgeMin = 0.4;            // less is no edge of the graph
inline constexpr int kPictureDistanceMax = 31;     // bits of PDQ

// How many other sites have a trait, at most kCountedMax.
using Frequency = std::function<std::int64_t(const std::string& trait)>;
// 1 for a trait of few sites, falling with the logarithm to 0 at `common` of them.
double rarity(std::int64_t sites, std::int64_t common);
Resemblance compare(const Print& a, const Print& b, const Frequency& frequency);

std::string to_json(const std::vector<Reason>& reasons);

}  // namespace muster::likeness
