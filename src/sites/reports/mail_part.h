// One part of an e-mail as it stands (RFC 5322, RFC 2045 to 2047): enough of it to find reports and addresses. Inside
// of the room. Pure.
#pragma once

#include <base/result.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::reports {

struct MailPart {
  std::multimap<std::string, std::string> fields;  // names in lower case; values unfolded and trimmed
  std::string_view body;
  std::string type = "text/plain";                // of Content-Type, lower case
  std::map<std::string, std::string> parameters;  // names in lower case

  std::string field(const std::string& lower_case_name) const;  // the first one, ""
};

// Errors: arf_too_large (a field too long, too many of them).
Result<MailPart> read_part(std::string_view text);
// The parts between the boundaries (RFC 2046 §5.1.1), at most `max`; the preamble and the epilogue are left out.
std::vector<std::string_view> split_parts(std::string_view body, std::string_view boundary, std::size_t max);
// The body without its Content-Transfer-Encoding; as it stands where that is unknown or broken.
std::string decoded_body(const MailPart& part);

}  // namespace muster::reports
