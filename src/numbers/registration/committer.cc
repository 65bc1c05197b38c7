#include "committer.h"

namespace muster::registration {
namespace {

// How often one capture looks again after another process was quicker. Each time somebody else got on.
constexpr int kTriesMax = 20;

bool somebody_was_quicker(const Error& error) {
  for (const char* code : {"already_exists", "document_known", "registration_exists", "line_state", "ownership_overlap",
                           "holder_exists", "vault_key_retired"})
    if (error.code == code) return true;
  return false;
}

}  // namespace

Result<std::vector<Result<Submitted>>> Service::Committer::in_one(std::span<Prepared* const> captures) {
  return database_.write(
      [&](store::Transaction& tx) { return Batch(tx, recorder_, vault_, policy_, admission_).run(captures); });
}

Result<Submitted> Service::Committer::alone(Prepared& prepared) {
  Prepared* one[] = {&prepared};
  for (int i = 0;; ++i) {
    auto done = in_one(one);
    if (done.ok()) return std::move(done->front());
    if (i >= kTriesMax || !somebody_was_quicker(done.error())) return done.error();
  }
}

std::vector<Result<Submitted>> Service::Committer::commit(std::span<Prepared* const> captures) {
  auto done = in_one(captures);
  if (done.ok()) return std::move(*done);
  std::vector<Result<Submitted>> out;
  out.reserve(captures.size());
  const bool hopeless = done.error().failure == Failure::unavailable || done.error().failure == Failure::internal;
  // One of them met the schema's refusal and took the others with it: each by itself.
  for (Prepared* p : captures) out.push_back(hopeless ? Result<Submitted>(done.error()) : alone(*p));
  return out;
}

void Service::Committer::lead(std::unique_lock<std::mutex>& lock) {
  std::vector<Waiting*> mine;
  while (!queue_.empty() && mine.size() < batch_max_) {
    mine.push_back(queue_.front());
    queue_.pop_front();
  }
  leading_ = true;
  lock.unlock();
  std::vector<Prepared*> captures;
  captures.reserve(mine.size());
  for (const Waiting* w : mine) captures.push_back(w->prepared);
  std::vector<Result<Submitted>> results;
  std::exception_ptr thrown;
  try {
    results = commit(captures);
  } catch (...) {
    thrown = std::current_exception();
  }
  lock.lock();
  leading_ = false;
  for (std::size_t i = 0; i < mine.size(); ++i)
    mine[i]->result.emplace(thrown
                                ? Result<Submitted>(internal_error("registration_failed", "The registration failed."))
                                : std::move(results[i]));
  done_.notify_all();
  if (thrown) std::rethrow_exception(thrown);
}

Result<Submitted> Service::Committer::submit(Prepared prepared) {
  Waiting waiting{&prepared};
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

}  // namespace muster::registration
