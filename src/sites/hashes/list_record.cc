#include "list_record.h"

#include <base/text.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>

namespace muster::hashes {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 8> kHashNames{"hash",       "pdq",   "pdq_hash",  "indicator",
                                                     "hash_value", "value", "hashvalue", "signal_str"};
constexpr std::array<std::string_view, 3> kTypeNames{"type", "signal_type", "signaltype"};
constexpr std::array<std::string_view, 2> kWithdrawnNames{"should_delete", "is_expired"};
constexpr std::array<std::string_view, 4> kGroups{"data", "entries", "hashrecords", "hashes"};

template <std::size_t n>
bool one_of(const std::array<std::string_view, n>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// "pdq", "HASH_PDQ", "ImagePDQ"; not "vpdq", "tmk".
bool is_pdq(std::string_view type) {
  const std::string low = to_lower_ascii(trim(type));
  return low == "pdq" || low == "hash_pdq" || low == "imagepdq" || low == "image_pdq";
}
bool is_true(std::string_view text) {
  const std::string low = to_lower_ascii(trim(text));
  return low == "true" || low == "1";
}

Result<ListRecord> record_from(std::string_view hash, std::string_view quality, std::string_view type, bool has_type,
                               bool withdrawn) {
  if (has_type && !is_pdq(type)) return ListRecord{RecordKind::other_kind, {}};
  if (withdrawn) return ListRecord{RecordKind::withdrawn, {}};
  if (trim(hash).empty()) return invalid("hash_missing", "This record has no hash.", "hash");
  ListRecord out;
  MUSTER_TRY(out.hash.hash, pdq_from_hex(trim(hash)));
  quality = trim(quality);
  if (quality.empty()) return out;
  const auto read = std::from_chars(quality.data(), quality.data() + quality.size(), out.hash.quality);
  if (read.ec != std::errc() || read.ptr != quality.data() + quality.size() || out.hash.quality < 0 ||
      out.hash.quality > 100)
    return invalid("list_quality", "A quality is a whole number from 0 to 100.", "quality");
  return out;
}

// A value as text: numbers and truth values too.
std::string text_of(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  return value.is_primitive() && !value.is_null() ? json::serialize(value) : std::string();
}

// Of a fingerprint's list the one that is a PDQ hash; of a record itself.
const json::object* with_hash(const json::object& record) {
  const json::value* prints = record.if_contains("fingerprints");
  if (prints == nullptr) return &record;
  if (prints->is_object()) return &prints->get_object();
  if (!prints->is_array()) return nullptr;
  for (const json::value& print : prints->get_array())
    if (print.is_object())
      if (const json::value* type = print.get_object().if_contains("type"); type && is_pdq(text_of(*type)))
        return &print.get_object();
  return nullptr;
}

Result<ListRecord> record_of_json(const json::value& value) {
  if (value.is_string()) return record_from(value.get_string(), {}, {}, false, false);
  if (!value.is_object()) return invalid("record_form", "A record of the list is an object or a hash.", "record");
  const json::object* object = with_hash(value.get_object());
  if (object == nullptr) return ListRecord{RecordKind::other_kind, {}};
  std::string hash, quality, type;
  bool has_type = false, withdrawn = false;
  for (const auto& field : *object) {
    const std::string name = to_lower_ascii(std::string_view(field.key()));
    if (one_of(kHashNames, name)) hash = text_of(field.value());
    if (name == "quality") quality = text_of(field.value());
    if (one_of(kTypeNames, name)) type = text_of(field.value()), has_type = true;
    if (one_of(kWithdrawnNames, name)) withdrawn = withdrawn || is_true(text_of(field.value()));
  }
  return record_from(hash, quality, type, has_type, withdrawn);
}

const json::array* group_in(const json::value& document) {
  if (document.is_array()) return &document.get_array();
  if (!document.is_object()) return nullptr;
  for (const auto& field : document.get_object())
    if (field.value().is_array() && one_of(kGroups, to_lower_ascii(std::string_view(field.key()))))
      return &field.value().get_array();
  return nullptr;
}

}  // namespace

Result<ListColumns> columns_of(const std::vector<std::string_view>& header) {
  ListColumns out{-1, -1, -1, -1};
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::string name = to_lower_ascii(trim(header[i]));
    const int at = static_cast<int>(i);
    if (one_of(kHashNames, name)) out.hash = at;
    if (name == "quality") out.quality = at;
    if (one_of(kTypeNames, name)) out.type = at;
    if (one_of(kWithdrawnNames, name)) out.withdrawn = at;
  }
  if (out.hash < 0)
    return invalid("list_header", "The first line names no column of hashes: hash, pdq or indicator.", "hash");
  return out;
}

Result<ListRecord> record_of(const ListColumns& columns, const std::vector<std::string_view>& fields) {
  const auto at = [&](int column) {
    return column >= 0 && static_cast<std::size_t>(column) < fields.size() ? fields[static_cast<std::size_t>(column)]
                                                                           : std::string_view();
  };
  return record_from(at(columns.hash), at(columns.quality), at(columns.type), columns.type >= 0,
                     is_true(at(columns.withdrawn)));
}

Result<void> each_of_json(std::string_view text, const VisitRecord& visit, bool one) {
  boost::system::error_code wrong;
  json::parse_options options;
  options.max_depth = 8;
  const json::value document = json::parse(text, wrong, {}, options);
  if (wrong && one) return visit(1, invalid("record_form", "This line is no JSON object.", "record"));
  if (wrong) return invalid("list_json", "The file is no JSON document.");
  if (one) return visit(1, record_of_json(document));
  const json::array* records = group_in(document);
  if (records == nullptr)
    return invalid("list_json", "The document has no list of hashes: data, entries, hashRecords or hashes.");
  std::int64_t n = 0;
  for (const json::value& record : *records) MUSTER_CHECK_OK(visit(++n, record_of_json(record)));
  return {};
}

}  // namespace muster::hashes
