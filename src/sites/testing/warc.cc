#include "gzip.h"
#include <base/bytes.h>
#include <base/text.h>
#include <testing/warc.h>

#include <charconv>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::size_t kHeadersMax = 100;

Error broken(const char* what) {
  return invalid("warc_format", fmt::format("The file is no valid WARC 1.1: {}.", what));
}

Result<std::size_t> parse_length(std::string_view text) {
  std::size_t out = 0;
  const auto end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, out);
  if (text.empty() || error != std::errc() || at != end) return broken("a Content-Length is no number");
  return out;
}

// "Name: value" lines up to the empty one; folded lines are not written by us and not read.
Result<void> parse_headers(std::string_view& rest, WarcRecord& record) {
  for (;;) {
    const auto end = rest.find("\r\n");
    if (end == std::string_view::npos) return broken("a record's header has no end");
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.empty()) return {};
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return broken("a header line has no name");
    if (record.headers.size() == kHeadersMax) return broken("a record has more than 100 header lines");
    record.headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
}

Result<WarcRecord> parse_record(std::string_view text, const WarcLimits& limits) {
  if (!text.starts_with("WARC/1.1\r\n") && !text.starts_with("WARC/1.0\r\n"))
    return broken("a record does not begin with WARC/1.1");
  text.remove_prefix(10);
  WarcRecord record;
  MUSTER_CHECK_OK(parse_headers(text, record));
  record.type = record.header("WARC-Type");
  if (record.type.empty() || record.header("WARC-Record-ID").empty() || record.header("WARC-Date").empty())
    return broken("a record lacks its type, id or date");
  MUSTER_TRY(const std::size_t length, parse_length(record.header("Content-Length")));
  if (length > limits.record_max_bytes)
    return invalid("warc_too_large", "A record of the WARC file is larger than what is read.");
  if (text.size() < length || text.substr(length) != "\r\n\r\n") return broken("a record is not as long as it says");
  record.block = std::string(text.substr(0, length));
  const std::string digest = record.header("WARC-Block-Digest");
  if (digest.starts_with("sha256:") && digest != warc_digest(record.block))
    return invalid("warc_digest", "A record of the WARC file is not what its digest says: it was changed.");
  return record;
}

}  // namespace

std::string WarcRecord::header(std::string_view name) const {
  const std::string wanted = to_lower_ascii(name);
  for (const auto& [key, value] : headers)
    if (to_lower_ascii(key) == wanted) return value;
  return {};
}

std::string to_base32(std::string_view bytes) {
  static constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const unsigned char c : bytes) {
    buffer = (buffer << 8 | c) & 0xFFFF;
    bits += 8;
    for (; bits >= 5; bits -= 5) out += kLetters[(buffer >> (bits - 5)) & 31];
  }
  if (bits > 0) out += kLetters[(buffer << (5 - bits)) & 31];
  return out;
}

std::string warc_digest(std::string_view bytes) {
  return warc_digest(sha256(bytes));
}

std::string warc_digest(const Hash& hash) {
  return "sha256:" + to_base32(view(hash));
}

std::string warc_member(WarcRecord record) {
  constexpr std::size_t kHeaderBytes = 1024;  // of most records
  std::string text;
  text.reserve(kHeaderBytes + record.block.size());
  ((text += "WARC/1.1\r\nWARC-Type: ") += record.type) += "\r\n";
  for (const auto& [name, value] : record.headers) (((text += name) += ": ") += value) += "\r\n";
  text += fmt::format("WARC-Block-Digest: {}\r\nContent-Length: {}\r\n\r\n", warc_digest(record.block),
                      record.block.size());
  text += record.block;
  text += "\r\n\r\n";
  return gzip_member(text);
}

Result<WarcRecord> read_warc_record(std::string_view bytes, const WarcLimits& limits) {
  const std::size_t whole = bytes.size();
  MUSTER_TRY(const std::string text, take_gzip_member(bytes, limits.record_max_bytes + 64 * 1024));
  MUSTER_TRY(auto record, parse_record(text, limits));
  record.length = whole - bytes.size();
  return record;
}

Result<std::vector<WarcRecord>> read_warc(std::string_view file, const WarcLimits& limits) {
  std::vector<WarcRecord> out;
  const std::size_t whole = file.size();
  std::size_t total = 0;
  while (!file.empty()) {
    if (out.size() == limits.records_max)
      return invalid("warc_too_large", "The WARC file has more records than are read.");
    const std::size_t offset = whole - file.size();
    MUSTER_TRY(const std::string text, take_gzip_member(file, limits.record_max_bytes + 64 * 1024));
    total += text.size();
    if (total > limits.total_max_bytes) return invalid("warc_too_large", "The WARC file is larger than what is read.");
    MUSTER_TRY(auto record, parse_record(text, limits));
    record.offset = offset;
    record.length = whole - file.size() - offset;
    out.push_back(std::move(record));
  }
  if (out.empty()) return broken("it is empty");
  return out;
}

}  // namespace muster::testing
