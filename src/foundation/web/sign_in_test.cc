#include <http/dispatch.h>
#include <ledger/recorder.h>
#include <web/sign_in.h>

#include <gtest/gtest.h>
#include <support/caller.h>
#include <support/contract.h>
#include <support/test_database.h>

namespace muster::web {
namespace {

using test::Answer;

constexpr store::Sql kInstance{"t_instance",
                               "insert into instance(only_row, kind, name, created_at) values(1, 'demo', 'Try it', 1)"};
constexpr store::Sql kParty{
    "t_party", "insert into party(id, kind, name, created_at) values('party-1', 'authority', 'Office', 1)"};
constexpr store::Sql kPerson{"t_person",
                             "insert into person(id, party_id, display_name, identity_index, created_at) "
                             "values('p1', 'party-1', 'Anna', :index, 1)"};
constexpr store::Sql kRole{"t_role",
                           "insert into role_assignment(id, person_id, role, from_at, assigned_by) "
                           "values('r1', 'p1', 'decider', 1, 'system:test')"};

class SessionApi : public ::testing::TestWithParam<store::Backend> {
 protected:
  SessionApi() {
    const auto filled = db_->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kInstance);
      tx.run(kParty);
      tx.run(kPerson, {{"index", std::string(64, 'a')}});
      tx.run(kRole);
      return {};
    });
    EXPECT_TRUE(filled.ok());
    EXPECT_TRUE(sign_in_.create_account("system:test", "p1", "anna", "correct horse battery").ok());
    add_sign_in_routes(router_, parts_);
  }
  // As a browser: with the real session store.
  http::Response call(const std::string& method, const std::string& path, const std::string& body,
                      http::Request request = {}) {
    request.method = method;
    request.path = path;
    request.body = body;
    request.headers.try_emplace("content-type", "application/json");
    request.client_key = "c";
    const auto admission = dispatcher_.admit(request);
    http::Response response = admission.refusal ? *admission.refusal : dispatcher_.run(*admission.route, request);
    dispatcher_.finish(request, response);
    return response;
  }
  static std::string at(const http::Response& response, std::string_view pointer) {
    return Answer{response.status, response.body, {}}.at(pointer);
  }

  test::TestDatabase db_{GetParam()};
  SimulatedClock clock_{*parse_rfc3339("2026-03-02T03:00:00Z")};
  SystemRandom random_;
  ledger::Recorder recorder_{clock_, random_};
  http::SignIn sign_in_{*db_, recorder_, http::SignInOptions::quick_for_tests()};
  SignInParts parts_{clock_, *db_, policy::Policy::standard(), sign_in_};
  http::Router router_;
  http::Dispatcher dispatcher_{router_, sign_in_.guard(), random_, true};
};
MUSTER_ON_BOTH_BACKENDS(SessionApi);

TEST_P(SessionApi, KeepsItsContract) {
  const auto contract = test::read_contract(MUSTER_SOURCE_DIR "/docs/openapi.yaml");
  EXPECT_GT(contract.size(), 70u);
  EXPECT_EQ(test::differences(contract, http::describe(router_), "/api/session"), "");
  // The comparison sees what it should see.
  http::Router other;
  other.add({"GET", "/api/session", http::Access::signed_in(), [](const http::Request&) { return http::Response(); }});
  other.add(
      {"GET", "/api/session/secret", http::Access::anybody(), [](const http::Request&) { return http::Response(); }});
  const std::string found = test::differences(contract, http::describe(other), "/api/session");
  EXPECT_NE(found.find("GET /api/session  signed_in, but the contract says anybody"), std::string::npos) << found;
  EXPECT_NE(found.find("not in the contract: GET /api/session/secret"), std::string::npos);
  EXPECT_NE(found.find("no route: POST /api/session"), std::string::npos);
}

TEST_P(SessionApi, TellsNobodyTheInstanceAlone) {
  const auto answer = call("GET", "/api/session", "");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "/signed_in"), "false");
  EXPECT_EQ(at(answer, "/instance/kind"), "demo");
  EXPECT_EQ(at(answer, "/person"), "");
  EXPECT_EQ(at(answer, "/csrf_token"), "");
}

TEST_P(SessionApi, FromSignInToSignOut) {
  const auto in = call("POST", "/api/session", R"({"login":"anna","password":"correct horse battery"})");
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(at(in, "/person/display_name"), "Anna");
  EXPECT_EQ(at(in, "/party/kind"), "authority");
  EXPECT_EQ(at(in, "/roles"), R"(["decider"])");
  std::string cookie;
  for (const auto& [name, value] : in.headers)
    if (name == "Set-Cookie") cookie = value;
  EXPECT_NE(cookie.find("; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_NE(cookie.find("; Secure"), std::string::npos);
  http::Request mine;
  mine.headers["cookie"] = cookie.substr(0, cookie.find(';'));
  const auto again = call("GET", "/api/session", "", mine);
  EXPECT_EQ(at(again, "/signed_in"), "true");
  EXPECT_EQ(at(again, "/csrf_token"), at(in, "/csrf_token"));
  EXPECT_EQ(call("DELETE", "/api/session", "", mine).status, 403);  // no token
  mine.headers["x-csrf-token"] = at(in, "/csrf_token");
  EXPECT_EQ(
      at(call("POST", "/api/session/password", R"({"current":"nope nope nope","next":"another long word"})", mine),
         "/code"),
      "password_wrong");
  EXPECT_EQ(call("POST", "/api/session/password", R"({"current":"correct horse battery","next":"short"})", mine).status,
            422);
  EXPECT_EQ(
      call("POST", "/api/session/password", R"({"current":"correct horse battery","next":"another long word"})", mine)
          .status,
      204);
  EXPECT_EQ(call("DELETE", "/api/session", "", mine).status, 204);
  EXPECT_EQ(at(call("GET", "/api/session", "", mine), "/signed_in"), "false");
  EXPECT_EQ(call("DELETE", "/api/session", "", mine).status, 401);
}

TEST_P(SessionApi, RefusesBadSignIns) {
  EXPECT_EQ(call("POST", "/api/session", R"({"login":"anna","password":"wrong wrong wrong"})").status, 403);
  EXPECT_EQ(call("POST", "/api/session", R"({"login":"anna"})").status, 422);
  EXPECT_EQ(call("POST", "/api/session", "not json").status, 422);
  http::Request form;
  form.headers["content-type"] = "application/x-www-form-urlencoded";
  EXPECT_EQ(call("POST", "/api/session", "login=anna&password=x", form).status, 415);
  http::Request foreign;
  foreign.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(
      at(call("POST", "/api/session", R"({"login":"anna","password":"correct horse battery"})", foreign), "/code"),
      "cross_site");
}

}  // namespace
}  // namespace muster::web
