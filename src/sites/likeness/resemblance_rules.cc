#include "traits.h"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <likeness/resemblance.h>

namespace muster::likeness {
namespace json = boost::json;
namespace {

constexpr std::int64_t kFew = 5;  // sites; so many may have a trait that says all it can say

// What a kind weighs at most, and from how many sites on it says nothing.
struct Weighing {
  Kind kind;
  const char* name;
  double most;
  std::int64_t common;
};
constexpr Weighing kWeighings[] = {
    {Kind::text, "text", 0.95, 1000},          {Kind::pictures, "pictures", 0.85, 500},
    {Kind::favicon, "favicon", 0.3, 50},       {Kind::certificate, "certificate", 0.4, 50},
    {Kind::analytics, "analytics", 0.45, 100}, {Kind::payment, "payment", 0.6, 100},
    {Kind::structure, "structure", 0.25, 30},  {Kind::address, "address", 0.15, 30},
    {Kind::registrant, "registrant", 0.3, 50},
};
const Weighing& weighing_of(Kind kind) {
  return kWeighings[static_cast<std::size_t>(kind)];
}

// Texts of one language and trade share some words; mirrors with 30 % of the words changed share about half.
constexpr double kWordsNone = 0.3, kWordsAll = 0.55;
constexpr double kFirstPicture = 0.4, kFurtherPicture = 0.25;

class Comparison {
 public:
  Comparison(const Print& a, const Print& b, const Frequency& frequency) : a_(a), b_(b), frequency_(frequency) {}
  Resemblance take() {
    text();
    pictures();
    if (a_.favicon && a_.favicon == b_.favicon) same(Kind::favicon, favicon_trait(*a_.favicon));
    if (!a_.certificate_key.empty() && a_.certificate_key == b_.certificate_key)
      same(Kind::certificate, certificate_trait(a_.certificate_key));
    accounts(Kind::analytics, 'a', a_.accounts.analytics, b_.accounts.analytics);
    accounts(Kind::payment, 'm', a_.accounts.payments, b_.accounts.payments);
    if (a_.structure != 0 && a_.structure == b_.structure) same(Kind::structure, structure_trait(a_.structure));
    if (!a_.address.empty() && a_.address == b_.address) same(Kind::address, address_trait(a_.address), a_.address);
    if (!a_.registrant.empty() && a_.registrant == b_.registrant)
      same(Kind::registrant, registrant_trait(a_.registrant));
    double left = 1;
    for (const Reason& reason : out_.reasons) left *= 1 - reason.weight;
    out_.value = 1 - left;
    std::stable_sort(out_.reasons.begin(), out_.reasons.end(),
                     [](const Reason& x, const Reason& y) { return x.weight > y.weight; });
    return std::move(out_);
  }

 private:
  void add(Kind kind, double of_most, std::int64_t sites, double share, std::string detail = {}) {
    const Weighing& by = weighing_of(kind);
    const double weight = std::min(of_most, 1.0) * by.most * rarity(sites, by.common);
    if (weight > 0.005) out_.reasons.push_back({kind, weight, share, sites, std::move(detail)});
  }
  void same(Kind kind, const std::string& trait, std::string detail = {}) {
    add(kind, 1, frequency_(trait), 1, std::move(detail));
  }

  void text() {
    const double share = words_in_common(a_.text, b_.text);
    if (share <= kWordsNone) return;
    std::int64_t sites = kCountedMax;  // of the rarest band that both have
    bool any = false;
    for (std::size_t band = 0; band < kBands && sites > kFew; ++band) {
      const std::string trait = band_trait(a_.text, band);
      if (trait != band_trait(b_.text, band)) continue;
      any = true;
      sites = std::min(sites, frequency_(trait));
    }
    add(Kind::text, (share - kWordsNone) / (kWordsAll - kWordsNone), any ? sites : 0, share);
  }

  // Sites that have the picture, by the rarest of the pieces that both have.
  std::int64_t sites_with(const hashes::Pdq& a, const hashes::Pdq& b) {
    std::int64_t sites = kCountedMax;
    bool any = false;
    for (std::size_t piece = 0; piece < kPieces; ++piece) {
      const std::uint32_t bits = picture_piece(b, piece);
      if (bits != picture_piece(a, piece)) continue;
      any = true;
      sites = std::min(sites, frequency_(picture_trait(piece, bits)));
    }
    return any ? sites : 0;
  }

  // Each picture of one counts once; the rarest in common says how rare they are.
  void pictures() {
    double sum = 0;
    std::size_t found = 0;
    std::int64_t sites = kCountedMax;
    for (const hashes::Pdq& mine : a_.pictures)
      for (const hashes::Pdq& other : b_.pictures) {
        if (hashes::distance(mine, other) > kPictureDistanceMax) continue;
        const std::int64_t having = sites_with(mine, other);
        sum += (found == 0 ? kFirstPicture : kFurtherPicture) * rarity(having, weighing_of(Kind::pictures).common);
        sites = std::min(sites, having);
        ++found;
        break;
      }
    if (found == 0 || sum <= 0.005) return;
    const double of = static_cast<double>(std::min(a_.pictures.size(), b_.pictures.size()));
    out_.reasons.push_back({Kind::pictures, std::min(sum, weighing_of(Kind::pictures).most),
                            std::min(static_cast<double>(found) / of, 1.0), sites, std::to_string(found)});
  }

  // The rarest account that both have.
  void accounts(Kind kind, char letter, const std::vector<AccountId>& mine, const std::vector<AccountId>& other) {
    std::int64_t sites = -1;
    std::string detail;
    for (const AccountId& id : mine) {
      if (std::find(other.begin(), other.end(), id) == other.end()) continue;
      const std::int64_t having = frequency_(account_trait(letter, id));
      if (sites >= 0 && having >= sites) continue;
      sites = having;
      detail = kind == Kind::payment ? id.provider : id.provider + " " + id.value;
    }
    if (sites >= 0) add(kind, 1, sites, 1, std::move(detail));
  }

  const Print& a_;
  const Print& b_;
  const Frequency& frequency_;
  Resemblance out_;
};

}  // namespace

const char* to_text(Kind kind) {
  return weighing_of(kind).name;
}

bool Resemblance::shows() const {
  return std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return (reason.kind == Kind::text || reason.kind == Kind::pictures) && reason.weight >= kShownMin;
  });
}

double rarity(std::int64_t sites, std::int64_t common) {
  if (sites <= kFew) return 1;
  if (sites >= common) return 0;
  return 1 - std::log(static_cast<double>(sites) / kFew) / std::log(static_cast<double>(common) / kFew);
}

Resemblance compare(const Print& a, const Print& b, const Frequency& frequency) {
  return Comparison(a, b, frequency).take();
}

std::string to_json(const std::vector<Reason>& reasons) {
  json::array out;
  for (const Reason& reason : reasons)
    out.push_back(json::object{{"kind", to_text(reason.kind)},
                               {"weight", std::round(reason.weight * 1000) / 1000},
                               {"share", std::round(reason.share * 1000) / 1000},
                               {"sites", reason.sites},
                               {"detail", reason.detail}});
  return json::serialize(out);
}

}  // namespace muster::likeness
