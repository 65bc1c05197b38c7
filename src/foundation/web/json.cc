#include <base/random.h>
#include <base/text.h>
#include <web/json.h>
#include <web/media_type.h>

#include <fmt/format.h>

namespace muster::web {

struct Body::Shared {
  json::value document;
  std::vector<Error> faults;
  std::optional<Error> fatal;                                        // not JSON at all
  std::set<std::string> asked;                                       // full names that a handler read
  std::vector<std::pair<std::string, const json::object*>> objects;  // whose fields must all have been asked for
  json::object none;
};

namespace {

constexpr std::string_view kJson = "application/json";

bool is_json_type(std::string_view type) {
  const std::string bare = web::media_type(type);
  return bare == kJson || (bare.starts_with("application/") && bare.ends_with("+json"));
}

// Line breaks and tabs may stand in text; other control characters, DEL and a NUL never.
bool has_control(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t' && c != '\r') || byte == 0x7f) return true;
  }
  return false;
}

}  // namespace

Body::Body(const http::Request& request) : shared_(std::make_shared<Shared>()), object_(&shared_->none) {
  if (!is_json_type(request.header("content-type"))) {
    shared_->fatal = invalid("content_type", "Send the body as application/json.");
    return;
  }
  parse(request.body);
}

Body::Body(std::string_view text) : shared_(std::make_shared<Shared>()), object_(&shared_->none) {
  parse(text);
}

Body::Body(std::shared_ptr<Shared> shared, const json::object* object, std::string prefix)
    : shared_(std::move(shared)), object_(object), prefix_(std::move(prefix)) {
  shared_->objects.emplace_back(prefix_, object_);
}

void Body::parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  json::parse_options options;
  options.max_depth = kDepthMax;
  boost::system::error_code failed;
  json::value document = json::parse(text, failed, {}, options);
  if (failed) {
    shared_->fatal = failed == json::error::too_deep
                         ? invalid("json_too_deep", fmt::format("The body nests deeper than {} levels.", kDepthMax))
                         : invalid("json_malformed", "The body is no valid JSON (RFC 8259).");
    return;
  }
  if (!document.is_object()) {
    shared_->fatal = invalid("json_not_an_object", "The body is a JSON object.");
    return;
  }
  shared_->document = std::move(document);
  object_ = &shared_->document.get_object();
  shared_->objects.emplace_back("", object_);
}

const json::value* Body::find(std::string_view field) {
  shared_->asked.insert(name_of(field));
  const json::value* value = object_->if_contains(field);
  return value && value->is_null() ? nullptr : value;
}

bool Body::has(std::string_view field) const {
  const json::value* value = object_->if_contains(field);
  return value && !value->is_null();
}

void Body::note(const std::string& name, std::string code, std::string sentence) {
  if (shared_->faults.size() < kFaultsMax)
    shared_->faults.push_back(invalid(std::move(code), std::move(sentence), name));
}

void Body::fault(std::string_view field, std::string code, std::string sentence) {
  note(name_of(field), std::move(code), std::move(sentence));
}

std::string Body::checked_text(const json::value& value, const std::string& name, std::size_t max_bytes) {
  if (!value.is_string()) return note(name, "field_not_text", "This field is text."), "";
  const std::string_view text = value.get_string();
  if (text.size() > max_bytes)
    return note(name, "field_too_long",
                fmt::format("This field has at most {} bytes.", with_separators(static_cast<std::int64_t>(max_bytes)))),
           "";
  if (!is_valid_utf8(text) || has_control(text))
    return note(name, "field_not_plain_text", "This field holds characters that aren't text."), "";
  return std::string(text);
}

std::string Body::text(std::string_view field, std::size_t max_bytes) {
  auto value = maybe_text(field, max_bytes);
  if (value) return *std::move(value);
  const json::value* given = object_->if_contains(field);
  if (!given || given->is_null() || (given->is_string() && given->get_string().empty()))
    fault(field, "field_missing", "This field is missing.");
  return {};
}

