// The zone for resolvers, kept and served by a server's process.
#pragma once

#include <base/result.h>

#include <memory>
#include <string>

namespace muster::zones {
class Publisher;
class Secondaries;
}  // namespace muster::zones
namespace muster::cli {

class Instance;

zones::Publisher zone_publisher(Instance& instance);
zones::Secondaries zone_secondaries(Instance& instance);  // keys in the data folder

// Follows orders twice a second, answers resolvers at `endpoint` ("ADDRESS:PORT") and tells them what changes, from
// here until it is destroyed.
class ZoneServer {
 public:
  // Errors: listen, zones_listen.
  static Result<std::unique_ptr<ZoneServer>> start(Instance& instance, const std::string& endpoint);
  ~ZoneServer();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
  ZoneServer();
};

}  // namespace muster::cli
