#include <base/bytes.h>
#include <base/text.h>
#include <http/message.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::http {
namespace {

constexpr int kPageLimitMax = 500;
constexpr std::size_t kCursorMax = 2'048;

std::optional<std::string> known_language(std::string_view tag) {
  const std::string lower = to_lower_ascii(trim(tag));
  if (lower == "en" || lower.starts_with("en-")) return "en";
  if (lower == "zh" || lower.starts_with("zh-")) return "zh";
  return std::nullopt;
}

// RFC 9110 §12.5.4: the highest weight wins; among equals the first.
std::optional<std::string> accepted_language(std::string_view header) {
  std::optional<std::string> best;
  double best_weight = 0;
  for (std::string_view part : split(header, ',')) {
    double weight = 1;
    const auto semicolon = part.find(';');
    if (semicolon != std::string_view::npos) {
      const std::string_view q = trim(part.substr(semicolon + 1));
      if (q.starts_with("q=")) (void)std::from_chars(q.data() + 2, q.data() + q.size(), weight);
    }
    const auto language = known_language(part.substr(0, semicolon));
    if (language && weight > best_weight) best = language, best_weight = weight;
  }
  return best;
}

}  // namespace

std::string Request::header(std::string_view lower_case_name) const {
  const auto found = headers.find(std::string(lower_case_name));
  return found == headers.end() ? std::string() : found->second;
}

std::optional<std::string> Request::bearer() const {
  const std::string value = header("authorization");
  return value.starts_with("Bearer ") ? std::optional(value.substr(7)) : std::nullopt;
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

std::string Request::query_or(std::string_view name, std::string_view fallback) const {
  return query_value(name).value_or(std::string(fallback));
}

std::string Request::param(const std::string& name) const {
  const auto found = params.find(name);
  return found == params.end() ? std::string() : found->second;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  const auto found = headers.find("cookie");
  if (found == headers.end()) return std::nullopt;
  for (std::string_view pair : split(found->second, ';')) {
    pair = trim(pair);
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return std::string(pair.substr(name.size() + 1));
  }
  return std::nullopt;
}

std::string Request::language() const {
  if (const auto asked = query_value("lang"))
    if (const auto known = known_language(*asked)) return *known;
  if (principal)
    if (const auto known = known_language(principal->language)) return *known;
  if (const auto kept = cookie("muster_language"))
    if (const auto known = known_language(*kept)) return *known;
  return accepted_language(header("accept-language")).value_or("en");
}

Response Response::json(std::string body, int status) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body), {}};
}
Response Response::html(std::string body, int status) {
  return text(std::move(body), "text/html; charset=utf-8", status);
}
Response Response::text(std::string body, std::string content_type, int status) {
  return {status, {{"Content-Type", std::move(content_type)}}, std::move(body), {}};
}
Response Response::redirect(std::string location, int status) {
  return {status, {{"Location", std::move(location)}}, {}, {}};
}

int status_of(const Error& error) {
  static const std::map<std::string, int, std::less<>> by_code{
      {"request_malformed", 400}, {"sign_in_required", 401},  {"method_not_allowed", 405}, {"body_too_large", 413},
      {"content_type", 415},      {"if_match_required", 428}, {"too_many", 429},           {"headers_too_large", 431}};
  if (const auto found = by_code.find(error.code); found != by_code.end()) return found->second;
  switch (error.failure) {
    case Failure::invalid:
      return 422;
    case Failure::not_found:
      return 404;
    case Failure::conflict:
      return 409;
    case Failure::stale:
      return 412;
    case Failure::refused:
      return 403;
    case Failure::unavailable:
      return 503;
    case Failure::internal:
      return 500;
  }
  return 500;
}

