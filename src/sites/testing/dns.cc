#include "dns.h"

#include <testing/address_guard.h>

#include <deque>

#include <netdb.h>
#include <sys/socket.h>

namespace muster::testing {
namespace {

using SteadyTimePoint = std::chrono::steady_clock::time_point;

class SystemResolver final : public Resolver {
 public:
  std::vector<std::string> addresses(const std::string& host) override {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    std::vector<std::string> out;
    for (const addrinfo* each = found; each && out.size() < kDnsAddressesMax; each = each->ai_next) {
      std::string text = to_text(*each->ai_addr);
      if (!text.empty() && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
    }
    freeaddrinfo(found);
    return out;
  }
};

}  // namespace

std::shared_ptr<Resolver> system_resolver() {
  return std::make_shared<SystemResolver>();
}

struct DnsCache::State {
  struct Answer {
    Addresses addresses;
    SteadyTimePoint until;
  };
  struct Question {
    SteadyTimePoint asked;
    std::vector<std::function<void()>> ready;
  };
  MannersLimits limits;
  std::shared_ptr<Resolver> resolver;
  std::mutex mutex;
  std::unordered_map<std::string, Answer> answers;
  std::map<std::string, Question> questions;
  std::deque<std::string> queue;
  int threads = 0;

  void keep(const std::string& host, Addresses addresses, SteadyTimePoint asked) {
    if (answers.size() >= limits.dns_names_max) {
      std::erase_if(answers, [&](const auto& each) { return each.second.until <= asked; });
      if (answers.size() >= limits.dns_names_max) answers.erase(answers.begin());
    }
    const Duration term = addresses.empty() ? limits.dns_failed_term : limits.dns_term;
    answers[host] = {std::move(addresses), asked + term};
  }
};

DnsCache::DnsCache(const MannersLimits& limits, std::shared_ptr<Resolver> resolver)
    : state_(std::make_shared<State>()) {
  state_->limits = limits;
  state_->resolver = std::move(resolver);
}

void DnsCache::work(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (!state->queue.empty()) {
    const std::string host = std::move(state->queue.front());
    state->queue.pop_front();
    lock.unlock();
    Addresses addresses = state->resolver->addresses(host);
    if (addresses.size() > kDnsAddressesMax) addresses.resize(kDnsAddressesMax);
    lock.lock();
    const auto question = state->questions.extract(host);
    state->keep(host, std::move(addresses), question.mapped().asked);
    lock.unlock();
    for (const auto& ready : question.mapped().ready) ready();
    lock.lock();
  }
  --state->threads;
}

std::optional<DnsCache::Addresses> DnsCache::ask(const std::string& host, SteadyTimePoint now,
                                                 std::function<void()> ready) {
  if (auto known = find(host, now)) return known;
  State& state = *state_;
  std::lock_guard lock(state.mutex);
  const auto [question, is_new] = state.questions.try_emplace(host, State::Question{now, {}});
  question->second.ready.push_back(std::move(ready));
  if (!is_new) return {};
  state.queue.push_back(host);
  if (state.threads < std::max(state.limits.dns_at_once, 1)) {
    ++state.threads;
    std::thread([shared = state_] { work(shared); }).detach();
  }
  return {};
}

std::optional<DnsCache::Addresses> DnsCache::find(const std::string& host, SteadyTimePoint now) const {
  std::lock_guard lock(state_->mutex);
  const auto known = state_->answers.find(host);
  if (known == state_->answers.end() || known->second.until <= now) return {};
  return known->second.addresses;
}

std::size_t DnsCache::kept() const {
  std::lock_guard lock(state_->mutex);
  return state_->answers.size();
}

}  // namespace muster::testing
