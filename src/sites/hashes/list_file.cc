#include "list_record.h"
#include <base/text.h>
#include <base/words.h>
#include <hashes/list_file.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::hashes {
namespace {

constexpr std::array<const char*, kListFormatCount> kFormats{"auto", "lines", "csv", "json", "jsonl"};

// Reads from what was looked at already, then from the source.
ByteSource again(std::string head, ByteSource source) {
  return [head = std::move(head), at = std::size_t{0}, source = std::move(source)](
             char* out, std::size_t size) mutable -> Result<std::size_t> {
    if (at == head.size()) return source(out, size);
    const std::size_t n = std::min(size, head.size() - at);
    head.copy(out, n, at);
    at += n;
    return n;
  };
}

// At most `most` bytes; fewer: that is all there is.
Result<std::string> read_up_to(ByteSource& source, std::size_t most) {
  std::string out;
  while (out.size() < most) {
    const std::size_t before = out.size(), want = std::min<std::size_t>(most - before, 65'536);
    out.resize(before + want);
    MUSTER_TRY(const std::size_t n, source(out.data() + before, want));
    out.resize(before + n);
    if (n == 0) break;
  }
  return out;
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

ListFormat guess(std::string_view head) {
  const std::string_view text = trim(without_mark(head));
  if (text.starts_with('[')) return ListFormat::json;
  if (text.starts_with('{')) {
    // Of JSON lines each is whole by itself.
    const auto end = text.find('\n');
    const std::string_view first = trim(text.substr(0, end));
    const bool more = end != std::string_view::npos && trim(text.substr(end)).starts_with('{');
    return more && first.ends_with('}') ? ListFormat::jsonl : ListFormat::json;
  }
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  const std::size_t hash_end = first.find(',');
  return pdq_from_hex(trim(first.substr(0, hash_end))).ok() || first.find_first_of(",;\t") == std::string_view::npos
             ? ListFormat::lines
             : ListFormat::csv;
}

class Reading {
 public:
  Reading(ListFormat format, const std::function<void(const ListedHash&)>& take,
          const std::function<void(const ListFault&)>& fault)
      : take_(take), fault_(fault) {
    counts_.format = format;
  }
  Result<void> record(std::int64_t line, const Result<ListRecord>& record) {
    ++counts_.records;
    if (!record.ok()) return bad(line, record.error());
    if (record->what == RecordKind::other_kind) ++counts_.other_kind;
    if (record->what == RecordKind::withdrawn) ++counts_.withdrawn;
    if (record->what != RecordKind::hash) return {};
    if (static_cast<std::size_t>(++counts_.taken) > kListHashesMax)
      return invalid("list_too_long", "A list has at most 20 million hashes; cut it into several.");
    take_(record->hash);
    return {};
  }
  Result<void> bad_record(std::int64_t line, const Error& error) {
    ++counts_.records;
    return bad(line, error);
  }
  Result<ListFileCounts> end() const {
    if (counts_.records == 0) return invalid("list_empty", "There is no hash in the file.");
    return counts_;
  }

 private:
  Result<void> bad(std::int64_t line, const Error& error) {
    ++counts_.bad;
    fault_({line, error});
    return {};
  }
  const std::function<void(const ListedHash&)>& take_;
  const std::function<void(const ListFault&)>& fault_;
  ListFileCounts counts_;
};

Result<void> read_csv(ByteSource source, bool with_header, Reading& reading) {
  CsvReader csv(std::move(source), {kListRecordBytesMax, 256});
  CsvRecord record;
  ListColumns columns;
  for (bool first = with_header;; first = false) {
    MUSTER_TRY(const bool more, csv.next(record));
    if (!more) return {};
    if (record.bad) {
      MUSTER_CHECK_OK(reading.bad_record(record.line, record.error));
    } else if (first) {
      MUSTER_TRY(columns, columns_of(record.fields));
    } else {
      MUSTER_CHECK_OK(reading.record(record.line, record_of(columns, record.fields)));
    }
  }
}

Result<void> read_json_lines(ByteSource source, Reading& reading) {
  LineReader lines(std::move(source), kListRecordBytesMax);
  TextLine line;
  for (;;) {
    MUSTER_TRY(const bool more, lines.next(line));
    if (!more) return {};
    if (line.bad) {
      MUSTER_CHECK_OK(reading.bad_record(line.line, line.error));
      continue;
    }
    if (trim(line.text).empty()) continue;
    MUSTER_CHECK_OK(each_of_json(
        line.text, [&](std::int64_t, const Result<ListRecord>& record) { return reading.record(line.line, record); },
        true));
  }
}

}  // namespace

const char* to_text(ListFormat format) {
  return kFormats[static_cast<std::size_t>(format)];
}
std::optional<ListFormat> list_format(std::string_view text) {
  return find_word<ListFormat>(kFormats, text);
}

ByteSource bytes_from(std::string_view text) {
  return [text](char* out, std::size_t size) mutable -> Result<std::size_t> {
    const std::size_t n = text.copy(out, size);
    text.remove_prefix(n);
    return n;
  };
}

Result<ListFileCounts> read_list(ByteSource source, ListFormat format,
                                 const std::function<void(const ListedHash&)>& take,
                                 const std::function<void(const ListFault&)>& fault) {
  MUSTER_TRY(std::string head, read_up_to(source, kListRecordBytesMax));
  if (format == ListFormat::automatic) format = guess(head);
  Reading reading(format, take, fault);
  source = again(std::move(head), std::move(source));
  if (format == ListFormat::csv || format == ListFormat::lines) {
    MUSTER_CHECK_OK(read_csv(std::move(source), format == ListFormat::csv, reading));
  } else if (format == ListFormat::jsonl) {
    MUSTER_CHECK_OK(read_json_lines(std::move(source), reading));
  } else {
    MUSTER_TRY(const std::string text, read_up_to(source, kListJsonBytesMax + 1));
    if (text.size() > kListJsonBytesMax)
      return invalid("list_too_long",
                     "A JSON document of hashes has at most 64 MB; JSON lines and CSV have no such limit.");
    MUSTER_CHECK_OK(each_of_json(
        without_mark(text), [&](std::int64_t n, const Result<ListRecord>& record) { return reading.record(n, record); },
        false));
  }
  return reading.end();
}

}  // namespace muster::hashes
