// Made-up events of few things, and what a reading of them as the definitions stand gives. Inside of the room's tests.
#pragma once

#include "fold_rules.h"
#include <base/random.h>
#include <events/outbox.h>
#include <metrics/service.h>

#include <algorithm>
#include <random>
#include <span>

#include <embedded_sites_migrations.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/test_database.h>

namespace muster::metrics {

using events::Event;

inline constexpr const char* kThings = R"(
[publication]
after_days = 2
small_cell = 5
[[metric]]
name = "things"
title_en = "T"
title_zh = "题"
en = "Things."
zh = "事项。"
unit = "cases"
about = "sites"
by = ["ground"]
counts = [{kind = "thing.opened"}]
[[metric]]
name = "done"
title_en = "T"
title_zh = "题"
en = "Things done that stayed done."
zh = "已完成且未撤销的事项。"
unit = "cases"
about = "persons"
by = ["ground", "how"]
counts = [{kind = "thing.done", where = {how = ["well", "late"]}}]
undone_by = [{kind = "thing.undone"}, {kind = "thing.lapsed", where = {how = ["late"]}}]
[[metric]]
name = "time"
title_en = "T"
title_zh = "题"
en = "From opening to doing, of whatever a thing belongs to."
zh = "从立项到完成所用的时间。"
unit = "cases"
about = "sites"
by = ["ground"]
since = [{kind = "thing.opened", key = "whole"}]
counts = [{kind = "thing.done", key = "whole"}]
)";

inline const Definitions& things() {
  static const Definitions parsed = *Definitions::parse(kThings, "things");
  return parsed;
}

struct Maker {
  std::mt19937_64 dice;
  std::int64_t made = 0;
  const char* one_of(std::initializer_list<const char*> words) { return words.begin()[dice() % words.size()]; }
  // Of few things in few months, so that they meet; some with the same moment.
  Event next() {
    Event e;
    const auto at =
        parse_rfc3339("2026-01-20T00:00:00Z")->micros + static_cast<std::int64_t>(dice() % 60) * 86'400'000'000;
    e.id = fmt::format("{:08}-{}", dice() % 100'000'000, ++made);
    e.at = {at};
    e.kind = one_of({"thing.opened", "thing.done", "thing.done", "thing.undone", "thing.lapsed", "other.done"});
    e.actor = "system:test";
    e.record_kind = "thing";
    e.record_id = fmt::format("t{}", dice() % 12);
    std::string body = fmt::format(R"("how":"{}","whole":"w{}")", one_of({"well", "late", "badly"}), dice() % 6);
    if (dice() % 3) body += fmt::format(R"(,"ground":"{}")", one_of({"a", "b", "a word of somebody's"}));
    e.body = dice() % 20 ? "{" + body + "}" : "";
    return e;
  }
};

using All = std::map<std::string, std::map<std::string, Cells>>;  // metric → month → cells

// The definition, read as it stands: all events of a key side by side, in order of time.
inline All told(std::vector<Event> events) {
  std::sort(events.begin(), events.end(),
            [](const Event& a, const Event& b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); });
  events.erase(std::unique(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.id == b.id; }),
               events.end());
  const Reader reader(things());
  std::map<std::pair<std::size_t, std::string>, std::vector<Touch>> by_key;
  for (const Event& e : events) {
    std::vector<Touch> touches;
    reader.read(e, 0, touches);
    for (Touch& t : touches) by_key[{t.metric, t.key}].push_back(t);
  }
  All out;
  for (const auto& [where, touches] : by_key) {
    const Definition& d = things().items[where.first];
    const Touch *first = nullptr, *begun = nullptr, *last = nullptr;
    for (const Touch& t : touches) {
      if (t.part == Part::since && !begun) begun = &t;
      if (t.part == Part::counts && !first) first = &t;
      if (t.part != Part::since) last = &t;
    }
    if (!first || last->part == Part::undoes) continue;
    if (d.measures_time() && (!begun || begun->mark.at > first->mark.at)) continue;
    auto own = values_of_cell(first->cell), other = begun ? values_of_cell(begun->cell) : std::vector<std::string>();
    std::string cell;
    for (std::size_t i = 0; i < d.by.size(); ++i) {
      std::string value = i < own.size() && !own[i].empty() ? own[i] : i < other.size() ? other[i] : "";
      cell += (i ? "|" : "") + (value.empty() ? "unknown" : value);
    }
    Sum& sum = out[d.name][month_of(first->mark.at, 480)][cell];
    ++sum.n;
    if (!d.measures_time()) continue;
    const Duration time = first->mark.at - begun->mark.at;
    sum.micros += time.count();
    ++sum.classes[class_of(time)];
  }
  return out;
}

class Figured : public ::testing::TestWithParam<store::Backend> {
 protected:
  explicit Figured(std::span<const EmbeddedFile> migrations = muster_sites_migrations::files())
      : db(GetParam(), {{"sites", migrations}}) {}
  void write(const std::vector<Event>& all) {
    ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    std::vector<std::string> salts(all.size(), "00");
                    events::append_all(tx, all, salts);
                    return {};
                  }).ok());
  }
  void sql(const store::Sql& text) {
    ASSERT_TRUE(db->write([&](store::Transaction& tx) -> Result<void> {
                    tx.run(text);
                    return {};
                  }).ok());
  }
  Service with_batch(int batch) { return Service(*db, recorder, things(), {480, batch}); }
  void ingest_all(const Service& service) {
    for (int some = 1; some > 0;) some = *service.ingest();
  }
  All read(const Service& service) {
    All out;
    for (const Definition& d : things().items)
      if (auto months = *service.figures(d.name, "2025-06", "2026-12"); !months.empty())
        out[d.name] = std::move(months);
    return out;
  }
  Recomputed recompute(const Service& service) {
    return *service.recompute([](std::int64_t, std::int64_t) { return true; });
  }

  SimulatedClock clock{*parse_rfc3339("2026-02-10T00:00:00Z")};
  SystemRandom random;
  test::TestDatabase db;
  ledger::Recorder recorder{clock, random};
};

}  // namespace muster::metrics
