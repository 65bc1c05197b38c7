#include <base/bytes.h>
#include <http/idempotency.h>
#include <http/rate_limit.h>
#include <http/sign_in.h>

#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::http {
namespace {

using namespace std::chrono_literals;
constexpr const char* kPassword = "correct horse battery";

constexpr store::Sql kParty{
    "t_party", "insert into party(id, kind, name, created_at) values('party-1', 'authority', 'Office', 1)"};
constexpr store::Sql kPerson{"t_person",
                             "insert into person(id, party_id, display_name, identity_index, created_at) "
                             "values(:id, 'party-1', :id, :index, 1)"};
constexpr store::Sql kRole{"t_role",
                           "insert into role_assignment(id, person_id, role, from_at, assigned_by) values(:id, "
                           ":person, :role, 1, 'system:test')"};
constexpr store::Sql kEvents{"t_events", "select count(*) as n from event where kind = :kind"};
constexpr store::Sql kTokens{"t_tokens", "select token_hash, csrf_hash from session"};
constexpr store::Sql kHashes{"t_hashes", "select password_hash from account"};

class SignInRoom : public testing::TestWithParam<store::Backend> {
 protected:
  SignInRoom() : db_(GetParam()), sign_in_(*db_, recorder_, SignInOptions::quick_for_tests()) {
    (void)run(kParty, {});
    (void)run(kPerson, {{"id", "p1"}, {"index", std::string(64, 'a')}});
    (void)run(kPerson, {{"id", "p2"}, {"index", std::string(64, 'b')}});
    give("r1", "p1", "decider");
  }
  Result<void> run(const store::Sql& sql, const store::Binds& binds) {
    return db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(sql, binds);
      return {};
    });
  }
  void give(const std::string& id, const std::string& person, const std::string& role) {
    EXPECT_TRUE(run(kRole, {{"id", id}, {"person", person}, {"role", role}}).ok());
  }
  std::int64_t events(const std::string& kind) {
    return *db_->read([&](store::Transaction& tx) -> Result<std::int64_t> {
      return tx.one(kEvents, {{"kind", kind}})->integer("n");
    });
  }
  Account account(const std::string& name = "anna", const std::string& person = "p1") {
    auto made = sign_in_.create_account("system:test", person, name, kPassword);
    EXPECT_TRUE(made.ok()) << made.error().code;
    return *made;
  }
  std::string code(const std::string& name, const std::string& password, const std::string& client = "client") {
    const auto done = sign_in_.sign_in(name, password, client);
    return done.ok() ? "ok" : done.error().code;
  }

  test::TestDatabase db_;
  SimulatedClock clock_{Instant{1'800'000'000'000'000}};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  SignIn sign_in_;
};
MUSTER_ON_BOTH_BACKENDS(SignInRoom);

TEST_P(SignInRoom, SignsInAndOut) {
  account();
  const auto in = sign_in_.sign_in("Anna", kPassword, "c");
  ASSERT_TRUE(in.ok()) << in.error().code;
  EXPECT_EQ(in->principal.person_id, "p1");
  EXPECT_EQ(in->principal.roles, std::vector<std::string>{"decider"});
  const auto who = sign_in_.principal(in->token);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->party_id, "party-1");
  EXPECT_TRUE(sign_in_.csrf_ok(*who, in->csrf_token));
  EXPECT_FALSE(sign_in_.csrf_ok(*who, "other"));
  EXPECT_FALSE(sign_in_.csrf_ok(*who, ""));
  EXPECT_EQ(SignIn::csrf_token_of(in->token), in->csrf_token);
  EXPECT_EQ(sign_in_.sessions_of(who->account_id)->size(), 1u);
  ASSERT_TRUE(sign_in_.sign_out(*who).ok());
  EXPECT_FALSE(sign_in_.principal(in->token));
  EXPECT_FALSE(sign_in_.csrf_ok(Principal{}, in->csrf_token));
}

TEST_P(SignInRoom, KeepsNoSecretInClear) {
  account();
  const auto in = sign_in_.sign_in("anna", kPassword, "c");
  ASSERT_TRUE(in.ok());
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    const auto row = *tx.one(kTokens);
    EXPECT_EQ(row.text("token_hash"), to_hex(sha256(in->token)));
    EXPECT_NE(row.text("csrf_hash"), in->csrf_token);
    EXPECT_TRUE(tx.one(kHashes)->text("password_hash").starts_with("$argon2id$"));
    return {};
  });
}

