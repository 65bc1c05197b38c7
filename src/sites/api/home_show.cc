#include "home.h"
#include "json.h"
#include "records.h"
#include <events/event.h>

namespace muster::api {
namespace {

constexpr Duration kFiguresEvery = std::chrono::minutes(1);

json::array items_json(const std::vector<HomeItem>& items) {
  json::array out;
  for (const HomeItem& item : items)
    out.push_back({{"what", item.what},
                   {"record_kind", item.record_kind},
                   {"record_id", item.record_id},
                   {"title", item.title},
                   {"state", item.state},
                   {"due_at", time_json(item.due_at)}});
  return out;
}

// A partner sees its own records alone, and what changes elsewhere is none of its business.
bool sees_changes(const http::Principal& who) {
  return std::any_of(who.roles.begin(), who.roles.end(),
                     [](const std::string& role) { return role != "partner_user"; });
}

// The newest changes; what one actor did many times in a row (34 batches of an import) is one line with a count.
json::array changes_json(store::Transaction& tx) {
  std::vector<events::Event> heads;
  std::vector<int> counts;
  for (events::Event& event : events::latest(tx, "", kChangesReadMax)) {
    if (!heads.empty() && heads.back().kind == event.kind && heads.back().actor == event.actor) {
      ++counts.back();
      continue;
    }
    if (heads.size() == kHomeItemsMax) break;
    heads.push_back(std::move(event));
    counts.push_back(1);
  }
  json::array out = timeline_json(tx, heads);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].as_object()["count"] = counts[i];
  return out;
}

}  // namespace

Result<std::vector<Figure>> FigureCache::get(const HomeParts& parts) {
  std::lock_guard lock(mutex_);
  const Instant now = parts.clock.now();
  if (at_ && now - *at_ < kFiguresEvery && now >= *at_) return figures_;
  MUSTER_TRY(auto figures, parts.database.read([](store::Transaction& tx) -> Result<std::vector<Figure>> {
    return count_figures(tx);
  }));
  MUSTER_TRY(const auto unfiled, parts.names_unfiled());
  if (unfiled) figures.insert(figures.begin() + 1, {"names_unfiled", *unfiled});
  figures_ = std::move(figures);
  at_ = now;
  return figures_;
}

http::Response show_home(const HomeParts& parts, FigureCache& cache, const http::Request& request) {
  const http::Principal& who = *request.principal;
  auto body = parts.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::array changed;
    if (sees_changes(who)) changed = changes_json(tx);
    return json::object{{"waiting", items_json(waiting_for(tx, who))},
                        {"expiring", items_json(expiring_for(tx, who))},
                        {"changed", std::move(changed)}};
  });
  if (!body.ok()) return http::Response::problem(body.error());
  json::array figures;
  if (sees_changes(who)) {
    MUSTER_ANSWER_TRY(const auto counted, cache.get(parts));
    for (const Figure& figure : counted) figures.push_back({{"figure", figure.figure}, {"value", figure.value}});
  }
  (*body)["figures"] = std::move(figures);
  return answer(*std::move(body));
}

void add_home_routes(http::Router& router, const HomeParts& parts) {
  router.add({"GET", "/api/home", http::Access::signed_in(),
              [parts, cache = std::make_shared<FigureCache>()](const http::Request& request) {
                return show_home(parts, *cache, request);
              }});
}

}  // namespace muster::api
