// Time-stamp tokens (RFC 3161, RFC 5816): an authority outside signs that a hash was there at a time. Pure functions
// over DER; thread-safe. What is stamped here is a checkpoint of the ledger: one token then covers all evidence that
// was sealed before it, and the authority learns of no single test.
#pragma once

#include <base/bytes.h>
#include <base/random.h>
#include <base/result.h>
#include <base/time.h>

#include <functional>
#include <string>
#include <string_view>

namespace muster::evidence {

struct TimeStamp {
  std::string token;      // DER, CMS SignedData
  Instant at;             // genTime
  std::string serial;     // hex
  std::string authority;  // subject of the certificate that signed
};

inline constexpr std::size_t kTimeStampBytesMax = 256 * 1024;
inline constexpr const char* kTimeStampQueryType = "application/timestamp-query";
inline constexpr const char* kTimeStampReplyType = "application/timestamp-reply";

// A TimeStampReq for a SHA-256, with a nonce of 64 bits, asking for the certificate.
std::string time_stamp_query(const Hash& imprint, Random& random);
// Checks a reply to that query: granted, nonce, imprint, the signature, and that its certificate leads to one of
// `certificates` (PEM) and is for time stamps alone. Errors: time_stamp_form, time_stamp_refused, time_stamp_wrong,
// certificates_form.
Result<TimeStamp> check_time_stamp_reply(std::string_view reply, std::string_view query, std::string_view certificates);
// Checks a token that was kept, its certificate as of the time that the token states. Errors: as above.
Result<TimeStamp> check_time_stamp(std::string_view token, const Hash& imprint, std::string_view certificates);

// Sends a query and gives the reply.
using TimeStampPost = std::function<Result<std::string>(const std::string& url, const std::string& query)>;
// Over HTTP or HTTPS, 20 s at most, without redirects. Errors: time_stamp_unreachable, time_stamp_form.
Result<std::string> post_time_stamp_query(const std::string& url, const std::string& query);

}  // namespace muster::evidence
