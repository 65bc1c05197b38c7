#include <http/console.h>
#include <http/dispatch.h>

#include <gtest/gtest.h>

namespace muster::http {
namespace {

constexpr EmbeddedFile kConsoleFiles[] = {
    {"page.html", "<!doctype html>"}, {"mark.svg", "<svg/>"}, {"assets/app-1.js", "start()"}};
constexpr std::string_view kConsolePlaces[] = {"/", "/lines", "/lines/{path...}"};

class ConsoleTest : public ::testing::Test {
 protected:
  ConsoleTest() { add_console(router_, {kConsoleFiles, "page.html", kConsolePlaces}); }
  Response get(const std::string& target) {
    Request request;
    request.method = "GET";
    EXPECT_TRUE(set_target(request, target).ok());
    int status = 0;
    const Route* route = router_.find(request, status);
    if (route) return route->handler(request);
    Response none;
    none.status = status;
    return none;
  }
  Router router_;
};

TEST_F(ConsoleTest, EachPlaceGetsThePageAndNothingElseDoes) {
  for (const char* place : {"/", "/lines", "/lines/7", "/lines/7/more"}) {
    const auto answer = get(place);
    EXPECT_EQ(answer.status, 200) << place;
    EXPECT_EQ(answer.body, "<!doctype html>") << place;
  }
  for (const char* other : {"/line", "/persons", "/page.html", "/api/lines"})
    EXPECT_EQ(get(other).status, 404) << other;
}

TEST_F(ConsoleTest, FilesHaveTheirKindAndTheirLife) {
  const auto script = get("/assets/app-1.js");
  EXPECT_EQ(script.body, "start()");
  std::string kind, cache;
  for (const auto& [name, value] : script.headers) {
    if (name == "Content-Type") kind = value;
    if (name == "Cache-Control") cache = value;
  }
  EXPECT_EQ(kind, "text/javascript; charset=utf-8");
  EXPECT_NE(cache.find("immutable"), std::string::npos);
  EXPECT_EQ(get("/mark.svg").body, "<svg/>");
  EXPECT_EQ(get("/assets/app-2.js").status, 404);
}

TEST_F(ConsoleTest, EveryRouteIsForAnybodyAndChangesNothing) {
  for (const auto& route : router_.routes()) {
    EXPECT_EQ(route.method, "GET");
    EXPECT_EQ(route.access.who, Who::anybody);
  }
}

}  // namespace
}  // namespace muster::http
