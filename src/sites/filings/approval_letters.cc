#include <base/words.h>
#include <filings/approval_letters.h>
#include <filings/events.h>
#include <notices/notices.h>
#include <policy/policy.h>

namespace muster::filings {
namespace {

constexpr store::Sql kDue{
    "filing_pre_approval_to_tell",
    "select p.id, p.kind, p.number as approval, p.valid_until, p.site_id, s.number, s.name, f.provider_id from "
    "filing_pre_approval p cross join filing f cross join site s where f.id = p.site_id and s.id = p.site_id and "
    "p.removed_at is null and p.valid_until >= :low and p.valid_until <= :high and f.state in ('filed', "
    "'change_pending', 'defect_notice', 'corrected', 'public_notice') and not exists(select 1 from "
    "filing_pre_approval_told t where t.approval_id = p.id and t.stage = :stage) and not exists(select 1 from "
    "filing_pre_approval o where o.site_id = p.site_id and o.kind = p.kind and o.removed_at is null and (o.valid_until "
    "is null or o.valid_until > p.valid_until)) order by p.valid_until, p.id limit :limit"};
constexpr store::Sql kTold{"filing_pre_approval_tell",
                           "insert into filing_pre_approval_told(approval_id, stage, notice_id, told_at) "
                           "values(:approval, :stage, :notice, :at)"};

constexpr const char* kLetterActor = "system:filings";
constexpr Duration kDay = std::chrono::hours(24), kLatest = std::chrono::hours(24 * 90);

struct Stage {
  const char* name;
  const char* letter;
  Instant low, high;  // of the last days that it is about
};

}  // namespace

Result<int> ApprovalLetters::write_due(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const Stage stages[] = {
        {"ending", notices::letters::kPreApprovalEnding, now - kDay + Duration(1),
         policy_.due("filing.pre_approval_notice", now)},
        {"ended", notices::letters::kPreApprovalEnded, now - kLatest, now - kDay},
    };
    int written = 0;
    for (const Stage& stage : stages)
      for (const auto& row : tx.query(
               kDue,
               {{"low", stage.low}, {"high", stage.high}, {"stage", stage.name}, {"limit", std::int64_t{limit}}})) {
        notices::NewNotice letter;
        letter.kind = stage.letter;
        letter.party_id = row.text("provider_id");
        letter.record_kind = kFilingRecord;
        letter.record_id = row.text("site_id");
        letter.values = {{"number", row.text("number")},
                         {"site", row.text("name")},
                         {"kind", row.text("kind")},
                         {"approval", row.text("approval")},
                         {"until", to_day(row.instant("valid_until"))}};
        MUSTER_TRY(const auto notice, notices_.send(tx, kLetterActor, letter));
        tx.run(kTold, {{"approval", row.text("id")}, {"stage", stage.name}, {"notice", notice}, {"at", now}});
        ++written;
      }
    return written;
  });
}

}  // namespace muster::filings
