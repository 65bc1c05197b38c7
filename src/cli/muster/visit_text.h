// A visit as commands say it.
#pragma once

#include <testing/testing.h>

#include <string>

#include <boost/json.hpp>

namespace muster::cli {

// `evidence`: the file's path.
boost::json::object visit_json(const testing::TestRun& run, const std::string& evidence);
// At most so many bytes, ended by "…" where it was longer; never within a character.
std::string cut_to(const std::string& text, std::size_t most);
std::string status_text(int http_status);  // "-": there was no answer

}  // namespace muster::cli
