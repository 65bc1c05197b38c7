// The routes of docs/openapi.yaml, for tests that hold a router against its contract. Reads the file's own layout: a
// path at two spaces, a method at four, x-roles on the method's line or below it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace muster::test {

// (method, path as registered: "/api/…" unless the path has servers of its own) → "anybody", "signed_in" or
// "any of: a, b" as http::describe writes it. Throws when the file can't be read or a method has no x-roles.
using Contract = std::map<std::pair<std::string, std::string>, std::string>;
Contract read_contract(const std::string& openapi_file);

// (method, path) → the statuses that its `responses` name.
using Statuses = std::map<std::pair<std::string, std::string>, std::set<int>>;
Statuses read_statuses(const std::string& openapi_file);

// Differences in words, one a line; empty when `described` (http::describe) and the contract are the same. With a
// prefix only paths that start with it count.
std::string differences(const Contract& contract, const std::string& described, const std::string& prefix = "/");

}  // namespace muster::test
