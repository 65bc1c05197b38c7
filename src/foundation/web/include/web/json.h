// Reading JSON bodies and writing JSON answers, for handlers. The one public header that shows Boost.JSON: see
// README.md.
//
//   http::Response handle(const http::Request& request) {
//     Body body(request);
//     const std::string name = body.text("name", 200);
//     const auto note = body.maybe_text("note", 2'000);
//     const auto domains = body.texts("domains", 50, 253);
//     for (Body& site : body.objects("sites", 20)) { … site.text("url", 2'048) … }   // fields at fault: "sites[0].url"
//     MUSTER_BODY_DONE(body);                       // 422 with every field at fault, unknown fields included
//     …
//     return answer({{"id", id}, {"state", "draft"}}, 201);
//   }
//
// Readers give an empty value and note the fault when a field is missing or wrong; the values count only after done().
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <http/message.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace muster::web {

namespace json = boost::json;

inline constexpr std::size_t kDepthMax = 16;
inline constexpr std::size_t kFaultsMax = 100;  // noted in one answer

class Body {
 public:
  // Parses the body as a JSON object. Faults: content_type (415), json_malformed, json_not_an_object.
  explicit Body(const http::Request& request);
  // An object that stands elsewhere (a file's line).
  explicit Body(std::string_view text);

  // Required. Text is valid UTF-8 without control characters (but \n and \t); lengths are in bytes. An empty one is
  // missing.
  std::string text(std::string_view field, std::size_t max_bytes = 1'000);
  std::optional<std::string> maybe_text(std::string_view field,
                                        std::size_t max_bytes = 1'000);  // absent, null, "": nothing
  std::int64_t integer(std::string_view field, std::int64_t min = INT64_MIN, std::int64_t max = INT64_MAX);
  std::optional<std::int64_t> maybe_integer(std::string_view field, std::int64_t min = INT64_MIN,
                                            std::int64_t max = INT64_MAX);
  bool flag(std::string_view field);
  bool flag_or(std::string_view field, bool fallback);
  Instant instant(std::string_view field);  // RFC 3339
  std::optional<Instant> maybe_instant(std::string_view field);
  std::string one_of(std::string_view field, std::span<const std::string_view> allowed);
  std::string id(std::string_view field);  // a UUID
  std::optional<std::string> maybe_id(std::string_view field);
  // Absent reads as an empty list; `min` 1 makes it required.
  std::vector<std::string> texts(std::string_view field, std::size_t items_max, std::size_t max_bytes,
                                 std::size_t min = 0);
  std::vector<Body> objects(std::string_view field, std::size_t items_max, std::size_t min = 0);
  Body object(std::string_view field);  // required
  std::optional<Body> maybe_object(std::string_view field);
  // As it stands, for what has a form of its own (a WebAuthn answer). nullptr when absent.
  const json::value* raw(std::string_view field);
  bool has(std::string_view field) const;

  // Notes a fault of the handler's own.
  void fault(std::string_view field, std::string code, std::string sentence);
  // Every fault, the first one leading, after adding unknown fields (field_unknown). Ask it of the outermost body.
  Result<void> done();

 private:
  struct Shared;
  Body(std::shared_ptr<Shared> shared, const json::object* object, std::string prefix);
  void parse(std::string_view text);
  const json::value* find(std::string_view field);
  std::string checked_text(const json::value& value, const std::string& name, std::size_t max_bytes);
  std::string name_of(std::string_view field) const { return prefix_ + std::string(field); }
  void note(const std::string& name, std::string code, std::string sentence);

  std::shared_ptr<Shared> shared_;
  const json::object* object_;
  std::string prefix_;
};

// Returns the problem from the handler when the Result is an error.
#define MUSTER_ANSWER_CHECK_(tmp, expr)                                                      \
  do {                                                                                       \
    if (auto tmp = (expr); !tmp.ok()) return ::muster::http::Response::problem(tmp.error()); \
  } while (false)
#define MUSTER_ANSWER_CHECK(expr) MUSTER_ANSWER_CHECK_(MUSTER_CONCAT(answer_check_, __LINE__), expr)
// The same for a body with faults.
#define MUSTER_BODY_DONE(body) MUSTER_ANSWER_CHECK((body).done())
// Binds the value of a Result or returns its problem from the handler.
#define MUSTER_ANSWER_TRY_(tmp, decl, expr)                             \
  auto tmp = (expr);                                                    \
  if (!tmp.ok()) return ::muster::http::Response::problem(tmp.error()); \
  decl = std::move(tmp).value()
#define MUSTER_ANSWER_TRY(decl, expr) MUSTER_ANSWER_TRY_(MUSTER_CONCAT(answer_, __LINE__), decl, expr)

http::Response answer(const json::value& value, int status = 200);
// {"items": […], "next": cursor|null}. `next_key`: key of the last row when there may be more.
http::Response list_answer(json::array items, const std::optional<std::string>& next_key);
json::value time_json(Instant t);                        // RFC 3339 text
json::value time_json(const std::optional<Instant>& t);  // or null
json::value text_json(const std::optional<std::string>& text);
// Of the events' and records' own JSON texts; null when it isn't JSON.
json::value parsed(std::string_view text);

}  // namespace muster::web
