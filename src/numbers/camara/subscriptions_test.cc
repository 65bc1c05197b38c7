// Subscriptions over the routes, and what their sinks get, on both databases.
#include "test_support.h"

#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr const char* kSubscriptions = "/sim-swap-subscriptions/v0.3/subscriptions";

// Keeps what comes, and answers as told.
class TrySink final : public Sink {
 public:
  SinkAnswer post(const SinkMessage& message) override {
    const std::lock_guard lock(mutex_);
    messages.push_back(message);
    return answer;
  }
  SinkAnswer answer = SinkAnswer::taken;
  std::vector<SinkMessage> messages;

 private:
  std::mutex mutex_;
};

class SimSubscriptions : public CamaraTest {
 protected:
  static std::string body(const std::string& phone, const std::string& config = {}, const std::string& more = {},
                          const std::string& sink = "https://sink.example/one") {
    const std::string detail = phone.empty() ? "{}" : fmt::format(R"({{"phoneNumber":"{}"}})", phone);
    return fmt::format(
        R"({{"protocol":"HTTP","sink":"{}","types":["org.camaraproject.sim-swap-subscriptions.v0.swapped"],"config":{{"subscriptionDetail":{}{}}}{}}})",
        sink, detail, config, more);
  }
  std::string subscribed(const std::string& bearer, const std::string& sent) {
    const auto got = post(kSubscriptions, bearer, sent);
    EXPECT_EQ(got.status, 201) << got.code() << got.text("message");
    return got.text("id");
  }
  std::string at(const std::string& id) const { return std::string(kSubscriptions) + "/" + id; }
  void swap(int line) {
    const int n = 5'000 + ++swaps_;
    ASSERT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    const auto now = *lines_.line_of_msisdn(msisdn(line));
    ASSERT_TRUE(lines_.change_sim("dealer", now.id, now.version, test::iccid(n), "lost").ok());
  }
  void note() {
    for (int some = 1; some > 0;) {
      const auto done = subscriptions_.note_changes();
      ASSERT_TRUE(done.ok()) << done.error().code;
      some = *done;
    }
  }
  Told tell() {
    const auto told = subscriptions_.tell(sink_);
    EXPECT_TRUE(told.ok()) << told.error().code;
    return *told;
  }
  // Everything that is due, in its order.
  std::vector<boost::json::object> told() {
    while (tell().delivered > 0) {
    }
    std::vector<boost::json::object> out;
    for (const auto& message : sink_.messages) out.push_back(boost::json::parse(message.body).as_object());
    sink_.messages.clear();
    return out;
  }
  static std::string type_of(const boost::json::object& event) {
    const std::string type = event.at("type").as_string().c_str();
    return type.substr(type.rfind('.') + 1);
  }
  TrySink sink_;
  int swaps_ = 0;
};
MUSTER_ON_BOTH_BACKENDS(SimSubscriptions);

TEST_P(SimSubscriptions, TellOfAChangedSim) {
  held(0, 1);
  held(1, 2);
  const std::string bearer = token(client());
  const std::string id = subscribed(bearer, body(phone(0)));
  const auto shown = send("GET", at(id), bearer, "");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.text("status"), "ACTIVE");
  EXPECT_EQ(shown.body.at("config").at("subscriptionDetail").at("phoneNumber"), phone(0).c_str());
  note();
  EXPECT_TRUE(told().empty()) << "the SIM that was in it before is no change";
  clock_.advance(std::chrono::minutes(1));
  swap(0);
  swap(1);
  note();
  const auto events = told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(type_of(events[0]), "swapped");
  EXPECT_EQ(events[0].at("time"), to_rfc3339(clock_.now()).c_str());
  EXPECT_EQ(events[0].at("data").at("phoneNumber"), phone(0).c_str());
  EXPECT_EQ(events[0].at("data").at("subscriptionId"), id.c_str());
  note();
  EXPECT_TRUE(told().empty()) << "once";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'sim_subscription.swap_noted'"), 1);
}

TEST_P(SimSubscriptions, TheFirstOneDoesNotWaitForHistory) {
  held(0, 1);
  EXPECT_EQ(*subscriptions_.note_changes(), 0) << "where nobody subscribes nobody waits";
  EXPECT_GT(*subscriptions_.read_on(), 0);
  EXPECT_EQ(*subscriptions_.read_on(), 0);
  subscribed(token(client()), body(phone(0)));
  clock_.advance(std::chrono::seconds(1));
  swap(0);
  EXPECT_LT(*subscriptions_.read_on(), 10) << "what came since, and no more";
  EXPECT_EQ(told().size(), 1u);
}

