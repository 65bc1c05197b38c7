// Reads definitions; whatever is not in the form is refused, with its place.
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <base/toml.h>
#include <base/toml_text.h>
#include <metrics/definition.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include <embedded_metric_definitions.h>
#include <fmt/format.h>

namespace muster::metrics {
namespace {

constexpr std::size_t kSelectionsMax = 10, kTextsMax = 20, kSentenceMax = 400, kTitleMax = 80;
constexpr std::int64_t kTargetHoursMax = 24 * 366;
constexpr std::array<std::string_view, 11> kUnits{"reports", "cases",      "decisions", "orders", "appeals", "entities",
                                                  "notices", "suspicions", "censuses",  "links",  "findings"};

bool word(std::string_view text, std::string_view more) {
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || more.find(c) != std::string_view::npos;
  });
}

class DefinitionReader {
 public:
  explicit DefinitionReader(std::string file) : file_(std::move(file)) {}
  Result<Definitions> read(const toml::table& table);

 private:
  Error error(std::string code, std::string_view sentence, const toml::node& at, std::string_view key) const {
    return invalid(
        std::move(code),
        fmt::format("{}:{}:{}: {} ({})", file_, at.source().begin.line, at.source().begin.column, sentence, key),
        std::string(key));
  }
  Result<std::string> text(const toml::node& node, std::string_view key, std::size_t max) const {
    const auto* found = node.as_string();
    if (!found || found->get().empty() || found->get().size() > max)
      return error("metrics_value", fmt::format("This must be text of 1 to {} bytes", max), node, key);
    return found->get();
  }
  Result<std::string> name(const toml::node& node, std::string_view key, std::string_view more = "") const {
    MUSTER_TRY(auto found, text(node, key, 60));
    if (!word(found, more)) return error("metrics_value", "This must be a word in snake_case", node, key);
    return found;
  }
  Result<std::int64_t> number(const toml::node& node, std::string_view key, std::int64_t min, std::int64_t max) const {
    if (!node.is_integer() || node.as_integer()->get() < min || node.as_integer()->get() > max)
      return error("metrics_value", fmt::format("This must be a whole number from {} to {}", min, max), node, key);
    return node.as_integer()->get();
  }
  Result<std::vector<std::string>> names(const toml::node& node, std::string_view key, std::size_t max) const;
  Result<std::vector<Selection>> selections(const toml::node& node, std::string_view key) const;
  Result<Selection> selection(const toml::node& node, std::string_view key) const;
  Result<Definition> metric(const toml::node& node) const;
  Result<void> field(Definition& out, std::string_view key, const toml::node& node) const;
  Result<void> publication(Definitions& out, const toml::node& node) const;

  std::string file_;
};

Result<std::vector<std::string>> DefinitionReader::names(const toml::node& node, std::string_view key,
                                                         std::size_t max) const {
  const auto* array = node.as_array();
  if (!array || array->size() > max)
    return error("metrics_value", fmt::format("This must be a list of at most {}", max), node, key);
  std::vector<std::string> out;
  for (const toml::node& item : *array) {
    MUSTER_TRY(auto found, name(item, key));
    if (std::find(out.begin(), out.end(), found) != out.end())
      return error("metrics_value", "This stands twice", item, key);
    out.push_back(std::move(found));
  }
  return out;
}

Result<Selection> DefinitionReader::selection(const toml::node& node, std::string_view key) const {
  const auto* table = node.as_table();
  if (!table) return error("metrics_value", "This must be {kind = …, where = …, key = …}", node, key);
  Selection out;
  for (const auto& [k, value] : *table) {
    if (k.str() == "kind") {
      MUSTER_TRY(out.kind, name(value, "kind", "."));
    } else if (k.str() == "key") {
      MUSTER_TRY(out.key, name(value, "key"));
    } else if (k.str() == "where" && value.is_table()) {
      for (const auto& [field, texts] : *value.as_table()) {
        MUSTER_TRY(auto allowed, names(texts, "where", kTextsMax));
        if (allowed.empty() || !word(field.str(), ""))
          return error("metrics_value", "This must name the texts that a field may have", texts, "where");
        out.where.emplace(field.str(), std::move(allowed));
      }
    } else {
      return error("metrics_unknown_key", "This key is not known; nothing was loaded", value, k.str());
    }
  }
  if (out.kind.find('.') == std::string::npos)
    return error("metrics_value", "This must name a kind of event", node, key);
  return out;
}

Result<std::vector<Selection>> DefinitionReader::selections(const toml::node& node, std::string_view key) const {
  const auto* array = node.as_array();
  if (!array || array->empty() || array->size() > kSelectionsMax)
    return error("metrics_value", fmt::format("This must be a list of 1 to {} selections", kSelectionsMax), node, key);
  std::vector<Selection> out;
  for (const toml::node& item : *array) {
    MUSTER_TRY(auto found, selection(item, key));
    out.push_back(std::move(found));
  }
  return out;
}

