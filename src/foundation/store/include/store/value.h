// Values that go into and come out of SQL. Both back ends hold integers as 64-bit, text as UTF-8, and bytes as text
// (hex or base64): one form for both, readable in any client.
#pragma once

#include <base/time.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::store {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

// One named parameter: {"id", id} binds :id.
struct Bind {
  std::string_view name;
  Value value;

  Bind(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  Bind(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
  Bind(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
  Bind(std::string_view n, std::int64_t v) : name(n), value(v) {}
  Bind(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
  Bind(std::string_view n, std::size_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
  Bind(std::string_view n, bool v) : name(n), value(std::int64_t{v}) {}
  Bind(std::string_view n, double v) : name(n), value(v) {}
  Bind(std::string_view n, Instant v) : name(n), value(v.micros) {}
  Bind(std::string_view n, std::nullopt_t) : name(n) {}
  template <class T>
  Bind(std::string_view n, const std::optional<T>& v) : name(n) {
    if (v) value = Bind(n, *v).value;
  }
};
using Binds = std::vector<Bind>;

// A statement with a name, for metrics, caching and errors. Parameters are written :name in both dialects.
// Both strings must live as long as the program (literals).
struct Sql {
  const char* name;
  const char* text;
};

// One row of an answer. A column that isn't there, or a null read as a value, is our own bug and throws.
class Row {
 public:
  Row(std::shared_ptr<const std::vector<std::string>> columns, std::vector<Value> values)
      : columns_(std::move(columns)), values_(std::move(values)) {}
  bool is_null(std::string_view column) const;
  std::int64_t integer(std::string_view column) const;
  bool flag(std::string_view column) const { return integer(column) != 0; }
  double real(std::string_view column) const;
  std::string text(std::string_view column) const;  // a null reads as an empty string
  Instant instant(std::string_view column) const { return {integer(column)}; }
  std::optional<std::int64_t> maybe_integer(std::string_view column) const;
  std::optional<std::string> maybe_text(std::string_view column) const;
  std::optional<Instant> maybe_instant(std::string_view column) const;
  const std::vector<Value>& values() const { return values_; }
  const std::vector<std::string>& columns() const { return *columns_; }

 private:
  const Value& at(std::string_view column) const;
  std::shared_ptr<const std::vector<std::string>> columns_;
  std::vector<Value> values_;
};

}  // namespace muster::store
