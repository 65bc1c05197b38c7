// Lists of hashes as their publishers hand them out. What is read:
//   lines   64 hexadecimal digits a line, or "hash,quality" and further columns, which are left out
//   csv     with a header: hash | pdq | pdq_hash | indicator | hash_value | value; quality; type | signal_type;
//           should_delete | is_expired (ThreatExchange)
//   json    ThreatExchange {"data":[{"indicator","type","should_delete"}]}, Hasher-Matcher-Actioner
//           [{"hash"|"signal_str","type"|"signal_type","quality"}], StopNCII
//           {"hashRecords":[{"hashValue","signalType"}]}, NCMEC {"entries":[{"fingerprints":[{"type","value"}]}]}, and
//           lists of hashes {"hashes":["…"]} or ["…"]
//   jsonl   such an object a line
// Records of another kind of hash (MD5, PhotoDNA, video) and those that their publisher withdrew are counted and passed
// over; a bad record costs itself and is reported with its line, field and sentence. Pure; thread-safe.
#pragma once

#include <base/csv.h>
#include <hashes/list.h>

namespace muster::hashes {

enum class ListFormat : std::uint8_t { automatic, lines, csv, json, jsonl };
inline constexpr std::size_t kListFormatCount = 5;
const char* to_text(ListFormat format);
std::optional<ListFormat> list_format(std::string_view text);

inline constexpr std::size_t kListRecordBytesMax = 64 * 1024;
inline constexpr std::size_t kListJsonBytesMax = 64u << 20;  // of a document; JSON lines and CSV have no such limit

struct ListFault {
  std::int64_t line = 0;  // of a JSON document: which record, from 1
  Error error;            // codes pdq_form, list_quality, hash_missing, record_form, and those of CSV and lines
};
struct ListFileCounts {
  ListFormat format = ListFormat::automatic;  // which it was
  std::int64_t records = 0, taken = 0, bad = 0;
  std::int64_t other_kind = 0;  // of another kind of hash
  std::int64_t withdrawn = 0;
};

// Errors that end the reading: list_empty (nothing was taken and nothing was wrong), list_too_long, list_json, and
// those of the source.
Result<ListFileCounts> read_list(ByteSource source, ListFormat format,
                                 const std::function<void(const ListedHash&)>& take,
                                 const std::function<void(const ListFault&)>& fault);

// A file in memory.
ByteSource bytes_from(std::string_view text);

}  // namespace muster::hashes
