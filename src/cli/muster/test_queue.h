// Which queue carries tests: the instance's own database, or NATS JetStream where it is named.
#pragma once

#include <memory>
#include <string>

#include <queue/queue.h>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;

void add_queue_options(CLI::App& command, queue::JetStreamOptions& where);
// Errors: those of the queue.
Result<std::unique_ptr<queue::Queue>> open_test_queue(Instance& instance, const queue::JetStreamOptions& where);

}  // namespace muster::cli