TEST_P(SimSubscriptions, RefuseWhatTheDefinitionRefuses) {
  held(0, 1);
  const std::string id = client(), two = token(id), three = token(id, 0);
  const auto answer = [&](const std::string& bearer, const std::string& sent) {
    const auto got = post(kSubscriptions, bearer, sent);
    return std::to_string(got.status) + " " + got.code();
  };
  const std::string good = body(phone(0));
  const auto changed = [&](std::string from, std::string to) {
    std::string out = good;
    out.replace(out.find(from), from.size(), to);
    return out;
  };
  const auto credential = [&](const std::string& text) { return body(phone(0), "", ",\"sinkCredential\":" + text); };
  EXPECT_EQ(answer("", good), "401 UNAUTHENTICATED");
  EXPECT_EQ(answer(token(id, -1, Authentication::none, {"sim-swap"}), good), "403 PERMISSION_DENIED");
  EXPECT_EQ(answer(two, ""), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, "{}"), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, "[1]"), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, changed("\"HTTP\"", "\"MQTT3\"")), "400 INVALID_PROTOCOL");
  EXPECT_EQ(answer(two, changed("v0.swapped", "v0.other")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, changed("\"types\":[", "\"types\":[\"a\",")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, changed("\"protocol\":\"HTTP\",", "")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, changed("\"subscriptionDetail\"", "\"detail\"")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, body("123")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, body(phone(0), ",\"subscriptionExpireTime\":\"2001-01-01T00:00:00Z\"")),
            "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, body(phone(0), ",\"subscriptionExpireTime\":\"2099-01-01T00:00:00\"")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, body(phone(0), ",\"subscriptionMaxEvents\":0")), "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, credential("{\"credentialType\":\"PLAIN\"}")), "400 INVALID_CREDENTIAL");
  EXPECT_EQ(answer(two, credential("{\"credentialType\":\"ACCESSTOKEN\",\"accessTokenType\":\"mac\"}")),
            "400 INVALID_TOKEN");
  EXPECT_EQ(answer(two, credential("{\"credentialType\":\"ACCESSTOKEN\",\"accessTokenType\":\"bearer\"}")),
            "400 INVALID_ARGUMENT");
  EXPECT_EQ(
      answer(two, credential(
                      "{\"credentialType\":\"ACCESSTOKEN\",\"accessTokenType\":\"bearer\",\"accessToken\":\"a\\r\\nX: "
                      "1\",\"accessTokenExpiresUtc\":\"2099-01-01T00:00:00Z\"}")),
      "400 INVALID_ARGUMENT");
  EXPECT_EQ(answer(two, body(phone(0), "", ",\"protocolSettings\":{\"headers\":{\"X\":\"1\"}}")),
            "400 INVALID_ARGUMENT");
  for (const char* sink : {"invalid-url", "http://sink.example/", "https://127.0.0.1/", "https://localhost/"})
    EXPECT_EQ(answer(two, body(phone(0), "", "", sink)), "400 INVALID_SINK") << sink;
  EXPECT_EQ(answer(two, body("")), "422 MISSING_IDENTIFIER");
  EXPECT_EQ(answer(three, good), "422 UNNECESSARY_IDENTIFIER");
  EXPECT_EQ(answer(two, body(phone(45))), "404 IDENTIFIER_NOT_FOUND");
  LineProfile left_out;
  left_out.opted_out = true;
  ASSERT_TRUE(service_.set_profile("admin", msisdn(0), left_out).ok());
  EXPECT_EQ(answer(two, good), "422 UNSUPPORTED_IDENTIFIER");
  ASSERT_TRUE(service_.set_profile("admin", msisdn(0), {}).ok());
  EXPECT_EQ(answer(two, good), "201 ");
  EXPECT_EQ(answer(two, good), "409 ALREADY_EXISTS");
  EXPECT_EQ(number("select count(*) as n from camara_subscription"), 1);
}

