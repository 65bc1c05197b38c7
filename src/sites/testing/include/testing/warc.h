// WARC 1.1 (ISO 28500:2017): the evidence of a visit. One gzip member a record; digests are SHA-256 in base32.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <testing/fetch.h>

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

struct WarcRecord {
  std::string type;                                          // warcinfo, request, response, metadata …
  std::vector<std::pair<std::string, std::string>> headers;  // without WARC/1.1's line; names as written
  std::string block;
  std::string header(std::string_view name) const;  // first of that name, any case
};

// "sha256:" and base32 (RFC 4648) without padding.
std::string warc_digest(std::string_view bytes);
std::string to_base32(std::string_view bytes);

// One record as a gzip member, with Content-Length and WARC-Block-Digest added.
std::string warc_member(WarcRecord record);

struct EvidenceNotes {
  std::string run_id;
  std::string software;                                    // "muster/0.1.0"
  std::string vantage;                                     // JSON
  std::string findings;                                    // JSON: score, reasons
  std::string vantages = {};                               // JSON: all visits, what differs
  std::vector<std::pair<std::string, Visit>> others = {};  // of the same page, by vantage; without bodies
};
inline constexpr const char* kWarcVantage = "Muster-Vantage";  // of the records of the others
inline constexpr std::size_t kOtherVisitsHopsMax = 60;         // later visits are told of in the metadata alone
// A field of our own in the records of a page's pictures; those without it are the page's.
inline constexpr const char* kWarcRole = "Muster-Role";
inline constexpr const char* kWarcPicture = "picture";
// warcinfo; the visits from other vantages; for each hop request and response (and a conversion, where pictures were
// taken out of the page); the same for each picture that is kept; metadata with hops, vantage and findings.
std::string evidence_of(const Visit& visit, const EvidenceNotes& notes, const Clock& clock, Random& random,
                        std::span<const Visit> pictures = {});

struct WarcLimits {
  std::size_t records_max = 200;
  std::size_t record_max_bytes = 20u << 20;  // unpacked
  std::size_t total_max_bytes = 64u << 20;   // unpacked
};
// Reads all records, checks lengths and block digests. Errors: warc_gzip, warc_format, warc_too_large, warc_digest.
Result<std::vector<WarcRecord>> read_warc(std::string_view file, const WarcLimits& limits = {});

}  // namespace muster::testing
