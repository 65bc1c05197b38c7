#include <base/random.h>
#include <base/text.h>
#include <base/time.h>

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <reports/read.h>

namespace muster::reports {
namespace {

namespace json = boost::json;

constexpr std::size_t kJsonDepth = 16, kTypeMax = 60;
constexpr std::string_view kCategories[] = {"messaging",     "content",        "copyright", "connection",
                                            "vulnerability", "infrastructure", "reputation"};

Error missing(std::string_view field) {
  return invalid("xarf_field_missing", fmt::format("The field {} is missing.", field), std::string(field));
}
Error wrong_form(std::string_view field) {
  return invalid("xarf_field_form", fmt::format("The field {} has not the form that XARF v4 gives it.", field),
                 std::string(field));
}

Result<std::string> text_of(const json::object& object, std::string_view field, std::size_t max = 2'048) {
  const auto* value = object.if_contains(field);
  if (!value || value->is_null()) return missing(field);
  if (!value->is_string() || value->as_string().empty() || value->as_string().size() > max) return wrong_form(field);
  return std::string(value->as_string());
}

Result<void> check_organisation(const json::object& report, std::string_view field) {
  const auto* value = report.if_contains(field);
  if (!value) return missing(field);
  if (!value->is_object()) return wrong_form(field);
  for (const char* name : {"org", "contact", "domain"}) {
    const auto text = text_of(value->as_object(), name, 400);
    if (!text.ok()) {
      Error error = text.error();
      error.field = fmt::format("{}.{}", field, name);
      return error;
    }
  }
  return {};
}

std::string ground_of_type(std::string_view kind) {
  if (kind == "content/phishing" || kind == "content/malware") return "phishing_or_malware";
  if (kind == "content/csam" || kind == "content/csem") return "child_abuse_material";
  return {};
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-')) return false;
    if (!dash && std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

bool is_version_4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 3 || parts[0] != "4") return false;
  for (const auto part : parts)
    if (part.empty() || part.size() > 9 || part.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return true;
}

void add_address(Told& told, const json::object& report, std::string_view field) {
  if (auto text = text_of(report, field); text.ok() && told.addresses.empty())
    told.addresses.push_back(std::move(*text));
}

// The fields that the core schema requires (xarf-core.json), then where it is. Evidence is not read: nothing that came
// with a report is kept.
Result<Told> read_report(const json::value& value) {
  if (!value.is_object()) return invalid("xarf_json", "A report is a JSON object.");
  const json::object& report = value.as_object();
  MUSTER_TRY(const std::string version, text_of(report, "xarf_version", 40));
  if (!is_version_4(version)) return invalid("xarf_version", "Only XARF version 4 is read.", "xarf_version");
  MUSTER_TRY(const std::string id, text_of(report, "report_id", 40));
  if (!is_uuid(id)) return wrong_form("report_id");
  MUSTER_TRY(const std::string at, text_of(report, "timestamp", 60));
  if (!parse_rfc3339(at).ok()) return wrong_form("timestamp");
  MUSTER_CHECK_OK(check_organisation(report, "reporter"));
  MUSTER_CHECK_OK(check_organisation(report, "sender"));
  MUSTER_TRY([[maybe_unused]] const std::string source, text_of(report, "source_identifier"));
  MUSTER_TRY(const std::string category, text_of(report, "category", kTypeMax));
  if (std::find(std::begin(kCategories), std::end(kCategories), category) == std::end(kCategories))
    return invalid("xarf_category", "XARF v4 has no such category.", "category");
  MUSTER_TRY(const std::string type, text_of(report, "type", kTypeMax));
  Told out;
  out.kind = category + "/" + type;
  add_address(out, report, "url");
  if (category == "content") add_address(out, report, "domain");
  if (out.addresses.empty())
    return invalid("xarf_no_address", "The report names no web address.", category == "content" ? "url" : "category");
  out.ground = ground_of_type(out.kind);
  if (auto words = text_of(report, "description", 4'000); words.ok()) out.words = plain_words(*words);
  return out;
}

Result<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepth;
  boost::system::error_code fault;
  json::value value = json::parse(text, fault, {}, options);
  if (fault) return invalid("xarf_json", "This is no JSON, or it is nested too deeply.");
  return value;
}

void take(ToldFile& out, const json::value& value, std::int64_t line) {
  auto told = read_report(value);
  if (told.ok()) {
    told->line = line;
    out.told.push_back(std::move(*told));
  } else {
    out.faults.push_back({line, told.error()});
  }
}

ToldFile read_lines(std::string_view file) {
  ToldFile out;
  std::int64_t line = 0;
  for (const std::string_view text : split(file, '\n')) {
    ++line;
    if (trim(text).empty()) continue;
    if (out.told.size() + out.faults.size() >= kEntriesMax) {
      out.faults.push_back(
          {line, invalid("file_too_large", "The file has too many reports; those from here on were not read.")});
      break;
    }
    if (text.size() > kEntryMax) {
      out.faults.push_back({line, invalid("xarf_too_large", "This report is too long.")});
      continue;
    }
    const auto value = parse_json(text);
    if (value.ok())
      take(out, *value, line);
    else
      out.faults.push_back({line, value.error()});
  }
  return out;
}

}  // namespace

Result<ToldFile> read_xarf(std::string_view file) {
  if (file.size() > kFileMax)
    return invalid("file_too_large", fmt::format("The file is longer than {} bytes.", kFileMax));
  if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
  if (trim(file).empty()) return invalid("xarf_json", "The file is empty.");
  // As a whole first: an object or an array may go over many lines.
  const auto whole = parse_json(file);
  if (!whole.ok()) {
    auto out = read_lines(file);
    const bool no_json = std::all_of(out.faults.begin(), out.faults.end(),
                                     [](const ToldFault& f) { return f.error.code == "xarf_json"; });
    if (out.told.empty() && no_json) return whole.error();
    return out;
  }
  ToldFile out;
  if (!whole->is_array()) {
    take(out, *whole, 1);
    return out;
  }
  // Of an array the place is that of the element.
  std::int64_t place = 0;
  for (const json::value& value : whole->as_array()) {
    if (static_cast<std::size_t>(++place) > kEntriesMax) {
      out.faults.push_back(
          {place, invalid("file_too_large", "The file has too many reports; those from here on were not read.")});
      break;
    }
    take(out, value, place);
  }
  return out;
}

}  // namespace muster::reports
