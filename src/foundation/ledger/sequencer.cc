#include <base/log.h>
#include <ledger/sequencer.h>

#include <condition_variable>

namespace muster::ledger {
namespace {

// Runs a step again and again until told to stop. `step` returns how long to wait before the next.
class Loop {
 public:
  using Step = std::function<std::chrono::milliseconds()>;
  ~Loop() { stop(); }
  void start(Step step) {
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this, step = std::move(step)] { run(step); });
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run(const Step& step) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      const auto wait = step();
      lock.lock();
      wake_.wait_for(lock, wait, [&] { return stopping_; });
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

constexpr std::chrono::milliseconds kAfterFailure{1000};

}  // namespace

struct Sequencer::Inside {
  Inside(Log& l, std::unique_ptr<WitnessTransport> t, Options o) : log(l), transport(std::move(t)), options(o) {}

  std::chrono::milliseconds sequence() {
    const auto done = guarded([&]() -> Result<int> { return log.sequence_once(); });
    if (!done.ok()) {
      log::error("LEDGER-001", "The ledger can't give entries their index; it tries again.",
                 {{"code", done.error().code}});
      return kAfterFailure;
    }
    return *done == kBatchMax ? std::chrono::milliseconds(0) : options.interval;
  }
  std::chrono::milliseconds witness() {
    const auto done = guarded([&] { return submit_to_witnesses(log, *transport); });
    return done.ok() ? options.witness_interval : std::max(options.witness_interval, 10 * kAfterFailure);
  }
  // Our own bugs end this step, not the program.
  template <class F>
  Result<int> guarded(F&& body) {
    try {
      return body();
    } catch (const std::exception&) {
      return internal_error("ledger_exception", "The ledger's background work met a bug.");
    }
  }

  Log& log;
  std::unique_ptr<WitnessTransport> transport;
  Options options;
  Loop sequencing, witnessing;
};

Sequencer::Sequencer(Log& log, std::unique_ptr<WitnessTransport> transport)
    : Sequencer(log, std::move(transport), Options{}) {}
Sequencer::Sequencer(Log& log, std::unique_ptr<WitnessTransport> transport, Options options)
    : inside_(std::make_unique<Inside>(log, std::move(transport), options)) {}
Sequencer::~Sequencer() {
  stop();
}

void Sequencer::start() {
  inside_->sequencing.start([this] { return inside_->sequence(); });
  if (inside_->transport) inside_->witnessing.start([this] { return inside_->witness(); });
}

void Sequencer::stop() {
  inside_->sequencing.stop();
  inside_->witnessing.stop();
}

Result<void> Sequencer::flush() {
  for (;;) {
    MUSTER_TRY(const int done, inside_->log.sequence_once());
    if (done == 0) return {};
  }
}

}  // namespace muster::ledger
