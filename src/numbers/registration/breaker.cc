#include <registration/authority.h>

namespace muster::registration {

Result<Answer> Breaker::check(const Question& question) {
  {
    const std::lock_guard lock(mutex_);
    if (failures_ >= options_.failures_max) {
      if (clock_.now() < closed_again_at_)
        return unavailable("authority_away", "The authority was away just now; it is asked again soon.");
      closed_again_at_ = clock_.now() + options_.rest;  // this question tries, the others go on waiting
    }
  }
  auto answer = behind_.check(question);
  const std::lock_guard lock(mutex_);
  if (answer.ok()) {
    failures_ = 0;
  } else if (++failures_ >= options_.failures_max) {
    closed_again_at_ = clock_.now() + options_.rest;
  }
  return answer;
}

}  // namespace muster::registration
