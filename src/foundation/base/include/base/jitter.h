// Times that nobody is to foresee.
#pragma once

#include <base/random.h>
#include <base/time.h>

namespace muster {

// Up to a fifth shorter: what is looked at again is not to know the hour.
inline Duration somewhat_shorter(Duration every, Random& random) {
  std::uint8_t dice[2];
  random.fill(dice);
  const std::int64_t share = dice[0] * 256 + dice[1];
  return every - Duration(every.count() / 5 * share / 65'536);
}

}  // namespace muster
