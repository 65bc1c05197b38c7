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

  struct Standing {
    std::string name;
    std::int64_t from = 0, until = 0;  // serials; until 0: it stands
  };
  // Names of one order as if they had come and gone, sealed as the zone seals them: for what is about numbers, not
  // about who signed. The schema's rules of entries are off from here on.
  void put(const cases::Order& order, const std::vector<Standing>& all) {
    static constexpr std::string_view kColumns[] = {"name",     "kind",         "from_serial", "until_serial",
                                                    "order_id", "order_number", "reversed",    "seal"};
    db.as_owner("zone_entry", "");
    must(must(store::Database::open(db.owner_url()))->write([&](store::Transaction& tx) -> Result<void> {
      const auto bulk = tx.bulk("zone_entry", kColumns);
      for (const Standing& each : all) {
        std::string reversed;
        for (std::size_t end = each.name.size(), dot = 0; dot != std::string::npos; end = dot) {
          dot = each.name.rfind('.', end - 1);
          const std::size_t from = dot == std::string::npos ? 0 : dot + 1;
          reversed += (reversed.empty() ? "" : ".") + each.name.substr(from, end - from);
        }
        const zones::ZoneEntry entry{each.name, false, order.number};
        const store::Value values[] = {
            entry.name, std::string("exact"), each.from, each.until == 0 ? store::Value() : store::Value(each.until),
            order.id,   order.number,         reversed,  feeds.seal(zones::sealed_text(entry, order.id, each.from))};
        bulk->row(values);
      }
      bulk->finish();
      return {};
    }));
  }
  void set_serial(std::int64_t serial) {
    static constexpr store::Sql kSerial{"t_zone_serial",
                                        "update zone_state set serial = :serial, changed_at = :now, looked_at = :now"};
    write([&](store::Transaction& tx) { tx.run(kSerial, {{"serial", serial}, {"now", clock.now()}}); });
  }

  zones::Publisher zone;
  zones::Secondaries secondaries;
};

}  // namespace muster::test
