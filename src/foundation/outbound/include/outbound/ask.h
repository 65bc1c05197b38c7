// One question to a server that somebody of this house named, by libcurl: HTTP and HTTPS alone, no credentials of the
// machine (netrc), redirects only where they are asked for and never from TLS to a connection without. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::outbound {

struct Question {
  std::string url;
  std::optional<std::string_view> body = {};  // sent with POST; without one it is a GET
  std::vector<std::string> headers = {};      // "Accept: application/json"
  std::string agent = "muster";
  std::size_t bytes_max = 1u << 20;  // of the answer, unpacked
  Duration time_max = std::chrono::seconds(30);
  Duration connect_max = std::chrono::seconds(5);
  int redirects_max = 0;
  // Why this address must not be connected to, "" where it may: for addresses that people outside of the house name.
  // With it no proxy is used. Nothing: any may.
  std::function<std::string(const std::string& address)> refuse = {};
};
struct Answer {
  long status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case; of the last answer

  std::string header(const std::string& lower_case_name) const;  // "" missing
};
// Whatever the status is. Errors (all of them unavailable): outbound_unreachable, its sentence says why;
// outbound_too_long.
Result<Answer> ask(const Question& question);

// Whether secrets and signed figures may go there: over TLS, or in the clear to this machine alone (127.0.0.1, ::1,
// localhost, whatever the port). Of an address without a user.
bool is_private_way(std::string_view url);

}  // namespace muster::outbound
