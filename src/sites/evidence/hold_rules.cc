#include <base/text.h>
#include <names/name.h>

#include <algorithm>

#include <evidence/hold.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

std::size_t characters_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

bool is_line(const std::string& text, std::size_t max) {
  return !text.empty() && is_valid_utf8(text) && characters_of(text) <= max &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

bool is_reference(const std::string& text, std::size_t max_characters) {
  if (!is_valid_utf8(text) || text.find_first_of("@\"\\<>") != std::string::npos) return false;
  return text.empty() || is_line(text, max_characters);
}

Result<NewHold> checked(NewHold hold, Instant now) {
  std::vector<Error> faults;
  const auto fault = [&](const char* code, std::string sentence, const char* field) {
    faults.push_back(invalid(code, std::move(sentence), field));
  };
  hold.law = trim(hold.law);
  hold.reference = trim(hold.reference);
  hold.reason = trim(hold.reason);
  const bool site = hold.kind == "site", of_case = hold.kind == "case", period = hold.kind == "period";
  if (!site && !of_case && !period) fault("hold_kind", "A hold is of a site, of a case or of a period.", "kind");
  if (site) {
    const auto name = names::parse_name(hold.site);
    if (name.ok())
      hold.site = name->ascii;
    else
      fault("hold_site", "Name the site: " + name.error().sentence, "site");
  } else if (!hold.site.empty()) {
    fault("hold_site", "A site is named for a hold of a site alone.", "site");
  }
  if (of_case == hold.case_id.empty())
    fault("hold_case", of_case ? "Name the case." : "A case is named for a hold of a case alone.", "case_id");
  if (period) {
    if (!hold.from || !hold.to || *hold.to <= *hold.from)
      fault("hold_period", "Say from when and to when; the second is later than the first.", "to");
  } else if (hold.from || hold.to) {
    fault("hold_period", "A period is named for a hold of a period alone.", "from");
  }
  if (!is_line(hold.law, kHoldLawMax))
    fault("hold_law", fmt::format("Name the law or the order that asks for it, in at most {} letters.", kHoldLawMax),
          "law");
  if (hold.reference.empty() || !is_reference(hold.reference, kHoldReferenceMax))
    fault(
        "reference_form",
        fmt::format("A reference is the number of a file, at most {} characters, and names nobody.", kHoldReferenceMax),
        "reference");
  if (!is_line(hold.reason, kHoldReasonMax))
    fault("hold_reason", fmt::format("Say why, in a sentence of at most {} letters.", kHoldReasonMax), "reason");
  if (hold.until && *hold.until <= now) fault("hold_until", "A hold ends after now, or when it is lifted.", "until");
  if (faults.empty()) return hold;
  Error all = faults.front();
  if (faults.size() > 1) all.all = std::move(faults);
  return all;
}

}  // namespace muster::evidence
