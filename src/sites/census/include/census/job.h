// The census as a job: progress, stopping, going on after a crash.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::jobs {
class Service;
}

namespace muster::census {

class Service;

inline constexpr const char* kCensusJob =
    "census";  // arguments: {"run_id": "…"}; result: counts and the first bad lines

// Before jobs.start(); both services outlive the jobs.
void add_job(jobs::Service& jobs, Service& service);

}  // namespace muster::census
