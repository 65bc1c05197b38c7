// What they say.
#include "peer_store.h"
#include <names/suffix.h>
#include <policy/policy.h>
#include <testing/testing.h>

#include <algorithm>

#include <fmt/format.h>
#include <sharing/peers.h>
#include <sharing/taxii.h>

namespace muster::sharing {
namespace {

using store::Transaction;

// One envelope into the rows of one peer.
class Taking {
 public:
  Taking(Transaction& tx, const Peer& peer, const policy::Policy& policy, Instant now)
      : tx_(tx),
        peer_(peer),
        policy_(policy),
        now_(now),
        left_(policy.number("sharing.objects_a_day") - count_of_day(tx, peer.id, to_day(now))) {}

  void take(const ToldObject& object) {
    Taken out{object.id, object.version, false, false, "", ""};
    const auto done = kept(object.told, out);
    if (done.ok()) {
      out.taken = true;
    } else {
      out.code = done.error().code;
      out.sentence = done.error().sentence;
      ++done_.refused;
    }
    done_.objects.push_back(std::move(out));
  }
  TakenEnvelope done() { return std::move(done_); }

 private:
  Result<void> kept(const Result<Told>& object, Taken& out) {
    MUSTER_TRY(const Told told, object);
    if (!told.created_by.empty() && told.created_by != peer_.identity_id)
      return refused("peer_foreign", "A peer speaks of its own objects alone.");
    if (told.type != "indicator")
      return {};  // identities, names and sightings: read with their indicator, kept by nobody
    if (!told.revoked) MUSTER_CHECK_OK(about_sites(told));
    const auto before = select_received(tx_, told.id);
    if (before && before->peer_id != peer_.id)
      return refused("peer_foreign", "Another peer told of this object first.");
    if (before && (told.modified <= before->version || before->revoked)) return {};  // old news
    if (!before && told.revoked) return remember(told, "withdrawn", out);
    if (told.revoked) return change(*before, told, "withdrawn", out);
    if (before) return change(*before, told, before->state, out);
    return remember(told, policy_.find_ground(told.ground) ? "waiting" : "unknown_ground", out);
  }
  // What could never be blocked here is no question for people either.
  Result<void> about_sites(const Told& told) const {
    for (const SharedName& each : told.names)
      if (names::is_public_suffix(each.name) || policy_.is_never_block(each.name))
        return refused("never_block",
                       "The root, a top-level domain, a public suffix or a protected name is never blocked.");
    return {};
  }
  Result<void> remember(const Told& told, const std::string& state, Taken& out) {
    if (left_ <= 0) {
      done_.full = true;
      return refused("peer_full", "So many new objects of one peer are taken on one day, and no more.");
    }
    --left_;
    insert_received(tx_, peer_.id, told, state, now_);
    out.changed = true;
    ++(told.revoked ? done_.withdrawn : done_.added);
    return {};
  }
  Result<void> change(const Received& before, const Told& told, const std::string& state, Taken& out) {
    update_received(tx_, before, told, state);
    out.changed = true;
    if (told.revoked) ++done_.withdrawn;
    return {};
  }

  Transaction& tx_;
  const Peer& peer_;
  const policy::Policy& policy_;
  const Instant now_;
  std::int64_t left_;  // of the day's new objects
  TakenEnvelope done_;
};

}  // namespace

Result<TakenEnvelope> Peers::take(const std::string& peer_id, const Envelope& envelope) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](Transaction& tx) -> Result<TakenEnvelope> {
    const auto peer = select_peer(tx, peer_id);
    if (!peer || peer->ended_at) return not_found("peer_unknown", "There is no such peer, or it was ended already.");
    Taking turn(tx, *peer, policy_, now);
    for (const ToldObject& each : envelope.objects) turn.take(each);
    TakenEnvelope out = turn.done();
    if (out.added + out.withdrawn > 0)
      recorder_.record(tx, kPeerTold, "system:sharing", "share_peer", peer_id,
                       fmt::format(R"({{"added":{},"withdrawn":{}}})", out.added, out.withdrawn));
    return out;
  });
}

Result<std::string> Peers::take_sent(const std::string& peer_id, const Envelope& envelope) const {
  MUSTER_TRY(const auto taken, take(peer_id, envelope));
  const Instant now = recorder_.clock().now();
  const std::string id = recorder_.new_id();
  const std::string body = status_json(id, now, taken);
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    insert_status(tx, id, peer_id, body, now);
    sweep_statuses(tx, peer_id, now - std::chrono::hours(24), kStatusesMax);
    return {};
  }));
  return body;
}

Result<std::string> Peers::status(const std::string& peer_id, const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<std::string> {
    auto body = select_status(tx, peer_id, id);
    if (!body) return not_found("status_unknown", "There is no such status; they are kept for a day.");
    return std::move(*body);
  });
}

Result<int> Peers::raise_clues(int limit) const {
  const Instant now = recorder_.clock().now();
  const auto a_day = policy_.number("sharing.clues_a_day");
  return database_.write([&](Transaction& tx) -> Result<int> {
    int raised = 0;
    for (const Peer& peer : select_peers(tx, "", kPeersMost)) {
      if (peer.ended_at) continue;
      const auto left = std::min<std::int64_t>(a_day - count_raised(tx, peer.id, to_day(now)), limit - raised);
      for (const Received& each : select_waiting(tx, peer.id, now, left)) {
        std::string first;
        for (const SharedName& name : each.names) {
          const auto suspicion = testing_.raise(tx, name.name, each.ground, "report", "system:sharing");
          if (first.empty()) first = suspicion.id;
        }
        set_raised(tx, each.object_id, first, to_day(now));
        ++raised;
      }
    }
    return raised;
  });
}

Result<std::vector<Received>> Peers::received(const std::string& peer_id, const std::string& state,
                                              const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Received>> {
    return select_received_page(tx, peer_id, state, after, limit);
  });
}

}  // namespace muster::sharing