TEST_P(SignInRoom, OneAnswerForUnknownWrongAndDisabled) {
  const Account disabled = account("berta", "p2");
  account();
  ASSERT_TRUE(sign_in_.disable_account("system:test", disabled.id).ok());
  const auto unknown = sign_in_.sign_in("nobody", kPassword, "c1").error();
  const auto wrong = sign_in_.sign_in("anna", "wrong wrong wrong", "c2").error();
  const auto off = sign_in_.sign_in("berta", kPassword, "c3").error();
  EXPECT_EQ(unknown.code, "sign_in_failed");
  EXPECT_EQ(unknown.sentence, wrong.sentence);
  EXPECT_EQ(unknown.sentence, off.sentence);
  ASSERT_TRUE(sign_in_.enable_account("system:test", disabled.id).ok());
  EXPECT_EQ(code("berta", kPassword), "ok");
}

// With enough memory to hash that it can be measured: an unknown name costs what a known one costs.
TEST_P(SignInRoom, UnknownNamesTakeAsLong) {
  account();
  SignInOptions options = SignInOptions::quick_for_tests();
  options.hash_memory_bytes = 32u << 20;
  SignIn slow(*db_, recorder_, options);
  ASSERT_TRUE(slow.create_account("system:test", "p2", "berta", kPassword).ok());
  const auto took = [&](const std::string& name) {
    auto best = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 3; ++i) {
      const auto start = std::chrono::steady_clock::now();
      EXPECT_FALSE(slow.sign_in(name, "wrong wrong wrong", name + std::to_string(i)).ok());
      best = std::min(best, std::chrono::steady_clock::now() - start);
    }
    return std::chrono::duration<double>(best).count();
  };
  const double known = took("berta"), unknown = took("nobody");
  EXPECT_GT(unknown, known * 0.2);
  EXPECT_LT(unknown, known * 5);
}

TEST_P(SignInRoom, LocksWithGrowingWaits) {
  account();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code("anna", "wrong wrong wrong", std::to_string(i)), "sign_in_failed");
  EXPECT_EQ(code("anna", kPassword, "b"), "sign_in_failed");  // locked, though right
  EXPECT_EQ(events("account.locked"), 1);
  clock_.advance(31s);
  EXPECT_EQ(code("anna", "wrong wrong wrong", "c"), "sign_in_failed");  // locks for twice as long
  clock_.advance(31s);
  EXPECT_EQ(code("anna", kPassword, "d"), "sign_in_failed");
  clock_.advance(30s);
  EXPECT_EQ(code("anna", kPassword, "e"), "ok");
  EXPECT_EQ(code("anna", "wrong wrong wrong", "f"), "sign_in_failed");  // counting starts anew
  EXPECT_EQ(code("anna", kPassword, "g"), "ok");
}

TEST_P(SignInRoom, LimitsAttemptsOfOneClient) {
  int limited = 0;
  for (int i = 0; i < 25; ++i) limited += code("user" + std::to_string(i), kPassword, "one") == "too_many";
  EXPECT_EQ(limited, 5);
  EXPECT_EQ(code("x", kPassword, "another"), "sign_in_failed");
}

TEST_P(SignInRoom, ManyGuessesAtOnceGainNothing) {
  account();
  std::vector<std::thread> threads;
  std::atomic<int> in{0};
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 4; ++i)
        in += sign_in_.sign_in("anna", "guess number " + std::to_string(t * 4 + i), std::to_string(t)).ok();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(in, 0);
  EXPECT_EQ(code("anna", kPassword, "own"), "sign_in_failed");
  EXPECT_TRUE(sign_in_.account(sign_in_.accounts_of("p1")->at(0).id)->locked_until);
}

TEST_P(SignInRoom, SessionsEndByIdlenessAndAge) {
  account();
  const std::string token = sign_in_.sign_in("anna", kPassword, "c")->token;
  clock_.advance(29min);
  EXPECT_TRUE(sign_in_.principal(token));
  clock_.advance(29min);
  EXPECT_TRUE(sign_in_.principal(token));  // seen since
  clock_.advance(31min);
  EXPECT_FALSE(sign_in_.principal(token));
  const std::string second = sign_in_.sign_in("anna", kPassword, "c")->token;
  for (int i = 0; i < 71; ++i) {
    clock_.advance(10min);
    EXPECT_TRUE(sign_in_.principal(second)) << i;
  }
  clock_.advance(11min);
  EXPECT_FALSE(sign_in_.principal(second));  // twelve hours
  clock_.advance(48h);
  EXPECT_EQ(*sign_in_.sweep(), 2);
}

