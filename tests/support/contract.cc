#include <algorithm>
#include <cctype>
#include <fstream>
#include <functional>
#include <regex>
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

// Calls `visit` with (method, path) and each line of the operation.
void each_operation_line(
    const std::string& openapi_file,
    const std::function<void(const std::pair<std::string, std::string>&, const std::string&)>& visit) {
  std::ifstream in(openapi_file);
  if (!in) throw std::runtime_error("can't read " + openapi_file);
  std::string line, path, prefix, method;
  bool in_paths = false;
  while (std::getline(in, line)) {
    if (line.empty() || line[indent_of(line)] == '#') continue;
    if (indent_of(line) == 0) {
      in_paths = line == "paths:";
      continue;
    }
    if (!in_paths) continue;
    if (indent_of(line) == 2 && line[2] == '/') {
      path = line.substr(2, line.rfind(':') - 2);
      prefix = "/api";
      method.clear();
      continue;
    }
    if (indent_of(line) == 4 && line.compare(4, 18, "servers: [{url: /,") == 0) prefix.clear();
    if (const std::string found = method_in(line); !found.empty()) method = found;
    if (!method.empty()) visit({method, prefix + path}, line);
  }
}

}  // namespace

Contract read_contract(const std::string& openapi_file) {
  Contract out;
  each_operation_line(openapi_file, [&](const auto& operation, const std::string& line) {
    std::string& access = out[operation];
    if (const std::string found = access_in(line); !found.empty()) access = found;
  });
  for (const auto& [operation, access] : out)
    if (access.empty()) throw std::runtime_error(operation.first + " " + operation.second + " has no x-roles");
  return out;
}

Statuses read_statuses(const std::string& openapi_file) {
  Statuses out;
  static const std::regex kStatus("'([1-5][0-9][0-9])':");
  each_operation_line(openapi_file, [&](const auto& operation, const std::string& line) {
    const auto from = line.find("responses:");
    if (from == std::string::npos) return;
    for (std::sregex_iterator at(line.begin() + static_cast<std::ptrdiff_t>(from), line.end(), kStatus), end; at != end;
         ++at)
      out[operation].insert(std::stoi((*at)[1]));
  });
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
