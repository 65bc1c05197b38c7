#include <base/text.h>

#include <numeric>
#include <utility>

#include <reconciliation/rules.h>

namespace muster::reconciliation {
namespace {

constexpr const char* kSourceWords[kSourceCount] = {"national", "network"};
constexpr const char* kDifferenceWords[kDifferenceCount] = {
    "not_ours", "missing_here", "missing_there", "barred_there", "barred_here", "verified_there", "verified_here"};

template <class T, std::size_t N>
std::optional<T> word_in(const std::pair<std::string_view, T> (&words)[N], std::string_view text) {
  const std::string wanted = to_lower_ascii(trim(text));
  for (const auto& [word, value] : words)
    if (word == wanted) return value;
  return std::nullopt;
}

}  // namespace

const char* to_text(Source source) {
  return kSourceWords[static_cast<std::size_t>(source)];
}
std::optional<Source> source_of(std::string_view text) {
  for (std::size_t i = 0; i < kSourceCount; ++i)
    if (text == kSourceWords[i]) return static_cast<Source>(i);
  return std::nullopt;
}
const char* to_text(Difference difference) {
  return kDifferenceWords[static_cast<std::size_t>(difference)];
}
std::optional<Difference> difference_of(std::string_view text) {
  for (std::size_t i = 0; i < kDifferenceCount; ++i)
    if (text == kDifferenceWords[i]) return static_cast<Difference>(i);
  return std::nullopt;
}
std::int64_t Counts::differing() const {
  return std::accumulate(by_difference.begin(), by_difference.end(), std::int64_t{0});
}

Serving service_of(lines::State state) {
  switch (state) {
    case lines::State::active:
    case lines::State::warned:
      return Serving::serves;
    case lines::State::one_way_barred:
    case lines::State::barred:
      return Serving::barred;
    case lines::State::registered:
      return Serving::unsaid;
    case lines::State::available:
    case lines::State::reserved:
    case lines::State::disconnected:
    case lines::State::quarantined:
      break;
  }
  return Serving::ended;
}

std::optional<Difference> compare(Source source, const Ours& ours, const Theirs* theirs) {
  const Serving here = service_of(ours.state);
  // What they don't say of a line that they have: it is on their list, so it serves.
  const Serving there = !theirs                              ? Serving::ended
                        : theirs->service == Serving::unsaid ? Serving::serves
                                                             : theirs->service;
  if (here == Serving::ended) return there == Serving::ended ? std::nullopt : std::optional(Difference::missing_here);
  if (here != Serving::unsaid && here != there) {
    if (there == Serving::ended) return Difference::missing_there;
    return there == Serving::barred ? Difference::barred_there : Difference::barred_here;
  }
  if (source == Source::network || !theirs || theirs->verified == Verified::unsaid || there == Serving::ended)
    return std::nullopt;
  const bool verified_there = theirs->verified == Verified::yes;
  if (verified_there == ours.verified) return std::nullopt;
  return verified_there ? Difference::verified_there : Difference::verified_here;
}

std::optional<Serving> service_word(std::string_view text) {
  static constexpr std::pair<std::string_view, Serving> kWords[] = {{"", Serving::unsaid},
                                                                    {"serves", Serving::serves},
                                                                    {"active", Serving::serves},
                                                                    {"in_service", Serving::serves},
                                                                    {"1", Serving::serves},
                                                                    {"yes", Serving::serves},
                                                                    {"barred", Serving::barred},
                                                                    {"suspended", Serving::barred},
                                                                    {"one_way_barred", Serving::barred},
                                                                    {"ended", Serving::ended},
                                                                    {"closed", Serving::ended},
                                                                    {"none", Serving::ended},
                                                                    {"disconnected", Serving::ended},
                                                                    {"deregistered", Serving::ended},
                                                                    {"0", Serving::ended},
                                                                    {"no", Serving::ended}};
  return word_in(kWords, text);
}
std::optional<Verified> verified_word(std::string_view text) {
  static constexpr std::pair<std::string_view, Verified> kWords[] = {
      {"", Verified::unsaid},  {"yes", Verified::yes},      {"true", Verified::yes},
      {"1", Verified::yes},    {"verified", Verified::yes}, {"no", Verified::no},
      {"false", Verified::no}, {"0", Verified::no},         {"unverified", Verified::no}};
  return word_in(kWords, text);
}

}  // namespace muster::reconciliation