TEST_P(SignInRoom, RoleChangeEndsSessions) {
  account();
  account("anna.two");  // a second account of the same person
  account("berta", "p2");
  const std::string one = sign_in_.sign_in("anna", kPassword, "c")->token;
  const std::string two = sign_in_.sign_in("anna.two", kPassword, "c")->token;
  const std::string other = sign_in_.sign_in("berta", kPassword, "c")->token;
  give("r2", "p1", "confirmer");
  EXPECT_FALSE(sign_in_.principal(one));
  EXPECT_FALSE(sign_in_.principal(two));
  EXPECT_TRUE(sign_in_.principal(other));
  EXPECT_EQ(sign_in_.sign_in("anna", kPassword, "c")->principal.roles.size(), 2u);
}

TEST_P(SignInRoom, LeavingOrDisablingEndsSessions) {
  account();
  const Account berta = account("berta", "p2");
  const std::string one = sign_in_.sign_in("anna", kPassword, "c")->token;
  const std::string two = sign_in_.sign_in("berta", kPassword, "c")->token;
  static constexpr store::Sql kLeave{"t_leave", "update person set state = 'ended' where id = 'p1'"};
  ASSERT_TRUE(run(kLeave, {}).ok());
  ASSERT_TRUE(sign_in_.disable_account("system:test", berta.id).ok());
  EXPECT_FALSE(sign_in_.principal(one));
  EXPECT_FALSE(sign_in_.principal(two));
  EXPECT_EQ(code("anna", kPassword), "sign_in_failed");
}

TEST_P(SignInRoom, PasswordsChange) {
  const Account made = account();
  const auto first = *sign_in_.sign_in("anna", kPassword, "c");
  const auto second = *sign_in_.sign_in("anna", kPassword, "c");
  EXPECT_EQ(sign_in_.change_password(first.principal, "wrong wrong wrong", "a new long password").error().code,
            "password_wrong");
  EXPECT_EQ(sign_in_.change_password(first.principal, kPassword, "short").error().code, "password_short");
  EXPECT_EQ(sign_in_.change_password(first.principal, kPassword, "aaaaaaaaaaaaaaaa").error().code, "password_common");
  EXPECT_EQ(sign_in_.change_password(first.principal, kPassword, "this is anna's word").error().code,
            "password_common");
  EXPECT_EQ(sign_in_.change_password(first.principal, kPassword, std::string(600, 'x')).error().code, "password_long");
  EXPECT_EQ(sign_in_.change_password(first.principal, kPassword, kPassword).error().code, "password_same");
  ASSERT_TRUE(sign_in_.change_password(first.principal, kPassword, "a new long password").ok());
  EXPECT_TRUE(sign_in_.principal(first.token));
  EXPECT_FALSE(sign_in_.principal(second.token));
  EXPECT_EQ(code("anna", kPassword), "sign_in_failed");
  EXPECT_EQ(code("anna", "a new long password"), "ok");
  // A reset must be changed before any role works.
  ASSERT_TRUE(sign_in_.reset_password("p2", made.id, "reset by the admin").ok());
  EXPECT_FALSE(sign_in_.principal(first.token));
  const auto reset = *sign_in_.sign_in("anna", "reset by the admin", "c");
  EXPECT_TRUE(reset.must_change_password);
  EXPECT_TRUE(reset.principal.roles.empty());
  ASSERT_TRUE(sign_in_.change_password(reset.principal, "reset by the admin", "chosen by herself").ok());
  EXPECT_EQ(sign_in_.principal(reset.token)->roles.size(), 1u);
  EXPECT_EQ(events("account.password_changed"), 3);
}

TEST_P(SignInRoom, RefusesBadAccounts) {
  account();
  const auto made = [&](const std::string& person, const std::string& name) {
    const auto done = sign_in_.create_account("system:test", person, name, kPassword);
    return done.ok() ? "ok" : done.error().code;
  };
  EXPECT_EQ(made("p2", "ANNA"), "user_name_taken");
  EXPECT_EQ(made("nobody", "other"), "person_unknown");
  for (const char* bad : {"", "ab", "a@example.org", "a b c", "例例例", "../etc"})
    EXPECT_EQ(made("p2", bad), "user_name_invalid") << bad;
}

