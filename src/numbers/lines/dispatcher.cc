#include <base/text.h>
#include <base/words.h>
#include <lines/network.h>
#include <lines/rules.h>
#include <lines/service.h>

#include <fmt/format.h>

namespace muster::lines {
namespace {

using store::Sql;

constexpr const char* kActor = "system:network";

// The first command of each line that is not done, where it waits and is due.
constexpr Sql kCommandsDue{
    "network_command_due",
    "select c.id, c.line_id, c.ordinal, c.action, c.attempts, c.emergency, c.sms_held_until, l.msisdn, "
    "coalesce(s.iccid, '') as iccid, "
    "coalesce(s.imsi, '') as imsi from network_command c join line l on l.id = c.line_id "
    "left join sim s on s.id = c.sim_id where c.state = 'waiting' and c.next_at <= :now and not exists("
    "select 1 from network_command e where e.line_id = c.line_id and e.ordinal < c.ordinal and "
    "e.state <> 'done') order by c.next_at, c.id limit :limit"};
constexpr Sql kTake{"network_command_take",
                    "update network_command set attempts = attempts + 1, next_at = :until where id = :id"};
constexpr Sql kDone{"network_command_done",
                    "update network_command set state = 'done', fault = '', ended_at = :now where id = :id and state = "
                    "'waiting'"};
constexpr Sql kAgain{"network_command_again",
                     "update network_command set next_at = :next, fault = :fault where id = :id and state = 'waiting'"};
constexpr Sql kRefuse{
    "network_command_refuse",
    "update network_command set state = 'refused', fault = :fault, ended_at = :now where id = :id and "
    "state = 'waiting'"};
constexpr Sql kSweep{"network_command_sweep",
                     "delete from network_command where id in (select id from network_command where state = 'done' and "
                     "ended_at <= :before order by ended_at, id limit :limit)"};
constexpr Sql kFind{"network_command_get", "select state, line_id from network_command where id = :id"};
constexpr Sql kRetry{"network_command_retry",
                     "update network_command set state = 'waiting', ended_at = null, next_at = :now where id = :id"};

Command command_of(const store::Row& row) {
  Command c;
  c.id = row.text("id");
  c.line_id = row.text("line_id");
  c.ordinal = row.integer("ordinal");
  c.action = known(action(row.text("action")));
  c.msisdn = msisdn_text(row.integer("msisdn"));
  c.iccid = row.text("iccid");
  c.imsi = row.text("imsi");
  c.attempts = row.integer("attempts") + 1;
  c.sms_held_until = row.maybe_instant("sms_held_until");
  c.emergency_calls = row.text("emergency") == "always";
  return c;
}

}  // namespace

Result<std::vector<Command>> Dispatcher::take() {
  return database_.write([&](store::Transaction& tx) -> Result<std::vector<Command>> {
    const Instant now = recorder_.clock().now();
    std::vector<Command> out;
    for (const auto& row : tx.query(kCommandsDue, {{"now", now}, {"limit", options_.batch}})) {
      tx.run(kTake, {{"id", row.text("id")}, {"until", now + options_.lease}});
      out.push_back(command_of(row));
    }
    return out;
  });
}

Result<void> Dispatcher::settle(const Command& command, const Result<void>& outcome) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const Instant now = recorder_.clock().now();
    if (outcome.ok()) {
      tx.run(kDone, {{"id", command.id}, {"now", now}});
      return {};
    }
    const std::string fault = is_code(outcome.error().code) ? outcome.error().code : "unknown";
    if (outcome.error().failure == Failure::unavailable) {
      const auto doubled = options_.retry_first * (std::int64_t{1} << std::min<std::int64_t>(command.attempts - 1, 20));
      tx.run(kAgain,
             {{"id", command.id}, {"next", now + std::min<Duration>(doubled, options_.retry_max)}, {"fault", fault}});
      return {};
    }
    tx.run(kRefuse, {{"id", command.id}, {"now", now}, {"fault", fault}});
    recorder_.record(tx, kCommandRefused, kActor, kCommandRecord, command.id,
                     fmt::format(R"({{"line":{},"action":"{}","fault":{}}})", json_quote(command.line_id),
                                 to_text(command.action), json_quote(fault)));
    return {};
  });
}

Result<int> Dispatcher::run_once() {
  MUSTER_TRY(const auto commands, take());
  int done = 0;
  for (const Command& command : commands) {
    const Result<void> outcome = network_.execute(command);
    MUSTER_CHECK_OK(settle(command, outcome));
    done += outcome.ok();
  }
  return done;
}

Result<void> Dispatcher::retry(const std::string& actor, const std::string& command_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto row = tx.one(kFind, {{"id", command_id}});
    if (!row) return not_found("command_unknown", "There is no such command.");
    if (row->text("state") != "refused") return conflict("command_state", "Only a refused command is tried again.");
    tx.run(kRetry, {{"id", command_id}, {"now", recorder_.clock().now()}});
    recorder_.record(tx, kCommandRetried, actor, kCommandRecord, command_id,
                     fmt::format(R"({{"line":{}}})", json_quote(row->text("line_id"))));
    return {};
  });
}

Result<int> Service::sweep_commands(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const Instant before = now - (policy_.due("line.commands_kept", now) - now);
    return static_cast<int>(tx.run(kSweep, {{"before", before}, {"limit", limit}}));
  });
}

}  // namespace muster::lines
