#include "subscription_store.h"

#include <base/words.h>

namespace muster::camara {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertSubscription{
    "camara_subscription_insert",
    "insert into camara_subscription(id, client_id, line_id, ownership_id, by_token, sink, credential_expires_at, "
    "max_events, state, starts_at, expires_at, due_at, events, notices, reason) values(:id, :client, :line, "
    ":ownership, :by_token, :sink, :credential, :max, 'active', :starts, :expires, :due, 0, 0, '')"};
constexpr Sql kSubscription{"camara_subscription_get", "select * from camara_subscription where id = :id"};
constexpr Sql kOfClient{"camara_subscription_of_client",
                        "select * from camara_subscription where client_id = :client and state = 'active' order by id"};
constexpr Sql kOfClientAndLine{"camara_subscription_of_client_and_line",
                               "select * from camara_subscription where client_id = :client and line_id = :line and "
                               "state = 'active' order by id"};
constexpr Sql kCountOfClient{
    "camara_subscription_count",
    "select count(*) as n from camara_subscription where client_id = :client and state = 'active'"};
constexpr Sql kSame{"camara_subscription_same",
                    "select 1 as one from camara_subscription where client_id = :client and line_id = :line and sink = "
                    ":sink and state = 'active'"};
constexpr Sql kOfLine{"camara_subscription_of_line",
                      "select * from camara_subscription where line_id = :line and state = 'active' order by id"};
constexpr Sql kAny{"camara_subscription_any",
                   "select 1 as one from camara_subscription where state = 'active' limit 1"};
constexpr Sql kOver{"camara_subscription_over",
                    "select * from camara_subscription where state = 'active' and due_at <= :now order by due_at, id "
                    "limit :limit"};
constexpr Sql kLeftBehind{
    "camara_subscription_left_behind",
    "select s.* from camara_subscription s join line_ownership o on o.id = s.ownership_id join camara_client c on c.id "
    "= s.client_id where s.state = 'active' and (o.until_at is not null or c.ended_at is not null) limit :limit"};
constexpr Sql kUpdate{"camara_subscription_update",
                      "update camara_subscription set state = :state, events = :events, notices = :notices, ended_at = "
                      ":ended, reason = :reason where id = :id"};
constexpr Sql kInsertNotice{
    "camara_notification_insert",
    "insert into camara_notification(id, subscription_id, ordinal, kind, happened_at, state, attempts, due_at) "
    "values(:id, :subscription, :ordinal, :kind, :at, 'due', 0, :due)"};
constexpr Sql kDueNotices{
    "camara_notification_due",
    "select n.* from camara_notification n where n.state = 'due' and n.due_at <= :now and not exists(select 1 from "
    "camara_notification b where b.subscription_id = n.subscription_id and b.ordinal < n.ordinal and b.state = 'due') "
    "order by n.due_at, n.id limit :limit"};
constexpr Sql kTake{"camara_notification_take",
                    "update camara_notification set attempts = attempts + 1, due_at = :again where id = :id and state "
                    "= 'due' and due_at <= :now"};
constexpr Sql kPutOff{"camara_notification_put_off",
                      "update camara_notification set due_at = :due where id = :id and state = 'due'"};
constexpr Sql kFinish{"camara_notification_finish",
                      "update camara_notification set state = :state, done_at = :now where id = :id and state = 'due'"};
constexpr Sql kGiveUpAll{"camara_notification_give_up",
                         "update camara_notification set state = 'given_up', done_at = :now where subscription_id = "
                         ":subscription and state = 'due'"};
constexpr Sql kSweepNotices{
    "camara_notification_sweep",
    "delete from camara_notification where id in (select id from camara_notification where state <> 'due' and done_at "
    "< :before order by done_at limit :limit)"};

Subscription subscription_of(const Row& row) {
  Subscription s;
  s.id = row.text("id");
  s.client_id = row.text("client_id");
  s.line_id = row.text("line_id");
  s.ownership_id = row.text("ownership_id");
  s.by_token = row.flag("by_token");
  s.sink = row.text("sink");
  s.credential_expires_at = row.maybe_instant("credential_expires_at");
  s.max_events = row.maybe_integer("max_events");
  s.state = row.text("state") == "active" ? SubscriptionState::active : SubscriptionState::ended;
  s.starts_at = row.instant("starts_at");
  s.expires_at = row.instant("expires_at");
  s.due_at = row.instant("due_at");
  s.events = row.integer("events");
  s.notices = row.integer("notices");
  s.ended_at = row.maybe_instant("ended_at");
  if (const std::string reason = row.text("reason"); !reason.empty()) s.reason = known(termination(reason));
  return s;
}

std::vector<Subscription> subscriptions_of(const std::vector<Row>& rows) {
  std::vector<Subscription> out;
  for (const Row& row : rows) out.push_back(subscription_of(row));
  return out;
}

}  // namespace

