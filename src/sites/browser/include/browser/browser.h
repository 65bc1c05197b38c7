// A few Chromium processes that load a page each, one after the other, through the DevTools protocol over two pipes
// (--remote-debugging-pipe: JSON, ended by a zero byte, on the files 3 and 4).
//
// What guards whom. Every visit has a browser context of its own, which is thrown away, and a proxy of its own on
// loopback, which is the context's only way out: names are looked up there and each address is checked before it is
// connected to (testing/address_guard.h), as plain visits do; web ports alone; so many connections and bytes, no more.
// The browser itself resolves no name (--host-resolver-rules), speaks no QUIC, and sends WebRTC nowhere; without a
// visit its proxy is a closed door. Its profile is a folder in memory where the system has one (/dev/shm), contexts
// keep their cache in memory, downloads are denied, crashes leave no file. A browser that takes more than its memory,
// or has made its number of visits, is ended with all of its processes.
//
// What does not guard: run as root, Chromium's own sandbox is off (--no-sandbox), so that a hole in it is a hole in
// this machine. Run Muster as a user of its own.
#pragma once

#include <testing/browser.h>

#include <memory>
#include <string>

namespace muster::browser {

struct PoolOptions {
  std::string program = "/usr/bin/chromium";
  int browsers = 1;
  int visits_max = 50;                                // of one process; then a new one is started
  std::size_t memory_max_bytes = 1500u << 20;         // of one browser with its children, resident
  Duration visit_max = std::chrono::seconds(20);      // of one page, with everything
  Duration settle_max = std::chrono::seconds(4);      // after it has loaded, for scripts that load more
  Duration silence = std::chrono::milliseconds(500);  // of the network: then it has settled
  std::size_t visit_bytes_max = 24u << 20;            // through the proxy, in both directions
  int connections_max = 96;                           // of one visit
};

// Whether there is a program that can be started.
bool is_installed(const std::string& program);

// Thread-safe; browsers are started when they are first needed.
class Pool {
 public:
  explicit Pool(PoolOptions options);
  ~Pool();
  // Waits for a free browser. Errors: those of testing::BrowserEyes::render.
  Result<testing::Rendered> render(const testing::RenderRequest& request);
  int started() const;  // processes, all told

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::browser
