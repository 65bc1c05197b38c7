#include <persons/notice.h>

namespace muster::persons {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertNotice{"holder_notice_insert",
                            "insert into holder_notice(id, holder_id, line_id, kind, record_kind, record_id, at) "
                            "values(:id, :holder, :line, :kind, :record_kind, :record, :at)"};
constexpr Sql kNoticesOf{"holder_notices",
                         "select * from holder_notice where holder_id = :holder and id < :before order by id desc "
                         "limit :limit"};
constexpr Sql kWaitingNotices{
    "holder_notices_waiting",
    "select * from holder_notice where handed_at is null and id > :after order by id limit :limit"};
constexpr Sql kNoticeHanded{"holder_notice_handed",
                            "update holder_notice set handed_at = :at where id = :id and handed_at is null"};

std::vector<HolderNotice> notices(const std::vector<Row>& rows) {
  std::vector<HolderNotice> out;
  for (const Row& row : rows)
    out.push_back({row.text("id"), row.text("holder_id"), row.text("line_id"), row.text("kind"),
                   row.text("record_kind"), row.text("record_id"), row.instant("at"), row.maybe_instant("handed_at")});
  return out;
}

}  // namespace

void tell(store::Transaction& tx, const ledger::Recorder& recorder, const NewHolderNotice& notice) {
  tx.run(kInsertNotice,
         {{"id", recorder.new_id()},
          {"holder", notice.holder_id},
          {"line", notice.line_id.empty() ? std::optional<std::string>() : std::optional(notice.line_id)},
          {"kind", notice.kind},
          {"record_kind", notice.record_kind},
          {"record", notice.record_id},
          {"at", recorder.clock().now()}});
}

std::vector<HolderNotice> notices_of(store::Transaction& tx, const std::string& holder_id, const std::string& before,
                                     int limit) {
  // Ids are hexadecimal: "g" is after all of them.
  return notices(
      tx.query(kNoticesOf, {{"holder", holder_id}, {"before", before.empty() ? "g" : before}, {"limit", limit}}));
}

std::vector<HolderNotice> waiting_notices(store::Transaction& tx, const std::string& after, int limit) {
  return notices(tx.query(kWaitingNotices, {{"after", after}, {"limit", limit}}));
}

void notice_handed(store::Transaction& tx, const std::string& id, Instant now) {
  tx.run(kNoticeHanded, {{"id", id}, {"at", now}});
}

}  // namespace muster::persons
