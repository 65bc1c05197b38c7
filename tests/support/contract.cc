#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <support/contract.h>

namespace muster::test {
namespace {

std::size_t indent_of(const std::string& line) {
  return line.find_first_not_of(' ');
}

// "x-roles: [a, b]" as describe() writes it.
std::string access_in(const std::string& line) {
  const auto at = line.find("x-roles: [");
  if (at == std::string::npos) return {};
  const auto from = at + 10;
  const std::string list = line.substr(from, line.find(']', from) - from);
  return list == "anybody" || list == "signed_in" ? list : "any of: " + list;
}

std::string method_in(const std::string& line) {
  if (indent_of(line) != 4) return {};
  std::string word = line.substr(4, line.find(':') - 4);
  if (word != "get" && word != "post" && word != "put" && word != "patch" && word != "delete") return {};
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

}  // namespace

Contract read_contract(const std::string& openapi_file) {
  std::ifstream in(openapi_file);
  if (!in) throw std::runtime_error("can't read " + openapi_file);
  Contract out;
  std::string line, path, prefix, method;
  bool in_paths = false;
  const auto finish = [&] {
    if (!method.empty() && out[{method, prefix + path}].empty())
      throw std::runtime_error(method + " " + path + " has no x-roles");
    method.clear();
  };
  while (std::getline(in, line)) {
    if (line.empty() || line[indent_of(line)] == '#') continue;
    if (indent_of(line) == 0) {
      if (in_paths) finish();
      in_paths = line == "paths:";
      continue;
    }
    if (!in_paths) continue;
    if (indent_of(line) == 2 && line[2] == '/') {
      finish();
      path = line.substr(2, line.rfind(':') - 2);
      prefix = "/api";
    } else if (indent_of(line) == 4 && line.compare(4, 18, "servers: [{url: /,") == 0) {
      prefix.clear();
    } else if (const std::string found = method_in(line); !found.empty()) {
      finish();
      method = found;
      out[{method, prefix + path}];
    }
    if (const std::string access = access_in(line); !access.empty() && !method.empty())
      out[{method, prefix + path}] = access;
  }
  finish();
  return out;
}

std::string differences(const Contract& contract, const std::string& described, const std::string& prefix) {
  std::string out;
  Contract left;
  for (const auto& [key, access] : contract)
    if (key.second.starts_with(prefix)) left[key] = access;
  std::istringstream in(described);
  for (std::string line; std::getline(in, line);) {
    const auto space = line.find(' '), two = line.find("  ");
    const std::pair<std::string, std::string> key{line.substr(0, space), line.substr(space + 1, two - space - 1)};
    if (!key.second.starts_with(prefix)) continue;
    const auto found = left.find(key);
    if (found == left.end()) {
      out += "not in the contract: " + line + "\n";
      continue;
    }
    if (found->second != line.substr(two + 2)) out += line + ", but the contract says " + found->second + "\n";
    left.erase(found);
  }
  for (const auto& [key, access] : left) out += "no route: " + key.first + " " + key.second + "\n";
  return out;
}

}  // namespace muster::test