std::optional<std::string> Body::maybe_text(std::string_view field, std::size_t max_bytes) {
  const json::value* value = find(field);
  if (!value) return std::nullopt;
  std::string text = checked_text(*value, name_of(field), max_bytes);
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::int64_t> Body::maybe_integer(std::string_view field, std::int64_t min, std::int64_t max) {
  const json::value* value = find(field);
  if (!value) return std::nullopt;
  boost::system::error_code failed;
  const auto number = value->to_number<std::int64_t>(failed);
  if (!value->is_number() || failed)
    return fault(field, "field_not_a_number", "This field is a whole number."), std::nullopt;
  if (number < min || number > max)
    return fault(field, "field_out_of_range", fmt::format("This field is a number from {} to {}.", min, max)),
           std::nullopt;
  return number;
}

std::int64_t Body::integer(std::string_view field, std::int64_t min, std::int64_t max) {
  const auto value = maybe_integer(field, min, max);
  if (!value && !has(field)) fault(field, "field_missing", "This field is missing.");
  return value.value_or(0);
}

bool Body::flag(std::string_view field) {
  if (!find(field)) return fault(field, "field_missing", "This field is missing."), false;
  return flag_or(field, false);
}

bool Body::flag_or(std::string_view field, bool fallback) {
  const json::value* value = find(field);
  if (!value) return fallback;
  if (!value->is_bool()) return fault(field, "field_not_a_flag", "This field is true or false."), fallback;
  return value->get_bool();
}

std::optional<Instant> Body::maybe_instant(std::string_view field) {
  const auto given = maybe_text(field, 64);
  if (!given) return std::nullopt;
  const auto at = parse_rfc3339(*given);
  if (!at.ok())
    return fault(field, "field_not_a_time", "This field is a time as 2026-03-01T09:30:00Z (RFC 3339)."), std::nullopt;
  return *at;
}

Instant Body::instant(std::string_view field) {
  const auto value = maybe_instant(field);
  if (!value && !has(field)) fault(field, "field_missing", "This field is missing.");
  return value.value_or(Instant{});
}

std::string Body::one_of(std::string_view field, std::span<const std::string_view> allowed) {
  std::string given = text(field, 100);
  if (given.empty()) return given;
  std::string list;
  for (std::string_view one : allowed) {
    if (one == given) return given;
    (list += list.empty() ? "" : ", ") += one;
  }
  fault(field, "field_not_one_of", "This field is one of: " + list + ".");
  return {};
}

std::optional<std::string> Body::maybe_id(std::string_view field) {
  auto given = maybe_text(field, 36);
  if (given && !is_id(*given)) return fault(field, "field_not_an_id", "This field is an id."), std::nullopt;
  return given;
}

std::string Body::id(std::string_view field) {
  auto given = maybe_id(field);
  if (!given && !has(field)) fault(field, "field_missing", "This field is missing.");
  return given.value_or("");
}

std::vector<std::string> Body::texts(std::string_view field, std::size_t items_max, std::size_t max_bytes,
                                     std::size_t min) {
  const json::value* value = find(field);
  std::vector<std::string> out;
  if (value && !value->is_array()) return fault(field, "field_not_a_list", "This field is a list."), out;
  const std::size_t count = value ? value->get_array().size() : 0;
  if (count > items_max || count < min)
    return fault(field, "field_list_length", fmt::format("This list has {} to {} items.", min, items_max)), out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = fmt::format("{}[{}]", name_of(field), i);
    out.push_back(checked_text(value->get_array()[i], name, max_bytes));
    if (out.back().empty() && value->get_array()[i].is_string() && value->get_array()[i].get_string().empty())
      note(name, "field_missing", "This item is empty.");
  }
  return out;
}

std::vector<Body> Body::objects(std::string_view field, std::size_t items_max, std::size_t min) {
  const json::value* value = find(field);
  std::vector<Body> out;
  if (value && !value->is_array()) return fault(field, "field_not_a_list", "This field is a list."), out;
  const std::size_t count = value ? value->get_array().size() : 0;
  if (count > items_max || count < min)
    return fault(field, "field_list_length", fmt::format("This list has {} to {} items.", min, items_max)), out;
  for (std::size_t i = 0; i < count; ++i) {
    const json::value& item = value->get_array()[i];
    const std::string name = fmt::format("{}[{}]", name_of(field), i);
    if (!item.is_object()) note(name, "field_not_an_object", "This item is an object.");
    out.push_back(Body(shared_, item.is_object() ? &item.get_object() : &shared_->none, name + "."));
  }
  return out;
}

Body Body::object(std::string_view field) {
  auto given = maybe_object(field);
  if (given) return *std::move(given);
  if (!has(field)) fault(field, "field_missing", "This field is missing.");
  return Body(shared_, &shared_->none, name_of(field) + ".");
}

std::optional<Body> Body::maybe_object(std::string_view field) {
  const json::value* value = find(field);
  if (!value) return std::nullopt;
  if (!value->is_object()) return fault(field, "field_not_an_object", "This field is an object."), std::nullopt;
  return Body(shared_, &value->get_object(), name_of(field) + ".");
}

const json::value* Body::raw(std::string_view field) {
  return find(field);
}

Result<void> Body::done() {
  if (shared_->fatal) return *shared_->fatal;
  for (const auto& [prefix, object] : shared_->objects)
    for (const auto& member : *object) {
      const std::string name = prefix + std::string(member.key());
      if (!shared_->asked.contains(name))
        note(is_valid_utf8(name) && name.size() <= 200 ? name : prefix + "…", "field_unknown",
             "There is no such field here.");
    }
  if (shared_->faults.empty()) return {};
  Error error = shared_->faults.front();
  error.all = shared_->faults;
  return error;
}

http::Response answer(const json::value& value, int status) {
  return http::Response::json(json::serialize(value), status);
}

http::Response list_answer(json::array items, const std::optional<std::string>& next_key) {
  json::object out{{"items", std::move(items)}, {"next", nullptr}};
  if (next_key) out["next"] = http::cursor_of(*next_key);
  return answer(out);
}

json::value time_json(Instant t) {
  return json::value(to_rfc3339(t));
}
json::value time_json(const std::optional<Instant>& t) {
  return t ? time_json(*t) : json::value(nullptr);
}
json::value text_json(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::value parsed(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed);
  return failed ? json::value(nullptr) : value;
}

}  // namespace muster::web
