// What a server does for tests: hands out what is due, and, where it is asked to, tests it itself.
#pragma once

#include "test_queue.h"

#include <memory>

namespace muster::cli {

class Instance;

// Every minute, by a job; before the jobs start.
Result<void> add_hand_out_job(Instance& instance, TestQueueOf queue);

// A worker of this process, from here until it is destroyed.
class TestWorker {
 public:
  TestWorker(Instance& instance, TestQueueOf queue);
  ~TestWorker();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::cli
