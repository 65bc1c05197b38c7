// Small JSON texts in the store: reasons and changes. Inside of filings.
#pragma once

#include <filings/filing.h>

#include <string>
#include <vector>

namespace muster::filings {

std::string to_json(const std::vector<std::string>& reasons);
std::vector<std::string> reasons_of(const std::string& json);
std::string to_json(const Change& change);
Change change_of(const std::string& json);

// Bodies of events.
std::string step_body(const Filing& filing, State from, Event event);
std::string access_body(const Access& access, AccessState from);

}  // namespace muster::filings
