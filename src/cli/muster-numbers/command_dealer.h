// What the files of the command `dealer` share.
#pragma once

#include <base/result.h>

#include <functional>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;
struct Globals;

// Opens the instance, works, and reports what went wrong.
void with_instance(Globals& globals, const std::function<Result<void>(Instance&)>& work);
// Adds place, worker, code, devices, revoke, packets, signals and decide.
void add_dealer_shop(CLI::App& dealer, Globals& globals);

}  // namespace muster::cli
