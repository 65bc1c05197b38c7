#include "restriction_rules.h"

#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>

namespace muster::restrictions {
namespace {

constexpr std::size_t kReasonMax = 2000;

// A restriction hits one domain; a public suffix would hit everybody below it.
Result<std::string> check_name(const std::string& text) {
  MUSTER_TRY(names::Name name, names::parse_name(text));
  if (names::is_public_suffix(name.ascii))
    return refused("name_is_public_suffix",
                   "This is a public suffix: many unrelated entities stand below it. Name one domain.", "name");
  return std::move(name.ascii);
}

}  // namespace

Result<NewHold> check_hold(NewHold hold) {
  MUSTER_TRY(hold.name, check_name(hold.name));
  if (trim(hold.notice_ref).empty())
    return invalid("hold_notice_missing", "A hold needs the notice that went before it. Send the notice first.",
                   "notice_ref");
  if (hold.until <= hold.from)
    return invalid("hold_term", "A hold ends after it begins; it is never open-ended.", "until");
  if (hold.provider_id.empty())
    return invalid("hold_provider_missing", "Say which provider hosts the site: only its own host holds it.",
                   "provider_id");
  return hold;
}

Result<NewEntry> check_entry(NewEntry entry) {
  MUSTER_TRY(entry.name, check_name(entry.name));
  entry.reason = std::string(trim(entry.reason));
  if (entry.reason.empty())
    return invalid("entry_reason_missing", "Give the reason in a sentence; the entity will read it.", "reason");
  if (entry.reason.size() > kReasonMax)
    return invalid("entry_reason_too_long", "The reason has at most 2,000 bytes.", "reason");
  if (entry.until <= entry.from)
    return invalid("entry_term", "An entry ends after it begins; it is never open-ended.", "until");
  if (entry.review <= entry.from || entry.review > entry.until)
    return invalid("entry_review", "The day of review lies between the first and the last day.", "review");
  return entry;
}

bool is_open(EntryState from, EntryState to) {
  if (from == EntryState::proposed) return to == EntryState::active || to == EntryState::removed;
  return from == EntryState::active && (to == EntryState::expired || to == EntryState::removed);
}

std::vector<std::string> names_above(std::string_view name) {
  std::vector<std::string> out;
  while (name.find('.') != std::string_view::npos) {
    out.emplace_back(name);
    name.remove_prefix(name.find('.') + 1);
  }
  return out;
}

}  // namespace muster::restrictions
