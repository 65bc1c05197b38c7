#include "connection.h"
#include <base/log.h>
#include <http/server.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace muster::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto kDone = asio::as_tuple(asio::use_awaitable);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);  // when the system has no more files or memory
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

}  // namespace

struct Server::Inside {
  Inside(const ServerOptions& o, const Router& router, Guard guard, const Clock& clock, Random& random)
      : options(o),
        io(o.io_threads),
        shared{options,
               router,
               clock,
               Dispatcher(router, std::move(guard), random, o.secure_cookies),
               ClientKeys(clock, random),
               Workers(o.worker_threads, o.queue_max)} {}

  asio::awaitable<void> accept() {
    for (;;) {
      auto [failed, socket] = co_await acceptor.async_accept(asio::make_strand(io), kDone);
      if (shared.stopping || failed == asio::error::operation_aborted) co_return;
      if (failed) {
        asio::steady_timer timer(io, kAcceptPause);
        co_await timer.async_wait(kDone);
        continue;
      }
      if (shared.open >= static_cast<std::int64_t>(options.connections_max)) {
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(kFull), ignored);
        continue;
      }
      begin(std::move(socket));
    }
  }

  void begin(tcp::socket socket) {
    const auto executor = socket.get_executor();
    auto connection = make_connection(std::move(socket), shared);
    {
      std::lock_guard lock(mutex);
      connections.insert(connection);
    }
    opened(1);
    asio::co_spawn(executor, connection->serve(), [this, connection](std::exception_ptr) {
      {
        std::lock_guard lock(mutex);
        connections.erase(connection);
      }
      opened(-1);
    });
  }

  void opened(int change) {
    const std::int64_t now = shared.open += change;
    if (options.metrics) options.metrics->connections(now);
  }

  ServerOptions options;
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  tcp::acceptor acceptor{io};
  Shared shared;
  std::mutex mutex;
  std::set<std::shared_ptr<Connection>> connections;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
};

Server::Server(const ServerOptions& options, const Router& router, Guard guard, const Clock& clock, Random& random)
    : inside_(std::make_unique<Inside>(options, router, std::move(guard), clock, random)) {}

Server::~Server() {
  stop();
}

Result<void> Server::start() {
  Inside& in = *inside_;
  const std::string numeric = in.options.address == "localhost" ? "127.0.0.1" : in.options.address;
  error_code failed;
  const auto address = asio::ip::make_address(numeric, failed);
  if (failed)
    return invalid("address_invalid", "The address to listen on is an IP address, for example 127.0.0.1.", "address");
  const tcp::endpoint endpoint(address, in.options.port);
  in.acceptor.open(endpoint.protocol(), failed);
  if (!failed) in.acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) in.acceptor.bind(endpoint, failed);
  if (!failed) in.acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) {
    error_code ignored;
    in.acceptor.close(ignored);
    if (failed == asio::error::address_in_use)
      return unavailable("port_in_use", fmt::format("Port {} is in use. Stop the other program or choose another port.",
                                                    in.options.port));
    if (failed == asio::error::access_denied)
      return unavailable("port_refused",
                         fmt::format("The system doesn't let this user listen on port {}.", in.options.port));
    return invalid("address_invalid", "It isn't possible to listen on this address: " + failed.message() + ".",
                   "address");
  }
  in.port = in.acceptor.local_endpoint(failed).port();
  asio::co_spawn(in.io, in.accept(), asio::detached);
  for (int i = 0; i < in.options.io_threads; ++i) in.threads.emplace_back([&in] { in.io.run(); });
  log::info("HTTP-001", "The server listens.", {{"port", std::int64_t{in.port}}});
  return {};
}

std::uint16_t Server::port() const {
  return inside_->port;
}

void Server::stop() {
  Inside& in = *inside_;
  if (in.shared.stopping.exchange(true)) return;
  if (!in.threads.empty()) {
    asio::post(in.io, [&in] {
      error_code ignored;
      in.acceptor.close(ignored);
    });
    const auto each = [&](void (Connection::*what)()) {
      std::lock_guard lock(in.mutex);
      for (const auto& connection : in.connections) ((*connection).*what)();
    };
    // Who waits for a request goes at once; who is being served has its time.
    const auto until = std::chrono::steady_clock::now() + in.options.stop_max;
    while (in.shared.open > 0 && std::chrono::steady_clock::now() < until) {
      each(&Connection::end_if_idle);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    each(&Connection::end);
  }
  in.shared.workers.close();
  in.work.reset();
  in.io.stop();
  for (std::thread& thread : in.threads) thread.join();
  in.threads.clear();
  std::lock_guard lock(in.mutex);
  in.connections.clear();
}

}  // namespace muster::http
