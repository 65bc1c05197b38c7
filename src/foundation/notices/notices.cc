// Writing, reading and delivering notices.
#include "mail.h"
#include <base/text.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <store/null.h>

#include <fmt/format.h>

namespace muster::notices {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsert{"notice_insert",
                      "insert into notice(id, kind, party_id, person_id, recipient_ref, record_kind, record_id, "
                      "language, subject, body, created_at, created_by, sent_at, state) "
                      "values(:id, :kind, :party_id, :person_id, :recipient_ref, :record_kind, :record_id, :language, "
                      ":subject, :body, :now, :actor, :sent_at, :state)"};
constexpr Sql kInsertDelivery{"notice_delivery_insert",
                              "insert into notice_delivery(notice_id, channel, state, next_at, changed_at) values(:id, "
                              ":channel, :state, :now, :now)"};
#define NOTICE "select n.*, cast(null as bigint) as reader_at from notice n "
constexpr Sql kGet{"notice_get", NOTICE "where n.id = :id"};
constexpr Sql kOfRecord{
    "notice_of_record",
    NOTICE "where n.record_kind = :record_kind and n.record_id = :record_id order by n.id desc limit :limit"};
// The newest of the person's and the newest of the party's, each by its index, then the newest of both. What went
// nowhere (a letter of an instance in shadow) is in nobody's app.
#define BRANCH(columns, owner, filter)                                                 \
  "select * from (select " columns                                                     \
  " from notice n left join notice_reading r on r.notice_id = n.id and r.person_id = " \
  ":person_id where n." owner " = :" owner " and n.state <> 'failed' " filter          \
  " and n.id < :before order by n.id desc limit :limit) b_" owner
#define INBOX(columns, filter) \
  "(" BRANCH(columns, "person_id", filter) " union all " BRANCH(columns, "party_id", filter) ") both_owners "
#define UNREAD "and r.read_at is null"
constexpr Sql kInbox{"notice_inbox",
                     "select * from " INBOX("n.*, r.read_at as reader_at", "") "order by id desc limit :limit"};
constexpr Sql kInboxUnread{"notice_inbox_unread", "select * from " INBOX("n.*, r.read_at as reader_at",
                                                                         UNREAD) "order by id desc limit :limit"};
constexpr Sql kUnread{"notice_unread", "select count(*) as n from " INBOX("n.id", UNREAD)};
constexpr Sql kMine{"notice_mine",
                    "select id from notice where id = :id and (person_id = :person_id or party_id = :party_id)"};
constexpr Sql kRead{"notice_reading_insert",
                    "insert into notice_reading(notice_id, person_id, read_at) values(:id, :person_id, :now)"};
constexpr Sql kHasRead{"notice_has_read",
                       "select 1 as yes from notice_reading where notice_id = :id and person_id = :person_id"};
constexpr Sql kFirstRead{"notice_first_read",
                         "update notice set read_at = coalesce(read_at, :now), sent_at = coalesce(sent_at, :now), "
                         "state = 'delivered' where id = :id"};
constexpr Sql kDue{"notice_due",
                   "select n.*, cast(null as bigint) as reader_at, d.attempts as attempts from notice_delivery d join "
                   "notice n on n.id = d.notice_id "
                   "where d.state = 'queued' and d.channel = 'email' and d.next_at <= :now order by d.next_at, "
                   "d.notice_id limit :limit"};
constexpr Sql kSentDelivery{"notice_delivery_sent",
                            "update notice_delivery set state = 'sent', attempts = attempts + 1, error_code = '', "
                            "changed_at = :now where notice_id = :id and channel = 'email' and state = 'queued'"};
constexpr Sql kAgain{"notice_delivery_again",
                     "update notice_delivery set attempts = attempts + 1, error_code = :code, next_at = :next, "
                     "changed_at = :now where notice_id = :id and channel = 'email' and state = 'queued'"};
constexpr Sql kFailDelivery{"notice_delivery_fail",
                            "update notice_delivery set state = 'failed', attempts = attempts + 1, error_code = :code, "
                            "changed_at = :now where notice_id = :id and channel = 'email' and state = 'queued'"};
constexpr Sql kSentNotice{"notice_sent",
                          "update notice set sent_at = coalesce(sent_at, :now), state = case when state = 'queued' "
                          "then 'sent' else state end where id = :id"};
constexpr Sql kFailNotice{"notice_failed", "update notice set state = 'failed' where id = :id and state = 'queued'"};

constexpr Sql kBounceDelivery{"notice_delivery_bounce",
                              "update notice_delivery set state = 'failed', error_code = 'bounced', changed_at = :now "
                              "where notice_id = :id and channel = 'email' and state = 'sent'"};
constexpr Sql kBounceNotice{"notice_bounced", "update notice set state = 'failed' where id = :id and state = 'sent'"};

Notice notice_of(const Row& row) {
  Notice n;
  n.id = row.text("id");
  n.kind = row.text("kind");
  n.party_id = row.text("party_id");
  n.person_id = row.text("person_id");
  n.recipient_ref = row.text("recipient_ref");
  n.record_kind = row.text("record_kind");
  n.record_id = row.text("record_id");
  n.language = row.text("language");
  n.subject = row.text("subject");
  n.body = row.text("body");
  n.created_by = row.text("created_by");
  n.created_at = row.instant("created_at");
  n.sent_at = row.maybe_instant("sent_at");
  n.read_at = row.maybe_instant("reader_at");
  n.state = row.text("state");
  return n;
}

std::vector<Notice> all_of(const std::vector<Row>& rows) {
  std::vector<Notice> out;
  for (const Row& row : rows) out.push_back(notice_of(row));
  return out;
}

std::string before(const std::string& after) {
  return after.empty() ? "g" : after;
}
Error notice_not_found() {
  return not_found("notice_not_found", "There is no such notice.");
}

std::string body_of(const std::string& kind, const std::string& record_kind, const std::string& record_id) {
  return fmt::format(R"({{"kind":{},"record_kind":{},"record_id":{}}})", json_quote(kind), json_quote(record_kind),
                     json_quote(record_id));
}

}  // namespace

