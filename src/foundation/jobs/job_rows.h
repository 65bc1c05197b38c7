// SQL of the jobs' tables. Inside of the room.
#pragma once

#include <jobs/jobs.h>

namespace muster::jobs {

inline constexpr std::size_t kArgumentsMaxBytes = 64 * 1024, kCheckpointMaxBytes = 64 * 1024, kPhaseMaxBytes = 200;

Job job_of(const store::Row& row);

namespace sql {
using store::Sql;
inline constexpr Sql kInsert{
    "job_insert",
    "insert into job(id, kind, arguments, created_by, created_at, run_at, attempts_max, changed_at) "
    "values(:id, :kind, :arguments, :created_by, :now, :run_at, :attempts_max, :now)"};
inline constexpr Sql kWaiting{"job_waiting",
                              "select count(*) as n from (select 1 from job where state = 'queued' limit :max) w"};
inline constexpr Sql kGet{"job_get", "select * from job where id = :id"};
inline constexpr Sql kDue{
    "job_due",
    "select * from job where kind = :kind and state = 'queued' and run_at <= :now order by run_at, id limit 1"};
inline constexpr Sql kOrphan{
    "job_orphan",
    "select * from job where kind = :kind and state = 'running' and lease_until < :now order by lease_until limit 1"};
inline constexpr Sql kTake{
    "job_take",
    "update job set state = 'running', attempts = attempts + 1, lease_owner = :owner, lease_until = :lease_until, "
    "started_at = coalesce(started_at, :now), changed_at = :now where id = :id"};
inline constexpr Sql kBeat{
    "job_beat",
    "update job set done = :done, total = :total, phase = :phase, lease_until = :lease_until, changed_at = :now "
    "where id = :id and state = 'running' and lease_owner = :owner and attempts = :attempt"};
inline constexpr Sql kCheckpoint{
    "job_checkpoint",
    "update job set checkpoint = :checkpoint, done = :done, total = :total, phase = :phase, lease_until = "
    ":lease_until, changed_at = :now "
    "where id = :id and state = 'running' and lease_owner = :owner and attempts = :attempt"};
inline constexpr Sql kKeep{
    "job_keep", "update job set lease_until = :lease_until where state = 'running' and lease_owner = :owner"};
inline constexpr Sql kEnd{
    "job_end",
    "update job set state = :state, result = :result, error_code = :error_code, error_sentence = :error_sentence, done "
    "= :done, total = :total, "
    "phase = :phase, lease_owner = null, lease_until = null, finished_at = :now, changed_at = :now "
    "where id = :id and state = 'running' and lease_owner = :owner and attempts = :attempt"};
inline constexpr Sql kAgain{"job_again",
                            "update job set state = 'queued', run_at = :run_at, error_code = :error_code, "
                            "error_sentence = :error_sentence, attempts = attempts - :uncounted, "
                            "lease_owner = null, lease_until = null, changed_at = :now where id = :id and state = "
                            "'running' and lease_owner = :owner and attempts = :attempt"};
inline constexpr Sql kCancelQueued{"job_cancel_queued",
                                   "update job set state = 'cancelled', cancel_requested = 1, finished_at = :now, "
                                   "changed_at = :now where id = :id and state = 'queued'"};
inline constexpr Sql kCancelRunning{
    "job_cancel_running",
    "update job set cancel_requested = 1, changed_at = :now where id = :id and state = 'running'"};
inline constexpr Sql kSchedule{
    "job_schedule_insert",
    "insert into job_schedule(kind, arguments, every_micros, next_at) values(:kind, :arguments, :every, :first) "
    "on conflict(kind) do update set arguments = excluded.arguments, every_micros = excluded.every_micros"};
inline constexpr Sql kSchedulesDue{"job_schedules_due", "select * from job_schedule where next_at <= :now"};
inline constexpr Sql kScheduleNext{"job_schedule_next",
                                   "update job_schedule set next_at = :next where kind = :kind and next_at = :was"};
inline constexpr Sql kUnfinished{"job_unfinished",
                                 "select id from job where kind = :kind and state in ('queued', 'running') limit 1"};
}  // namespace sql

}  // namespace muster::jobs
