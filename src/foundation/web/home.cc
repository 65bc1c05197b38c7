#include <events/event.h>
#include <web/home.h>
#include <web/json.h>
#include <web/records.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

namespace muster::web {
namespace {

constexpr Duration kFiguresEvery = std::chrono::minutes(1);

struct HomeItem {
  std::string what, record_kind, record_id, title, state;
  std::optional<Instant> due_at;
};

std::vector<HomeItem> gather(store::Transaction& tx, std::span<const HomeSource> sources, const http::Principal& who,
                             Instant now) {
  std::vector<HomeItem> out;
  for (const HomeSource& source : sources) {
    if (std::none_of(source.roles.begin(), source.roles.end(), [&](std::string_view role) { return who.has(role); }))
      continue;
    store::Binds binds{{"limit", kHomeItemsMax}};
    const std::string_view text = source.sql.text;
    if (text.find(":me") != std::string_view::npos) binds.emplace_back("me", who.person_id);
    if (text.find(":party") != std::string_view::npos) binds.emplace_back("party", who.party_id);
    if (text.find(":now") != std::string_view::npos) binds.emplace_back("now", now);
    for (const auto& row : tx.query(source.sql, binds))
      out.push_back({source.what, source.record_kind, row.text("record_id"), row.text("title"), row.text("state"),
                     row.maybe_instant("due_at")});
  }
  const Instant never{INT64_MAX};
  std::stable_sort(out.begin(), out.end(), [&](const HomeItem& a, const HomeItem& b) {
    return a.due_at.value_or(never) < b.due_at.value_or(never);
  });
  if (out.size() > kHomeItemsMax) out.resize(kHomeItemsMax);
  return out;
}

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

class FigureCache {
 public:
  Result<std::vector<Figure>> get(const HomeParts& parts) {
    std::lock_guard lock(mutex_);
    const Instant now = parts.clock.now();
    if (at_ && now - *at_ < kFiguresEvery && now >= *at_) return figures_;
    MUSTER_TRY(figures_, parts.figures());
    at_ = now;
    return figures_;
  }

 private:
  std::mutex mutex_;
  std::optional<Instant> at_;
  std::vector<Figure> figures_;
};

http::Response show_home(const HomeParts& parts, FigureCache& cache, const http::Request& request) {
  const http::Principal& who = *request.principal;
  const Instant now = parts.clock.now();
  auto body = parts.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::array changed;
    if (sees_changes(who)) changed = changes_json(tx);
    return json::object{{"waiting", items_json(gather(tx, parts.waiting, who, now))},
                        {"expiring", items_json(gather(tx, parts.expiring, who, now))},
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

}  // namespace

void add_home_routes(http::Router& router, const HomeParts& parts) {
  router.add({"GET", "/api/home", http::Access::signed_in(),
              [parts, cache = std::make_shared<FigureCache>()](const http::Request& request) {
                return show_home(parts, *cache, request);
              }});
}

}  // namespace muster::web
