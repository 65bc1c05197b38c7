// What a worker is told and what it says: Service::work() in testing.h. Plain values.
#pragma once

#include <base/result.h>

#include <cstdint>
#include <functional>
#include <string>

namespace muster::testing {

struct TestRun;

struct Ordered {
  std::string id, url;  // of a test to be made
};

struct WorkOptions {
  std::function<void(const TestRun&)> each = {};   // on the calling thread, after a test is stored
  std::function<void(const Error&)> trouble = {};  // the queue or the database is away; it is tried again
  std::function<bool()> stop = {};                 // asked often
  bool until_empty = false;                        // return once nothing waits and nobody holds anything
};

struct Worked {
  std::int64_t tested = 0, clues = 0;
  std::int64_t repeated = 0;  // found on record: another worker had been there
  std::int64_t aside = 0;     // set aside with a reason
};

}  // namespace muster::testing
