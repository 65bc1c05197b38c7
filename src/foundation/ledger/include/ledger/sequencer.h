// Background work of the log: one thread sequences within a second, another takes checkpoints to the witnesses (which
// may be slow or away and never hold the first one up). stop() joins both.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <ledger/log.h>
#include <ledger/witness.h>

#include <functional>
#include <memory>
#include <string>

namespace muster::ledger {

// Brings a request to a witness. Thread-safe.
class WitnessTransport {
 public:
  virtual ~WitnessTransport() = default;
  virtual Result<WitnessAnswer> add_checkpoint(const std::string& url, const std::string& request) = 0;
};
// By libcurl; http and https, no redirects, 5 s, answers of at most 64 kB. Errors: witness_unreachable.
std::unique_ptr<WitnessTransport> make_http_transport();

// Takes the newest checkpoint to every enrolled witness that lacks it; returns how many cosignatures were stored.
// Errors: ledger_behind when a witness has seen a larger tree than ours (the database was rolled back) or another tree
// of the same size (it was rewritten). A witness that is away is no error: logged, tried again.
Result<int> submit_to_witnesses(const Log& log, WitnessTransport& transport);

class Sequencer {
 public:
  struct Options {
    std::chrono::milliseconds interval{200};
    std::chrono::milliseconds witness_interval{1000};
  };
  // Without a transport nothing is submitted.
  explicit Sequencer(Log& log, std::unique_ptr<WitnessTransport> transport);
  Sequencer(Log& log, std::unique_ptr<WitnessTransport> transport, Options options);
  ~Sequencer();  // stops
  void start();
  void stop();
  // Sequences at once, in the caller's thread, until nothing is pending. For commands and tests.
  Result<void> flush();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::ledger
