// An error's failures one by one: what Error::all holds, or the error itself where it stands alone.
#pragma once

#include <base/result.h>

namespace muster {

inline std::vector<Error> faults_of(const Error& error) {
  if (!error.all.empty()) return error.all;
  return {error};
}

}  // namespace muster
