// Cases whose time ran out since the last look: each is told of once, to whoever is on duty for its step.
#include "desk_store.h"
#include "flow.h"
#include <notices/notices.h>

namespace muster::cases {
namespace {

constexpr store::Sql kToldUntil{"case_late_until", "select until_at, last_id from case_late_told where only_row = 1"};
constexpr store::Sql kKeepUntil{"case_late_keep",
                                "insert into case_late_told(only_row, until_at, last_id) values(1, :until, :id) on "
                                "conflict(only_row) do update set until_at = excluded.until_at, last_id = "
                                "excluded.last_id"};
constexpr store::Sql kLate{
    "case_late",
    "select id, number, step, region, due_at from case_file where (due_at, id) > (:from, :id) and "
    "due_at <= :now and step is not null order by due_at, id limit :limit"};
constexpr const char* kLastOfAll = "~";  // behind every id
constexpr const char* kLateLetter = "case_late";
constexpr int kDutiesLookedAt = 500;

// An escalation by the roster: those on duty for the step, in the case's region or in all.
Result<void> tell_on_duty(Flow& flow, const std::vector<Duty>& duties, const store::Row& late) {
  for (const Duty& d : duties) {
    const bool there = d.region.empty() || d.region == late.text("region");
    if (d.step != late.text("step") || !there || d.from > flow.now) continue;
    notices::NewNotice notice;
    notice.kind = kLateLetter;
    notice.person_id = d.person_id;
    // Of the duty, not of the case: a letter to colleagues is no notice that a decision could rest on.
    notice.record_kind = kDutyRecord;
    notice.record_id = d.id;
    notice.values = {
        {"case", late.text("number")}, {"step", late.text("step")}, {"due", to_rfc3339(late.instant("due_at"))}};
    const auto sent = flow.tell(notice);
    if (!sent.ok()) return sent.error();
  }
  return {};
}

}  // namespace

Result<int> Service::tell_late(Instant now, int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    Flow flow(*this, tx, "system:cases");
    flow.now = now;
    const auto told = tx.one(kToldUntil);
    if (!told) {  // what was late before there was this watch is on top of its queue, and told of no more
      tx.run(kKeepUntil, {{"until", now}, {"id", kLastOfAll}});
      return 0;
    }
    const auto rows = tx.query(
        kLate, {{"from", told->instant("until_at")}, {"id", told->text("last_id")}, {"now", now}, {"limit", limit}});
    if (rows.empty()) return 0;
    const auto duties = select_duties(tx, now, kDutiesLookedAt);
    for (const auto& row : rows) {
      flow.record(kCaseLate, kCaseRecord, row.text("id"),
                  Body()
                      .text("number", row.text("number"))
                      .text("step", row.text("step"))
                      .text("due", to_rfc3339(row.instant("due_at"))));
      MUSTER_CHECK_OK(tell_on_duty(flow, duties, row));
    }
    tx.run(kKeepUntil, {{"until", rows.back().instant("due_at")}, {"id", rows.back().text("id")}});
    return static_cast<int>(rows.size());
  });
}

}  // namespace muster::cases
