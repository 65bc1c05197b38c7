#include <base/text.h>
#include <base/toml.h>
#include <base/toml_text.h>
#include <takeover/mapping.h>

#include <fmt/format.h>

namespace muster::takeover {
namespace {

Error fault(const char* code, std::string sentence, const toml::node* at = nullptr) {
  if (at) sentence += fmt::format(" (line {})", at->source().begin.line);
  return invalid(code, std::move(sentence) + ".", "mapping");
}

Result<std::string> text_of(const toml::node& node, std::string_view key) {
  const auto text = node.value<std::string>();
  if (!node.is_string() || text->size() > kMappingTextMax || !is_valid_utf8(*text))
    return fault("mapping_value", fmt::format("{} is a text of at most 500 bytes", key), &node);
  return *text;
}

Result<void> read_texts(const toml::node& node, std::string_view key, std::map<std::string, std::string>& into) {
  const auto* table = node.as_table();
  if (!table) return fault("mapping_value", fmt::format("{} is a table of texts", key), &node);
  for (const auto& [name, child] : *table) {
    MUSTER_TRY(into[std::string(name.str())], text_of(child, name.str()));
  }
  return {};
}

Result<void> read_source(const toml::node& node, Mapping& out) {
  const auto* table = node.as_table();
  if (!table) return fault("mapping_value", "source is a table", &node);
  for (const auto& [name, child] : *table) {
    MUSTER_TRY(const std::string text, text_of(child, name.str()));
    if (name.str() == "table")
      out.table = text;
    else if (name.str() == "separator" && text.size() == 1 && text != "\"" && text != "\n" && text != "\r")
      out.separator = text.front();
    else if (name.str() == "separator")
      return fault("mapping_value", "separator is one character", &child);
    else
      return fault("mapping_key_unknown", fmt::format("source has no {}", name.str()), &child);
  }
  return {};
}

Result<void> read_values(const toml::node& node, Mapping& out) {
  const auto* table = node.as_table();
  if (!table) return fault("mapping_value", "values is a table of tables", &node);
  for (const auto& [name, child] : *table)
    MUSTER_CHECK_OK(read_texts(child, name.str(), out.values[std::string(name.str())]));
  return {};
}

Result<void> read_key(std::string_view key, const toml::node& node, Mapping& out) {
  if (key == "source") return read_source(node, out);
  if (key == "columns") return read_texts(node, key, out.columns);
  if (key == "constants") return read_texts(node, key, out.constants);
  if (key == "values") return read_values(node, out);
  if (key == "reverify") {
    if (!node.is_boolean()) return fault("mapping_value", "reverify is true or false", &node);
    out.reverify = node.as_boolean()->get();
    return {};
  }
  if (key != "system" && key != "law") return fault("mapping_key_unknown", fmt::format("There is no {}", key), &node);
  MUSTER_TRY((key == "law" ? out.law : out.system), text_of(node, key));
  return {};
}

}  // namespace

Result<Mapping> parse_mapping(std::string_view text) try {
  if (text.size() > kMappingBytesMax) return fault("mapping_syntax", "A mapping has at most 256 KiB");
  if (!is_valid_utf8(text)) return fault("mapping_syntax", "The mapping is not UTF-8");
  if (const int line = toml_line_beyond_ascii(text); line > 0)
    return fault("mapping_syntax", fmt::format("The mapping is no TOML, line {}: quote what is not ASCII", line));
  Mapping out;
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed)
    return fault("mapping_syntax", fmt::format("The mapping is no TOML, line {}", parsed.error().source().begin.line));
  for (const auto& [key, node] : parsed.table()) MUSTER_CHECK_OK(read_key(key.str(), node, out));
  if (trim(out.system).empty() || out.system.size() > 60)
    return fault("mapping_system", "Name the other system, in at most 60 bytes: system = \"…\"");
  if (out.columns.empty()) return fault("mapping_columns", "The mapping names no columns");
  for (const auto& [ours, theirs] : out.columns)
    if (theirs.empty() || out.constants.contains(ours))
      return fault("mapping_columns", fmt::format("{} is a column or a constant, and not empty", ours));
  return out;
} catch (const TomlAssertion&) {
  return fault("mapping_syntax", "The mapping is no TOML");
}

}  // namespace muster::takeover
