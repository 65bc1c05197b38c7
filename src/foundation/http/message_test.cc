#include <http/message.h>

#include <gtest/gtest.h>

namespace muster::http {
namespace {

Request with_query(std::vector<std::pair<std::string, std::string>> query) {
  Request request;
  request.query = std::move(query);
  return request;
}

TEST(Problem, FollowsRfc9457) {
  const Response one = Response::problem(invalid("name_empty", "A name is \"empty\".", "name"));
  EXPECT_EQ(one.status, 422);
  EXPECT_EQ(one.headers[0].second, "application/problem+json");
  EXPECT_EQ(
      one.body,
      R"({"type":"about:blank","title":"Unprocessable Content","status":422,"code":"name_empty",)"
      R"("detail":"A name is \"empty\".","errors":[{"field":"name","code":"name_empty","sentence":"A name is \"empty\"."}]})");
  Error many = invalid("a", "A.", "x");
  many.all = {invalid("a", "A.", "x"), invalid("b", "B.", "y")};
  EXPECT_NE(Response::problem(many).body.find(R"({"field":"y","code":"b","sentence":"B."})"), std::string::npos);
}

TEST(Problem, StatusFollowsFailureAndCode) {
  EXPECT_EQ(status_of(not_found("x", "")), 404);
  EXPECT_EQ(status_of(conflict("x", "")), 409);
  EXPECT_EQ(status_of(refused("x", "")), 403);
  EXPECT_EQ(status_of(refused("sign_in_required", "")), 401);
  EXPECT_EQ(status_of(unavailable("x", "")), 503);
  EXPECT_EQ(status_of(internal_error("x", "")), 500);
  EXPECT_EQ(status_of(Error{Failure::stale, "x", "", ""}), 412);
  EXPECT_EQ(status_of(invalid("body_too_large", "")), 413);
}

TEST(Paging, TakesWhatItGaveAndNothingElse) {
  EXPECT_EQ(page_of(with_query({}))->limit, 50);
  EXPECT_EQ(page_of(with_query({{"after", cursor_of("例|7")}, {"limit", "500"}}))->after, "例|7");
  for (const char* bad : {"0", "501", "-1", "x", "5x", "", "99999999999999999999"})
    EXPECT_EQ(page_of(with_query({{"limit", bad}})).error().code, "page_limit") << bad;
  for (const char* bad : {"***", "/w", "_w"})
    EXPECT_EQ(page_of(with_query({{"after", bad}})).error().code, "page_cursor") << bad;
  EXPECT_EQ(list_json({"1", "2"}, std::nullopt), R"({"items":[1,2],"next":null})");
  EXPECT_EQ(list_json({}, "a"), R"({"items":[],"next":"YQ"})");
}

TEST(Etag, GuardsChanges) {
  Request request;
  EXPECT_EQ(status_of(check_if_match(request, 3).error()), 428);
  request.headers["if-match"] = "\"2\"";
  EXPECT_EQ(status_of(check_if_match(request, 3).error()), 412);
  request.headers["if-match"] = "\"2\", \"3\"";
  EXPECT_TRUE(check_if_match(request, 3).ok());
}

TEST(Language, IsChosenInOrder) {
  Request request;
  EXPECT_EQ(request.language(), "en");
  request.headers["accept-language"] = "fr, en;q=0.3, zh-CN;q=0.8";
  EXPECT_EQ(request.language(), "zh");
  request.headers["cookie"] = "a=b; muster_language=en";
  EXPECT_EQ(request.language(), "en");
  request.principal.emplace().language = "zh";
  EXPECT_EQ(request.language(), "zh");
  request.query = {{"lang", "en"}};
  EXPECT_EQ(request.language(), "en");
  request.query = {{"lang", "<script>"}};
  EXPECT_EQ(request.language(), "zh");
}

TEST(Cookies, AreFoundByWholeName) {
  Request request;
  request.headers["cookie"] = "xmuster_session=1; muster_session=abc=; muster_sessions=2";
  EXPECT_EQ(request.cookie("muster_session"), "abc=");
  EXPECT_EQ(request.cookie("muster"), std::nullopt);
}

}  // namespace
}  // namespace muster::http
