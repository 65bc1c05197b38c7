// Reading: by index alone.
#include "key_store.h"
#include "metric_store.h"
#include <events/outbox.h>

#include <algorithm>

namespace muster::metrics {
namespace {

using store::Transaction;

constexpr int kMonthsMax = 120;
constexpr int kPageMax = 501;

Error metric_unknown() {
  return not_found("metric_unknown", "There is no metric of this name.");
}

Result<void> check_months(const std::string& from, const std::string& until) {
  for (const std::string& month : {from, until})
    if (!is_month(month)) return invalid("month_form", "Write a month as 2026-03.", "month");
  std::string last = from;
  for (int i = 0; i < kMonthsMax && last < until; ++i) last = next_month(last);
  if (last < until) return invalid("month_span", "Ask for 120 months at most.", "until");
  return {};
}

bool has_values(const Definition& definition, const std::string& cell,
                const std::map<std::string, std::string>& values) {
  const auto own = values_of_cell(cell);
  for (std::size_t i = 0; i < definition.by.size(); ++i)
    if (const auto wanted = values.find(definition.by[i]);
        wanted != values.end() && (i >= own.size() || own[i] != wanted->second))
      return false;
  return true;
}

}  // namespace

Result<std::int64_t> Service::position() const {
  return database_.read([&](Transaction& tx) -> Result<std::int64_t> {
    const auto used = select_generation(tx, "active");
    return used ? events::drained(tx, consumer_of(used->id)) : 0;
  });
}

Result<std::map<std::string, Cells>> Service::figures(const std::string& metric, const std::string& from,
                                                      const std::string& until) const {
  if (!definitions_.find(metric)) return metric_unknown();
  MUSTER_CHECK_OK(check_months(from, until));
  return database_.read([&](Transaction& tx) -> Result<std::map<std::string, Cells>> {
    const auto used = select_generation(tx, "active");
    if (!used) return std::map<std::string, Cells>();
    return select_figures(tx, used->id, metric, from, until);
  });
}

Result<std::vector<Edition>> Service::editions(const std::string& metric, const std::string& from,
                                               const std::string& until) const {
  if (!definitions_.find(metric)) return metric_unknown();
  MUSTER_CHECK_OK(check_months(from, until));
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<Edition>> { return select_editions(tx, metric, from, until); });
}

Result<BehindPage> Service::behind(const std::string& metric, const std::string& month,
                                   const std::map<std::string, std::string>& values, const std::string& after,
                                   int limit) const {
  const Definition* definition = definitions_.find(metric);
  if (!definition) return metric_unknown();
  MUSTER_CHECK_OK(check_months(month, month));
  for (const auto& [name, value] : values)
    if (std::find(definition->by.begin(), definition->by.end(), name) == definition->by.end())
      return invalid("dimension_unknown", "This metric is not told apart by that.", name);
  const int wanted = std::clamp(limit, 1, kPageMax);
  // "cell key" of the last one. Neither has blanks.
  const std::size_t blank = after.find(' ');
  const std::string after_cell = after.substr(0, blank);
  const std::string after_key = blank == std::string::npos ? "" : after.substr(blank + 1);
  return database_.read([&](Transaction& tx) -> Result<BehindPage> {
    BehindPage page;
    const auto used = select_generation(tx, "active");
    if (!used) return page;
    const auto months = select_figures(tx, used->id, metric, month, month);
    if (months.empty()) return page;
    std::string last;
    for (const auto& [cell, sum] : months.begin()->second) {
      if (!after.empty() && cell < after_cell) continue;
      if (!has_values(*definition, cell, values)) continue;
      const int room = wanted - static_cast<int>(page.items.size());
      auto some = select_behind(tx, used->id, metric, month, cell,
                                !after.empty() && cell == after_cell ? after_key : "", room + 1);
      // One more than there is room for: there is a next page.
      const bool more = static_cast<int>(some.size()) > room;
      if (more && room == 0) {
        page.next = last;
        return page;
      }
      for (auto& item : some) {
        if (static_cast<int>(page.items.size()) == wanted) break;
        if (!definition->measures_time()) item.time.reset();
        page.items.push_back(std::move(item));
        last = cell + " " + page.items.back().key;
      }
      if (more) {
        page.next = last;
        return page;
      }
    }
    return page;
  });
}

Result<std::vector<std::string>> Service::published_months(const std::string& before, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<std::string>> {
    return select_published_months(tx, before.empty() ? "9999-99" : before, std::clamp(limit, 1, kPageMax));
  });
}

Result<std::vector<PublishedMetric>> Service::published(const std::string& month) const {
  MUSTER_CHECK_OK(check_months(month, month));
  return database_.read([&](Transaction& tx) -> Result<std::vector<PublishedMetric>> {
    std::vector<PublishedMetric> out;
    for (const Definition& d : definitions_.items) {
      auto editions = select_editions(tx, d.name, month, month);
      if (editions.empty()) continue;
      out.push_back({&d, editions.front(), editions.back()});
    }
    return out;
  });
}

}  // namespace muster::metrics