void insert(store::Transaction& tx, const Subscription& s) {
  tx.run(kInsertSubscription, {{"id", s.id},
                               {"client", s.client_id},
                               {"line", s.line_id},
                               {"ownership", s.ownership_id},
                               {"by_token", s.by_token},
                               {"sink", s.sink},
                               {"credential", s.credential_expires_at},
                               {"max", s.max_events},
                               {"starts", s.starts_at},
                               {"expires", s.expires_at},
                               {"due", s.due_at}});
}

std::optional<Subscription> find_subscription(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kSubscription, {{"id", id}});
  return row ? std::optional(subscription_of(*row)) : std::nullopt;
}
std::vector<Subscription> active_of_client(store::Transaction& tx, const std::string& client_id,
                                           const std::string& line_id) {
  if (line_id.empty()) return subscriptions_of(tx.query(kOfClient, {{"client", client_id}}));
  return subscriptions_of(tx.query(kOfClientAndLine, {{"client", client_id}, {"line", line_id}}));
}
std::int64_t count_active(store::Transaction& tx, const std::string& client_id) {
  return tx.one(kCountOfClient, {{"client", client_id}})->integer("n");
}
bool is_subscribed(store::Transaction& tx, const Subscription& like) {
  return tx.one(kSame, {{"client", like.client_id}, {"line", like.line_id}, {"sink", like.sink}}).has_value();
}
std::vector<Subscription> active_of_line(store::Transaction& tx, const std::string& line_id) {
  return subscriptions_of(tx.query(kOfLine, {{"line", line_id}}));
}
bool any_active(store::Transaction& tx) {
  return tx.one(kAny).has_value();
}
std::vector<Subscription> over_at(store::Transaction& tx, Instant now, int limit) {
  return subscriptions_of(tx.query(kOver, {{"now", now}, {"limit", limit}}));
}
std::vector<Subscription> left_behind(store::Transaction& tx, int limit) {
  return subscriptions_of(tx.query(kLeftBehind, {{"limit", limit}}));
}
void update(store::Transaction& tx, const Subscription& s) {
  tx.run(kUpdate, {{"id", s.id},
                   {"state", s.state == SubscriptionState::active ? "active" : "ended"},
                   {"events", s.events},
                   {"notices", s.notices},
                   {"ended", s.ended_at},
                   {"reason", s.reason ? to_text(*s.reason) : ""}});
}

void insert(store::Transaction& tx, const Notice& n, Instant due_at) {
  tx.run(kInsertNotice, {{"id", n.id},
                         {"subscription", n.subscription_id},
                         {"ordinal", n.ordinal},
                         {"kind", to_text(n.kind)},
                         {"at", n.happened_at},
                         {"due", due_at}});
}
std::vector<Notice> due_notices(store::Transaction& tx, Instant now, int limit) {
  std::vector<Notice> out;
  for (const Row& row : tx.query(kDueNotices, {{"now", now}, {"limit", limit}}))
    out.push_back({row.text("id"), row.text("subscription_id"), row.integer("ordinal"),
                   known(notice_kind(row.text("kind"))), row.instant("happened_at"), row.integer("attempts")});
  return out;
}
bool take(store::Transaction& tx, const Notice& notice, Instant now, Instant again_at) {
  return tx.run(kTake, {{"id", notice.id}, {"now", now}, {"again", again_at}}) == 1;
}
void put_off(store::Transaction& tx, const std::string& id, Instant due_at) {
  tx.run(kPutOff, {{"id", id}, {"due", due_at}});
}
void finish(store::Transaction& tx, const std::string& id, bool delivered, Instant now) {
  tx.run(kFinish, {{"id", id}, {"state", delivered ? "delivered" : "given_up"}, {"now", now}});
}
void give_up_all(store::Transaction& tx, const std::string& subscription_id, Instant now) {
  tx.run(kGiveUpAll, {{"subscription", subscription_id}, {"now", now}});
}
std::int64_t sweep_notices(store::Transaction& tx, Instant before, int limit) {
  return tx.run(kSweepNotices, {{"before", before}, {"limit", limit}});
}

}  // namespace muster::camara
