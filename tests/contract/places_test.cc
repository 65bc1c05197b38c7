// The places of each console (views.ts of its house) against what its program serves: every view has an address that
// works when it is opened anew, and no address gets the console's page that has no view.
#include <base/files.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

struct House {
  const char *program, *views, *list;  // its program, its views, and where the served places stand
};
void PrintTo(const House& house, std::ostream* out) {
  *out << house.views;
}

std::string said(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; pipe && (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  EXPECT_EQ(pipe ? ::pclose(pipe) : -1, 0) << command;
  return out;
}

// "/lines/:id" as the router has it: what follows the first parameter is the console's affair.
std::string served_as(const std::string& place) {
  const auto parameter = place.find("/:");
  return parameter == std::string::npos ? place : place.substr(0, parameter) + "/{path...}";
}

std::set<std::string> places_of(const std::string& file) {
  static const std::regex kPlace(R"(\['(/[^']*)', \(\) => import)");
  std::set<std::string> out;
  const auto text = read_file(std::string(MUSTER_SOURCE_DIR "/console/src/") + file);
  EXPECT_TRUE(text.ok()) << file;
  if (!text.ok()) return out;
  for (std::sregex_iterator at(text->begin(), text->end(), kPlace), end; at != end; ++at) out.insert((*at)[1].str());
  return out;
}

std::set<std::string> list_of(const std::string& file) {
  std::set<std::string> out;
  const auto text = read_file(std::string(MUSTER_SOURCE_DIR "/") + file);
  EXPECT_TRUE(text.ok()) << file;
  if (!text.ok()) return out;
  const auto from = text->find("kPlaces[] = {"), until = text->find("};", from);
  EXPECT_NE(from, std::string::npos) << file;
  const std::string list = text->substr(from, until - from);
  static const std::regex kText("\"(/[^\"]*)\"");
  for (std::sregex_iterator at(list.begin(), list.end(), kText), end; at != end; ++at) out.insert((*at)[1].str());
  return out;
}

class PlacesTest : public ::testing::TestWithParam<House> {};

TEST_P(PlacesTest, EveryViewHasAServedPlaceAndEveryPlaceAView) {
  std::string folder = (std::filesystem::temp_directory_path() / "muster-places-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string program = std::string(GetParam().program) + " --data " + folder + "/instance ";
  said(program + "instance init --kind demo --name places");
  const std::string routes = said(program + "server --routes");
  std::filesystem::remove_all(folder);

  const auto list = list_of(GetParam().list);
  for (const auto& place : list)
    EXPECT_NE(("\n" + routes).find("\nGET " + place + "  anybody\n"), std::string::npos) << place << " is not served";
  auto views = places_of(GetParam().views);
  views.merge(places_of("views/common.ts"));
  EXPECT_GT(views.size(), 8u);
  std::set<std::string> wanted{"/", "/home"};
  for (const auto& view : views) {
    const std::string under = view.substr(0, view.find('/', 1)) + "/{path...}";
    EXPECT_TRUE(list.contains(served_as(view)) || list.contains(under)) << view << " is not served";
    wanted.insert({served_as(view), under});
  }
  for (const auto& place : list) EXPECT_TRUE(wanted.contains(place)) << place << " has no view";
}

INSTANTIATE_TEST_SUITE_P(Both, PlacesTest,
                         ::testing::Values(House{MUSTER_PROGRAM, "sites/views.ts", "src/sites/api/routes_console.cc"},
                                           House{MUSTER_NUMBERS_PROGRAM, "numbers/views.ts",
                                                 "src/cli/muster-numbers/console.cc"}));

}  // namespace
}  // namespace muster::test