TEST_P(SignInRoom, SchemaRefusesRevivalAndRemoval) {
  account();
  const auto in = *sign_in_.sign_in("anna", kPassword, "c");
  ASSERT_TRUE(sign_in_.sign_out(in.principal).ok());
  static constexpr store::Sql kRevive{"t_revive", "update session set ended_at = null"};
  static constexpr store::Sql kLonger{"t_longer", "update session set expires_at = expires_at + 1"};
  static constexpr store::Sql kSteal{"t_steal", "update account set person_id = 'p2'"};
  static constexpr store::Sql kRemove{"t_remove", "delete from account"};
  EXPECT_EQ(run(kRevive, {}).error().code, "session_immutable");
  EXPECT_EQ(run(kLonger, {}).error().code, "session_immutable");
  EXPECT_EQ(run(kSteal, {}).error().code, "account_person_immutable");
  EXPECT_FALSE(run(kRemove, {}).ok());
}

TEST_P(SignInRoom, HostileTokens) {
  for (const std::string& token :
       {std::string(), std::string(10'000, 'a'), std::string("' or 1=1 --"), std::string("a\0b", 3)})
    EXPECT_FALSE(sign_in_.principal(token));
}

TEST_P(SignInRoom, RepeatsAnswerOnce) {
  int calls = 0;
  const Handler handler = once(*db_, clock_, random_, [&](const Request& request) {
    return Response::json("{\"n\":" + std::to_string(++calls) + ",\"body\":\"" + request.body + "\"}", 201)
        .header("Location", "/x/1");
  });
  Request request;
  request.method = "POST";
  request.path = "/x";
  request.body = "secret-body";
  EXPECT_EQ(handler(request).status, 201);  // without a key: as it is
  request.headers["idempotency-key"] = "key-1";
  const Response first = handler(request), again = handler(request);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(first.body, again.body);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.headers.back().first, "Idempotency-Replayed");
  request.body = "another";
  EXPECT_EQ(handler(request).status, 422);
  request.principal.emplace().person_id = "p1";  // somebody else's key of the same name is another one
  EXPECT_EQ(handler(request).status, 201);
  request.headers["idempotency-key"] = std::string(65, 'k');
  EXPECT_EQ(handler(request).status, 422);
  static constexpr store::Sql kSealed{"t_sealed", "select key_hash, request_hash, sealed from idempotency"};
  (void)db_->read([&](store::Transaction& tx) -> Result<void> {
    for (const auto& row : tx.query(kSealed))
      for (const auto& value : row.values()) EXPECT_EQ(std::get<std::string>(value).find("secret"), std::string::npos);
    return {};
  });
  clock_.advance(25h);
  EXPECT_EQ(*sign_in_.sweep(), 2);
}

TEST_P(SignInRoom, RepeatsAtOnceRunOnce) {
  std::atomic<int> calls{0}, created{0}, in_progress{0};
  const Handler handler = once(*db_, clock_, random_, [&](const Request&) {
    ++calls;
    std::this_thread::sleep_for(50ms);
    return Response::json("{}", 201);
  });
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&] {
      Request request;
      request.method = "POST";
      request.headers["idempotency-key"] = "same";
      const int status = handler(request).status;
      created += status == 201;
      in_progress += status == 409;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(created + in_progress, 6);
}

TEST_P(SignInRoom, FailuresMayBeRepeated) {
  int calls = 0;
  const Handler handler = once(*db_, clock_, random_, [&](const Request&) -> Response {
    if (++calls == 1) throw std::runtime_error("x");
    return calls == 2 ? Response::problem(unavailable("away", "Away.")) : Response::json("{}", 201);
  });
  Request request;
  request.headers["idempotency-key"] = "k";
  EXPECT_THROW(handler(request), std::runtime_error);
  EXPECT_EQ(handler(request).status, 503);
  EXPECT_EQ(handler(request).status, 201);
  EXPECT_EQ(handler(request).status, 201);
  EXPECT_EQ(calls, 3);
}

TEST(RateLimiting, RefillsAndForgets) {
  SimulatedClock clock(Instant{0});
  RateLimiter limiter(clock, 3, std::chrono::seconds(3), 10);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limiter.take("a").ok());
  EXPECT_EQ(limiter.take("a").error().code, "too_many");
  EXPECT_TRUE(limiter.take("b").ok());
  clock.advance(std::chrono::seconds(1));
  EXPECT_TRUE(limiter.take("a").ok());
  EXPECT_FALSE(limiter.take("a").ok());
  for (int i = 0; i < 1'000; ++i) (void)limiter.take("k" + std::to_string(i));
  EXPECT_EQ(limiter.size(), 10u);
}

}  // namespace
}  // namespace muster::http
