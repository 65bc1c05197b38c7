// A program that is fed once, says something and ends: with nothing of this process's environment, with a bound on what
// it may say and on its time. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <string>
#include <string_view>

namespace muster::sandbox {

struct Exchanged {
  std::string said;         // at most said_max and one piece more: what is longer is cut off
  bool in_time = false;     // else it was ended
  bool ended_well = false;  // by itself, with 0
};
// `setting`: the one variable of its environment, "NAME=value". Errors: program_missing.
Result<Exchanged> exchange_once(const std::string& program, const std::string& setting, std::string_view input,
                                std::size_t said_max, Duration time_max);

}  // namespace muster::sandbox