std::string_view reason_of(int status) {
  static const std::map<int, std::string_view> reasons{{200, "OK"},
                                                       {201, "Created"},
                                                       {202, "Accepted"},
                                                       {204, "No Content"},
                                                       {301, "Moved Permanently"},
                                                       {302, "Found"},
                                                       {303, "See Other"},
                                                       {304, "Not Modified"},
                                                       {400, "Bad Request"},
                                                       {401, "Unauthorized"},
                                                       {403, "Forbidden"},
                                                       {404, "Not Found"},
                                                       {405, "Method Not Allowed"},
                                                       {406, "Not Acceptable"},
                                                       {408, "Request Timeout"},
                                                       {409, "Conflict"},
                                                       {410, "Gone"},
                                                       {411, "Length Required"},
                                                       {412, "Precondition Failed"},
                                                       {413, "Content Too Large"},
                                                       {414, "URI Too Long"},
                                                       {415, "Unsupported Media Type"},
                                                       {422, "Unprocessable Content"},
                                                       {428, "Precondition Required"},
                                                       {429, "Too Many Requests"},
                                                       {431, "Request Header Fields Too Large"},
                                                       {451, "Unavailable For Legal Reasons"},
                                                       {500, "Internal Server Error"},
                                                       {501, "Not Implemented"},
                                                       {503, "Service Unavailable"},
                                                       {505, "HTTP Version Not Supported"}};
  const auto found = reasons.find(status);
  return found == reasons.end() ? "Unknown" : found->second;
}

Response Response::problem(const Error& error) {
  const int status = status_of(error);
  std::string errors;
  const auto add = [&](const Error& one) {
    if (!errors.empty()) errors += ',';
    errors += fmt::format(R"({{"field":{},"code":{},"sentence":{}}})", json_quote(one.field), json_quote(one.code),
                          json_quote(one.sentence));
  };
  for (const Error& one : error.all) add(one);
  if (error.all.empty() && !error.field.empty()) add(error);
  Response response = text(
      fmt::format(R"({{"type":"about:blank","title":{},"status":{},"code":{},"detail":{},"errors":[{}]}})",
                  json_quote(reason_of(status)), status, json_quote(error.code), json_quote(error.sentence), errors),
      "application/problem+json", status);
  if (status == 503) response.header("Retry-After", "2");
  return response;
}

Result<Page> page_of(const Request& request) {
  Page page;
  if (const auto limit = request.query_value("limit")) {
    const auto [end, failed] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
    if (failed != std::errc() || end != limit->data() + limit->size() || page.limit < 1 || page.limit > kPageLimitMax)
      return invalid("page_limit", fmt::format("The limit is a number from 1 to {}.", kPageLimitMax), "limit");
  }
  if (const auto after = request.query_value("after"); after && !after->empty()) {
    auto key = from_base64url(*after);
    if (!key.ok() || key->empty() || key->size() > kCursorMax || !is_valid_utf8(*key))
      return invalid("page_cursor", "This is no cursor of ours. Start at the first page.", "after");
    page.after = *std::move(key);
  }
  return page;
}

std::string cursor_of(std::string_view key) {
  return to_base64url(key);
}

std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& next_key) {
  std::string out = R"({"items":[)";
  for (std::size_t i = 0; i < items.size(); ++i) (out += i ? "," : "") += items[i];
  return out + R"(],"next":)" + (next_key ? json_quote(cursor_of(*next_key)) : "null") + "}";
}

std::string etag_of(std::int64_t version) {
  return fmt::format("\"{}\"", version);
}

Result<void> check_if_match(const Request& request, std::int64_t version) {
  const std::string asked = request.header("if-match");
  if (asked.empty())
    return Error{Failure::refused, "if_match_required", "Say which version you change: send If-Match with its ETag.",
                 "if-match"};
  for (std::string_view tag : split(asked, ',')) {
    tag = trim(tag);
    if (tag == "*" || tag == etag_of(version)) return {};
  }
  return Error{Failure::stale, "record_changed",
               "Somebody changed this record meanwhile. Nothing was written; load it again and repeat your change.",
               "if-match"};
}

}  // namespace muster::http
