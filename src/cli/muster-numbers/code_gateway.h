// One-time codes by short message, through a gateway of their own. They wait in memory alone: a code stands in no
// table, and what a crash loses the person asks for again. Thread-safe.
#pragma once

#include <base/random.h>
#include <notices/sms.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include <lookups/own_page.h>

namespace muster::cli {

class GatewayCodes final : public lookups::CodeSender {
 public:
  GatewayCodes(std::unique_ptr<notices::SmsGateway> gateway, const Clock& clock, Random& random);
  ~GatewayCodes() override;
  // Errors: sms_busy (too many wait).
  Result<void> send(store::Transaction& tx, const lookups::CodeMessage& message) override;

 private:
  struct Waiting {
    notices::SmsMessage message;
    Instant until;  // then the code is good for nothing
  };
  void work();
  void hand_over(std::deque<Waiting> batch);

  std::unique_ptr<notices::SmsGateway> gateway_;
  const Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace muster::cli
