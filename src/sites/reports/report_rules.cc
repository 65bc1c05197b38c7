#include <base/text.h>

#include <algorithm>

#include <fmt/format.h>
#include <reports/rules.h>

namespace muster::reports {

Result<void> check_words(std::string_view text, std::string_view field, std::size_t bytes_max) {
  const std::string name(field);
  if (trim(text).empty()) return invalid("text_missing", "Say it in a few words.", name);
  if (text.size() > bytes_max)
    return invalid("text_too_long",
                   fmt::format("This is longer than {} bytes.", with_separators(static_cast<std::int64_t>(bytes_max))),
                   name);
  if (!is_valid_utf8(text)) return invalid("text_not_utf8", "This is no UTF-8 text.", name);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F ||
                         (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    if (control) return invalid("text_control_character", "The text has control characters in it.", name);
  }
  return {};
}

std::int64_t priority_of(bool trusted, std::string_view ground, const std::vector<std::string>& urgent_grounds) {
  if (trusted) return 0;
  return std::find(urgent_grounds.begin(), urgent_grounds.end(), ground) != urgent_grounds.end() ? 1 : 2;
}

std::string match_key(std::string_view registrable, std::string_view ground) {
  return fmt::format("{}|{}", registrable, ground);
}

std::string sealed_key(std::string_view blind_index) {
  return fmt::format("sealed|{}", blind_index);
}

Standing standing_of(const ReporterFacts& facts, const StandingRules& rules, Instant now) {
  if (!facts.last_unfounded || *facts.last_unfounded + rules.counts_for <= now) return Standing::ordinary;
  // Nobody is limited who was not warned before the last of them.
  const bool warned = facts.warned_at && *facts.warned_at + rules.counts_for > now;
  if (warned && facts.unfounded >= rules.limit_after && *facts.last_unfounded > *facts.warned_at)
    return Standing::limited;
  if (facts.unfounded >= rules.warn_after) return warned ? Standing::warned : Standing::to_warn;
  return Standing::ordinary;
}

Followed follow(std::string_view state, std::string_view outcome, const std::vector<Fate>& fates) {
  if (fates.empty()) return {};
  const auto any = [&](Fate fate) { return std::find(fates.begin(), fates.end(), fate) != fates.end(); };
  if (state == "screening" || state == "in_case") {
    if (any(Fate::in_case)) return state == "screening" ? Followed{"refer", ""} : Followed{};
    if (any(Fate::open)) return state == "in_case" ? Followed{"return", ""} : Followed{};
  }
  const std::string found = any(Fate::violation) ? "violation" : any(Fate::reversed) ? "reversed" : "no_violation";
  if (state == "screening" || state == "in_case") return {"close", found};
  // What a person rejected stays so; an appeal or a later case changes what was found.
  const bool follows = outcome == "violation" || outcome == "no_violation" || outcome == "reversed";
  if (state == "closed" && follows && found != outcome && !any(Fate::open) && !any(Fate::in_case))
    return {"correct", found};
  return {};
}

}  // namespace muster::reports
