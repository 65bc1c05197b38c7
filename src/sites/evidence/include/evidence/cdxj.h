// CDXJ, the index that replay tools (pywb, wabac.js, warcio) read: one line an answer, sorted by bytes. "SURT key,
// 14-digit time, JSON" as in https://specs.webrecorder.net/cdxj/0.1.0/. Pure functions.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::evidence {

struct CdxjLine {
  std::string key;        // surt_of(url)
  std::string timestamp;  // 14 digits, UTC
  std::string url, mime, status, digest, filename;
  std::int64_t offset = 0, length = 0;  // of the gzip member in the file
};

// "http://www.Shop.example:80/A?b&a" → "example,shop)/a?a&b". As warcio's own: lower case, without scheme, "www.", user
// and the scheme's port; parameters sorted. What is no http address stays as it is.
std::string surt_of(std::string_view url);
// Of answers and revisits (mime "warc/revisit"), in the file's order. Errors: those of read_warc.
Result<std::vector<CdxjLine>> index_of(std::string_view warc, const std::string& filename);
std::string to_text(const CdxjLine& line);  // without \n
// An index' times. Of RFC 3339: "2026-03-01T09:30:00.123Z" → "20260301093000". The beginning of one filled up to 14
// digits; "" is the end of time. How far apart two are, roughly: for choosing the nearest only.
std::string timestamp_of(std::string_view rfc3339);
std::string whole_timestamp(std::string_view digits);
std::int64_t apart_of(std::string_view a, std::string_view b);
Result<CdxjLine> parse_cdxj_line(std::string_view text);  // errors: cdxj_line

}  // namespace muster::evidence
