// Who they are.
#include "peer_store.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>

#include <filesystem>

#include <fmt/format.h>
#include <outbound/ask.h>
#include <sharing/peers.h>

namespace muster::sharing {
namespace {

using store::Transaction;

constexpr std::size_t kUrlMax = 500;

Result<NewPeer> checked(const NewPeer& given, const std::string& own_identity) {
  NewPeer out = given;
  out.label = std::string(trim(given.label));
  if (out.label.empty() || out.label.size() > 100 || !is_valid_utf8(out.label))
    return invalid("label", "Say who the peer is, in at most 100 bytes.", "label");
  if (!out.identity_id.starts_with("identity--") || out.identity_id.size() != 46)
    return invalid("peer_identity", "Give the id of the peer's identity: identity-- and a UUID.", "identity_id");
  if (out.identity_id == own_identity)
    return invalid("peer_itself", "This is the identity of this house.", "identity_id");
  if (out.collection_url.empty()) return out;
  if (!outbound::is_private_way(out.collection_url) || out.collection_url.size() > kUrlMax ||
      out.collection_url.find_first_of(" \r\n?#@\"\\") != std::string::npos)
    return invalid("peer_url", "Give the collection's address as https://…/collections/ID/, without query or user.",
                   "collection_url");
  if (!out.collection_url.ends_with('/')) out.collection_url += '/';
  return out;
}

}  // namespace

Result<AddedPeer> Peers::add(const std::string& person, const NewPeer& given, const std::string& own_identity) const {
  MUSTER_TRY(const NewPeer good, checked(given, own_identity));
  const Instant now = recorder_.clock().now();
  AddedPeer added{{recorder_.new_id(), good.label, good.identity_id, good.collection_url, now, {}, {}, {}, {}, "", ""},
                  random_token(recorder_.random())};
  if (!good.token.empty()) {
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, ignored);
    MUSTER_CHECK_OK(create_file(folder_ + "/" + added.peer.id, good.token));
  }
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    if (identity_is_known(tx, good.identity_id))
      return refused("peer_exists", "A peer of this identity is on record already.");
    insert_peer(tx, added.peer, to_hex(sha256(added.token)), person);
    recorder_.record(tx, kPeerAdded, person, "share_peer", added.peer.id,
                     fmt::format("{{\"label\":{}}}", json_quote(good.label)));
    return {};
  }));
  return added;
}

Result<void> Peers::end(const std::string& person, const std::string& id) const {
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    if (!end_peer(tx, id, recorder_.clock().now()))
      return not_found("peer_unknown", "There is no such peer, or it was ended already.");
    recorder_.record(tx, kPeerEnded, person, "share_peer", id);
    return {};
  }));
  std::error_code ignored;
  std::filesystem::remove(folder_ + "/" + id, ignored);
  return {};
}

Result<std::vector<Peer>> Peers::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Peer>> {
    auto out = select_peers(tx, after, limit);
    for (Peer& each : out) add_figures(tx, each);
    return out;
  });
}

Result<Peer> Peers::by_token(const std::string& token) const {
  return database_.read([&](Transaction& tx) -> Result<Peer> {
    auto peer = select_peer_of(tx, to_hex(sha256(token)));
    if (!peer) return refused("peer_token", "This token is of no peer.");
    return std::move(*peer);
  });
}

}  // namespace muster::sharing
