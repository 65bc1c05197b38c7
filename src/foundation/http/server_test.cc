// Real sockets on loopback: what a browser, a slow client and an attacker do.
#include "raw_client.h"
#include <http/prometheus.h>
#include <http/server.h>

#include <gtest/gtest.h>

namespace muster::http {
namespace {

using namespace std::chrono_literals;

class HttpServer : public testing::Test {
 protected:
  HttpServer() {
    options_.port = 0;
    options_.header_max_bytes = 8'192;
    options_.idle_max = 1s;
    options_.stop_max = 2s;
    options_.worker_threads = 4;
    options_.metrics = &metrics_;
    add("GET", "/hello", [](const Request&) { return Response::text("hello"); });
    add("GET", "/things/{id}",
        [](const Request& request) { return Response::text(request.param("id") + "|" + request.client_key); });
    add(
        "POST", "/echo", [](const Request& request) { return Response::text(request.body); }, Access::anybody(),
        1'000'000);
    add(
        "POST", "/large", [](const Request& request) { return Response::text(std::to_string(request.body.size())); },
        Access::anybody(), 64u << 20);
    add(
        "POST", "/inside", [](const Request&) { return Response::text("in"); }, Access::signed_in(), 64u << 20);
    add("GET", "/slow", [](const Request&) {
      std::this_thread::sleep_for(300ms);
      return Response::text("slow");
    });
    add("GET", "/throws", [](const Request&) -> Response { throw std::runtime_error("secret of the handler"); });
    add("GET", "/forge", [](const Request&) { return Response::text("x").header("X-Name", "a\r\nSet-Cookie: b=c"); });
    add("GET", "/count", [](const Request&) {
      Response response = Response::text("");
      response.stream = [n = std::make_shared<int>(0)]() -> std::optional<std::string> {
        if (*n == 1'000) return std::nullopt;
        return std::to_string((*n)++) + "\n";
      };
      return response;
    });
    add("GET", "/events", [this](const Request&) {
      Response response = Response::text("", "text/event-stream");
      // Its end is seen by whoever holds the token.
      response.stream = [this, token = std::shared_ptr<int>(new int(0), [this](int* p) {
                                 delete p, ++ended_;
                               })]() -> std::optional<std::string> {
        return (*token)++ == 0 ? "data: first\n\n" : std::string(ticks_-- > 0 ? "data: tick\n\n" : "");
      };
      return response;
    });
  }
  ~HttpServer() override {
    if (server_) server_->stop();
  }

  void add(std::string method, std::string pattern, Handler handler, Access access = Access::anybody(),
           std::size_t body_max = 1'000) {
    router_.add({std::move(method), std::move(pattern), std::move(access), std::move(handler), body_max, Csrf::token});
  }
  RawClient client() {
    if (!server_) {
      Guard guard;
      guard.principal = [](const std::string& token) -> std::optional<Principal> {
        if (token != "good") return std::nullopt;
        return Principal{};
      };
      guard.csrf_ok = [](const Principal&, const std::string& token) { return token == "csrf"; };
      server_ = std::make_unique<Server>(options_, router_, guard, clock_, random_);
      const auto started = server_->start();
      EXPECT_TRUE(started.ok());
    }
    return RawClient(server_->port());
  }
  RawAnswer get(const std::string& target) {
    RawClient one = client();
    one.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return one.answer();
  }

  SystemClock clock_;
  SystemRandom random_;
  Metrics metrics_;
  ServerOptions options_;
  Router router_;
  std::atomic<int> ended_{0}, ticks_{0};
  std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, AnswersAndCarriesHeaders) {
  const RawAnswer answer = get("/hello");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "hello");
  EXPECT_NE(answer.head.find("Content-Security-Policy: default-src 'self'"), std::string::npos);
  EXPECT_EQ(get("/nothing").status, 404);
  EXPECT_NE(get("/nothing").body.find("no_such_page"), std::string::npos);
}

TEST_F(HttpServer, ClientKeysAreNoAddresses) {
  const std::string key = get("/things/7").body;
  EXPECT_EQ(key, get("/things/7").body);
  EXPECT_EQ(key.find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(key.size(), 2 + 32u);
}

TEST_F(HttpServer, HeadOptionsAndWrongMethods) {
  RawClient one = client();
  one.send("HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  const RawAnswer head = one.answer(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.head.find("Content-Length: 5"), std::string::npos);
  one.send("OPTIONS /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  const RawAnswer options = one.answer();
  EXPECT_EQ(options.status, 204);
  EXPECT_NE(options.head.find("Allow: GET, HEAD, OPTIONS"), std::string::npos);
  one.send("DELETE /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(one.answer().status, 405);
  one.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(one.answer().status, 204);
}

TEST_F(HttpServer, KeepsAThousandRequestsAlive) {
  RawClient one = client();
  for (int i = 0; i < 1'000; ++i) {
    one.send("GET /things/" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    const RawAnswer answer = one.answer();
    ASSERT_EQ(answer.status, 200);
    ASSERT_TRUE(answer.body.starts_with(std::to_string(i) + "|"));
  }
}

TEST_F(HttpServer, PipelinedRequestsAreAnsweredInOrder) {
  RawClient one = client();
  std::string many;
  for (int i = 0; i < 20; ++i)
    many += "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n" + std::to_string(10 + i);
  one.send(many);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(one.answer().body, std::to_string(10 + i));
}

TEST_F(HttpServer, ClosesWhenAsked) {
  RawClient one = client();
  one.send("GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(one.answer().status, 200);
  EXPECT_TRUE(one.closed_within(2s));
  RawClient old = client();
  old.send("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.answer().status, 200);
  EXPECT_TRUE(old.closed_within(2s));
}

TEST_F(HttpServer, RefusesMalformedRequests) {
  for (const std::string bad :
       {"GET / HTTP/1.1\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", "GET /%2e%2e/x HTTP/1.1\r\nHost: h\r\n\r\n",
        "\x16\x03\x01\x02 garbage\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: h\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"}) {
    RawClient one = client();
    one.send(bad);
    EXPECT_EQ(one.answer().status, 400) << bad;
    EXPECT_TRUE(one.closed_within(4s)) << bad;
  }
  EXPECT_EQ(get("/hello").status, 200);
}

TEST_F(HttpServer, RefusesHundredMegabytesOfHeaders) {
  const std::size_t before = resident_bytes();
  for (const bool one_line : {true, false}) {
    RawClient one = client();
    const std::string line = one_line ? std::string(1'000, 'a') : "X-Filler: " + std::string(1'000, 'a') + "\r\n";
    one.send(one_line ? "GET /hello HTTP/1.1\r\nHost: h\r\nX: " : "GET /hello HTTP/1.1\r\nHost: h\r\n");
    std::size_t sent = 0;
    while (sent < (100u << 20) && one.try_send(line)) sent += line.size();
    EXPECT_EQ(one.answer().status, 431);
    EXPECT_TRUE(one.closed_within(5s));
    EXPECT_LT(sent, 100u << 20);  // it was told so before it had sent all
  }
  EXPECT_LT(resident_bytes(), before + (20u << 20));
}

TEST_F(HttpServer, RefusesLargeBodies) {
  RawClient told = client();
  told.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1000001\r\n\r\n");
  EXPECT_EQ(told.answer().status, 413);
  RawClient chunked = client();
  chunked.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
  for (int i = 0; i < 20; ++i)
    if (!chunked.try_send(chunk)) break;
  EXPECT_EQ(chunked.answer().status, 413);
  RawClient nowhere = client();
  nowhere.send("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n");
  EXPECT_EQ(nowhere.answer().status, 413);
}

TEST_F(HttpServer, ReadsLargeBodiesOnlyOfWhomMayCall) {
  RawClient allowed = client();
  allowed.send("POST /large HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(allowed.answer().status, 100);
  allowed.send(std::string(20'000'000, 'x'));
  EXPECT_EQ(allowed.answer().body, "20000000");
  RawClient stranger = client();
  stranger.send("POST /inside HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n");
  EXPECT_EQ(stranger.answer().status, 401);
  RawClient known = client();
  known.send(
      "POST /inside HTTP/1.1\r\nHost: h\r\nCookie: muster_session=good\r\nX-CSRF-Token: csrf\r\nContent-Length: "
      "2\r\n\r\n{}");
  EXPECT_EQ(known.answer().body, "in");
  known.send("POST /inside HTTP/1.1\r\nHost: h\r\nCookie: muster_session=good\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(known.answer().status, 403);
}

TEST_F(HttpServer, EndsSlowClients) {
  RawClient silent = client();
  RawClient drip = client();
  drip.send("GET /hello HTTP/1.1\r\nHo");
  RawClient body = client();
  body.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
  const auto start = std::chrono::steady_clock::now();
  bool open = true;
  while (open && std::chrono::steady_clock::now() - start < 5s) {
    open = drip.try_send("s") && !drip.closed_within(100ms);  // a byte now and then doesn't move the deadline
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
  EXPECT_TRUE(silent.closed_within(3s));
  EXPECT_TRUE(body.closed_within(3s));
}

TEST_F(HttpServer, StreamsInChunks) {
  RawClient one = client();
  one.send("GET /count HTTP/1.1\r\nHost: h\r\n\r\n");
  const RawAnswer answer = one.answer();
  EXPECT_NE(answer.head.find("Transfer-Encoding: chunked"), std::string::npos);
  EXPECT_TRUE(answer.body.starts_with("0\n1\n2\n"));
  EXPECT_TRUE(answer.body.ends_with("\n999\n"));
  one.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");  // the connection goes on
  EXPECT_EQ(one.answer().body, "hello");
  RawClient old = client();
  old.send("GET /count HTTP/1.0\r\n\r\n");
  const std::string all = old.until_closed(3s);
  EXPECT_EQ(all.find("chunked"), std::string::npos);
  EXPECT_TRUE(all.ends_with("\n999\n"));
}

TEST_F(HttpServer, EventStreamsHoldNoWorkerAndNoticeWhoLeaves) {
  std::vector<RawClient> listeners;
  for (int i = 0; i < 20; ++i) {
    listeners.push_back(client());
    listeners.back().send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_NE(listeners.back().until("data: first", 2s).find("data: first"), std::string::npos);
  }
  EXPECT_EQ(get("/hello").body, "hello");  // four workers, twenty listeners
  ticks_ = 1'000;
  EXPECT_NE(listeners[7].until("data: tick", 2s).find("data: tick"), std::string::npos);
  ticks_ = 0;
  listeners.clear();
  for (int i = 0; i < 30 && ended_ < 20; ++i) std::this_thread::sleep_for(100ms);
  EXPECT_EQ(ended_, 20);
}

TEST_F(HttpServer, AnswersWhenTheQueueIsFull) {
  options_.worker_threads = 1;
  options_.queue_max = 2;
  std::vector<RawClient> many;
  for (int i = 0; i < 12; ++i) {
    many.push_back(client());
    many.back().send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  int served = 0, busy = 0;
  for (RawClient& one : many) {
    const int status = one.answer().status;
    served += status == 200;
    busy += status == 503;
  }
  EXPECT_GE(served, 1);
  EXPECT_GE(busy, 1);
  EXPECT_EQ(served + busy, 12);
}

TEST_F(HttpServer, LimitsConnections) {
  options_.connections_max = 3;
  RawClient a = client(), b = client(), c = client();
  for (RawClient* one : {&a, &b, &c}) {
    one->send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(one->answer().status, 200);
  }
  RawClient d = client();
  EXPECT_EQ(d.answer().status, 503);
}

TEST_F(HttpServer, HandlersCanNeitherLeakNorForge) {
  const RawAnswer failed = get("/throws");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.body.find("secret"), std::string::npos);
  EXPECT_EQ(get("/forge").head.find("\r\nSet-Cookie"), std::string::npos);
}

TEST_F(HttpServer, CountsByRouteNeverByPath) {
  get("/things/7?secret=1");
  get("/someone-private");
  std::string text;
  for (int i = 0; i < 50 && text.find("route=\"none\"") == std::string::npos; ++i) {
    text = metrics_.text();
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_NE(text.find(R"(muster_http_requests_total{method="GET",route="/things/{id}",status="200"} 1)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("route=\"none\""), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_EQ(text.find("private"), std::string::npos);
  EXPECT_NE(text.find("muster_build_info"), std::string::npos);
}

TEST_F(HttpServer, ServesManyAtOnce) {
  (void)client();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      RawClient one(server_->port());
      for (int i = 0; i < 100; ++i) {
        const std::string body = std::to_string(t * 1'000 + i);
        one.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                 body);
        good += one.answer().body == body;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 800);
}

TEST_F(HttpServer, StopsAndLetsRunningRequestsFinish) {
  RawClient idle = client();
  RawClient running = client();
  running.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  std::this_thread::sleep_for(100ms);
  const auto start = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
  EXPECT_EQ(running.answer().body, "slow");
  EXPECT_TRUE(idle.closed_within(1s));
}

TEST_F(HttpServer, SaysWhyItCantListen) {
  (void)client();
  ServerOptions taken;
  taken.port = server_->port();
  EXPECT_EQ(Server(taken, router_, {}, clock_, random_).start().error().code, "port_in_use");
  taken.address = "nowhere";
  EXPECT_EQ(Server(taken, router_, {}, clock_, random_).start().error().code, "address_invalid");
}

}  // namespace
}  // namespace muster::http
