// The census as a job: progress, stopping, going on after a crash.
#pragma once

#include <base/result.h>

#include <string>
#include <vector>

namespace muster::jobs {
class Service;
}

namespace muster::census {

class Service;

inline constexpr const char* kCensusJob =
    "census";  // arguments: {"run_id": "…"}; result: counts and the first bad lines
// Letters to the providers of a run; result: a NoticeReport. What was sent before a stop stays sent and is not sent
// again.
inline constexpr const char* kNoticesJob = "census_notices";

struct NoticesJob {
  std::string run_id, actor;
  std::vector<std::string> providers = {};  // none: all
  bool remind = false;
};
std::string to_arguments(const NoticesJob& job);

// Both, before jobs.start(); both services outlive the jobs.
void add_job(jobs::Service& jobs, Service& service);

}  // namespace muster::census
