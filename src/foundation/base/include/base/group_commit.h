// Group commit: what arrives while a commit runs shares the next one, so that many callers wait for few commits. No
// thread of its own: of the callers that wait, one at a time commits for all. Thread-safe.
#pragma once

#include <base/result.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace muster {

// `commit` makes all of what it is given durable and answers each, in order. It is called by one thread at a time, with
// at most `batch_max`. What it throws goes to the caller that led; the others get `failed`.
template <class In, class Out>
class GroupCommit {
 public:
  using Commit = std::function<std::vector<Result<Out>>(std::span<In* const>)>;
  GroupCommit(std::size_t batch_max, Error failed, Commit commit)
      : batch_max_(batch_max), failed_(std::move(failed)), commit_(std::move(commit)) {}

  // Returns once its own has been committed or refused.
  Result<Out> submit(In in) {
    Waiting waiting{&in};
    std::unique_lock lock(mutex_);
    queue_.push_back(&waiting);
    while (!waiting.result) {
      if (leading_)
        done_.wait(lock);
      else
        lead(lock);
    }
    return std::move(*waiting.result);
  }

 private:
  struct Waiting {
    In* in;
    std::optional<Result<Out>> result = {};
  };

  void lead(std::unique_lock<std::mutex>& lock) {
    std::vector<Waiting*> mine;
    while (!queue_.empty() && mine.size() < batch_max_) {
      mine.push_back(queue_.front());
      queue_.pop_front();
    }
    leading_ = true;
    lock.unlock();
    std::vector<In*> batch;
    batch.reserve(mine.size());
    for (const Waiting* w : mine) batch.push_back(w->in);
    std::vector<Result<Out>> results;
    std::exception_ptr thrown;
    try {
      results = commit_(batch);
      if (results.size() != batch.size()) throw std::logic_error("a group commit answers each");
    } catch (...) {
      thrown = std::current_exception();
    }
    lock.lock();
    leading_ = false;
    for (std::size_t i = 0; i < mine.size(); ++i)
      mine[i]->result.emplace(thrown ? Result<Out>(failed_) : std::move(results[i]));
    done_.notify_all();
    if (thrown) std::rethrow_exception(thrown);
  }

  const std::size_t batch_max_;
  const Error failed_;
  const Commit commit_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::deque<Waiting*> queue_;
  bool leading_ = false;
};

}  // namespace muster
