// Which queue carries tests: the instance's own database, or NATS JetStream where it is named.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <queue/queue.h>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;

struct TestQueue {
  queue::JetStreamOptions nats = {};
  int lease_seconds = 60;  // the same for all who use one queue
  bool outside() const { return !nats.servers.empty(); }
};

using TestQueueOf = std::function<Result<queue::Queue*>()>;

void add_queue_options(CLI::App& command, TestQueue& where);
// Errors: those of the queue.
Result<std::unique_ptr<queue::Queue>> open_test_queue(Instance& instance, const TestQueue& where);
// For what lives as long as the server: opened when it is first asked for, and kept. Thread-safe.
TestQueueOf kept_test_queue(Instance& instance, const TestQueue& where);

}  // namespace muster::cli
