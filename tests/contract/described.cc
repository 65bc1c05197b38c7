#include "described.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
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

}  // namespace

std::string described_by(const std::string& program) {
  std::string folder = (std::filesystem::temp_directory_path() / "muster-contract-XXXXXX").string();
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string command = program + " --data " + folder + "/instance ";
  EXPECT_NE(output_of(command + "instance init --kind demo --name contract").find("Sign in as admin"),
            std::string::npos);
  std::string described = output_of(command + "server --routes");
  std::filesystem::remove_all(folder);
  return described;
}

std::string api_lines(const std::string& described) {
  std::istringstream table(described);
  std::string out;
  for (std::string line; std::getline(table, line);)
    if (line.find(" /api/") != std::string::npos) out += line + "\n";
  return out;
}

std::string documented_lines(const std::string& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file << " is missing";
  std::string out;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```"))
      inside = !inside;
    else if (inside)
      out += line + "\n";
  }
  return out;
}

}  // namespace muster::test
