// What was to be charged, and when nothing was: the registered services, frozen for one reconciliation. Pure;
// thread-safe once built.
#pragma once

#include <base/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::billing {

// From `from` until the next one's begin.
struct PriceSpan {
  Instant from;
  std::int64_t amount = 0;  // minor units
  std::string currency;
};
struct Span {
  Instant from, until;
};

struct TariffService {
  std::string id, code, partner_id;
  std::vector<PriceSpan> prices;  // in order of time; the first one's begin is the service's
  std::vector<Span> suspended;    // in any order; of the service and of its partner
  std::optional<Instant> ended_at;
};

inline constexpr std::size_t kServicesMax = (1u << 20) - 2;

class Tariff {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;
  // At most kServicesMax; codes are unique.
  explicit Tariff(std::vector<TariffService> services);
  std::uint32_t find(std::string_view code) const;  // kNone: not registered
  const TariffService& at(std::uint32_t index) const { return services_[index]; }
  std::size_t size() const { return services_.size(); }

 private:
  std::vector<TariffService> services_;
  std::vector<std::uint32_t> slots_;
};

// The price at that time; nothing: the service had not begun, or had ended.
const PriceSpan* price_at(const TariffService& service, Instant at);
bool suspended_at(const TariffService& service, Instant at);

}  // namespace muster::billing
