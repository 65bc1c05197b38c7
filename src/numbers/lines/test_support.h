// A pool with lines, for the tests of this room.
#pragma once

#include <lines/network.h>
#include <lines/service.h>

#include <support/numbers_world.h>

namespace muster::lines {

inline constexpr std::int64_t kFirst = 8619900000000;

class LinesTest : public test::NumbersTest {
 protected:
  LinesTest() {
    pool_ = *service_.make_pool("admin", {"Test range", "Operator", "CN-11", LineKind::voice, kFirst, kFirst + 99});
    EXPECT_EQ(*service_.stock("admin", pool_.id, 10), 10);
  }
  // A line that is reserved and has a SIM.
  Line reserved(int n) {
    Line line = *service_.reserve("dealer", kFirst + n, "dealer-1");
    EXPECT_TRUE(service_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    const auto with_sim = service_.change_sim("dealer", line.id, line.version, test::iccid(n), "first");
    EXPECT_TRUE(with_sim.ok()) << with_sim.error().code;
    return *with_sim;
  }
  Ownership ownership(const Line& line, const std::string& holder, std::int64_t slot, std::int64_t cap = 5) {
    Ownership o;
    o.id = recorder_.new_id();
    o.line_id = line.id;
    o.holder_id = o.counted_under = holder;
    o.slot = slot;
    o.cap = cap;
    o.ground_ref = "registration-1";
    return o;
  }
  Result<void> give_all(const std::vector<Ownership>& all) {
    return db_->write([&](store::Transaction& tx) { return give(tx, all, clock_.now()); });
  }
  Line registered(int n, const std::string& holder, std::int64_t slot) {
    const Line line = reserved(n);
    const auto given = give_all({ownership(line, holder, slot)});
    EXPECT_TRUE(given.ok()) << given.error().code;
    return *service_.line(line.id);
  }
  Line active(int n, const std::string& holder, std::int64_t slot) {
    const Line line = registered(n, holder, slot);
    return *service_.apply("registrar", line.id, line.version, Event::activate);
  }
  Result<Line> apply(const Line& line, Event event, const std::string& reason = "test") {
    return service_.apply("registrar", line.id, service_.line(line.id)->version, event, reason);
  }

  Service service_{*db_, recorder_, policy_};
  Pool pool_;
};

}  // namespace muster::lines