Result<void> DefinitionReader::field(Definition& out, std::string_view key, const toml::node& node) const {
  if (key == "name") {
    MUSTER_TRY(out.name, name(node, key));
  } else if (key == "title_en") {
    MUSTER_TRY(out.title_en, text(node, key, kTitleMax));
  } else if (key == "title_zh") {
    MUSTER_TRY(out.title_zh, text(node, key, kTitleMax));
  } else if (key == "en") {
    MUSTER_TRY(out.en, text(node, key, kSentenceMax));
  } else if (key == "zh") {
    MUSTER_TRY(out.zh, text(node, key, kSentenceMax));
  } else if (key == "unit") {
    MUSTER_TRY(out.unit, name(node, key));
    if (std::find(kUnits.begin(), kUnits.end(), out.unit) == kUnits.end())
      return error("metrics_value", fmt::format("This must be one of {}", fmt::join(kUnits, ", ")), node, key);
  } else if (key == "about") {
    MUSTER_TRY(const auto about, name(node, key));
    if (about != "persons" && about != "sites")
      return error("metrics_value", "This must be persons or sites", node, key);
    out.persons = about == "persons";
  } else if (key == "by") {
    MUSTER_TRY(out.by, names(node, key, Definitions::kDimensionsMax));
  } else if (key == "counts") {
    MUSTER_TRY(out.counts, selections(node, key));
  } else if (key == "since") {
    MUSTER_TRY(out.since, selections(node, key));
  } else if (key == "undone_by") {
    MUSTER_TRY(out.undone_by, selections(node, key));
  } else if (key == "target_hours") {
    MUSTER_TRY(out.target_hours, number(node, key, 1, kTargetHoursMax));
  } else if (key.starts_with("target")) {
    return error("metric_target_on_count",
                 "A number of something is no aim: only how soon it is done can have a target, as target_hours", node,
                 key);
  } else {
    return error("metrics_unknown_key", "This key is not known; nothing was loaded", node, key);
  }
  return {};
}

Result<Definition> DefinitionReader::metric(const toml::node& node) const {
  const auto* table = node.as_table();
  if (!table) return error("metrics_value", "This must be a table", node, "metric");
  Definition out;
  for (const auto& [key, value] : *table) MUSTER_CHECK_OK(field(out, key.str(), value));
  for (const char* needed : {"name", "title_en", "title_zh", "en", "zh", "unit", "about", "counts"})
    if (!table->contains(needed)) return error("metrics_value", "This is missing", node, needed);
  if (out.target_hours && !out.measures_time())
    return error("metric_target_on_count",
                 "A number of something is no aim: only a metric that measures time (since) can have a target",
                 *table->get("target_hours"), "target_hours");
  return out;
}

Result<void> DefinitionReader::publication(Definitions& out, const toml::node& node) const {
  const auto* table = node.as_table();
  if (!table) return error("metrics_value", "This must be a table", node, "publication");
  for (const auto& [key, value] : *table) {
    if (key.str() == "after_days") {
      MUSTER_TRY(const auto days, number(value, "after_days", 0, 90));
      out.publish_after_days = static_cast<int>(days);
    } else if (key.str() == "small_cell") {
      MUSTER_TRY(const auto least, number(value, "small_cell", 3, 1000));
      out.small_cell = static_cast<int>(least);
    } else {
      return error("metrics_unknown_key", "This key is not known; nothing was loaded", value, key.str());
    }
  }
  return {};
}

Result<Definitions> DefinitionReader::read(const toml::table& table) {
  Definitions out;
  for (const auto& [key, node] : table) {
    if (key.str() == "publication") {
      MUSTER_CHECK_OK(publication(out, node));
    } else if (key.str() == "metric" && node.is_array() && node.as_array()->size() <= Definitions::kMetricsMax) {
      for (const toml::node& item : *node.as_array()) {
        MUSTER_TRY(auto found, metric(item));
        if (out.find(found.name))
          return error("metric_twice", "There is a metric of this name already", item, found.name);
        out.items.push_back(std::move(found));
      }
    } else {
      return error("metrics_unknown_key", "This key is not known; nothing was loaded", node, key.str());
    }
  }
  return out;
}

}  // namespace

const Definition* Definitions::find(std::string_view name) const {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Definition& d) { return d.name == name; });
  return found == items.end() ? nullptr : &*found;
}

Result<Definitions> Definitions::parse(std::string_view text, const std::string& file) try {
  if (text.size() > kFileMaxBytes || !is_valid_utf8(text))
    return invalid("metrics_syntax",
                   fmt::format("{}: The file is no UTF-8, or longer than {} bytes", file, kFileMaxBytes));
  if (const int line = toml_line_beyond_ascii(text); line > 0)
    return invalid("metrics_syntax", fmt::format("{}:{}: What is not ASCII stands in quotes", file, line));
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed)
    return invalid("metrics_syntax", fmt::format("{}:{}:{}: {}", file, parsed.error().source().begin.line,
                                                 parsed.error().source().begin.column, parsed.error().description()));
  MUSTER_TRY(auto out, DefinitionReader(file).read(parsed.table()));
  out.sha256 = to_hex(muster::sha256(text));
  return out;
} catch (const TomlAssertion&) {
  return invalid("metrics_syntax", fmt::format("{}: The file is no TOML", file));
}

Result<Definitions> Definitions::load(const std::string& path) {
  MUSTER_TRY(const std::string text, read_file(path, kFileMaxBytes));
  return parse(text, path);
}

const Definitions& Definitions::standard() {
  static const Definitions loaded = [] {
    auto parsed = parse(muster_metric_definitions::files().front().bytes, "policy/metrics.toml");
    if (!parsed.ok()) throw std::logic_error(parsed.error().sentence);
    return std::move(parsed).value();
  }();
  return loaded;
}

}  // namespace muster::metrics
