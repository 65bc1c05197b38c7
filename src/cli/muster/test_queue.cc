#include "test_queue.h"

#include "instance.h"

#include <mutex>

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_queue_options(CLI::App& command, TestQueue& where) {
  command
      .add_option("--nats", where.nats.servers,
                  "NATS servers that carry the work, as nats://host:port with commas between; without them the "
                  "instance's database does")
      ->envname("MUSTER_NATS");
  command.add_option("--nats-credentials", where.nats.credentials_file, "NATS credentials file")
      ->envname("MUSTER_NATS_CREDENTIALS");
  command.add_option("--nats-ca", where.nats.ca_file, "Certificate authority of tls:// servers");
  command
      .add_option("--lease", where.lease_seconds,
                  "Seconds after which what a worker took and did not end goes to another; the same for all workers")
      ->check(CLI::Range(5, 3'600))
      ->capture_default_str();
}

Result<std::unique_ptr<queue::Queue>> open_test_queue(Instance& instance, const TestQueue& where) {
  queue::Options options;
  options.name = "tests";
  options.lease = std::chrono::seconds(where.lease_seconds);
  if (!where.outside()) return queue::embedded(instance.database, instance.clock, instance.random, options);
  // Several instances may share one NATS.
  options.name += "_";
  for (const char c : instance.name.substr(0, 30)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    options.name += plain ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : '_';
  }
  return queue::jetstream(where.nats, options);
}

TestQueueOf kept_test_queue(Instance& instance, const TestQueue& where) {
  struct Kept {
    std::mutex mutex;
    std::unique_ptr<queue::Queue> queue;
  };
  return [&instance, where, kept = std::make_shared<Kept>()]() -> Result<queue::Queue*> {
    const std::lock_guard lock(kept->mutex);
    if (!kept->queue) {
      MUSTER_TRY(kept->queue, open_test_queue(instance, where));
    }
    return kept->queue.get();
  };
}

}  // namespace muster::cli
