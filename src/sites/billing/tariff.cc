#include <algorithm>
#include <bit>
#include <functional>

#include <billing/tariff.h>

namespace muster::billing {

Tariff::Tariff(std::vector<TariffService> services) : services_(std::move(services)) {
  slots_.assign(std::bit_ceil(services_.size() * 2 + 2), kNone);
  for (std::uint32_t i = 0; i < services_.size(); ++i) {
    std::size_t at = std::hash<std::string_view>()(services_[i].code) & (slots_.size() - 1);
    while (slots_[at] != kNone) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = i;
  }
}

std::uint32_t Tariff::find(std::string_view code) const {
  std::size_t at = std::hash<std::string_view>()(code) & (slots_.size() - 1);
  while (slots_[at] != kNone && services_[slots_[at]].code != code) at = (at + 1) & (slots_.size() - 1);
  return slots_[at];
}

const PriceSpan* price_at(const TariffService& service, Instant at) {
  if (service.ended_at && at >= *service.ended_at) return nullptr;
  const auto after = std::upper_bound(service.prices.begin(), service.prices.end(), at,
                                      [](Instant t, const PriceSpan& p) { return t < p.from; });
  return after == service.prices.begin() ? nullptr : &*std::prev(after);
}

bool suspended_at(const TariffService& service, Instant at) {
  return std::any_of(service.suspended.begin(), service.suspended.end(),
                     [&](const Span& s) { return s.from <= at && at < s.until; });
}

}  // namespace muster::billing
