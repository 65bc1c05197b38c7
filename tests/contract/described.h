// The routing table that a program itself prints.
#pragma once

#include <string>

namespace muster::test {

// Makes an instance in a folder that goes again, and runs `PROGRAM … server --routes`: one line a route.
std::string described_by(const std::string& program);

// The lines of the table under /api, and those between the fences of a document of roles.
std::string api_lines(const std::string& described);
std::string documented_lines(const std::string& file);

}  // namespace muster::test
