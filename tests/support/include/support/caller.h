// For the tests of handlers: calls a router as the server would (rights and sizes included), without a socket.
//
//   Caller as_decider(router, person("p-1", {"decider"}));
//   const auto answer = as_decider.post("/cases/" + id + "/decisions", R"({"verdict": "violation"})");
//   EXPECT_EQ(answer.status, 201) << answer.body;
//   EXPECT_EQ(answer.at("/state"), "decided");
#pragma once

#include <http/router.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include <boost/json.hpp>

namespace muster::test {

http::Principal person(std::string person_id, std::vector<std::string> roles, std::string party_id = "party-1");

struct Answer {
  int status = 0;
  std::string body;                            // a stream's pieces joined (at most 64 MiB)
  std::map<std::string, std::string> headers;  // names in lower case
  boost::json::value json() const;             // null when it isn't JSON
  // By JSON pointer; text as it is, anything else serialised, "" when it isn't there.
  std::string at(std::string_view pointer) const;
  std::string code() const { return at("/code"); }
};

// What all callers of this program have met so far: method, the route's pattern, status. For holding answers against a
// contract.
using Met = std::set<std::tuple<std::string, std::string, int>>;
const Met& met();

class Caller {
 public:
  explicit Caller(const http::Router& router, std::optional<http::Principal> principal = std::nullopt)
      : router_(router), principal_(std::move(principal)) {}
  using Headers = std::map<std::string, std::string>;
  Answer get(const std::string& target, const Headers& headers = {}) const { return call("GET", target, {}, headers); }
  Answer post(const std::string& target, const std::string& body = "{}", const Headers& headers = {}) const {
    return call("POST", target, body, headers);
  }
  Answer put(const std::string& target, const std::string& body, const Headers& headers = {}) const {
    return call("PUT", target, body, headers);
  }
  Answer patch(const std::string& target, const std::string& body, const Headers& headers = {}) const {
    return call("PATCH", target, body, headers);
  }
  Answer remove(const std::string& target, const Headers& headers = {}) const {
    return call("DELETE", target, {}, headers);
  }
  // Content-Type is application/json unless a header says otherwise.
  Answer call(const std::string& method, const std::string& target, const std::string& body,
              const Headers& headers) const;

 private:
  const http::Router& router_;
  std::optional<http::Principal> principal_;
};

}  // namespace muster::test
