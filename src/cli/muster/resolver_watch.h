// Resolvers asked whether they follow the zone, once a second, on a thread of its own.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

namespace muster::convergence {
class Service;
}
namespace muster::cli {

class ResolverWatch {
 public:
  explicit ResolverWatch(const convergence::Service& convergence);
  ~ResolverWatch();  // waits for the questions of the moment

 private:
  void watch();
  const convergence::Service& convergence_;
  std::mutex mutex_;
  std::condition_variable waits_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace muster::cli
