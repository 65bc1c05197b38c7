#include "peer_store.h"

#include <base/text.h>

namespace muster::sharing {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kInsertPeer{
    "share_peer_insert",
    "insert into share_peer(id, label, identity_id, collection_url, token_sha256, added_by, added_at) "
    "values(:id, :label, :identity, :url, :sha256, :by, :now)"};
constexpr Sql kEndPeer{"share_peer_end", "update share_peer set ended_at = :now where id = :id and ended_at is null"};
constexpr Sql kIdentity{"share_peer_identity", "select 1 as one from share_peer where identity_id = :identity"};
constexpr Sql kPeer{"share_peer_get", "select * from share_peer where id = :id"};
constexpr Sql kPeerOf{"share_peer_of_token",
                      "select * from share_peer where token_sha256 = :sha256 and ended_at is null"};
constexpr Sql kPeers{"share_peers", "select * from share_peer where id > :after order by id limit :limit"};
constexpr Sql kStates{"share_peer_states",
                      "select state, count(*) as n from received_object where peer_id = :id group by state"};
constexpr Sql kCursor{"share_peer_cursor", "update share_peer set cursor = :cursor where id = :id"};
constexpr Sql kPolled{"share_peer_polled",
                      "update share_peer set polled_at = :now, fault = :fault, "
                      "reached_at = case when :fault = '' then :now else reached_at end, "
                      "whole_at = case when :whole = 1 then :now else whole_at end where id = :id"};
constexpr Sql kOfDay{"received_of_day", "select count(*) as n from received_object where peer_id = :id and day = :day"};
constexpr Sql kRaisedOf{"received_raised_of_day",
                        "select count(*) as n from received_object where peer_id = :id and raised_day = :day"};
constexpr Sql kReceived{"received_get", "select r.*, '' as label from received_object r where object_id = :id"};
constexpr Sql kInsertReceived{
    "received_insert",
    "insert into received_object(object_id, peer_id, version, revoked, names, ground, order_number, valid_from, "
    "valid_until, received_at, day, state) values(:id, :peer, :version, :revoked, :names, :ground, :number, :from, "
    ":until, :now, :day, :state)"};
constexpr Sql kUpdate{"received_update",
                      "update received_object set version = :version, revoked = :revoked, names = :names, ground = "
                      ":ground, order_number = :number, valid_from = :from, valid_until = :until, state = :state "
                      "where object_id = :id"};
constexpr Sql kWaiting{"received_waiting",
                       "select r.*, '' as label from received_object r where peer_id = :peer and state = 'waiting' "
                       "and (valid_until is null or valid_until > :now) order by received_at, object_id limit :limit"};
constexpr Sql kRaise{"received_raise",
                     "update received_object set state = 'raised', suspicion_id = :suspicion, raised_day = :day "
                     "where object_id = :id"};
constexpr Sql kPage{"received_page",
                    "select r.*, p.label from received_object r join share_peer p on p.id = r.peer_id "
                    "where (:peer = '' or r.peer_id = :peer) and (:state = '' or r.state = :state) and r.object_id > "
                    ":after order by r.object_id limit :limit"};
constexpr Sql kInsertStatus{"share_status_insert",
                            "insert into share_status(id, peer_id, at, body) values(:id, :peer, :now, :body)"};
constexpr Sql kSweepStatuses{
    "share_status_sweep",
    "delete from share_status where peer_id = :peer and (at < :before or id not in "
    "(select id from share_status where peer_id = :peer order by at desc, id desc limit :most))"};
constexpr Sql kStatus{"share_status_get", "select body from share_status where id = :id and peer_id = :peer"};

Peer peer_of(const store::Row& row) {
  Peer p;
  p.id = row.text("id");
  p.label = row.text("label");
  p.identity_id = row.text("identity_id");
  p.collection_url = row.text("collection_url");
  p.added_at = row.instant("added_at");
  p.ended_at = row.maybe_instant("ended_at");
  p.polled_at = row.maybe_instant("polled_at");
  p.reached_at = row.maybe_instant("reached_at");
  p.whole_at = row.maybe_instant("whole_at");
  p.cursor = row.text("cursor");
  p.fault = row.text("fault");
  return p;
}

std::string text_of_names(const std::vector<SharedName>& names) {
  std::string out;
  for (const SharedName& each : names)
    out += (out.empty() ? "" : " ") + std::string(each.wildcard ? "*." : "") + each.name;
  return out;
}
std::vector<SharedName> names_of(const std::string& text) {
  std::vector<SharedName> out;
  for (std::string_view each : split(text, ' ')) {
    const bool wildcard = each.starts_with("*.");
    if (wildcard) each.remove_prefix(2);
    if (!each.empty()) out.push_back({std::string(each), wildcard});
  }
  return out;
}

Received received_of(const store::Row& row) {
  Received r;
  r.object_id = row.text("object_id");
  r.peer_id = row.text("peer_id");
  r.peer_label = row.text("label");
  r.ground = row.text("ground");
  r.order_number = row.text("order_number");
  r.state = row.text("state");
  r.suspicion_id = row.text("suspicion_id");
  r.names = names_of(row.text("names"));
  r.version = row.instant("version");
  r.valid_from = row.instant("valid_from");
  r.received_at = row.instant("received_at");
  r.valid_until = row.maybe_instant("valid_until");
  r.revoked = row.flag("revoked");
  return r;
}

store::Binds binds_of(const Told& told, const std::string& state) {
  return {{"id", told.id},           {"version", told.modified},
          {"revoked", told.revoked}, {"names", text_of_names(told.names)},
          {"ground", told.ground},   {"number", told.order_number},
          {"from", told.from},       {"until", told.until},
          {"state", state}};
}

}  // namespace

