// The only file that includes Beast: it parses, and times out.
#include "connection.h"

#include "wire.h"
#include <base/log.h>
#include <base/text.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <sys/socket.h>

namespace muster::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr auto kDone = asio::as_tuple(asio::use_awaitable);
constexpr auto kPollEvery = std::chrono::milliseconds(200);  // of a stream that has nothing yet
constexpr auto kDrainMax = std::chrono::seconds(2);          // after a refusal, so that the peer can read it
constexpr std::size_t kDrainBytesMax = 8u << 20;
constexpr std::size_t kBodyUnasked = 64u << 10;        // larger bodies are read only once rights are clear
constexpr std::size_t kBytesPerSecondMin = 32u << 10;  // slower peers are ended
constexpr std::size_t kBufferMax = 64u << 10;

constexpr std::string_view kLastChunk = "0\r\n\r\n";

using Parser = beast::http::request_parser<beast::http::string_body>;

std::string network_of(const asio::ip::address& address) {
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  const auto v6 = address.to_v6();
  if (v6.is_v4_mapped()) return network_of(asio::ip::make_address_v4(asio::ip::v4_mapped, v6));
  return {reinterpret_cast<const char*>(v6.to_bytes().data()), 8};
}

class BeastConnection final : public Connection, public std::enable_shared_from_this<BeastConnection> {
 public:
  BeastConnection(asio::ip::tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
    error_code ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const auto peer = stream_.socket().remote_endpoint(ignored);
    if (!ignored) network_ = network_of(peer.address());
  }
  ~BeastConnection() override { shared_.body_bytes -= reserved_; }

