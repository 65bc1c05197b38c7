// The only way out of a browser: a forward proxy on loopback (CONNECT, and requests with a whole address) that looks at
// every address before it connects to it. One for each visit.
#pragma once

#include <base/result.h>
#include <testing/farm_sites.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::browser {

struct GuardLimits {
  int connections_max = 96;
  std::size_t bytes_max = 24u << 20;
  testing::FarmSites farm = {};  // host → the one endpoint where it may be reached
};

class GuardProxy {
 public:
  // Errors: browser_proxy (no port).
  static Result<std::unique_ptr<GuardProxy>> start(GuardLimits limits);
  ~GuardProxy();  // ends all connections
  std::uint16_t port() const { return port_; }
  std::vector<std::string> refused() const;  // "host reason", each once
  std::size_t bytes() const { return bytes_; }

 private:
  explicit GuardProxy(GuardLimits limits) : limits_(std::move(limits)) {}
  void accept_all();
  void serve(int peer);
  int connect_to(const std::string& host, int port);
  void refuse(const std::string& host, const std::string& why);
  void pump(int a, int b);

  const GuardLimits limits_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> open_{0}, all_{0};
  std::atomic<std::size_t> bytes_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> refused_;
  std::thread acceptor_;
};

// What a proxy is asked first: CONNECT host:port, or METHOD http://host:port/path.
struct ProxyRequest {
  std::string host;
  int port = 0;
  bool tunnel = false;
  std::string forwarded;  // the head that the server gets, without a tunnel
};
// Errors: proxy_request. Pure.
Result<ProxyRequest> read_proxy_request(std::string_view head);

}  // namespace muster::browser
