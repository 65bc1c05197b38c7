// One connection's life on the I/O threads, as a coroutine. Inside the room.
#pragma once

#include "client_keys.h"
#include "workers.h"
#include <http/dispatch.h>
#include <http/prometheus.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace muster::http {

// What all connections share; outlives them.
struct Shared {
  const ServerOptions& options;
  const Router& router;
  const Clock& clock;
  Dispatcher dispatcher;
  ClientKeys client_keys;
  Workers workers;
  std::atomic<bool> stopping{false};
  std::atomic<std::int64_t> open{0};
  std::atomic<std::size_t> body_bytes{0};  // of requests that are being read or answered
};

class Connection {
 public:
  virtual ~Connection() = default;
  // Ends when the peer goes, a limit is broken, or the server stops. Throws nothing.
  virtual boost::asio::awaitable<void> serve() = 0;
  // Both from any thread: end it if it waits for a request; end it at once.
  virtual void end_if_idle() = 0;
  virtual void end() = 0;
};

std::shared_ptr<Connection> make_connection(boost::asio::ip::tcp::socket socket, Shared& shared);

}  // namespace muster::http
