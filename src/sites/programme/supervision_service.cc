// Who is told of what is behind: the owner, some days later the deputies, some days after that the programme's head;
// each of one cause and one due day once.
#include "service_parts.h"
#include <base/text.h>
#include <parties/parties.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr Duration kDay = std::chrono::hours(24);

// Why, as a letter says it.
std::string reason_of(const Watch& w, bool zh) {
  const auto n = static_cast<std::int64_t>(w.value + 0.5), limit = static_cast<std::int64_t>(w.limit + 0.5);
  if (w.code == "overdue") return zh ? fmt::format("已逾期 {} 天", n) : fmt::format("it was due {} days ago", n);
  if (w.code == "no_evidence") return zh ? "尚未提交要求的证据" : "nothing of the required evidence was shown";
  if (w.code == "not_begun")
    return zh ? fmt::format("开始日已过 {} 天仍未启动", n)
              : fmt::format("it has not begun, {} days after its first day", n);
  if (w.code == "steps_behind")
    return zh ? fmt::format("步骤完成 {}%，时间已过 {}%", n, limit)
              : fmt::format("{} % of its steps are done and {} % of its time has passed", n, limit);
  if (w.code == "not_fewer") return zh ? "差错没有减少" : "the faults that it is about do not become fewer";
  return zh ? fmt::format("按趋势到期时为 {} 小时，目标 {} 小时", n / 3600, limit / 3600)
            : fmt::format("by its trend it comes to {} hours where {} are the target", n / 3600, limit / 3600);
}

}  // namespace

Result<int> Service::tell(Transaction& tx, const Programme& programme, const Item& item, const std::string& cause,
                          const std::vector<Watch>& watched) const {
  const Instant now = recorder_.clock().now();
  const auto told = select_told(tx, item.id, item.due_on, cause);
  const std::int64_t days = told.empty() ? -1 : (now - told.front().at) / kDay;  // since it was told first
  std::vector<std::pair<std::string, std::string>> whom;                         // level, person
  if (!item.owner_id.empty()) whom.emplace_back("owner", item.owner_id);
  // Where nobody answers for it, who comes next is told at once.
  if (item.owner_id.empty() || days >= shipped_.supervision.deputy_after_days)
    for (const auto& deputy : item.deputies) whom.emplace_back("deputy", deputy);
  if (!programme.head_id.empty() &&
      ((item.owner_id.empty() && item.deputies.empty()) || days >= shipped_.supervision.head_after_days))
    whom.emplace_back("head", programme.head_id);
  int written = 0;
  for (const auto& [level, person_id] : whom) {
    const std::string& level_name = level;
    const std::string& id = person_id;
    if (std::any_of(told.begin(), told.end(),
                    [&](const Told& t) { return t.level == level_name && t.person_id == id; }))
      continue;
    const auto person = parties::find_person(tx, id);
    if (!person || person->state != "active") continue;
    const bool zh = person->language == "zh";
    std::string reasons;
    for (const Watch& w : watched)
      if (w.cause == cause) reasons += (reasons.empty() ? "" : zh ? "；" : "; ") + reason_of(w, zh);
    notices::NewNotice letter;
    letter.kind = kEscalationLetter;
    letter.person_id = id;
    letter.record_kind = kItemRecord;
    letter.record_id = item.id;
    letter.language = zh ? "zh" : "en";
    letter.values = {{"item", item.code},
                     {"title", item.title.in(letter.language)},
                     {"programme", programme.title.in(letter.language)},
                     {"due", item.due_on},
                     {"reasons", reasons}};
    MUSTER_TRY(const std::string notice, notices_.send(tx, "system:programme", letter));
    insert_told(tx, item, cause, level, id, notice, now);
    recorder_.record(tx, kEscalated, "system:programme", kItemRecord, item.id,
                     fmt::format(R"({{"code":{},"cause":"{}","level":"{}"}})", json_quote(item.code), cause, level));
    ++written;
  }
  return written;
}

Result<int> Service::escalate() const {
  MUSTER_TRY(const auto all, database_.read([&](Transaction& tx) -> Result<std::vector<Programme>> {
    return select_programmes(tx, 100);
  }));
  int written = 0;
  for (const Programme& p : all) {
    if (p.state != "running") continue;
    MUSTER_TRY(const auto items, database_.read([&](Transaction& tx) -> Result<std::vector<Item>> {
      return select_items(tx, p.id, "");
    }));
    MUSTER_TRY(const Standing standing, standing(items));
    for (const Item& seen : items) {
      const auto watched = standing.of(seen);
      std::set<std::string> causes;
      for (const Watch& w : watched) causes.insert(w.cause);
      if (causes.empty()) continue;
      MUSTER_TRY(const int some, database_.write([&](Transaction& tx) -> Result<int> {
        auto item = select_item(tx, seen.id);
        if (!item || item->version != seen.version) return 0;  // it moved meanwhile: the next round looks again
        item->deputies = select_deputies(tx, item->id);
        int n = 0;
        for (const auto& cause : causes) {
          MUSTER_TRY(const int told, tell(tx, p, *item, cause, watched));
          n += told;
        }
        return n;
      }));
      written += some;
    }
  }
  return written;
}

}  // namespace muster::programme
