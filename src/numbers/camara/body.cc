#include "body.h"

#include "json_body.h"
#include <base/text.h>
#include <base/time.h>
#include <identifiers/contact.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

namespace muster::camara {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 16;
constexpr std::size_t kCorrelatorMax = 256;
constexpr double kWholeMax = 9'007'199'254'740'991;  // integers that a double holds

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

bool has_form(const Property& property, std::string_view text) {
  switch (property.form) {
    case Form::date:
      return text.size() == 10 && parse_day(text).ok();
    case Form::email:
      return identifiers::check_email(text).ok();
    case Form::phone:
      return is_phone_number(text);
    case Form::sha256:
      return is_sha256(text);
    case Form::choice:
      return std::find(property.choices.begin(), property.choices.end(), text) != property.choices.end();
    default:
      return true;
  }
}

// A number without a fraction, also when it is written as 18.0.
std::optional<double> whole(const json::value& value) {
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  if (value.is_double() && std::isfinite(value.get_double()) && std::trunc(value.get_double()) == value.get_double())
    return value.get_double();
  return std::nullopt;
}

std::optional<Problem> take_integer(const Property& property, const json::value& value, Body& out) {
  const auto number = whole(value);
  if (!number) return problem(Fault::invalid_argument);
  if (*number < static_cast<double>(property.min))
    return problem(property.below_is_range ? Fault::out_of_range : Fault::invalid_argument);
  if (*number > static_cast<double>(property.max) || *number > kWholeMax) return problem(Fault::out_of_range);
  out.integers.emplace(property.name, static_cast<std::int64_t>(*number));
  return std::nullopt;
}

std::optional<Problem> take(const Property& property, const json::value& value, Body& out) {
  if (property.form == Form::integer) return take_integer(property, value, out);
  if (property.form == Form::flag) {
    if (!value.is_bool()) return problem(Fault::invalid_argument);
    out.flags.emplace(property.name, value.get_bool());
    return std::nullopt;
  }
  if (!value.is_string()) return problem(Fault::invalid_argument);
  const std::string_view text(value.get_string().data(), value.get_string().size());
  if (text.size() > kTextMaxBytes || !has_form(property, text)) return problem(Fault::invalid_argument);
  out.texts.emplace(property.name, std::string(text));
  return std::nullopt;
}

bool is_json(const http::Request& request) {
  const std::string type = request.header("content-type");
  return to_lower_ascii(trim(split(type, ';').front())) == "application/json";
}

}  // namespace

std::string Body::text(std::string_view name) const {
  return maybe_text(name).value_or("");
}
std::optional<std::string> Body::maybe_text(std::string_view name) const {
  const auto found = texts.find(name);
  return found == texts.end() ? std::nullopt : std::optional(found->second);
}
std::int64_t Body::integer_or(std::string_view name, std::int64_t otherwise) const {
  const auto found = integers.find(name);
  return found == integers.end() ? otherwise : found->second;
}
bool Body::flag(std::string_view name) const {
  const auto found = flags.find(name);
  return found != flags.end() && found->second;
}
std::int64_t Body::msisdn() const {
  const auto number = maybe_text("phoneNumber");
  return number ? msisdn_of(*number) : 0;
}

std::variant<json::object, Problem> json_body(const http::Request& request, bool absent_is_empty) {
  const bool absent = trim(request.body).empty();
  if (absent && !absent_is_empty) return problem(Fault::invalid_argument, "The request body is missing.");
  if (!absent && !is_json(request)) return problem(Fault::unsupported_media_type);
  if (!is_valid_utf8(request.body)) return problem(Fault::invalid_argument);
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::error_code error;
  json::value value = absent ? json::value(json::object()) : json::parse(request.body, error, {}, options);
  if (error || !value.is_object()) return problem(Fault::invalid_argument, "The request body is not a JSON object.");
  return std::move(value.get_object());
}

std::variant<Body, Problem> read_body(const http::Request& request, const BodyRules& rules) {
  const auto read = json_body(request, rules.absent_is_empty);
  if (const auto* wrong = std::get_if<Problem>(&read)) return *wrong;
  const auto& object = std::get<json::object>(read);
  Body out;
  out.properties = object.size();
  std::size_t known = 0;
  for (const Property& property : rules.properties) {
    const json::value* sent = object.if_contains(property.name);
    if (!sent && property.required) return problem(Fault::invalid_argument);
    if (!sent) continue;
    ++known;
    if (auto wrong = take(property, *sent, out)) return *wrong;
  }
  if (rules.strict && known != object.size())
    return problem(Fault::invalid_argument, "The request body has a property that the definition does not name.");
  return out;
}

bool is_phone_number(std::string_view text) {
  return text.size() >= 6 && text.size() <= 16 && text[0] == '+' && text[1] >= '1' && text[1] <= '9' &&
         std::all_of(text.begin() + 1, text.end(), is_digit);
}

std::int64_t msisdn_of(std::string_view phone_number) {
  std::int64_t out = 0;
  std::from_chars(phone_number.data() + 1, phone_number.data() + phone_number.size(), out);
  return out;
}

bool is_correlator(std::string_view text) {
  constexpr std::string_view kSigns = "-_:;./<>{}";
  return text.size() <= kCorrelatorMax && std::all_of(text.begin(), text.end(), [&](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  kSigns.find(c) != std::string_view::npos;
         });
}

}  // namespace muster::camara
