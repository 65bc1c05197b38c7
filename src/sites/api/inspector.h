// What an inspector may do, whatever the route says: read, and be seen reading. Not a public header.
#pragma once

#include <api/services.h>
#include <http/message.h>

#include <functional>
#include <memory>

namespace muster::programme {
class Visits;
}
namespace muster::api {

std::shared_ptr<const programme::Visits> visits_of(const Services& services);
bool is_inspector(const http::Request& request);
// Refuses what changes anything; else shows what `action` answers, once it is on record that it was looked at.
http::Response seen_by_inspector(const programme::Visits& visits, const http::Request& request,
                                 const std::function<http::Response()>& action);

}  // namespace muster::api
