// A fixed number of threads and a bounded queue for handlers. Inside the room. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace muster::http {

class Workers {
 public:
  Workers(int threads, std::size_t queue_max);
  ~Workers();  // lets running jobs end; drops what waits
  // False when the queue is full or closed: the job was not taken. A job doesn't throw.
  bool add(std::function<void()> job);
  std::size_t waiting() const;
  void close();

 private:
  void work();
  const std::size_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace muster::http
