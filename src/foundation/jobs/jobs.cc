// Queueing, reading, cancelling.
#include "job_rows.h"
#include <jobs/jobs.h>

#include <boost/json.hpp>

namespace muster::jobs {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kList{"job_list", "select * from job where id < :before order by id desc limit :limit"};
constexpr Sql kListKind{"job_list_kind",
                        "select * from job where kind = :kind and id < :before order by id desc limit :limit"};
constexpr Sql kListState{"job_list_state",
                         "select * from job where state = :state and id < :before order by id desc limit :limit"};
// Along an index of its own: what the program does by itself every few seconds is nearly all there is.
constexpr Sql kListOfPeople{"job_list_of_people",
                            "select * from job where created_by not like 'system:%' and id < :before and "
                            "(:kind = '' or kind = :kind) and (:state = '' or state = :state) "
                            "order by id desc limit :limit"};
constexpr Sql kListBoth{
    "job_list_both",
    "select * from job where kind = :kind and state = :state and id < :before order by id desc limit :limit"};

Result<void> check_arguments(const std::string& arguments) {
  boost::json::error_code fault;
  boost::json::parse_options options;
  options.max_depth = 16;
  if (arguments.size() <= kArgumentsMaxBytes) {
    const auto value = boost::json::parse(arguments, fault, {}, options);
    if (!fault && value.is_object()) return {};
  }
  return invalid("job_arguments", "A job's arguments are a JSON object of at most 64 KiB.", "arguments");
}

}  // namespace

Job job_of(const Row& row) {
  Job job;
  job.id = row.text("id");
  job.kind = row.text("kind");
  job.state = row.text("state");
  job.arguments = row.text("arguments");
  job.created_by = row.text("created_by");
  job.created_at = row.instant("created_at");
  job.run_at = row.instant("run_at");
  job.attempts = row.integer("attempts");
  job.attempts_max = row.integer("attempts_max");
  job.cancel_requested = row.flag("cancel_requested");
  job.done = row.integer("done");
  job.total = row.integer("total");
  job.phase = row.text("phase");
  job.result = row.text("result");
  job.error_code = row.text("error_code");
  job.error_sentence = row.text("error_sentence");
  job.started_at = row.maybe_instant("started_at");
  job.finished_at = row.maybe_instant("finished_at");
  job.changed_at = row.instant("changed_at");
  return job;
}

Service::Service(store::Database& database, const Clock& clock, Random& random, Options options)
    : database_(database), clock_(clock), random_(random), options_(options), owner_(new_id(clock, random)) {}

Service::~Service() {
  stop();
}

void Service::add_kind(std::string kind, Function function) {
  kinds_[std::move(kind)] = std::move(function);
}

Result<void> Service::schedule(const std::string& kind, Duration every, Instant first, const std::string& arguments) {
  MUSTER_CHECK_OK(check_arguments(arguments));
  if (!kinds_.contains(kind)) return invalid("job_kind_unknown", "This program has no such kind of job.", "kind");
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    tx.run(sql::kSchedule, {{"kind", kind}, {"arguments", arguments}, {"every", every.count()}, {"first", first}});
    return {};
  });
}

Result<std::string> Service::enqueue(store::Transaction& tx, const std::string& actor, const std::string& kind,
                                     const std::string& arguments, std::optional<Instant> run_at) {
  if (!kinds_.contains(kind)) return invalid("job_kind_unknown", "This program has no such kind of job.", "kind");
  MUSTER_CHECK_OK(check_arguments(arguments));
  if (tx.one(sql::kWaiting, {{"max", options_.queue_max}})->integer("n") >= options_.queue_max)
    return unavailable("job_queue_full", "Too much work is waiting; nothing was added. Try again later.");
  const std::string id = new_id(clock_, random_);
  const Instant now = clock_.now();
  tx.run(sql::kInsert, {{"id", id},
                        {"kind", kind},
                        {"arguments", arguments},
                        {"created_by", actor},
                        {"now", now},
                        {"run_at", run_at.value_or(now)},
                        {"attempts_max", options_.attempts_max}});
  return id;
}

Result<std::string> Service::enqueue(const std::string& actor, const std::string& kind, const std::string& arguments,
                                     std::optional<Instant> run_at) {
  auto id = database_.write([&](store::Transaction& tx) { return enqueue(tx, actor, kind, arguments, run_at); });
  if (id.ok()) wake_.notify_one();
  return id;
}

Result<Job> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Job> {
    const auto row = tx.one(sql::kGet, {{"id", id}});
    if (!row) return not_found("job_not_found", "There is no such job.");
    return job_of(*row);
  });
}

Result<std::vector<Job>> Service::list(const std::string& kind, const std::string& state, const std::string& after,
                                       int limit, bool of_people) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Job>> {
    const Sql& sql = of_people      ? kListOfPeople
                     : kind.empty() ? (state.empty() ? kList : kListState)
                                    : (state.empty() ? kListKind : kListBoth);
    std::vector<Job> out;
    for (const Row& row : tx.query(sql, {{"kind", kind},
                                         {"state", state},
                                         {"before", after.empty() ? std::string("g") : after},
                                         {"limit", std::clamp(limit, 1, 501)}}))
      out.push_back(job_of(row));
    return out;
  });
}

Result<void> Service::cancel(const std::string& id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    if (!tx.one(sql::kGet, {{"id", id}})) return not_found("job_not_found", "There is no such job.");
    const Instant now = clock_.now();
    if (tx.run(sql::kCancelQueued, {{"id", id}, {"now", now}}) +
            tx.run(sql::kCancelRunning, {{"id", id}, {"now", now}}) ==
        0)
      return conflict("job_ended", "This job has ended already.");
    return {};
  });
}

}  // namespace muster::jobs
