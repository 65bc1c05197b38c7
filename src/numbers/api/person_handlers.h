// Holders as docs/openapi-numbers.yaml has them: ids, codes and days. What is personal is read from the vault by a POST
// that says what for. Not a public header.
#pragma once

#include "handlers.h"
#include <persons/service.h>

namespace muster::numbers_api {

json::object holder_json(const persons::Holder& holder);
json::object document_json(const persons::HolderDocument& document);
// The fields document_kind, document_country, document_number and document_expires_on.
persons::Document document_of(Body& body);

http::Response holder_find(const Services& services, const http::Request& request);
http::Response holder_show(const Services& services, const http::Request& request);
http::Response holder_read(const Services& services, const http::Request& request);
http::Response holder_hold(const Services& services, const http::Request& request);
http::Response holder_hold_lift(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
