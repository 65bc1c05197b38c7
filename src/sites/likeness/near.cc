#include "near.h"

#include <algorithm>

namespace muster::likeness {

std::int64_t Counted::operator()(const std::string& trait) {
  const auto found = known_.find(trait);
  if (found != known_.end()) return found->second;
  std::int64_t sites = rows::sites_with(tx_, trait);
  if (sites > 0 && sites < kCountedMax && own_.contains(trait)) --sites;
  known_[trait] = sites;
  return sites;
}

std::vector<NearSubject> near(store::Transaction& tx, rows::Space space, const Print& print, const std::string& except,
                              double from) {
  std::vector<std::string> traits = traits_of(print);
  std::vector<std::string> asked = traits;
  const auto nearly = near_traits_of(print);
  asked.insert(asked.end(), nearly.begin(), nearly.end());
  const auto shared = rows::having(tx, space, asked);
  std::vector<std::pair<int, std::int64_t>> most;  // those that share most are compared
  for (const auto& [subject, count] : shared) most.emplace_back(-count, subject);
  std::sort(most.begin(), most.end());
  if (most.size() > kCandidatesMax) most.resize(kCandidatesMax);
  const auto self = rows::site(tx, except);
  const auto counted = std::make_shared<Counted>(tx, self ? traits_of(self->print) : std::vector<std::string>());
  const Frequency frequency = [counted](const std::string& trait) { return (*counted)(trait); };
  std::vector<NearSubject> out;
  for (const auto& [count, number] : most) {
    auto subject = rows::of_number(tx, number);
    if (!subject || subject->host == except) continue;
    Resemblance resemblance = compare(print, subject->print, frequency);
    if (resemblance.value >= from) out.push_back({std::move(*subject), std::move(resemblance)});
  }
  std::stable_sort(out.begin(), out.end(), [](const NearSubject& a, const NearSubject& b) {
    return a.resemblance.value > b.resemblance.value;
  });
  return out;
}

}  // namespace muster::likeness
