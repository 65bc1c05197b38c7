// Other readings of a field at fault: the characters that readers of OCR-B take for one another, exchanged one or two
// at a time, where the place allows what comes out.
#include "digits.h"
#include "mrz_zone.h"

#include <algorithm>

namespace muster::identifiers {
namespace {

// How often it happens, 1 most: letters and digits of one outline first, then digits or letters that a worn print or a
// bad picture makes alike. G and 6 are equal modulo 10, so that no check digit tells them apart; they matter where a
// place allows only one of the two.
struct Confusion {
  char a, b;
  int rank;
};
constexpr Confusion kConfusions[] = {
    {'O', '0', 1}, {'I', '1', 1}, {'B', '8', 1}, {'S', '5', 1}, {'Z', '2', 1}, {'G', '6', 1}, {'Q', '0', 1},
    {'D', '0', 1}, {'L', '1', 2}, {'T', '7', 2}, {'A', '4', 2}, {'K', '<', 2}, {'O', 'Q', 2}, {'O', 'D', 2},
    {'I', 'L', 2}, {'1', '7', 2}, {'3', '8', 2}, {'5', '6', 2}, {'0', '8', 3}, {'6', '8', 3}, {'0', '6', 3},
    {'8', '9', 3}, {'3', '9', 3}, {'U', 'V', 2}, {'C', 'G', 2}, {'E', 'F', 3}, {'M', 'N', 3}, {'C', '<', 3},
    {'4', '9', 3}, {'2', '7', 3}, {'B', 'R', 3}, {'P', 'R', 3}, {'V', 'Y', 3}, {'L', '<', 3},
};

constexpr int kFreeChangesMax = 2;            // what was read in an allowed character
constexpr std::size_t kForcedChangesMax = 4;  // what can't stand in its place; names are given one reading for all
constexpr std::size_t kFoundMax = 2'000;

struct Spot {
  int line, column;
  MrzAlphabet alphabet;
};
struct Found {
  MrzReading reading;
  int rank = 0;
};

class Search {
 public:
  Search(const MrzZone& zone, MrzField field) : zone_(zone), field_(field), spots_(spots_of(zone, field)) {}

  std::vector<Found> run() {
    std::vector<std::size_t> forced;
    for (std::size_t i = 0; i < spots_.size(); ++i)
      if (!fits(spots_[i].alphabet, zone_.at(spots_[i].line, spots_[i].column))) forced.push_back(i);
    if (field_ == MrzField::name)
      likeliest(forced);
    else if (forced.size() <= kForcedChangesMax)
      replace_forced(forced, 0);
    return std::move(found_);
  }

 private:
  // The columns of a field and its check digit; those of the optional data, that have none, for the composite digit.
  static std::vector<Spot> spots_of(const MrzZone& zone, MrzField field) {
    std::vector<Spot> spots;
    const auto add = [&](int line, int first, int last, MrzAlphabet alphabet) {
      for (int column = first; column <= last; ++column) spots.push_back({line, column, alphabet});
    };
    if (field == MrzField::composite) {
      for (const MrzField open : {MrzField::optional, MrzField::optional_2})
        if (const MrzPlace* place = zone.place(open); place && place->check == 0)
          add(place->line, place->first, place->last, place->alphabet);
      add(zone.layout->composite_line, zone.layout->composite_column, zone.layout->composite_column,
          MrzAlphabet::digits);
      return spots;
    }
    const MrzPlace& place = *zone.place(field);
    add(place.line, place.first, place.last, place.alphabet);
    if (field == MrzField::document_number) {
      const MrzNumber number = number_in(zone);
      const MrzPlace* more = number.is_long ? zone.place(MrzField::optional) : nullptr;
      if (more && number.well_formed) add(more->line, more->first, number.check_column - 1, MrzAlphabet::any);
      if (number.well_formed)
        add(more ? more->line : place.line, number.check_column, number.check_column, MrzAlphabet::digits);
    } else if (place.check) {
      add(place.line, place.check, place.check,
          field == MrzField::optional ? MrzAlphabet::digits_or_filler : MrzAlphabet::digits);
    }
    return spots;
  }

