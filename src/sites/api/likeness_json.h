// Fingerprints and resemblances as JSON. Not a public header.
#pragma once

#include "testing_json.h"

#include <likeness/likeness.h>

namespace muster::api {

// Without accounts of payments: of those only the provider.
json::object print_json(const likeness::Print& print);
json::array reasons_json(const std::vector<likeness::Reason>& reasons);

}  // namespace muster::api
