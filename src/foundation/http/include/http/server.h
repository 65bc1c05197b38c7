// HTTP/1.1 on Beast. Accepts on one Asio context; handlers run on worker threads, never on the I/O threads.
#pragma once

#include <base/random.h>
#include <base/time.h>
#include <http/router.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace muster::http {

class Metrics;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  int io_threads = 1;
  int worker_threads = 4;
  std::size_t header_max_bytes = 16 * 1024;
  std::size_t connections_max = 10'000;
  Duration idle_max = std::chrono::seconds(30);
  bool secure_cookies = false;  // set when TLS ends in front of Muster: adds Strict-Transport-Security
  bool behind_proxy = false;    // the last address of X-Forwarded-For counts as the peer's, for rate limits
  std::size_t queue_max = 256;  // requests that wait for a worker; beyond it 503
  std::size_t bodies_max_bytes = 512u << 20;  // of all requests in work together; beyond it 503
  Duration stop_max = std::chrono::seconds(10);
  Metrics* metrics = nullptr;  // counted into when given; outlives the server
};

inline constexpr const char* kSessionCookie = "muster_session";  // HttpOnly, SameSite=Strict

// What the server asks of the program; see http/sign_in.h. Called on worker threads.
struct Guard {
  // The principal of a session cookie's token, or nothing.
  std::function<std::optional<Principal>(const std::string& token)> principal;
  // Whether the CSRF token belongs to the session.
  std::function<bool(const Principal&, const std::string& csrf_token)> csrf_ok;
  std::string cookie = kSessionCookie;  // in which the token comes
};

inline constexpr const char* kCsrfHeader = "x-csrf-token";

class Server {
 public:
  Server(const ServerOptions& options, const Router& router, Guard guard, const Clock& clock, Random& random);
  ~Server();
  Result<void> start();  // returns once it listens. Errors: port_in_use, address_invalid
  std::uint16_t port() const;
  void stop();  // ends idle connections, lets running requests finish (10 s at most)

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::http
