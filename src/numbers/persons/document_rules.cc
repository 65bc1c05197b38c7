#include <base/text.h>
#include <identifiers/identifier.h>
#include <persons/rules.h>

namespace muster::persons {
namespace {

constexpr bool kExpires = true, kForeigners = true, kCitizens = true;

constexpr DocumentKind kKinds[] = {
    {"cn_resident_id", "GB 11643-1999", "cn_resident_id", 18, 18, "CHN", !kExpires, !kForeigners, kCitizens},
    {"national_id", "issuer's own", nullptr, 4, 20, nullptr, !kExpires, !kForeigners, kCitizens},
    {"passport", "ICAO Doc 9303-4", nullptr, 5, 9, nullptr, kExpires, kForeigners, kCitizens},
    {"residence_permit", "issuer's own", nullptr, 5, 20, nullptr, kExpires, kForeigners, !kCitizens},
};

std::string canonical(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

Result<std::string> check_number(const DocumentKind& kind, const std::string& number) {
  if (kind.identifier) return identifiers::check(kind.identifier, number);
  const bool plain = std::all_of(number.begin(), number.end(),
                                 [](char c) { return is_upper(c) || (c >= '0' && c <= '9') || c == '-'; });
  if (!plain || number.size() < kind.length_min || number.size() > kind.length_max)
    return invalid("document_number", "The number of the document has another form.");
  return number;
}

std::optional<Error> check_expiry(const DocumentKind& kind, const std::string& expires_on, Instant now) {
  if (expires_on.empty()) {
    if (!kind.needs_expiry) return std::nullopt;
    return invalid("document_expiry_missing", "Say until when the document is in force.", "document_expires_on");
  }
  const auto day = parse_day(expires_on);
  if (!day.ok()) return invalid("document_expiry_form", "Days are written YYYY-MM-DD.", "document_expires_on");
  // In force on its last day.
  if (expires_on < to_day(now))
    return invalid("document_expired", "The document is not in force any more.", "document_expires_on");
  return std::nullopt;
}

}  // namespace

const DocumentKind* find_document_kind(std::string_view name) {
  for (const DocumentKind& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

Checked check_document(const Document& shown, Category category, Instant now) {
  Checked out{shown, {}};
  Document& document = out.document;
  document.country = canonical(shown.country);
  document.number = canonical(shown.number);
  const DocumentKind* kind = find_document_kind(shown.kind);
  if (!kind) {
    out.faults.push_back(invalid("document_kind", "There is no such kind of document.", "document_kind"));
    return out;
  }
  const bool country_ok = document.country.size() == 3 &&
                          std::all_of(document.country.begin(), document.country.end(), is_upper) &&
                          (!kind->country || document.country == kind->country);
  if (!country_ok)
    out.faults.push_back(invalid("document_country", "This document is not of that country.", "document_country"));
  if (category == Category::foreigner ? !kind->for_foreigners : !kind->for_citizens)
    out.faults.push_back(invalid("document_category", "A person of this category does not register with this document.",
                                 "document_kind"));
  if (auto number = check_number(*kind, document.number); number.ok()) {
    document.number = *number;
  } else {
    Error error = number.error();
    error.field = "document_number";
    out.faults.push_back(std::move(error));
  }
  if (auto expiry = check_expiry(*kind, document.expires_on, now)) out.faults.push_back(std::move(*expiry));
  return out;
}

std::string birth_day_in(const Document& document) {
  if (document.kind != "cn_resident_id" || document.number.size() != 18) return {};
  return document.number.substr(6, 4) + "-" + document.number.substr(10, 2) + "-" + document.number.substr(12, 2);
}

}  // namespace muster::persons
