// One record of a list's file, in each of its forms.
#pragma once

#include <hashes/list.h>

#include <functional>

namespace muster::hashes {

enum class RecordKind : std::uint8_t { hash, other_kind, withdrawn };
struct ListRecord {
  RecordKind what = RecordKind::hash;
  ListedHash hash;
};

// Where a CSV's columns stand; none: -1.
struct ListColumns {
  int hash = 0, quality = 1, type = -1, withdrawn = -1;
};
// Errors: list_header.
Result<ListColumns> columns_of(const std::vector<std::string_view>& header);
// Errors: pdq_form, list_quality, hash_missing, with the field at fault.
Result<ListRecord> record_of(const ListColumns& columns, const std::vector<std::string_view>& fields);

// Calls visit for each record of a JSON document; `one`: the text is one record (of JSON lines), and what is no JSON is
// that record's fault. Errors: list_json, and what visit returns.
using VisitRecord = std::function<Result<void>(std::int64_t, const Result<ListRecord>&)>;
Result<void> each_of_json(std::string_view text, const VisitRecord& visit, bool one);

}  // namespace muster::hashes
