// The console's places and what the server answers for them, held against the console's own table.
#include "testing.h"
#include <base/files.h>

#include <regex>

#include <gtest/gtest.h>

namespace muster::api {

void add_console_files(http::Router& router);  // routes_console.cc

namespace {

TEST(Console, EveryPlaceOfTheConsoleIsServed) {
  http::Router router;
  add_console_files(router);
  const auto app = read_file(MUSTER_SOURCE_DIR "/console/src/app/app.tsx");
  ASSERT_TRUE(app.ok());
  static const std::regex kPlace(R"(\['(/[^']*)', \(\) => import)"), kParameter(":[a-z]+");
  int places = 0;
  for (std::sregex_iterator at(app->begin(), app->end(), kPlace), end; at != end; ++at, ++places) {
    const std::string place = std::regex_replace((*at)[1].str(), kParameter, "x");
    const Answer answer = Caller(router).get(place);
    EXPECT_EQ(answer.status, 200) << place;
    EXPECT_NE(answer.body.find("<title>"), std::string::npos) << place;
  }
  EXPECT_GT(places, 20);
  EXPECT_EQ(Caller(router).get("/nowhere").status, 404);
}

}  // namespace
}  // namespace muster::api
