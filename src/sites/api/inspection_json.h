// Inspections and findings as JSON. Not a public header.
#pragma once

#include "inspection_handlers.h"

namespace muster::api {

json::object finding_json(const Services& services, const programme::Finding& finding);
json::object inspection_json(const Services& services, const programme::Inspection& inspection);
http::Response inspection_answered(const Services& services, const programme::WholeInspection& whole, int status = 200);
http::Response finding_answered(const Services& services, const programme::Finding& finding, int status = 200);

}  // namespace muster::api
