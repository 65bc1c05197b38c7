// Files of aggregates over HTTP: fetched from a house, or sent to a regulator. HTTPS, or HTTP on this machine alone.
// Errors: aggregates_url, aggregates_unreachable (unavailable), aggregates_answer.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::aggregates {

Result<std::string> fetch(const std::string& url);
Result<std::string> send(const std::string& url, const std::string& file);

}  // namespace muster::aggregates
