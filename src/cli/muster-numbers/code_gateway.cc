#include "code_gateway.h"

#include <base/log.h>
#include <lines/rules.h>
#include <notices/notices.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kCodesWaitingMax = 10'000, kCodesAtOnce = 50;
constexpr auto kCodesAgainAfter = std::chrono::seconds(3);
constexpr const char* kCodeLetter = "own_page_code";

}  // namespace

GatewayCodes::GatewayCodes(std::unique_ptr<notices::SmsGateway> gateway, const Clock& clock, Random& random)
    : gateway_(std::move(gateway)), clock_(clock), random_(random), thread_([this] { work(); }) {}

GatewayCodes::~GatewayCodes() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Result<void> GatewayCodes::send(store::Transaction&, const lookups::CodeMessage& message) {
  MUSTER_TRY(const auto letter,
             notices::write_letter(kCodeLetter, message.language,
                                   {{"code", message.code}, {"minutes", fmt::format("{}", message.minutes)}}));
  const std::lock_guard lock(mutex_);
  if (queue_.size() >= kCodesWaitingMax)
    return unavailable("sms_busy", "Too many codes wait to be sent. Try again in a minute.");
  queue_.push_back({{new_id(clock_, random_), lines::msisdn_text(message.msisdn), letter.body},
                    clock_.now() + std::chrono::minutes(message.minutes)});
  wake_.notify_one();
  return {};
}

// What the gateway could not take now waits its turn again, while the code is good.
void GatewayCodes::hand_over(std::deque<Waiting> batch) {
  std::vector<notices::SmsMessage> messages;
  for (const Waiting& w : batch) messages.push_back(w.message);
  const auto taken = gateway_->send(messages);
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (i < taken.size() && taken[i].ok()) continue;
    const bool again = i >= taken.size() || taken[i].error().failure == Failure::unavailable;
    if (again && clock_.now() < batch[i].until)
      queue_.push_back(std::move(batch[i]));
    else
      log::warning("CODE-001", "A one-time code could not be sent.",
                   {{"code", i < taken.size() ? std::string_view(taken[i].error().code) : "sms_gateway_away"}});
  }
}

void GatewayCodes::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (queue_.empty()) {
      wake_.wait(lock);
      continue;
    }
    std::deque<Waiting> batch;
    while (!queue_.empty() && batch.size() < kCodesAtOnce) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    lock.unlock();
    hand_over(std::move(batch));
    lock.lock();
    if (!queue_.empty() && !stopping_) wake_.wait_for(lock, kCodesAgainAfter);
  }
}

}  // namespace muster::cli