  // Calls f(character, rank) for each character that this one may have been.
  template <class F>
  void for_each_other(const Spot& spot, F f) {
    const char read = zone_.at(spot.line, spot.column);
    for (const Confusion& pair : kConfusions) {
      const char other = pair.a == read ? pair.b : pair.b == read ? pair.a : '\0';
      if (other && fits(spot.alphabet, other)) f(other, pair.rank);
    }
  }

  template <class F>
  void with(const Spot& spot, char to, int rank, F f) {
    char& place = zone_.at(spot.line, spot.column);
    const char from = place;
    place = to;
    changes_.push_back({spot.line, spot.column, from, to});
    rank_ += rank;
    f();
    rank_ -= rank;
    changes_.pop_back();
    place = from;
  }

  void consider() {
    if (changes_.empty() || found_.size() >= kFoundMax || fault_in(zone_, field_)) return;
    Found found;
    for (const Spot& spot : spots_) found.reading.text += zone_.at(spot.line, spot.column);
    found.reading.changes = changes_;
    found.reading.confirmed = !zone_.layout->composite_of.empty() && composite_fits(zone_);
    found.rank = rank_;
    found_.push_back(std::move(found));
  }

  void replace_forced(const std::vector<std::size_t>& forced, std::size_t at) {
    if (at == forced.size()) {
      consider();
      replace_free(0, static_cast<int>(forced.size()));
      return;
    }
    const Spot& spot = spots_[forced[at]];
    for_each_other(spot, [&](char to, int rank) { with(spot, to, rank, [&] { replace_forced(forced, at + 1); }); });
  }

  // One or two more, behind those that were already replaced.
  void replace_free(std::size_t from, int changes) {
    if (changes >= kFreeChangesMax) return;
    for (std::size_t i = from; i < spots_.size(); ++i) {
      const Spot& spot = spots_[i];
      if (is_changed(spot)) continue;
      for_each_other(spot, [&](char to, int rank) {
        with(spot, to, rank, [&] {
          consider();
          replace_free(i + 1, changes + 1);
        });
      });
    }
  }

  bool is_changed(const Spot& spot) const {
    return std::any_of(changes_.begin(), changes_.end(), [&](const MrzChange& change) {
      return change.line == spot.line && change.column == spot.column;
    });
  }

  // All that can't stand in a name, each as what it most likely was.
  void likeliest(const std::vector<std::size_t>& forced) {
    for (const std::size_t i : forced) {
      const Spot& spot = spots_[i];
      char best = '\0';
      for_each_other(spot, [&](char to, int) { best = best ? best : to; });
      if (!best) return;
      char& place = zone_.at(spot.line, spot.column);
      changes_.push_back({spot.line, spot.column, place, best});
      place = best;
    }
    consider();
  }

  MrzZone zone_;
  MrzField field_;
  std::vector<Spot> spots_;
  std::vector<MrzChange> changes_;
  int rank_ = 0;
  std::vector<Found> found_;
};

}  // namespace

std::vector<MrzReading> readings_of(const MrzZone& zone, MrzField field, int readings_max) {
  std::vector<MrzReading> out;
  if (readings_max <= 0) return out;
  std::vector<Found> found = Search(zone, field).run();
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    if (a.reading.confirmed != b.reading.confirmed) return a.reading.confirmed;
    if (a.reading.changes.size() != b.reading.changes.size())
      return a.reading.changes.size() < b.reading.changes.size();
    return a.rank < b.rank;
  });
  for (Found& one : found) {
    if (out.size() == static_cast<std::size_t>(readings_max)) break;
    out.push_back(std::move(one.reading));
  }
  return out;
}

}  // namespace muster::identifiers
