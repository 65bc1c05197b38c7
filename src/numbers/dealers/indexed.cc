#include "packet_store.h"

#include <dealers/indexed.h>

namespace muster::dealers {
namespace {

using store::Row;
using store::Sql;

constexpr int kTurnAtOnceMax = 50;  // packets in one transaction: a refused one is opened with its pictures

constexpr Sql kIndexedNext{
    "packet_indexed_next",
    "select id, case when document_index is null and identity_index is null then 0 else 1 end as "
    "has_index, index_generation from dealer_packet where id > :after order by id limit :limit"};
constexpr Sql kIndexedOfRegistration{
    "packet_indexed_registration",
    "select d.number_index, h.identity_index from registration r join holder_document d on d.id = r.document_id join "
    "holder h on h.id = r.holder_id where r.id = :id"};
constexpr Sql kIndexedCount{"packet_count", "select count(*) as n from dealer_packet"};

}  // namespace

vault::IndexedTable indexed_packets(Packets& packets) {
  vault::IndexedTable out;
  out.name = "dealer_packet";
  out.count = [](store::Transaction& tx) { return tx.one(kIndexedCount)->integer("n"); };
  out.turn = [&packets](store::Transaction& tx, const vault::IndexKeys& keys, const std::string& after,
                        int limit) -> Result<vault::IndexedTable::Turned> {
    vault::IndexedTable::Turned turned;
    for (const Row& row : tx.query(kIndexedNext, {{"after", after}, {"limit", std::min(limit, kTurnAtOnceMax)}})) {
      turned.last = row.text("id");
      if (row.integer("has_index") == 0 || row.integer("index_generation") >= keys.generation()) continue;
      auto packet = find_packet(tx, turned.last);
      if (packet->registration_id.empty()) {
        MUSTER_CHECK_OK(packets.index_again(tx, *packet));
      } else if (const auto became = tx.one(kIndexedOfRegistration, {{"id", packet->registration_id}})) {
        packet->document_index = became->text("number_index");
        packet->identity_index = became->text("identity_index");
      }
      packet->index_generation = keys.generation();
      ++packet->version;
      if (!change(tx, *packet))
        return Error{Failure::stale, "stale_version", "The packet changed meanwhile; look again.", {}};
      ++turned.records;
    }
    return turned;
  };
  return out;
}

std::vector<std::string> kept_purposes() {
  return {"dealer_code", "dealer_packet", "dealer_picture"};
}

}  // namespace muster::dealers
