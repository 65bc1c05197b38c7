#include <base/month.h>
#include <base/text.h>

#include <aggregates/envelope.h>
#include <boost/json.hpp>

namespace muster::aggregates {
namespace {

namespace json = boost::json;

constexpr const char* kFormat = "muster-aggregates/1";

}  // namespace

Error not_this_form() {
  return invalid("aggregates_form", "This is no file of aggregates.");
}

std::string to_text(const Envelope& e) {
  json::object definitions;
  for (const auto& [name, hash] : e.definitions) definitions[name] = hash;
  json::array figures;
  for (const Line& line : e.lines)
    figures.push_back(json::object{{"metric", line.metric},
                                   {"month", line.month},
                                   {"dimension", line.dimension},
                                   {"value", line.value},
                                   {"hidden", line.hidden},
                                   {"n", line.n},
                                   {"micros", line.micros}});
  return json::serialize(json::object{{"format", kFormat},
                                      {"origin", e.origin},
                                      {"sequence", e.sequence},
                                      {"from", e.from},
                                      {"until", e.until},
                                      {"definitions", std::move(definitions)},
                                      {"figures", std::move(figures)}});
}

Result<ledger::StatementFile> read_file(std::string_view file) {
  auto read = file.size() > kFileMaxBytes ? std::nullopt : ledger::read_statement_file(file);
  if (!read) return not_this_form();
  return std::move(*read);
}

// Whatever is not in the form throws or gives nothing.
Result<Envelope> read_text(std::string_view text) try {
  boost::system::error_code fault;
  const json::value said = json::parse(json::string_view(text.data(), text.size()), fault);
  if (fault || !said.is_object()) return not_this_form();
  const auto str = [](const json::value& v) { return std::string(v.as_string()); };
  if (str(said.at("format")) != kFormat) return not_this_form();
  Envelope out;
  out.origin = str(said.at("origin"));
  out.from = str(said.at("from"));
  out.until = str(said.at("until"));
  out.sequence = said.at("sequence").as_int64();
  for (const auto& [name, hash] : said.at("definitions").as_object()) out.definitions[std::string(name)] = str(hash);
  const auto& figures = said.at("figures").as_array();
  if (figures.size() > kLinesMax || out.sequence <= 0) return not_this_form();
  if (!is_month(out.from) || !is_month(out.until) || out.until < out.from) return not_this_form();
  for (const auto& f : figures) {
    Line line{str(f.at("metric")),      str(f.at("month")),   str(f.at("dimension")),   str(f.at("value")),
              f.at("hidden").as_bool(), f.at("n").as_int64(), f.at("micros").as_int64()};
    if (line.n < 0 || line.micros < 0 || (line.hidden && (line.n != 0 || line.micros != 0))) return not_this_form();
    if (!is_month(line.month) || line.month < out.from || line.month > out.until) return not_this_form();
    if (line.value.size() > kValueMaxBytes || !is_valid_utf8(line.value)) return not_this_form();
    out.lines.push_back(std::move(line));
  }
  return out;
} catch (const std::exception&) {
  return not_this_form();
}

}  // namespace muster::aggregates
