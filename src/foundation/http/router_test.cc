#include <base/log.h>
#include <http/dispatch.h>
#include <http/router.h>

#include <gtest/gtest.h>

namespace muster::http {
namespace {

Route route(std::string method, std::string pattern, Access access = Access::anybody()) {
  std::string name = method + " " + pattern;
  return {std::move(method), std::move(pattern), std::move(access),
          [name](const Request&) { return Response::text(name); }};
}

std::string found(const Router& router, const std::string& method, const std::string& target) {
  Request request;
  request.method = method;
  if (!set_target(request, target).ok()) return "400";
  int status = 0;
  const Route* at = router.find(request, status);
  if (!at) return std::to_string(status);
  std::string out = at->pattern;
  for (const auto& [name, value] : request.params) out += " " + name + "=" + value;
  return out;
}

TEST(Router, FindsByShape) {
  Router router;
  for (const char* pattern :
       {"/", "/filings", "/filings/{id}", "/filings/mine", "/filings/{id}/sites/{site}", "/assets/{path...}"})
    router.add(route("GET", pattern));
  router.add(route("POST", "/filings"));
  EXPECT_EQ(found(router, "GET", "/"), "/");
  EXPECT_EQ(found(router, "GET", "/filings?x=1"), "/filings");
  EXPECT_EQ(found(router, "HEAD", "/filings"), "/filings");
  EXPECT_EQ(found(router, "GET", "/filings/7"), "/filings/{id} id=7");
  EXPECT_EQ(found(router, "GET", "/filings/mine"), "/filings/mine");
  EXPECT_EQ(found(router, "GET", "/filings/%E4%BE%8B"), "/filings/{id} id=例");
  EXPECT_EQ(found(router, "GET", "/filings/7/sites/8"), "/filings/{id}/sites/{site} id=7 site=8");
  EXPECT_EQ(found(router, "GET", "/assets/a/b.js"), "/assets/{path...} path=a/b.js");
  EXPECT_EQ(found(router, "GET", "/filings/"), "404");
  EXPECT_EQ(found(router, "GET", "/nothing"), "404");
  EXPECT_EQ(found(router, "DELETE", "/filings"), "405");
  EXPECT_EQ(router.methods_of("/filings"), (std::vector<std::string>{"GET", "HEAD", "OPTIONS", "POST"}));
}

TEST(Router, RestAtTheRootYieldsToEverything) {
  Router router;
  router.add(route("GET", "/{path...}"));
  router.add(route("GET", "/live"));
  EXPECT_EQ(found(router, "GET", "/live"), "/live");
  EXPECT_EQ(found(router, "GET", "/cases/7"), "/{path...} path=cases/7");
  EXPECT_EQ(found(router, "GET", "/"), "/{path...} path=");
}

TEST(Router, RefusesMistakes) {
  Router router;
  router.add(route("GET", "/a/{id}"));
  EXPECT_THROW(router.add(route("GET", "/a/{other}")), std::logic_error);
  EXPECT_THROW(router.add(route("GET", "/b", Access::any_of({}))), std::logic_error);
  EXPECT_THROW(router.add(route("GET", "b")), std::logic_error);
  EXPECT_THROW(router.add(route("GET", "/b/")), std::logic_error);
  EXPECT_THROW(router.add(route("GET", "/{p...}/b")), std::logic_error);
  EXPECT_THROW(router.add({"GET", "/c", Access::anybody(), {}}), std::logic_error);
}

TEST(Router, Describes) {
  Router router;
  router.add(route("POST", "/cases", Access::any_of({"examiner", "decider"})));
  router.add(route("GET", "/cases", Access::signed_in()));
  EXPECT_EQ(describe(router), "GET /cases  signed_in\nPOST /cases  any of: examiner, decider\n");
}

TEST(Target, RefusesWhatIsBroken) {
  Request request;
  for (const char* bad : {"", "x", "/%", "/%4", "/%zz", "/a/%2e%2e/b", "/a/../b", "/./a", "/a%2fb", "/a%5cb", "/a\\b",
                          "/%00", "/%0a", "/%ff", "/?q=%", "/?%ff=1", "/?q=%00", "*", "/a/%2E%2E"})
    EXPECT_EQ(set_target(request, bad).error().code, "request_malformed") << bad;
  std::string many = "/?";
  for (int i = 0; i < 201; ++i) many += "a=1&";
  EXPECT_FALSE(set_target(request, many).ok());
}

TEST(Target, Decodes) {
  Request request;
  ASSERT_TRUE(set_target(request, "http://example.org/a%20b/c?q=1+2%2B&flag&x=%E4%BE%8B&q=two").ok());
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.query_value("q"), "1 2+");
  EXPECT_EQ(request.query_value("flag"), "");
  EXPECT_EQ(request.query_value("x"), "例");
  ASSERT_TRUE(set_target(request, "http://example.org").ok());
  EXPECT_EQ(request.path, "/");
}

// Default deny: without a session nothing but Who::anybody answers; with one, only its roles.
TEST(Rights, EveryRouteTimesEveryRole) {
  Router router;
  router.add(route("GET", "/open"));
  router.add(route("GET", "/in", Access::signed_in()));
  router.add(route("GET", "/decide", Access::any_of({"decider", "confirmer"})));
  SystemRandom random;
  std::optional<Principal> who;
  Guard guard;
  guard.principal = [&](const std::string&) { return who; };
  const Dispatcher dispatcher(router, guard, random, false);
  const auto status = [&](const std::string& path, std::optional<std::string> role) {
    Request request;
    request.method = "GET";
    request.path = path;
    if (role) {
      request.headers["cookie"] = "muster_session=x";
      who.emplace().roles = {*role};
    }
    const auto admission = dispatcher.admit(request);
    return admission.refusal ? admission.refusal->status : 200;
  };
  EXPECT_EQ(status("/open", std::nullopt), 200);
  EXPECT_EQ(status("/in", std::nullopt), 401);
  EXPECT_EQ(status("/decide", std::nullopt), 401);
  for (const char* role :
       {"admin", "key_officer", "registrar", "examiner", "appeal_officer", "operator", "auditor", "partner_user"}) {
    EXPECT_EQ(status("/in", role), 200) << role;
    EXPECT_EQ(status("/decide", role), 403) << role;
  }
  EXPECT_EQ(status("/decide", "decider"), 200);
}

// Two programs on one host share a browser's cookies: each takes its own alone.
TEST(Rights, TheSessionComesInTheProgramsOwnCookie) {
  Router router;
  router.add(route("GET", "/in", Access::signed_in()));
  SystemRandom random;
  Guard guard;
  guard.cookie = "other_session";
  guard.principal = [](const std::string& token) {
    return token == "x" ? std::optional<Principal>(Principal{}) : std::nullopt;
  };
  const Dispatcher dispatcher(router, guard, random, false);
  const auto admitted = [&](const std::string& cookie) {
    Request request;
    request.method = "GET";
    request.path = "/in";
    request.headers["cookie"] = cookie;
    return !dispatcher.admit(request).refusal.has_value();
  };
  EXPECT_FALSE(admitted("muster_session=x"));
  EXPECT_TRUE(admitted("muster_session=y; other_session=x"));
}

TEST(Forgery, NeedsTokenAndOwnSite) {
  Router router;
  router.add(route("POST", "/act", Access::signed_in()));
  router.add(route("POST", "/form"));
  SystemRandom random;
  Guard guard;
  guard.principal = [](const std::string&) { return std::optional<Principal>(Principal{}); };
  guard.csrf_ok = [](const Principal&, const std::string& token) { return token == "good"; };
  const Dispatcher dispatcher(router, guard, random, false);
  const auto code = [&](const std::string& path, std::map<std::string, std::string> headers) {
    Request request;
    request.method = "POST";
    request.path = path;
    request.headers = std::move(headers);
    request.headers["host"] = "localhost:8080";
    const auto admission = dispatcher.admit(request);
    if (!admission.refusal) return std::string("ok");
    const auto at = admission.refusal->body.find("\"code\":\"") + 8;
    return admission.refusal->body.substr(at, admission.refusal->body.find('"', at) - at);
  };
  const std::string cookie = "muster_session=x";
  EXPECT_EQ(code("/act", {{"cookie", cookie}}), "csrf_token");
  EXPECT_EQ(code("/act", {{"cookie", cookie}, {"x-csrf-token", "bad"}}), "csrf_token");
  EXPECT_EQ(code("/act", {{"cookie", cookie}, {"x-csrf-token", "good"}}), "ok");
  EXPECT_EQ(code("/act", {{"cookie", cookie}, {"x-csrf-token", "good"}, {"origin", "http://localhost:8080"}}), "ok");
  EXPECT_EQ(code("/act", {{"cookie", cookie}, {"x-csrf-token", "good"}, {"origin", "http://evil.example"}}),
            "cross_site");
  EXPECT_EQ(code("/act", {{"cookie", cookie}, {"x-csrf-token", "good"}, {"sec-fetch-site", "cross-site"}}),
            "cross_site");
  EXPECT_EQ(code("/form", {}), "ok");
  EXPECT_EQ(code("/form", {{"origin", "null"}}), "cross_site");
}

TEST(Answers, CarrySecurityHeadersAndEtags) {
  Router router;
  SystemRandom random;
  const Dispatcher dispatcher(router, {}, random, true);
  Request request;
  request.method = "GET";
  request.headers = {{"accept-encoding", "gzip, br"}, {"if-none-match", "W/\"1\", \"7\""}};
  const auto header = [](const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return std::string();
  };
  Response response = Response::json(std::string(5'000, ' '));
  dispatcher.finish(request, response);
  EXPECT_NE(header(response, "Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(header(response, "Content-Security-Policy").find("unsafe"), std::string::npos);
  EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(response, "Strict-Transport-Security"), "max-age=31536000");
  EXPECT_EQ(header(response, "Content-Encoding"), "gzip");
  EXPECT_LT(response.body.size(), 200u);

  Response tagged = Response::json("{}").header("ETag", "\"7\"").header("Cache-Control", "private");
  dispatcher.finish(request, tagged);
  EXPECT_EQ(tagged.status, 304);
  EXPECT_TRUE(tagged.body.empty());
  EXPECT_EQ(header(tagged, "Cache-Control"), "private");
}

TEST(Answers, FailuresTellAnIdAndNoContent) {
  Router router;
  router.add({"GET", "/", Access::anybody(), [](const Request&) -> Response { throw std::runtime_error("secret"); }});
  SystemRandom random;
  const Dispatcher dispatcher(router, {}, random, false);
  static std::string logged;
  log::set_sink([](std::string_view line) { logged = line; });
  const Response response = dispatcher.run(router.routes()[0], {});
  log::set_sink(nullptr);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_EQ(logged.find("secret"), std::string::npos);
  EXPECT_NE(logged.find("HTTP-500"), std::string::npos);
}

}  // namespace
}  // namespace muster::http