TEST_P(SimSubscriptions, AreTheClientsAndInThreePartiesTheLines) {
  held(0, 1);
  held(1, 2);
  const std::string one = client(), other = client();
  const std::string two = token(one), three = token(one, 0), three_other = token(one, 1);
  const std::string by_number = subscribed(two, body(phone(0))),
                    by_token = subscribed(three, body("", "", "", "https://sink.example/two"));
  const auto listed = [&](const std::string& bearer) {
    const auto got = subscriptions_.of(**service_.access(bearer));
    EXPECT_TRUE(got.ok());
    return got->size();
  };
  EXPECT_EQ(listed(two), 2u);
  EXPECT_EQ(listed(three), 2u);
  EXPECT_EQ(listed(three_other), 0u);
  EXPECT_EQ(listed(token(other)), 0u);
  EXPECT_FALSE(
      send("GET", at(by_token), two, "").body.at("config").at("subscriptionDetail").as_object().contains("phoneNumber"))
      << "the number was never the client's";
  EXPECT_FALSE(send("GET", at(by_number), three, "")
                   .body.at("config")
                   .at("subscriptionDetail")
                   .as_object()
                   .contains("phoneNumber"));
  for (const auto& bearer : {token(other), three_other}) {
    EXPECT_EQ(send("GET", at(by_number), bearer, "").code(), "NOT_FOUND");
    EXPECT_EQ(send("DELETE", at(by_number), bearer, "").code(), "NOT_FOUND");
  }
  EXPECT_EQ(send("GET", at("nothing"), two, "").status, 404);
  EXPECT_EQ(send("DELETE", at(by_number), "", "").status, 401);
  EXPECT_EQ(
      send("DELETE", at(by_number), token(one, -1, Authentication::none, {"sim-swap-subscriptions:read"}), "").status,
      403);
  clock_.advance(std::chrono::seconds(1));
  swap(0);
  note();
  for (const auto& event : told())
    EXPECT_EQ(event.at("data").as_object().contains("phoneNumber"),
              event.at("data").at("subscriptionId") == by_number.c_str());
}

TEST_P(SimSubscriptions, AreDeletedAndTellOfTheirEnd) {
  held(0, 1);
  const std::string bearer = token(client()), id = subscribed(bearer, body(phone(0)));
  const auto gone = send("DELETE", at(id), bearer, "");
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(send("GET", at(id), bearer, "").status, 404);
  EXPECT_EQ(send("DELETE", at(id), bearer, "").status, 404);
  const auto events = told();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(type_of(events[0]), "subscription-ended");
  EXPECT_EQ(events[0].at("data").at("terminationReason"), "SUBSCRIPTION_DELETED");
  swap(0);
  note();
  EXPECT_TRUE(told().empty());
  subscribed(bearer, body(phone(0)));
}

TEST_P(SimSubscriptions, EndAfterSoManyEvents) {
  held(0, 1);
  const std::string bearer = token(client());
  subscribed(bearer, body(phone(0), ",\"subscriptionMaxEvents\":2"));
  clock_.advance(std::chrono::seconds(1));
  for (int n = 0; n < 4; ++n) swap(0);
  note();
  const auto events = told();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(type_of(events[0]), "swapped");
  EXPECT_EQ(type_of(events[1]), "swapped");
  EXPECT_EQ(type_of(events[2]), "subscription-ended");
  EXPECT_EQ(events[2].at("data").at("terminationReason"), "MAX_EVENTS_REACHED");
}

TEST_P(SimSubscriptions, EndWithTheirTermTheCredentialTheHolderAndTheClient) {
  for (int line = 0; line < 3; ++line) held(line, line + 1);
  const std::string bearer = token(client()), leaving = client(), other = token(leaving);
  const auto later = [&](int hours) { return to_rfc3339(clock_.now() + std::chrono::hours(hours)); };
  subscribed(bearer, body(phone(0), fmt::format(R"(,"subscriptionExpireTime":"{}")", later(2))));
  subscribed(
      bearer,
      body(
          phone(1), "",
          fmt::format(
              R"(,"sinkCredential":{{"credentialType":"ACCESSTOKEN","accessTokenType":"bearer","accessToken":"the-token","accessTokenExpiresUtc":"{}"}})",
              later(3))));
  subscribed(bearer, body(phone(2)));
  subscribed(other, body(phone(0)));
  EXPECT_EQ(*subscriptions_.tick(), 0);
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(*subscriptions_.tick(), 1);
  EXPECT_EQ(told().back().at("data").at("terminationReason"), "SUBSCRIPTION_EXPIRED");
  clock_.advance(std::chrono::minutes(59));
  EXPECT_EQ(*subscriptions_.tick(), 1) << "a minute before the credential ends, so that it still counts";
  tell();
  ASSERT_EQ(sink_.messages.size(), 1u);
  EXPECT_EQ(sink_.messages[0].bearer, "the-token");
  EXPECT_EQ(told().back().at("data").at("terminationReason"), "ACCESS_TOKEN_EXPIRED");
  EXPECT_EQ(number("select count(*) as n from vault_field where field = 'sink_token'"), 0)
      << "nobody needs it any more";
  EXPECT_EQ(*subscriptions_.end_left_behind(), 0);
  step(2, lines::Event::disconnect);
  ASSERT_TRUE(service_.end_client("admin", leaving).ok());
  EXPECT_EQ(*subscriptions_.end_left_behind(), 2);
  for (const auto& event : told()) EXPECT_EQ(event.at("data").at("terminationReason"), "NETWORK_TERMINATED");
}