Service::Service(store::Database& database, const ledger::Recorder& recorder, Options options)
    : database_(database), recorder_(recorder), options_(std::move(options)) {}

Result<std::string> Service::send(store::Transaction& tx, const std::string& actor, const NewNotice& notice) {
  const int recipients = !notice.party_id.empty() + !notice.person_id.empty() + !notice.recipient_ref.empty();
  if (recipients != 1) return invalid("notice_recipient", "A notice goes to one party, one person or one address.");
  if (notice.record_kind.empty() || notice.record_id.empty())
    return invalid("notice_record", "A notice tells of a record.");
  const auto party = notice.party_id.empty() ? std::nullopt : parties::find_party(tx, notice.party_id);
  if (!notice.party_id.empty() && !party) return invalid("notice_recipient", "There is no such party.", "party_id");
  if (!notice.person_id.empty() && !parties::find_person(tx, notice.person_id))
    return invalid("notice_recipient", "There is no such person.", "person_id");
  MUSTER_TRY(const Letter letter, write_letter(notice.kind, notice.language, notice.values));
  const std::string id = recorder_.new_id();
  const Instant now = recorder_.clock().now();
  const bool in_app = notice.recipient_ref.empty() && !options_.shadow;
  const bool email = !options_.shadow && !notice.in_app &&
                     (!options_.mail_folder.empty() || !options_.smtp_url.empty()) &&
                     (!notice.recipient_ref.empty() || (party && !party->contact_email.empty()));
  tx.run(kInsert, {{"id", id},
                   {"kind", notice.kind},
                   {"party_id", store::text_or_null(notice.party_id)},
                   {"person_id", store::text_or_null(notice.person_id)},
                   {"recipient_ref", store::text_or_null(notice.recipient_ref)},
                   {"record_kind", notice.record_kind},
                   {"record_id", notice.record_id},
                   {"language", notice.language},
                   {"subject", letter.subject},
                   {"body", letter.body},
                   {"now", now},
                   {"actor", actor},
                   {"sent_at", in_app ? std::optional(now) : std::nullopt},
                   {"state", options_.shadow ? "failed"
                             : in_app        ? "sent"
                                             : "queued"}});
  if (in_app) tx.run(kInsertDelivery, {{"id", id}, {"channel", "in_app"}, {"state", "sent"}, {"now", now}});
  if (email) tx.run(kInsertDelivery, {{"id", id}, {"channel", "email"}, {"state", "queued"}, {"now", now}});
  if (options_.shadow) tx.run(kInsertDelivery, {{"id", id}, {"channel", "in_app"}, {"state", "failed"}, {"now", now}});
  recorder_.record(tx, kWritten, actor, "notice", id, body_of(notice.kind, notice.record_kind, notice.record_id));
  return id;
}

Result<std::string> Service::send(const std::string& actor, const NewNotice& notice) {
  return database_.write([&](store::Transaction& tx) { return send(tx, actor, notice); });
}

std::optional<Notice> Service::find(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kGet, {{"id", id}});
  return row ? std::optional(notice_of(*row)) : std::nullopt;
}

Result<Notice> Service::find(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Notice> {
    auto found = find(tx, id);
    if (!found) return notice_not_found();
    return *found;
  });
}

Result<std::vector<Notice>> Service::of_record(const std::string& record_kind, const std::string& record_id,
                                               int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Notice>> {
    return all_of(tx.query(
        kOfRecord, {{"record_kind", record_kind}, {"record_id", record_id}, {"limit", std::clamp(limit, 1, 501)}}));
  });
}

Result<std::vector<Notice>> Service::inbox(const std::string& person_id, bool unread_only, const std::string& after,
                                           int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Notice>> {
    const auto person = parties::find_person(tx, person_id);
    if (!person) return std::vector<Notice>{};
    return all_of(tx.query(unread_only ? kInboxUnread : kInbox, {{"person_id", person_id},
                                                                 {"party_id", person->party_id},
                                                                 {"before", before(after)},
                                                                 {"limit", std::clamp(limit, 1, 501)}}));
  });
}

