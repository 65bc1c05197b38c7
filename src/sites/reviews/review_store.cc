#include "review_store.h"

namespace muster::reviews::rows {
namespace {

using store::Sql;

constexpr Sql kInsertGolden{
    "golden_item_insert",
    "insert into golden_item(id, run_id, address, ground, answer, state, entered_by, created_at, state_at, "
    "row_version) "
    "values(:id, :run_id, :address, :ground, :answer, :state, :entered_by, :created_at, :created_at, 1)"};
constexpr Sql kUpdateGolden{"golden_item_update",
                            "update golden_item set state = :state, confirmed_by = :confirmed_by, retired_by = "
                            ":retired_by, state_at = :state_at, "
                            "row_version = row_version + 1 where id = :id and row_version = :row_version"};
constexpr Sql kGolden{"golden_item_find", "select * from golden_item where id = :id"};
constexpr Sql kGoldenPage{"golden_item_page",
                          "select * from golden_item where id < :after and (:state = '' or state = :state) and "
                          "(:ground = '' or ground = :ground) order by id desc limit :limit"};

constexpr Sql kInsertReview{
    "blind_review_insert",
    "insert into blind_review(id, suspicion_id, golden_id, run_id, ground, month, first_answer, first_by, also_by, "
    "state, "
    "answer, created_at, due_at, row_version) values(:id, :suspicion_id, :golden_id, :run_id, :ground, :month, "
    ":first_answer, :first_by, :also_by, :state, '', :created_at, :due_at, 1)"};
constexpr Sql kUpdateReview{
    "blind_review_update",
    "update blind_review set state = :state, taken_by = :taken_by, taken_at = :taken_at, answer = :answer, answered_at "
    "= "
    ":answered_at, row_version = row_version + 1 where id = :id and row_version = :row_version"};
constexpr Sql kReview{"blind_review_find", "select * from blind_review where id = :id"};
constexpr Sql kHas{"blind_review_of", "select id from blind_review where suspicion_id = :id"};
constexpr Sql kDrawn{"blind_review_golden_drawn",
                     "select count(*) as n from blind_review where month = :month and golden_id is not null"};
constexpr Sql kNext{"blind_review_next",
                    "select * from blind_review where state = 'waiting' and due_at > :now and first_by <> :person and "
                    "also_by <> :person and not exists(select 1 from test_seal t where t.run_id = blind_review.run_id) "
                    "order by due_at, id limit 1"};
constexpr Sql kTaken{"blind_review_taken",
                     "select * from blind_review where taken_by = :person and state = 'taken' order by id limit 100"};
constexpr Sql kWaiting{
    "blind_review_waiting",
    "select count(*) as n from (select id from blind_review where state = 'waiting' and due_at > :now "
    "and first_by <> :person and also_by <> :person and not exists(select 1 from test_seal t where t.run_id = "
    "blind_review.run_id) limit 1000) w"};
constexpr Sql kBlind{"blind_review_blind",
                     "select id from blind_review where suspicion_id = :id and taken_by = :person and state = 'taken'"};
constexpr Sql kOverdue{"blind_review_overdue",
                       "select * from blind_review where state in ('waiting', 'taken') and due_at <= :now order by "
                       "due_at, id limit :limit"};
constexpr Sql kOfMonth{"blind_review_of_month",
                       "select * from blind_review where month = :month order by ground, id limit 100000"};

constexpr Sql kInsertReport{"score_report_insert",
                            "insert into score_report(month, made_at, outcomes, brier, calibration_error, drift, body) "
                            "values(:month, :made_at, "
                            ":outcomes, :brier, :error, :drift, :body)"};
constexpr Sql kReport{"score_report_find", "select * from score_report where month = :month"};
constexpr Sql kReports{"score_report_page", "select * from score_report order by month desc limit :limit"};

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

GoldenItem golden_of(const store::Row& row) {
  GoldenItem out;
  out.id = row.text("id");
  out.run_id = row.text("run_id");
  out.address = row.text("address");
  out.ground = row.text("ground");
  out.answer = row.text("answer");
  out.state = row.text("state");
  out.entered_by = row.text("entered_by");
  out.confirmed_by = row.text("confirmed_by");
  out.retired_by = row.text("retired_by");
  out.created_at = row.instant("created_at");
  out.state_at = row.instant("state_at");
  out.row_version = row.integer("row_version");
  return out;
}

Review review_of(const store::Row& row) {
  Review out;
  out.id = row.text("id");
  out.suspicion_id = row.text("suspicion_id");
  out.golden_id = row.text("golden_id");
  out.run_id = row.text("run_id");
  out.ground = row.text("ground");
  out.month = row.text("month");
  out.first_answer = row.text("first_answer");
  out.first_by = row.text("first_by");
  out.also_by = row.text("also_by");
  out.state = row.text("state");
  out.taken_by = row.text("taken_by");
  out.answer = row.text("answer");
  out.taken_at = row.maybe_instant("taken_at");
  out.answered_at = row.maybe_instant("answered_at");
  out.created_at = row.instant("created_at");
  out.due_at = row.instant("due_at");
  out.row_version = row.integer("row_version");
  return out;
}

std::vector<Review> reviews_of(const std::vector<store::Row>& rows) {
  std::vector<Review> out;
  for (const auto& row : rows) out.push_back(review_of(row));
  return out;
}

KeptReport kept_of(const store::Row& row) {
  return {row.text("month"), row.text("body"), row.instant("made_at")};
}

}  // namespace

void insert(store::Transaction& tx, const GoldenItem& item) {
  tx.run(kInsertGolden, {{"id", item.id},
                         {"run_id", item.run_id},
                         {"address", item.address},
                         {"ground", item.ground},
                         {"answer", item.answer},
                         {"state", item.state},
                         {"entered_by", item.entered_by},
                         {"created_at", item.created_at}});
}

bool update(store::Transaction& tx, const GoldenItem& item) {
  return tx.run(kUpdateGolden, {{"state", item.state},
                                {"confirmed_by", or_null(item.confirmed_by)},
                                {"retired_by", or_null(item.retired_by)},
                                {"state_at", item.state_at},
                                {"id", item.id},
                                {"row_version", item.row_version}}) > 0;
}

std::optional<GoldenItem> golden(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGolden, {{"id", id}});
  return row ? std::optional(golden_of(*row)) : std::nullopt;
}

