// What happens to a request between the socket and its handler, without any socket: target, route, rights, CSRF, the
// handler, and what every answer carries. Thread-safe.
#pragma once

#include <base/random.h>
#include <http/router.h>
#include <http/server.h>

#include <string>
#include <string_view>

namespace muster::http {

// Splits and decodes a request target (RFC 9112 §3.2) into path and query. Refused (request_malformed): bad percent
// encodings, invalid UTF-8, control characters, an encoded slash or backslash, "." and ".." segments, over 200 query
// fields.
Result<void> set_target(Request& request, std::string_view target);

class Dispatcher {
 public:
  Dispatcher(const Router& router, Guard guard, Random& random, bool secure)
      : router_(router), guard_(std::move(guard)), random_(random), secure_(secure) {}

  struct Admission {
    const Route* route = nullptr;
    std::optional<Response> refusal;  // 400, 401, 403, 404, 405, or the answer to OPTIONS
  };
  // Needs method, path, query and headers. Sets request.principal and request.params. Asks the session store: call it
  // on a worker.
  Admission admit(Request& request) const;
  // Calls the handler of an admitted request; what it throws becomes a 500 with an id that the log has too.
  Response run(const Route& route, const Request& request) const;
  // Security headers, Cache-Control, 304 by ETag, gzip. Once an answer.
  void finish(const Request& request, Response& response) const;

 private:
  std::optional<Response> forged(const Route& route, const Request& request) const;
  const Router& router_;
  Guard guard_;
  Random& random_;
  bool secure_;
};

}  // namespace muster::http
