// Inside of the census room.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::jobs {
class JobContext;
}

namespace muster::census {

class Service;

Result<std::string> send_notices(Service& service, jobs::JobContext& context);

}  // namespace muster::census