  asio::awaitable<void> serve() override {
    while (!shared_.stopping && co_await serve_one()) {
    }
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  void end_if_idle() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->idle_) self->stream_.close();
    });
  }
  void end() override {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->stream_.close(); });
  }

 private:
  // False ends the connection.
  asio::awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(shared_.options.header_max_bytes));
    parser.body_limit(boost::none);
    idle_ = true;
    stream_.expires_after(shared_.options.idle_max);
    const auto [failed, size] = co_await beast::http::async_read_header(stream_, buffer_, parser, kDone);
    idle_ = false;
    started_ = std::chrono::steady_clock::now();
    if (failed) {
      if (failed == beast::http::error::header_limit || failed == beast::http::error::buffer_overflow)
        co_return co_await refuse(invalid("headers_too_large", "The request's headers are too large."));
      if (failed.category() == make_error_code(beast::http::error::end_of_stream).category() &&
          failed != beast::http::error::end_of_stream && failed != beast::http::error::partial_message)
        co_return co_await refuse(invalid("request_malformed", "This is no HTTP request."));
      co_return false;
    }
    Request request;
    if (auto taken = take_head(parser, request); !taken.ok()) co_return co_await refuse(taken.error());
    Dispatcher::Admission admission;
    const bool has_body = parser.chunked() || parser.content_length_remaining().value_or(0) > 0;
    if (has_body && !co_await take_body(parser, request, admission)) co_return false;

    Response response;
    std::string pattern = admission.route ? admission.route->pattern : "none";
    const bool worked = co_await on_worker([&] {
      if (!admission.route) admission = shared_.dispatcher.admit(request);
      if (admission.route) pattern = admission.route->pattern;
      response = admission.refusal ? *std::move(admission.refusal) : shared_.dispatcher.run(*admission.route, request);
      shared_.dispatcher.finish(request, response);
    });
    if (!worked) response = busy(request);
    const bool keep = parser.keep_alive() && !shared_.stopping;
    const bool sent = co_await send(request, response, keep, parser.get().version() >= 11);
    count(request.method, pattern, response.status);
    shared_.body_bytes -= std::exchange(reserved_, 0);
    co_return sent&& keep;
  }

  Result<void> take_head(const Parser& parser, Request& request) {
    const auto& message = parser.get();
    request.method = std::string(message.method_string());
    int hosts = 0;
    for (const auto& field : message) {
      const std::string name = to_lower_ascii({field.name_string().data(), field.name_string().size()});
      const std::string value(field.value());
      auto [at, fresh] = request.headers.try_emplace(name, value);
      if (!fresh) at->second += (name == "cookie" ? "; " : ", ") + value;
      hosts += name == "host";
    }
    if (hosts > 1 || (hosts == 0 && message.version() >= 11))
      return invalid("request_malformed", "A request names one host.");
    if (request.headers.contains("content-encoding"))
      return invalid("content_type", "Send the body without content encoding.");
    request.client_key = shared_.client_keys.of(peer_of(request));
    return set_target(request, {message.target().data(), message.target().size()});
  }

  std::string peer_of(const Request& request) const {
    if (!shared_.options.behind_proxy) return network_;
    const auto found = request.headers.find("x-forwarded-for");
    if (found == request.headers.end()) return network_;
    error_code bad;
    const auto address = asio::ip::make_address(std::string(trim(split(found->second, ',').back())), bad);
    return bad ? network_ : network_of(address);
  }

  // Reads the body within its route's limit, large ones only for whom the route admits.
  asio::awaitable<bool> take_body(Parser& parser, Request& request, Dispatcher::Admission& admission) {
    int status = 0;
    const Route* route = shared_.router.find(request, status);
    const std::size_t limit = route ? route->body_max_bytes : kBodyUnasked;
    const std::uint64_t size = parser.content_length_remaining().value_or(limit);
    if (size > limit) co_return co_await refuse(invalid("body_too_large", "The body is too large for this address."));
    const std::string expects = to_lower_ascii(request.header("expect"));
    if (size > kBodyUnasked || !expects.empty()) {
      const bool worked = co_await on_worker([&] { admission = shared_.dispatcher.admit(request); });
      if (!worked) co_return co_await refuse(busy_error());
      if (admission.refusal) {
        shared_.dispatcher.finish(request, *admission.refusal);
        count(request.method, admission.route ? admission.route->pattern : "none", admission.refusal->status);
        co_await send(request, *admission.refusal, false, true);
        co_await drain();
        co_return false;
      }
    }
    if ((shared_.body_bytes += size) > shared_.options.bodies_max_bytes) {
      shared_.body_bytes -= size;
      co_return co_await refuse(busy_error());
    }
    reserved_ = size;
    if (expects == "100-continue") {
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await asio::async_write(stream_, asio::buffer(kContinue), kDone);
    }
    parser.body_limit(limit);
    stream_.expires_after(shared_.options.idle_max + std::chrono::seconds(size / kBytesPerSecondMin));
    const auto [failed, read] = co_await beast::http::async_read(stream_, buffer_, parser, kDone);
    if (failed == beast::http::error::body_limit)
      co_return co_await refuse(invalid("body_too_large", "The body is too large for this address."));
    if (failed) co_return false;
    request.body = std::move(parser.get().body());
    co_return true;
  }

  asio::awaitable<bool> send(const Request& request, Response& response, bool keep_alive, bool may_chunk) {
    const bool bare = response.status == 204 || response.status == 304;
    const bool head_only = request.method == "HEAD";
    const bool streams = response.stream && !bare;
    const Framing framing = bare        ? Framing::none
                            : !streams  ? Framing::length
                            : may_chunk ? Framing::chunked
                                        : Framing::until_close;
    const std::string head =
        head_of(response, framing, keep_alive && framing != Framing::until_close, shared_.clock.now());
    if (streams && !head_only) {
      if (!co_await write(asio::buffer(head), head.size())) co_return false;
      co_return co_await send_stream(response, framing == Framing::chunked);
    }
    const std::array<asio::const_buffer, 2> parts{
        asio::buffer(head), head_only || bare ? asio::const_buffer() : asio::buffer(response.body)};
    co_return co_await write(parts, response.body.size());
  }

  asio::awaitable<bool> send_stream(Response& response, bool chunked) {
    asio::steady_timer timer(stream_.get_executor());
    while (!shared_.stopping) {
      std::optional<std::string> piece;
      bool failed = false;
      const bool worked = co_await on_worker([&] {
        try {
          piece = response.stream();
        } catch (...) {
          failed = true;
        }
      });
      if (failed) {
        // The status is out already: an answer cut off is the only honest sign left.
        log::error("HTTP-501", "A streamed answer broke off.");
        co_return false;
      }
      if (worked && !piece) {
        if (!chunked) co_return false;
        co_return co_await write(asio::buffer(kLastChunk), kLastChunk.size());
      }
      if (worked && !piece->empty()) {
        // A conditional temporary in the awaiting expression is destroyed twice by g++ 12.
        if (chunked) *piece = chunk_of(*piece);
        if (!co_await write(asio::buffer(*piece), piece->size())) co_return false;
        continue;
      }
      if (peer_gone()) co_return false;
      timer.expires_after(kPollEvery);
      co_await timer.async_wait(kDone);
    }
    co_return false;
  }

  bool peer_gone() {
    char byte;
    if (!stream_.socket().is_open()) return true;
    return ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
  }

  template <class Buffers>
  asio::awaitable<bool> write(const Buffers& buffers, std::size_t size) {
    stream_.expires_after(shared_.options.idle_max + std::chrono::seconds(size / kBytesPerSecondMin));
    const auto [failed, written] = co_await asio::async_write(stream_, buffers, kDone);
    stream_.expires_never();
    co_return !failed;
  }

  // Answers what never reached a handler, and ends the connection. Always false.
  asio::awaitable<bool> refuse(Error error) {
    Request request;
    Response response = Response::problem(error);
    shared_.dispatcher.finish(request, response);
    count("other", "none", response.status);
    co_await send(request, response, false, true);
    co_await drain();
    co_return false;
  }

  // Closing with unread bytes resets the connection and may destroy the answer on its way: read on for a moment.
  asio::awaitable<void> drain() {
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kDrainMax);
    std::vector<char> sink(kBufferMax);
    for (std::size_t total = 0; total < kDrainBytesMax;) {
      const auto [failed, size] = co_await stream_.async_read_some(asio::buffer(sink), kDone);
      if (failed) break;
      total += size;
    }
  }

  // Runs `job` on a worker and comes back to this connection's strand; false when the queue is full.
  asio::awaitable<bool> on_worker(std::function<void()> job) {
    const bool taken = co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(
        [this, &job](auto handler) {
          auto kept = std::make_shared<decltype(handler)>(std::move(handler));
          const auto executor = asio::get_associated_executor(*kept);
          const bool queued = shared_.workers.add([&job, kept, executor] {
            job();
            asio::post(executor, [kept] { (*kept)(true); });
          });
          if (!queued) asio::post(executor, [kept] { (*kept)(false); });
        },
        asio::use_awaitable);
    co_return taken;
  }

  static Error busy_error() {
    return unavailable("server_busy", "The server is busy. Nothing was done; try again in a moment.");
  }
  Response busy(const Request& request) const {
    Response response = Response::problem(busy_error());
    shared_.dispatcher.finish(request, response);
    return response;
  }

  void count(const std::string& method, const std::string& pattern, int status) {
    if (!shared_.options.metrics) return;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
    shared_.options.metrics->request(method, pattern, status, took.count());
    shared_.options.metrics->queue_depth(static_cast<std::int64_t>(shared_.workers.waiting()));
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_{kBufferMax};
  std::string network_;
  bool idle_ = true;
  std::size_t reserved_ = 0;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace

std::shared_ptr<Connection> make_connection(asio::ip::tcp::socket socket, Shared& shared) {
  return std::make_shared<BeastConnection>(std::move(socket), shared);
}

}  // namespace muster::http
