#include "resolver_watch.h"

#include <base/log.h>

#include <convergence/service.h>

namespace muster::cli {
namespace {

constexpr auto kBetweenQuestions = std::chrono::seconds(1);
constexpr auto kAfterFault = std::chrono::seconds(10);

}  // namespace

ResolverWatch::ResolverWatch(const convergence::Service& convergence)
    : convergence_(convergence), thread_([this] { watch(); }) {}

ResolverWatch::~ResolverWatch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  waits_.notify_all();
  thread_.join();
}

void ResolverWatch::watch() {
  for (;;) {
    const auto step = convergence_.step();
    if (!step.ok())
      log::warning("resolvers_failed", "Resolvers could not be asked whether they follow.",
                   {{"code", step.error().code}});
    std::unique_lock lock(mutex_);
    if (waits_.wait_for(lock, step.ok() ? kBetweenQuestions : kAfterFault, [&] { return stop_; })) return;
  }
}

}  // namespace muster::cli
