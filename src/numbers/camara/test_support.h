// A line with a verified holder, clients with tokens, and a caller over the routes, for the tests of this room.
#pragma once

#include <http/dispatch.h>
#include <parties/parties.h>
#include <registration/service.h>

#include <boost/json.hpp>
#include <camara/routes.h>
#include <support/vault_world.h>

namespace muster::camara {

inline constexpr std::int64_t kFirstLine = 8619900000000;

class CamaraTest : public test::VaultTest {
 protected:
  struct Got {
    int status = 0;
    boost::json::object body;
    std::map<std::string, std::string> headers;
    std::string code() const { return text("code"); }
    std::string text(const char* name) const {
      const auto* value = body.if_contains(name);
      return value && value->is_string() ? std::string(value->get_string().c_str()) : "";
    }
  };
  class Confirms final : public registration::Authority {
    Result<registration::Answer> check(const registration::Question&) override {
      return registration::Answer{true, {}};
    }
  };

  CamaraTest() {
    parties::Party party;
    party.kind = "partner";
    party.name = "Dealer One";
    dealer_ = parties_.create_party("system:test", party)->id;
    pool_ = *lines_.make_pool("admin",
                              {"Test range", "Operator", "CN-11", lines::LineKind::voice, kFirstLine, kFirstLine + 99});
    EXPECT_EQ(*lines_.stock("admin", pool_.id, 50), 50);
    add_routes(router_, service_, subscriptions_);
  }

  static std::int64_t msisdn(int n) { return kFirstLine + n; }
  static std::string phone(int n) { return lines::msisdn_text(msisdn(n)); }
  // The person's name, a passport of `country`, born on 1990-01-01.
  registration::Capture capture(int line, int person, const std::string& name) const {
    registration::Capture c;
    c.document = {"cn_resident_id", "CHN", test::resident_id("19900101", person), ""};
    c.identity = {name, "1990-01-01", "12 Example Street, Utopia"};
    c.category = "citizen";
    c.msisdn = phone(line);
    c.dealer_id = dealer_;
    c.place = "BJ-0042";
    c.device = "T-17";
    c.consent = "terms-1";
    return c;
  }
  // Registered, not verified.
  std::string registered(int line, int person, const std::string& name = "Specimen Person") {
    const auto reserved = *lines_.reserve("dealer", msisdn(line), dealer_);
    const int sim = line + 1000 * ++sims_;
    EXPECT_TRUE(lines_.add_sim("admin", test::iccid(sim), test::imsi(sim)).ok());
    EXPECT_TRUE(lines_.change_sim("dealer", reserved.id, reserved.version, test::iccid(sim), "first").ok());
    const auto done = registration_.submit("clerk", "key-" + std::to_string(sim), capture(line, person, name));
    EXPECT_TRUE(done.ok()) << done.error().code;
    return done->registration.holder_id;
  }
  std::string held(int line, int person, const std::string& name = "Specimen Person") {
    const std::string holder = registered(line, person, name);
    Confirms confirms;
    EXPECT_EQ(*registration_.verify_due(confirms), 1);
    return holder;
  }
  void step(int line, lines::Event event, const std::string& reason = "test") {
    const auto now = *lines_.line_of_msisdn(msisdn(line));
    const auto done = lines_.apply("registrar", now.id, now.version, event, reason);
    ASSERT_TRUE(done.ok()) << done.error().code;
  }
  std::string client(NewClient asked = {}) {
    if (asked.name.empty()) asked.name = "Client " + std::to_string(++clients_);
    if (asked.purpose.empty()) asked.purpose = "fraud_prevention";
    if (asked.scopes.empty()) asked.scopes.assign(scopes().begin(), scopes().end());
    const auto made = service_.add_client("admin", asked);
    EXPECT_TRUE(made.ok()) << made.error().code;
    secret_ = made->secret;
    return made->client.id;
  }
  std::string token(const std::string& client_id, int line = -1, Authentication by = Authentication::network,
                    std::vector<std::string> asked = {}) {
    NewToken wanted;
    wanted.client_id = client_id;
    wanted.scopes = asked.empty() ? std::vector<std::string>(scopes().begin(), scopes().end()) : std::move(asked);
    if (line >= 0) {
      wanted.msisdn = msisdn(line);
      wanted.authenticated_by = by;
    }
    const auto minted = service_.mint("admin", wanted);
    EXPECT_TRUE(minted.ok()) << minted.error().code;
    return *minted;
  }

  Got send(const std::string& method, const std::string& path, const std::string& bearer, const std::string& body,
           std::map<std::string, std::string> headers = {{"content-type", "application/json"}}) {
    http::Request request;
    request.method = method;
    request.headers = std::move(headers);
    request.body = body;
    if (!bearer.empty()) request.headers.emplace("authorization", "Bearer " + bearer);
    EXPECT_TRUE(http::set_target(request, path).ok());
    const http::Dispatcher dispatcher(router_, {}, random_, false);
    const auto admitted = dispatcher.admit(request);
    const http::Response answer = admitted.refusal ? *admitted.refusal : dispatcher.run(*admitted.route, request);
    Got got;
    got.status = answer.status;
    for (const auto& [name, value] : answer.headers) got.headers[name] = value;
    boost::json::error_code wrong;
    const auto parsed = boost::json::parse(answer.body, wrong);
    if (!wrong && parsed.is_object()) got.body = parsed.get_object();
    return got;
  }
  Got post(const std::string& path, const std::string& bearer, const std::string& body) {
    return send("POST", path, bearer, body);
  }

  parties::Service parties_{*db_, recorder_, vault_, policy_};
  lines::Service lines_{*db_, recorder_, policy_};
  registration::Service registration_{*db_, recorder_, vault_, policy_};
  Service service_{*db_, recorder_, vault_, policy_};
  Subscriptions subscriptions_{*db_, recorder_, vault_, policy_};
  http::Router router_;
  std::string dealer_, secret_;
  lines::Pool pool_;
  int sims_ = 0, clients_ = 0;
};

}  // namespace muster::camara
