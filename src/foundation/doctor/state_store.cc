#include <algorithm>

#include <doctor/doctor.h>

namespace muster::doctor {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kCheckpoint{"doctor_checkpoint", "select size, at from ledger_checkpoint order by size desc limit 1"};
constexpr Sql kPending{"doctor_pending",
                       "select e.at from ledger_pending p join event e on e.id = p.event_id order by p.seq limit 1"};
constexpr Sql kWitnesses{
    "doctor_witnesses",
    "select w.name, w.url, w.enrolled_at, (select max(c.size) from ledger_cosignature c where "
    "c.witness = w.name) as size from ledger_witness w where w.retired_at is null order by w.name"};
constexpr Sql kCosigned{"doctor_cosigned",
                        "select at from ledger_cosignature where witness = :witness and size = :size"};
constexpr Sql kNewest{"doctor_newest_event", "select at from event order by id desc limit 1"};
constexpr Sql kFailed{"doctor_jobs_failed",
                      "select count(*) as n from (select 1 from job where state = 'failed' and finished_at > :since "
                      "limit 1000) j"};
constexpr Sql kDue{"doctor_job_due", "select min(run_at) as at from job where state = 'queued' and run_at <= :now"};
constexpr Sql kLettersFailed{"doctor_letters_failed",
                             "select count(*) as n from (select 1 from notice_delivery where state = 'failed' and "
                             "changed_at > :since limit 1000) d"};
constexpr Sql kLetterDue{"doctor_letter_due",
                         "select min(n.created_at) as at from (select notice_id from notice_delivery where state = "
                         "'queued' order by next_at, notice_id limit 1000) d join notice n on n.id = d.notice_id"};
constexpr Sql kDestroyed{"doctor_destroyed", "select at from vault_destroyed order by at desc, record_id desc limit 1"};
constexpr Sql kServerTime{"doctor_server_time",
                          "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) as micros"};
constexpr Sql kSettings{"doctor_settings",
                        "select name || ' = ' || setting as setting from pg_settings where (name = 'fsync' and setting "
                        "= 'off') or (name = 'full_page_writes' and setting = 'off') or (name = 'synchronous_commit' "
                        "and setting = 'off') order by name limit 1"};
constexpr Duration kJobsOf = std::chrono::hours(24);

}  // namespace

Result<DatabaseState> look_at_database(store::Database& database, Instant now) {
  return database.read([&](store::Transaction& tx) -> Result<DatabaseState> {
    DatabaseState out;
    if (const auto row = tx.one(kCheckpoint)) {
      out.entries = row->integer("size");
      out.checkpoint_at = row->instant("at");
    }
    if (const auto row = tx.one(kPending)) out.pending_since = row->instant("at");
    for (const Row& row : tx.query(kWitnesses)) {
      WitnessState w{row.text("name"), row.text("url"), row.instant("enrolled_at"),
                     row.maybe_integer("size").value_or(0), std::nullopt};
      if (const auto at = tx.one(kCosigned, {{"witness", w.name}, {"size", w.cosigned_size}}))
        w.cosigned_at = at->instant("at");
      out.witnesses.push_back(std::move(w));
    }
    if (const auto row = tx.one(kNewest)) out.newest_event = row->instant("at");
    out.jobs_failed = tx.one(kFailed, {{"since", now - kJobsOf}})->integer("n");
    out.job_due_since = tx.one(kDue, {{"now", now}})->maybe_instant("at");
    out.letters_failed = tx.one(kLettersFailed, {{"since", now - kJobsOf}})->integer("n");
    out.letter_due_since = tx.one(kLetterDue)->maybe_instant("at");
    if (const auto row = tx.one(kDestroyed)) out.newest_destroyed = row->instant("at");
    if (tx.backend() == store::Backend::postgres) {
      out.database_ahead = Duration(tx.one(kServerTime)->integer("micros") - now.micros);
      if (const auto row = tx.one(kSettings)) out.unsafe_setting = row->text("setting");
    }
    return out;
  });
}

}  // namespace muster::doctor
