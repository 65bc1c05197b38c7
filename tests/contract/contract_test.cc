#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <support/contract.h>
#include <sys/wait.h>

namespace muster::test {
namespace {

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; pipe && (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  const int status = pipe ? ::pclose(pipe) : -1;
  EXPECT_EQ(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0) << command << "\n" << out;
  return out;
}

const std::string& routes() {
  static const std::string text = [] {
    std::string folder = (std::filesystem::temp_directory_path() / "muster-contract-XXXXXX").string();
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string program = std::string(MUSTER_PROGRAM) + " --data " + folder + "/instance ";
    EXPECT_NE(output_of(program + "instance init --kind demo --name contract").find("Sign in as admin"),
              std::string::npos);
    std::string described = output_of(program + "server --routes");
    std::filesystem::remove_all(folder);
    return described;
  }();
  return text;
}

TEST(Contract, EveryRouteOfTheApiIsInItAndTheOtherWayRound) {
  const Contract contract = read_contract(MUSTER_SOURCE_DIR "/docs/openapi.yaml");
  ASSERT_GT(contract.size(), 70u);
  for (const char* prefix : {"/api/", "/feeds/", "/metrics"}) EXPECT_EQ(differences(contract, routes(), prefix), "");
}

// Outside of the API stands what is public: pages that change nothing, and the form by which anybody appeals.
TEST(Contract, NothingElseCanBeChangedOutsideOfTheApi) {
  std::istringstream in(routes());
  int public_pages = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.find(" /api/") != std::string::npos) continue;
    ++public_pages;
    const bool appeal =
        line.starts_with("POST /public/appeals ") || line.starts_with("POST /public/orders/{number}/appeal ");
    EXPECT_TRUE(line.starts_with("GET ") || appeal) << line;
  }
  EXPECT_GT(public_pages, 10);
}

// What anybody may change through the API is named here, so that one more is a decision and no accident.
TEST(Contract, AnybodyCanOnlySignIn) {
  std::istringstream in(routes());
  for (std::string line; std::getline(in, line);)
    if (line.ends_with("  anybody") && !line.starts_with("GET ") && line.find(" /api/") != std::string::npos) {
      EXPECT_EQ(line, "POST /api/session  anybody");
    }
}

// docs/api-roles.md is this table. To write it anew: muster server --routes | grep ' /api/', between the fences.
TEST(Contract, TheDocumentOfRolesIsTrue) {
  std::ifstream in(MUSTER_SOURCE_DIR "/docs/api-roles.md");
  ASSERT_TRUE(in) << "docs/api-roles.md is missing";
  std::string documented, expected;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```"))
      inside = !inside;
    else if (inside)
      documented += line + "\n";
  }
  std::istringstream table(routes());
  for (std::string line; std::getline(table, line);)
    if (line.find(" /api/") != std::string::npos) expected += line + "\n";
  EXPECT_EQ(documented, expected);
}

}  // namespace
}  // namespace muster::test
