// What is told, in events of MISP: a UTC day of orders each, read along their ids, which begin with the time.
#include "object_store.h"

#include <fmt/format.h>
#include <sharing/misp.h>
#include <sharing/publisher.h>

namespace muster::sharing {
namespace {

constexpr int kStepsBeforeMisp = 20;  // of kOrdersAStep orders each
constexpr Duration kDay = std::chrono::hours(24);

// The least id that can be made at that time (RFC 9562 §5.7).
std::string id_from(Instant t) {
  const std::string millis = fmt::format("{:012x}", t.micros / 1000);
  return millis.substr(0, 8) + "-" + millis.substr(8) + "-0000-0000-000000000000";
}
Instant day_of_id(const std::string& id) {
  const std::int64_t millis = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  return {millis * 1000 / kDay.count() * kDay.count()};
}

}  // namespace

Result<void> Publisher::take_all() const {
  for (int i = 0; i < kStepsBeforeMisp; ++i) {
    MUSTER_TRY(const StepDone done, step());
    if (!done.more) return {};
  }
  return unavailable("feed_filling", "Orders are being looked at for the first time; ask again in a minute.");
}

Result<std::optional<Instant>> Publisher::misp_day(Instant from) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<Instant>> {
    const std::string id = select_next_told_order(tx, id_from(from));
    return id.empty() ? std::nullopt : std::optional(day_of_id(id));
  });
}

Result<std::optional<MispEvent>> Publisher::misp_of(Instant day) const {
  std::vector<std::string> indicators;
  const Seal seal = seal_of(orders_);
  MUSTER_CHECK_OK(database_.read([&](store::Transaction& tx) -> Result<void> {
    indicators = select_indicators_between(tx, seal, id_from(day), id_from(day + kDay));
    return {};
  }));
  if (indicators.empty()) return std::optional<MispEvent>();
  MUSTER_TRY(auto event, sharing::misp_event(speaker_, to_day(day), indicators, recorder_.clock().now()));
  return std::optional(std::move(event));
}

Result<void> Publisher::misp(const std::function<Result<void>(const MispEvent&)>& take) const {
  MUSTER_CHECK_OK(take_all());
  for (Instant from{};;) {
    MUSTER_TRY(const auto day, misp_day(from));
    if (!day) return {};
    MUSTER_TRY(const auto event, misp_of(*day));
    if (event) MUSTER_CHECK_OK(take(*event));
    from = *day + kDay;
  }
}

Result<std::optional<MispEvent>> Publisher::misp_event(const std::string& uuid) const {
  MUSTER_CHECK_OK(take_all());
  for (Instant from{};;) {
    MUSTER_TRY(const auto day, misp_day(from));
    if (!day) return std::optional<MispEvent>();
    if (misp_event_uuid(speaker_, to_day(*day)) == uuid) return misp_of(*day);
    from = *day + kDay;
  }
}

}  // namespace muster::sharing
