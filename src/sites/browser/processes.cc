// What a browser with its children takes, by /proc.
#include "devtools.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <unistd.h>

namespace muster::browser {
namespace {

struct ProcessLine {
  int parent = 0;
  std::size_t pages = 0;  // resident
};

// Fields 4 and 24 of /proc/PID/stat; the name before them may hold anything.
std::optional<ProcessLine> line_of(const std::filesystem::path& folder) {
  std::ifstream file(folder / "stat");
  std::string text;
  if (!std::getline(file, text)) return {};
  const auto end = text.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream fields(text.substr(end + 1));
  std::string word;
  ProcessLine out;
  for (int n = 3; fields >> word; ++n) {
    if (n == 4) out.parent = std::atoi(word.c_str());
    if (n == 24) {
      out.pages = std::strtoull(word.c_str(), nullptr, 10);
      return out;
    }
  }
  return {};
}

}  // namespace

std::size_t DevTools::resident_bytes() const {
  std::map<int, ProcessLine> all;
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", fault)) {
    const std::string name = entry.path().filename();
    if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto line = line_of(entry.path())) all[std::atoi(name.c_str())] = *line;
  }
  std::set<int> family{pid_};
  for (bool more = true; more;) {
    more = false;
    for (const auto& [pid, line] : all)
      if (!family.contains(pid) && family.contains(line.parent)) more = family.insert(pid).second;
  }
  std::size_t pages = 0;
  for (const int pid : family)
    if (const auto found = all.find(pid); found != all.end()) pages += found->second.pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace muster::browser