Result<std::int64_t> Service::unread(const std::string& person_id, std::int64_t count_max) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    const auto person = parties::find_person(tx, person_id);
    if (!person) return std::int64_t{0};
    const auto row = tx.one(
        kUnread,
        {{"person_id", person_id}, {"party_id", person->party_id}, {"before", before("")}, {"limit", count_max}});
    return std::min(count_max, row->integer("n"));
  });
}

Result<void> Service::mark_read(const std::string& person_id, const std::string& notice_id) {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto person = parties::find_person(tx, person_id);
    if (!person || !tx.one(kMine, {{"person_id", person_id}, {"party_id", person->party_id}, {"id", notice_id}}))
      return notice_not_found();
    if (tx.one(kHasRead, {{"id", notice_id}, {"person_id", person_id}})) return {};
    const Instant now = recorder_.clock().now();
    tx.run(kRead, {{"id", notice_id}, {"person_id", person_id}, {"now", now}});
    tx.run(kFirstRead, {{"id", notice_id}, {"now", now}});
    return {};
  });
}

Result<std::string> Service::address_of(const Notice& notice) const {
  if (!notice.recipient_ref.empty()) {
    if (!options_.resolve) return not_found("no_address", "Nobody knows the address of this recipient.");
    return options_.resolve(notice.recipient_ref);
  }
  return database_.read([&](store::Transaction& tx) -> Result<std::string> {
    const auto party = parties::find_party(tx, notice.party_id);
    if (!party || party->contact_email.empty()) return not_found("no_address", "This party has no address any more.");
    return party->contact_email;
  });
}

Result<bool> Service::bounced(const std::string& notice_id, const std::string& status) {
  return database_.write([&](store::Transaction& tx) -> Result<bool> {
    const auto notice = find(tx, notice_id);
    if (!notice) return false;
    if (tx.run(kBounceDelivery, {{"id", notice_id}, {"now", recorder_.clock().now()}}) == 0) return false;
    tx.run(kBounceNotice, {{"id", notice_id}});
    recorder_.record(
        tx, kFailed, "system:notices", "notice", notice_id,
        fmt::format(R"({{"kind":{},"code":"bounced","status":{}}})", json_quote(notice->kind), json_quote(status)));
    return true;
  });
}

Result<int> Service::deliver(int limit) {
  if ((options_.mail_folder.empty() && options_.smtp_url.empty()) || options_.shadow) return 0;
  const Instant now = recorder_.clock().now();
  struct Due {
    Notice notice;
    std::int64_t attempts;
  };
  MUSTER_TRY(const auto due, database_.read([&](store::Transaction& tx) -> Result<std::vector<Due>> {
    std::vector<Due> out;
    for (const Row& row : tx.query(kDue, {{"now", now}, {"limit", limit}}))
      out.push_back({notice_of(row), row.integer("attempts")});
    return out;
  }));
  int sent = 0;
  for (const Due& item : due) {
    const Notice& notice = item.notice;
    const auto put = [&]() -> Result<void> {
      MUSTER_TRY(const std::string address, address_of(notice));
      std::optional<Attachment> attachment;
      if (options_.attach) {
        MUSTER_TRY(attachment, options_.attach(notice));
      }
      MUSTER_TRY(const std::string message,
                 to_rfc5322({notice.id, options_.from, options_.from_name, address, notice.subject, notice.body,
                             notice.language, now, std::move(attachment)}));
      if (!options_.smtp_url.empty()) return send_by_smtp(options_.smtp_url, options_.from, address, message);
      return put_into_maildir(options_.mail_folder, notice.id, message);
    }();
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      if (put.ok()) {
        if (tx.run(kSentDelivery, {{"id", notice.id}, {"now", now}}) == 0) return {};
        tx.run(kSentNotice, {{"id", notice.id}, {"now", now}});
        recorder_.record(tx, kSent, "system:notices", "notice", notice.id,
                         body_of(notice.kind, notice.record_kind, notice.record_id));
      } else if (put.error().failure == Failure::unavailable && item.attempts + 1 < options_.attempts_max) {
        const auto delay = std::min<Duration>(options_.retry_first * (1ll << std::min<std::int64_t>(item.attempts, 20)),
                                              std::chrono::hours(24));
        tx.run(kAgain, {{"id", notice.id}, {"code", put.error().code}, {"next", now + delay}, {"now", now}});
      } else {
        tx.run(kFailDelivery, {{"id", notice.id}, {"code", put.error().code}, {"now", now}});
        tx.run(kFailNotice, {{"id", notice.id}});
        recorder_.record(
            tx, kFailed, "system:notices", "notice", notice.id,
            fmt::format(R"({{"kind":{},"code":{}}})", json_quote(notice.kind), json_quote(put.error().code)));
      }
      return {};
    }));
    sent += put.ok();
  }
  return sent;
}

}  // namespace muster::notices
