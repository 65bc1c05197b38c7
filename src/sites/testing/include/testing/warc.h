// WARC 1.1 (ISO 28500:2017): the evidence of a visit. One gzip member a record; digests are SHA-256 in base32.
#pragma once

#include <base/bytes.h>
#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <testing/fetch.h>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

struct WarcRecord {
  std::string type;                                          // warcinfo, request, response, metadata …
  std::vector<std::pair<std::string, std::string>> headers;  // without WARC/1.1's line; names as written
  std::string block;
  std::size_t offset = 0, length = 0;               // of its gzip member in the file; when it was read
  std::string header(std::string_view name) const;  // first of that name, any case
};

// "sha256:" and base32 (RFC 4648) without padding.
std::string warc_digest(std::string_view bytes);
std::string warc_digest(const Hash& hash);
std::string to_base32(std::string_view bytes);

// One record as a gzip member, with Content-Length and WARC-Block-Digest added.
std::string warc_member(WarcRecord record);

// A payload that stands in full in the evidence of an earlier test.
struct KnownPayload {
  std::string digest;         // warc_digest of the body as received
  std::string run_id, file;   // the test, and its evidence below the evidence folder
  std::string record_id, at;  // WARC-Record-ID and WARC-Date of the answer
};
// Answers with less than this are written in full always: a reference would save nothing.
inline constexpr std::size_t kRevisitFrom = 512;

struct EvidenceNotes {
  std::string run_id;
  std::string software;                                    // "muster/0.1.0"
  std::string vantage;                                     // JSON
  std::string findings;                                    // JSON: score, reasons
  std::string vantages = {};                               // JSON: all visits, what differs
  std::vector<std::pair<std::string, Visit>> others = {};  // of the same page, by vantage; without bodies
  // The last payload of each URL that is on file. An answer with the same one becomes a `revisit` record that names it.
  std::map<std::string, KnownPayload> known = {};
  std::string browser = {};  // JSON: what a browser saw
  std::string screenshot = {}, screenshot_url = {};
  // SHA-256 of the bodies of the visit's hops, hex, where they have been reckoned and the bodies are the same still.
  std::vector<std::string> body_sha256 = {};
};
// What one evidence file says of payloads that others may refer to.
struct PayloadsWritten {
  std::map<std::string, KnownPayload> whole;  // by URL; run_id and file are the caller's to fill in
  std::vector<KnownPayload> referred;         // to earlier files
};
inline constexpr const char* kWarcVantage = "Muster-Vantage";  // of the records of the others
inline constexpr std::size_t kOtherVisitsHopsMax = 60;         // later visits are told of in the metadata alone
// A field of our own in the records of a page's pictures; those without it are the page's.
inline constexpr const char* kWarcRole = "Muster-Role";
inline constexpr const char* kWarcPicture = "picture";
inline const std::string kWarcView = "urn:view:";  // before the page's address: a screenshot
// Fields of our own in a revisit record: the test and the file in which the payload stands.
inline constexpr const char* kWarcRefersToTest = "Muster-Refers-To-Test";
inline constexpr const char* kWarcRefersToFile = "Muster-Refers-To-File";
inline constexpr const char* kWarcSamePayload = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
// warcinfo; the visits from other vantages; for each hop request and response (and a conversion, where pictures were
// taken out of the page, or a browser rendered it); the same for each picture that is kept; the screenshot; metadata
// with hops, vantage and findings.
std::string evidence_of(const Visit& visit, const EvidenceNotes& notes, const Clock& clock, Random& random,
                        std::span<const Visit> pictures = {}, PayloadsWritten* payloads = nullptr);

struct WarcLimits {
  std::size_t records_max = 200;
  std::size_t record_max_bytes = 20u << 20;  // unpacked
  std::size_t total_max_bytes = 64u << 20;   // unpacked
};
// Reads all records, checks lengths and block digests. Errors: warc_gzip, warc_format, warc_too_large, warc_digest.
Result<std::vector<WarcRecord>> read_warc(std::string_view file, const WarcLimits& limits = {});
// The record that begins at the front of `bytes`; what follows its gzip member is left alone. Errors: as above.
Result<WarcRecord> read_warc_record(std::string_view bytes, const WarcLimits& limits = {});

}  // namespace muster::testing
