// The text of a decision, version 1. It is read by people before they sign and by courts afterwards, and computed again
// from the fields by the emitter and by `muster ledger verify`: never change a version, add one.
#include <base/text.h>
#include <cases/rules.h>

#include <fmt/format.h>

namespace muster::cases {
namespace {

constexpr const char* kEffects[][2] = {
    {"hold", "the site's own host takes the scope off its service; nothing is blocked in the network"},
    {"network", "resolvers that load Muster's feed answer for the scope as if it did not exist"},
    {"contract", "the named contract is suspended; nothing else"},
};

std::string effect_of(const Decision& d) {
  for (const auto& [measure, words] : kEffects)
    if (d.measure == measure) return words;
  return d.measure;
}

// Each line of a free text stands behind a bar, so that no text can look like a field.
void paragraph(std::string& out, std::string_view title, std::string_view text) {
  out += fmt::format("{}:\n", title);
  for (const auto line : split(text, '\n')) out += fmt::format("  | {}\n", line);
}

std::string scope_words(const Decision& d) {
  if (d.scope_kind == "host") return fmt::format("host {} (this name alone)", d.scope_value);
  if (d.scope_kind == "domain") return fmt::format("domain {} (this name and every name below it)", d.scope_value);
  return fmt::format("{} {}", d.scope_kind, d.scope_value);
}

}  // namespace

std::string canonical_text(const Case& about, const Decision& d, const std::vector<Element>& elements) {
  std::string out = "Muster decision, text version 1\n";
  const auto line = [&](std::string_view title, std::string_view value) {
    out += fmt::format("{}: {}\n", title, value);
  };
  line("Decision", d.id);
  line("Case", fmt::format("{} ({})", about.number, about.id));
  line("About", about.name);
  if (!about.url.empty()) line("Page", about.url);
  line("Found by", about.opened_by);
  line("Ground", d.ground);
  line("Outcome", d.outcome);
  if (d.outcome == "violation") {
    line("Measure", fmt::format("{}: {}", d.measure, effect_of(d)));
    line("Scope", scope_words(d));
    if (!d.executor_party_id.empty()) line("Carried out by", d.executor_party_id);
    line("Starts", d.starts ? to_rfc3339(*d.starts) : "");
    line("Ends", d.expires ? to_rfc3339(*d.expires) : "");
  }
  line("Law", d.law);
  line("Article", d.article);
  line("Authority", fmt::format("{} ({})", d.authority_name, d.authority_party_id));
  line("Signed by people of", d.signing_party_id);
  if (!d.received_order_id.empty()) line("On the written order", d.received_order_id);
  line("Policy", fmt::format("sha256 {}", d.policy_sha256));
  if (!d.prior_notice_id.empty())
    line("Prior notice", d.prior_notice_id);
  else
    paragraph(out, "No prior notice, because", d.no_notice_reason);
  out += "Evidence:\n";
  for (const Element& e : elements) {
    if (e.seq > d.evidence_count) continue;
    out += fmt::format("  {}. {}: {} sha256 {}\n", e.seq, e.element, e.evidence_kind, e.sha256);
  }
  paragraph(out, "Reasons", d.reasons);
  line("Prepared", fmt::format("{} by {}", to_rfc3339(d.prepared_at), d.prepared_by));
  out +=
      "Against this decision anybody can appeal, with the order's number. An appeal that is not decided in time ends "
      "the order.\n";
  return out;
}

Result<void> check_line(std::string_view value, std::string_view field, std::size_t bytes_max) {
  const std::string name(field);
  if (trim(value).empty()) return invalid("text_missing", fmt::format("Say something under \"{}\".", name), name);
  if (value.size() > bytes_max)
    return invalid("text_too_long", fmt::format("\"{}\" is longer than {} bytes.", name, bytes_max), name);
  if (!is_valid_utf8(value)) return invalid("text_not_utf8", fmt::format("\"{}\" is not UTF-8 text.", name), name);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto c = static_cast<unsigned char>(value[i]);
    // C0, DEL, C1 (U+0080..U+009F), line and paragraph separators, and marks that reverse the direction of reading.
    const bool c1 = c == 0xC2 && i + 1 < value.size() && static_cast<unsigned char>(value[i + 1]) < 0xA0;
    const std::string_view three = value.substr(i, 3);
    const bool separator = three == "\u2028" || three == "\u2029";
    const bool reversing = (three >= "\u202A" && three <= "\u202E") || (three >= "\u2066" && three <= "\u2069");
    if (c < 0x20 || c == 0x7F || c1 || separator || reversing)
      return invalid("text_control_character", fmt::format("\"{}\" holds a character that can't be seen.", name), name);
  }
  return {};
}

Result<void> check_paragraphs(std::string_view value, std::string_view field, std::size_t bytes_max) {
  std::string flat(value);
  for (char& c : flat)
    if (c == '\n') c = ' ';
  return check_line(flat, field, bytes_max);
}

}  // namespace muster::cases
