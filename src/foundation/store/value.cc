#include "connection.h"
#include <store/value.h>

#include <charconv>

namespace muster::store {

const Value& Row::at(std::string_view column) const {
  for (std::size_t i = 0; i < columns_->size(); ++i)
    if ((*columns_)[i] == column) return values_[i];
  throw SqlBug("no column " + std::string(column));
}

bool Row::is_null(std::string_view column) const {
  return std::holds_alternative<std::monostate>(at(column));
}

std::int64_t Row::integer(std::string_view column) const {
  const Value& v = at(column);
  if (const auto* i = std::get_if<std::int64_t>(&v)) return *i;
  if (const auto* d = std::get_if<double>(&v)) return static_cast<std::int64_t>(*d);
  if (const auto* s = std::get_if<std::string>(&v)) {
    std::int64_t i = 0;
    const auto [end, fault] = std::from_chars(s->data(), s->data() + s->size(), i);
    if (fault == std::errc{} && end == s->data() + s->size()) return i;
  }
  throw SqlBug("column " + std::string(column) + " is not an integer");
}

double Row::real(std::string_view column) const {
  const Value& v = at(column);
  if (const auto* d = std::get_if<double>(&v)) return *d;
  if (const auto* s = std::get_if<std::string>(&v)) return std::stod(*s);
  return static_cast<double>(integer(column));
}

std::string Row::text(std::string_view column) const {
  const Value& v = at(column);
  if (const auto* s = std::get_if<std::string>(&v)) return *s;
  if (const auto* i = std::get_if<std::int64_t>(&v)) return std::to_string(*i);
  if (const auto* d = std::get_if<double>(&v)) return std::to_string(*d);
  return {};
}

std::optional<std::int64_t> Row::maybe_integer(std::string_view column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}
std::optional<std::string> Row::maybe_text(std::string_view column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}
std::optional<Instant> Row::maybe_instant(std::string_view column) const {
  return is_null(column) ? std::nullopt : std::optional(instant(column));
}

Error ConstraintViolation::error() const {
  if (unique) return conflict("already_exists", "A record with this key exists already; nothing was changed.");
  const std::size_t colon = message.find(": ");
  const bool ours = colon != std::string::npos && colon > 0 && colon < 64 &&
                    message.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == colon;
  if (ours) return refused(message.substr(0, colon), message.substr(colon + 2));
  // The database's own words may quote values; they stay out of answers and logs.
  return refused("schema_refused", "The register's own rules refuse this change; nothing was changed.");
}

}  // namespace muster::store
