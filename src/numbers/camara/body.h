// Reading a request's body as a definition says. Not a public header.
#pragma once

#include <http/message.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <camara/problem.h>

namespace muster::camara {

inline constexpr std::size_t kTextMaxBytes = 1'000;   // of one property; the definitions set no limit
inline constexpr std::size_t kBodyMaxBytes = 32'768;  // of a request

enum class Form { text, date, email, phone, sha256, integer, flag, choice };

struct Property {
  const char* name;
  Form form = Form::text;
  bool required = false;
  std::int64_t min = 0, max = 0;  // of an integer
  bool below_is_range = false;    // whether below min is OUT_OF_RANGE, as above max is; else INVALID_ARGUMENT
  std::span<const std::string_view> choices = {};
};

struct BodyRules {
  std::span<const Property> properties;
  bool strict = false;           // properties that the definition does not name are refused
  bool absent_is_empty = false;  // no body at all reads as {}
};

struct Body {
  std::map<std::string, std::string, std::less<>> texts;  // as sent
  std::map<std::string, std::int64_t, std::less<>> integers;
  std::map<std::string, bool, std::less<>> flags;
  std::size_t properties = 0;  // that were sent, known ones and others

  bool has(std::string_view name) const { return texts.find(name) != texts.end(); }
  std::string text(std::string_view name) const;
  std::optional<std::string> maybe_text(std::string_view name) const;
  std::int64_t integer_or(std::string_view name, std::int64_t otherwise) const;
  bool flag(std::string_view name) const;  // false where it is absent
  std::int64_t msisdn() const;             // of phoneNumber; 0: absent
};

// A subscription's, whose properties lie deeper: texts sink, phoneNumber, sinkToken, sinkTokenExpires, expires; integer
// maxEvents. Whether its times are past and its sink may be reached is looked at later.
std::variant<Body, Problem> read_subscription(const http::Request& request);
std::variant<Body, Problem> read_body(const http::Request& request, const BodyRules& rules);

// ^\+[1-9][0-9]{4,14}$
bool is_phone_number(std::string_view text);
std::int64_t msisdn_of(std::string_view phone_number);
// ^[a-zA-Z0-9-_:;.\/<>{}]{0,256}$
bool is_correlator(std::string_view text);

}  // namespace muster::camara
