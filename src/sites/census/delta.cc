#include <base/text.h>
#include <base/words.h>
#include <census/delta.h>

#include <iterator>

namespace muster::census {
namespace {

constexpr std::string_view kTexts[] = {"new", "gone", "standing", "provider", "address"};

bool moved(const std::string& before, const std::string& after) {
  return !before.empty() && !after.empty() && before != after;
}

bool provider_moved(const Finding& before, const Finding& after) {
  if (!before.provider_id.empty() && !after.provider_id.empty()) return before.provider_id != after.provider_id;
  return moved(to_lower_ascii(before.provider), to_lower_ascii(after.provider));
}

}  // namespace

std::string_view to_text(Change change) {
  return kTexts[static_cast<std::size_t>(change)];
}
std::optional<Change> change_from(std::string_view text) {
  return find_word<Change>(kTexts, text);
}

std::optional<Change> change_between(const Finding* before, const Finding* after) {
  if (!before) return Change::appeared;
  if (!after) return Change::gone;
  if (before->standing != after->standing) return Change::standing;
  if (provider_moved(*before, *after)) return Change::provider;
  if (moved(before->address, after->address)) return Change::address;
  return std::nullopt;
}

}  // namespace muster::census
