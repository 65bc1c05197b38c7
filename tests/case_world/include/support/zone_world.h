// A feed world with the zone that resolvers fetch, for tests that link the room `zones`.
#pragma once

#include <support/feed_world.h>
#include <zones/publisher.h>
#include <zones/secondary.h>

namespace muster::test {

class ZoneWorld : public FeedWorld {
 public:
  explicit ZoneWorld(store::Backend backend)
      : FeedWorld(backend), zone(*db, recorder, feeds), secondaries(*db, recorder, feeds, folder + "/zone-keys") {}

  void enrol() {
    enrol_authority();
    enrol_witness();
  }
  // All that waits; whether the zone changed by it.
  bool settle() {
    bool changed = false;
    zones::StepDone done;
    do {
      done = must(zone.step());
      changed = changed || done.changed;
    } while (done.more);
    return changed;
  }
  std::int64_t serial() { return must(zone.state()).serial; }

  zones::Publisher zone;
  zones::Secondaries secondaries;
};

}  // namespace muster::test
