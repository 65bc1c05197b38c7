// Asking peers for what is new, by TAXII 2.1 (§5.4): by the time at which they added it, page by page.
#include "peer_store.h"
#include <base/files.h>
#include <base/text.h>

#include <algorithm>

#include <fmt/format.h>
#include <sharing/peers.h>

namespace muster::sharing {
namespace {

using store::Transaction;

constexpr int kObjectsAQuestion = 1000;

std::string question(const Peer& peer, const std::string& cursor, const std::string& next) {
  std::string url = peer.collection_url + fmt::format("objects/?limit={}&match%5Btype%5D=indicator", kObjectsAQuestion);
  if (!cursor.empty()) url += "&added_after=" + percent_encode(cursor);
  if (!next.empty()) url += "&next=" + percent_encode(next);
  return url;
}

}  // namespace

Result<void> Peers::note_polled(const std::string& peer_id, const std::string& fault, bool whole) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    set_polled(tx, peer_id, fault, whole, recorder_.clock().now());
    return {};
  });
}

Result<Polled> Peers::poll(const std::string& peer_id) const {
  MUSTER_TRY(const Peer peer, database_.read([&](Transaction& tx) -> Result<Peer> {
    auto found = select_peer(tx, peer_id);
    if (!found || found->ended_at || found->collection_url.empty())
      return not_found("peer_unknown", "There is no such peer to ask.");
    return std::move(*found);
  }));
  std::string token;
  if (auto file = read_private_file(folder_ + "/" + peer.id); file.ok()) token = *file;
  const Instant now = recorder_.clock().now();
  const bool whole = !peer.whole_at || now - *peer.whole_at >= kWholeAgain;
  std::string cursor = whole ? "" : peer.cursor, next;
  Polled out;
  const auto failed = [&](const Error& error) -> Result<Polled> {
    MUSTER_CHECK_OK(note_polled(peer.id, error.code, false));
    return error;
  };
  for (int page = 0; page < kPagesAPoll; ++page) {
    const auto answer = ask_(question(peer, cursor, next), token);
    if (!answer.ok()) return failed(answer.error());
    const auto envelope = read_envelope(answer->body);
    if (!envelope.ok()) return failed(envelope.error());
    const auto taken = take(peer.id, *envelope);
    if (!taken.ok()) return failed(taken.error());
    out.objects += static_cast<std::int64_t>(taken->objects.size());
    out.added += taken->added;
    out.withdrawn += taken->withdrawn;
    out.refused += taken->refused;
    // What didn't fit is asked for again: the cursor stays before it.
    if (taken->full) return failed(refused("peer_full", "The peer told of more than is taken on one day."));
    const bool stands = answer->added_last.empty() || answer->added_last == cursor;
    if (!stands) {
      if (!parse_rfc3339(answer->added_last).ok())
        return failed(unavailable("peer_form", "The peer doesn't say when its objects were added."));
      cursor = answer->added_last;
      MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
        set_cursor(tx, peer.id, cursor);
        return {};
      }));
    }
    if (!envelope->more) {
      MUSTER_CHECK_OK(note_polled(peer.id, "", whole));
      return out;
    }
    next = stands ? envelope->next : "";
    if (stands && next.empty()) return failed(unavailable("peer_form", "The peer has more, and doesn't say where."));
  }
  MUSTER_CHECK_OK(note_polled(peer.id, "", whole));  // the next question goes on from the cursor
  return out;
}

Result<Polled> Peers::poll_due(Duration every) const {
  const Instant now = recorder_.clock().now();
  MUSTER_TRY(const auto peers, database_.read([](Transaction& tx) -> Result<std::vector<Peer>> {
    return select_peers(tx, "", kPeersMost);
  }));
  Polled out;
  for (const Peer& peer : peers) {
    if (peer.ended_at || peer.collection_url.empty() || (peer.polled_at && now - *peer.polled_at < every)) continue;
    const auto one = poll(peer.id);
    if (!one.ok()) continue;  // noted with the peer
    out.objects += one->objects;
    out.added += one->added;
    out.withdrawn += one->withdrawn;
    out.refused += one->refused;
  }
  return out;
}

}  // namespace muster::sharing