TEST_P(SimSubscriptions, AreTriedAgainInTheirOrder) {
  held(0, 1);
  const std::string bearer = token(client());
  subscribed(bearer, body(phone(0), ",\"subscriptionMaxEvents\":2"));
  clock_.advance(std::chrono::seconds(1));
  swap(0);
  swap(0);
  note();
  sink_.answer = SinkAnswer::later;
  EXPECT_EQ(tell().put_off, 1);
  EXPECT_EQ(tell().taken, 0) << "what comes after waits for what is before";
  const std::string first = sink_.messages.at(0).id;
  clock_.advance(policy_.duration("camara.sink_retry_first"));
  EXPECT_EQ(tell().put_off, 1);
  EXPECT_EQ(sink_.messages.at(1).id, first) << "the same notification";
  clock_.advance(policy_.duration("camara.sink_retry_first"));
  EXPECT_EQ(tell().taken, 0) << "the second wait is longer";
  clock_.advance(std::chrono::hours(1));
  sink_.answer = SinkAnswer::taken;
  sink_.messages.clear();
  EXPECT_EQ(told().size(), 3u);
}

TEST_P(SimSubscriptions, GiveUpAndKnowWhenNobodyListens) {
  held(0, 1);
  held(1, 2);
  const std::string asks = client(), bearer = token(asks);
  subscribed(bearer, body(phone(0)));
  const std::string id = subscribed(bearer, body(phone(1)));
  clock_.advance(std::chrono::seconds(1));
  swap(0);
  note();
  sink_.answer = SinkAnswer::later;
  int given_up = 0;
  for (std::int64_t n = 0; n < policy_.number("camara.sink_attempts_max"); ++n) {
    given_up += tell().given_up;
    clock_.advance(std::chrono::hours(1));
  }
  EXPECT_EQ(given_up, 1);
  EXPECT_EQ(tell().taken, 0);
  swap(1);
  note();
  sink_.answer = SinkAnswer::gone;
  EXPECT_EQ(tell().given_up, 1);
  EXPECT_EQ(tell().taken, 0) << "its end is told to nobody";
  EXPECT_EQ(send("GET", at(id), token(asks), "").status, 404);
  clock_.advance(std::chrono::hours(24 * 31));
  EXPECT_EQ(*subscriptions_.sweep(), 3);
}

TEST_P(SimSubscriptions, TheSchemaKeepsTheirMachine) {
  held(0, 1);
  const std::string bearer = token(client()), id = subscribed(bearer, body(phone(0)));
  ASSERT_EQ(send("DELETE", at(id), bearer, "").status, 204);
  const auto code = [&](const char* sql) {
    const auto done = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run({"test", sql});
      return {};
    });
    return done.ok() ? std::string("done") : done.error().code;
  };
  EXPECT_EQ(code("update camara_subscription set state = 'active', ended_at = null, reason = ''"),
            "subscription_immutable");
  EXPECT_EQ(code("delete from camara_subscription"), "subscription_kept");
  EXPECT_EQ(code("delete from camara_notification"), "notification_due");
  EXPECT_EQ(code("update camara_notification set ordinal = 7"), "notification_immutable");
  told();
  EXPECT_EQ(code("update camara_notification set state = 'due', done_at = null"), "notification_immutable");
}

TEST_P(SimSubscriptions, AClientAsksSoOftenAMinute) {
  const auto narrow_policy = policy::Policy::parse("[camara]\nrequests_a_minute = 3\n");
  ASSERT_TRUE(narrow_policy.ok());
  const Service narrow(*db_, recorder_, vault_, *narrow_policy);
  EXPECT_TRUE(narrow.may_ask_now("a") && narrow.may_ask_now("a") && narrow.may_ask_now("a"));
  EXPECT_FALSE(narrow.may_ask_now("a"));
  EXPECT_TRUE(narrow.may_ask_now("b")) << "each client has its own";
  EXPECT_EQ(narrow.seconds_between_requests(), 20);
  clock_.advance(std::chrono::seconds(20));
  EXPECT_TRUE(narrow.may_ask_now("a"));
}

}  // namespace
}  // namespace muster::camara
