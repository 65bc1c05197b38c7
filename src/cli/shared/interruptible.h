// Ctrl-C during long work is a wish to stop in good order: after the batch under way, with what is in kept.
#pragma once

#include <csignal>

namespace muster::cli {

// While one lives, Ctrl-C is noted instead of ending the program. One at a time.
class Interruptible {
 public:
  Interruptible() : before_(std::signal(SIGINT, [](int) { asked_ = 1; })) { asked_ = 0; }
  ~Interruptible() { std::signal(SIGINT, before_); }
  Interruptible(const Interruptible&) = delete;
  static bool asked() { return asked_ != 0; }

 private:
  static inline volatile std::sig_atomic_t asked_ = 0;
  void (*before_)(int);
};

}  // namespace muster::cli