std::vector<GoldenItem> golden_items(store::Transaction& tx, const GoldenFilter& filter) {
  std::vector<GoldenItem> out;
  for (const auto& row : tx.query(kGoldenPage, {{"after", filter.after.empty() ? "g" : filter.after},
                                                {"state", filter.state},
                                                {"ground", filter.ground},
                                                {"limit", filter.limit}}))
    out.push_back(golden_of(row));
  return out;
}

void insert(store::Transaction& tx, const Review& r) {
  tx.run(kInsertReview, {{"id", r.id},
                         {"suspicion_id", or_null(r.suspicion_id)},
                         {"golden_id", or_null(r.golden_id)},
                         {"run_id", r.run_id},
                         {"ground", r.ground},
                         {"month", r.month},
                         {"first_answer", r.first_answer},
                         {"first_by", r.first_by},
                         {"also_by", r.also_by},
                         {"state", r.state},
                         {"created_at", r.created_at},
                         {"due_at", r.due_at}});
}

bool update(store::Transaction& tx, const Review& r) {
  return tx.run(kUpdateReview, {{"state", r.state},
                                {"taken_by", or_null(r.taken_by)},
                                {"taken_at", r.taken_at},
                                {"answer", r.answer},
                                {"answered_at", r.answered_at},
                                {"id", r.id},
                                {"row_version", r.row_version}}) > 0;
}

std::optional<Review> review(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kReview, {{"id", id}});
  return row ? std::optional(review_of(*row)) : std::nullopt;
}
bool has_review(store::Transaction& tx, const std::string& suspicion_id) {
  return tx.one(kHas, {{"id", suspicion_id}}).has_value();
}
std::int64_t golden_drawn(store::Transaction& tx, const std::string& month) {
  return tx.one(kDrawn, {{"month", month}})->integer("n");
}
std::optional<Review> next_for(store::Transaction& tx, const std::string& person, Instant now) {
  const auto row = tx.one(kNext, {{"person", person}, {"now", now}});
  return row ? std::optional(review_of(*row)) : std::nullopt;
}
std::vector<Review> taken_by(store::Transaction& tx, const std::string& person) {
  return reviews_of(tx.query(kTaken, {{"person", person}}));
}
std::int64_t waiting_for(store::Transaction& tx, const std::string& person, Instant now) {
  return tx.one(kWaiting, {{"person", person}, {"now", now}})->integer("n");
}
bool is_blind(store::Transaction& tx, const std::string& suspicion_id, const std::string& person) {
  return tx.one(kBlind, {{"id", suspicion_id}, {"person", person}}).has_value();
}
std::vector<Review> overdue(store::Transaction& tx, Instant now, int limit) {
  return reviews_of(tx.query(kOverdue, {{"now", now}, {"limit", limit}}));
}
std::vector<Review> of_month(store::Transaction& tx, const std::string& month) {
  return reviews_of(tx.query(kOfMonth, {{"month", month}}));
}

void insert(store::Transaction& tx, const Report& r, const std::string& body) {
  tx.run(kInsertReport, {{"month", r.month},
                         {"made_at", r.made_at},
                         {"outcomes", r.reliability.count},
                         {"brier", r.reliability.brier},
                         {"error", r.reliability.ece},
                         {"drift", r.drift_max()},
                         {"body", body}});
}
std::optional<KeptReport> report(store::Transaction& tx, const std::string& month) {
  const auto row = tx.one(kReport, {{"month", month}});
  return row ? std::optional(kept_of(*row)) : std::nullopt;
}
std::vector<KeptReport> reports(store::Transaction& tx, int limit) {
  std::vector<KeptReport> out;
  for (const auto& row : tx.query(kReports, {{"limit", limit}})) out.push_back(kept_of(row));
  return out;
}

}  // namespace muster::reviews::rows
