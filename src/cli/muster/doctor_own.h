// What `muster doctor` looks at beside what both programs have.
#pragma once

#include "test_queue.h"
#include <http/prometheus.h>

#include <doctor/doctor.h>

namespace muster::cli {

struct OwnDoctor {
  TestQueue queue;

  void add_options(CLI::App& command) { add_queue_options(command, queue); }
  std::vector<doctor::Finding> look(Instance& instance) const;
};

// The same of resolvers, for Prometheus.
void tell_resolvers(http::Metrics& metrics, Instance& instance);

}  // namespace muster::cli