void insert_peer(Transaction& tx, const Peer& peer, const std::string& token_sha256, const std::string& person) {
  tx.run(kInsertPeer, {{"id", peer.id},
                       {"label", peer.label},
                       {"identity", peer.identity_id},
                       {"url", peer.collection_url},
                       {"sha256", token_sha256},
                       {"by", person},
                       {"now", peer.added_at}});
}
bool end_peer(Transaction& tx, const std::string& id, Instant now) {
  return tx.run(kEndPeer, {{"id", id}, {"now", now}}) == 1;
}
bool identity_is_known(Transaction& tx, const std::string& identity_id) {
  return tx.one(kIdentity, {{"identity", identity_id}}).has_value();
}
std::optional<Peer> select_peer(Transaction& tx, const std::string& id) {
  const auto row = tx.one(kPeer, {{"id", id}});
  return row ? std::optional(peer_of(*row)) : std::nullopt;
}
std::optional<Peer> select_peer_of(Transaction& tx, const std::string& token_sha256) {
  const auto row = tx.one(kPeerOf, {{"sha256", token_sha256}});
  return row ? std::optional(peer_of(*row)) : std::nullopt;
}
std::vector<Peer> select_peers(Transaction& tx, const std::string& after, int limit) {
  std::vector<Peer> out;
  for (const auto& row : tx.query(kPeers, {{"after", after}, {"limit", limit}})) out.push_back(peer_of(row));
  return out;
}
void add_figures(Transaction& tx, Peer& peer) {
  for (const auto& row : tx.query(kStates, {{"id", peer.id}})) {
    const std::string state = row.text("state");
    (state == "withdrawn" ? peer.withdrawn : peer.standing) += row.integer("n");
    if (state == "waiting") peer.waiting = row.integer("n");
  }
}
void set_cursor(Transaction& tx, const std::string& id, const std::string& cursor) {
  tx.run(kCursor, {{"id", id}, {"cursor", cursor}});
}
void set_polled(Transaction& tx, const std::string& id, const std::string& fault, bool whole, Instant now) {
  tx.run(kPolled, {{"id", id}, {"fault", fault}, {"whole", whole}, {"now", now}});
}

std::int64_t count_of_day(Transaction& tx, const std::string& peer_id, const std::string& day) {
  return tx.one(kOfDay, {{"id", peer_id}, {"day", day}})->integer("n");
}
std::int64_t count_raised(Transaction& tx, const std::string& peer_id, const std::string& day) {
  return tx.one(kRaisedOf, {{"id", peer_id}, {"day", day}})->integer("n");
}
std::optional<Received> select_received(Transaction& tx, const std::string& object_id) {
  const auto row = tx.one(kReceived, {{"id", object_id}});
  return row ? std::optional(received_of(*row)) : std::nullopt;
}
void insert_received(Transaction& tx, const std::string& peer_id, const Told& told, const std::string& state,
                     Instant now) {
  auto binds = binds_of(told, state);
  binds.push_back({"peer", peer_id});
  binds.push_back({"now", now});
  binds.push_back({"day", to_day(now)});
  tx.run(kInsertReceived, binds);
}
void update_received(Transaction& tx, const Received& before, const Told& told, const std::string& state) {
  Told merged = told;
  if (told.names.empty()) merged.names = before.names;
  tx.run(kUpdate, binds_of(merged, state));
}
std::vector<Received> select_waiting(Transaction& tx, const std::string& peer_id, Instant now, std::int64_t limit) {
  std::vector<Received> out;
  if (limit <= 0) return out;
  for (const auto& row : tx.query(kWaiting, {{"peer", peer_id}, {"now", now}, {"limit", limit}}))
    out.push_back(received_of(row));
  return out;
}
void set_raised(Transaction& tx, const std::string& object_id, const std::string& suspicion_id,
                const std::string& day) {
  tx.run(kRaise, {{"id", object_id}, {"suspicion", suspicion_id}, {"day", day}});
}
std::vector<Received> select_received_page(Transaction& tx, const std::string& peer_id, const std::string& state,
                                           const std::string& after, int limit) {
  std::vector<Received> out;
  for (const auto& row : tx.query(kPage, {{"peer", peer_id}, {"state", state}, {"after", after}, {"limit", limit}}))
    out.push_back(received_of(row));
  return out;
}

void insert_status(Transaction& tx, const std::string& id, const std::string& peer_id, const std::string& body,
                   Instant now) {
  tx.run(kInsertStatus, {{"id", id}, {"peer", peer_id}, {"now", now}, {"body", body}});
}
void sweep_statuses(Transaction& tx, const std::string& peer_id, Instant before, int most) {
  tx.run(kSweepStatuses, {{"peer", peer_id}, {"before", before}, {"most", most}});
}
std::optional<std::string> select_status(Transaction& tx, const std::string& peer_id, const std::string& id) {
  const auto row = tx.one(kStatus, {{"id", id}, {"peer", peer_id}});
  return row ? std::optional(row->text("body")) : std::nullopt;
}

}  // namespace muster::sharing
