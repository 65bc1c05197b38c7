// Other operators: who may read what is told, and whose telling is read. What a peer says is kept as what it says, one
// row an object; it becomes clues for people, so many a day, and never an entry of any feed. A peer speaks of its own
// objects alone: another's it can neither change nor withdraw, and its older versions change nothing. An object about a
// public suffix or a name that the policy protects is refused. Thread-safe.
//
// Limits: of a peer's text, see stix.h and envelope.h; new objects and clues a day by policy (sharing.objects_a_day,
// sharing.clues_a_day), for each peer.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sharing/envelope.h>

namespace muster::policy {
class Policy;
}
namespace muster::testing {
class Service;
}

namespace muster::sharing {

inline constexpr events::Kind kPeerAdded{"share_peer.added", 1, "Another operator was added as a peer."};
inline constexpr events::Kind kPeerEnded{"share_peer.ended", 1, "Nothing is shared with a peer any more."};
inline constexpr events::Kind kPeerTold{"share_peer.told", 1, "A peer told of orders of its own, or withdrew them."};

inline constexpr int kPeersMost = 500;   // that are asked and become clues
inline constexpr int kPagesAPoll = 200;  // of one question to a peer
inline constexpr int kStatusesMax = 100;
inline constexpr Duration kWholeAgain = std::chrono::hours(24);  // all of a peer's objects are read again

struct Peer {
  std::string id, label, identity_id, collection_url;
  Instant added_at;
  std::optional<Instant> ended_at, polled_at, reached_at, whole_at;
  std::string cursor;
  std::string fault;                                      // a code: why it was not reached, or not read to its end
  std::int64_t standing = 0, withdrawn = 0, waiting = 0;  // of what it told; in lists
};
struct NewPeer {
  std::string label, identity_id;
  std::string collection_url;  // ".../collections/ID/", "" it only tells us
  std::string token;           // by which it lets us read, "" none
};
struct AddedPeer {
  Peer peer;
  std::string token;  // by which it reads and tells; shown once
};

struct Received {
  std::string object_id, peer_id, peer_label, ground, order_number, state, suspicion_id;
  std::vector<SharedName> names;
  Instant version, valid_from, received_at;
  std::optional<Instant> valid_until;
  bool revoked = false;
};

// What became of one object of an envelope.
struct Taken {
  std::string id, version;
  bool taken = false;  // it stands as told now, or nothing was to be done
  bool changed = false;
  std::string code, sentence;  // where it was refused
};
struct TakenEnvelope {
  std::vector<Taken> objects;
  std::int64_t added = 0, withdrawn = 0, refused = 0;
  bool full = false;  // the day's number was reached: what is missing comes another day
};

// What a peer answers to a question.
struct Answer {
  std::string body;
  std::string added_last;  // X-TAXII-Date-Added-Last
};
using Ask = std::function<Result<Answer>(const std::string& url, const std::string& token)>;
// By libcurl: https, and http where it is loopback; kEnvelopeMax bytes, 30 seconds. Errors: peer_unreachable,
// peer_status, peer_busy, envelope_large.
Result<Answer> ask_by_http(const std::string& url, const std::string& token);

struct Polled {
  std::int64_t objects = 0, added = 0, withdrawn = 0, refused = 0;
};

class Peers {
 public:
  // `folder`: of the tokens that peers gave us, one file each, readable by its owner alone.
  Peers(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
        testing::Service& testing, std::string folder, Ask ask)
      : database_(database),
        recorder_(recorder),
        policy_(policy),
        testing_(testing),
        folder_(std::move(folder)),
        ask_(std::move(ask)) {}

  // Errors: label, peer_identity, peer_url, peer_exists, peer_itself.
  Result<AddedPeer> add(const std::string& person, const NewPeer& given, const std::string& own_identity) const;
  Result<void> end(const std::string& person, const std::string& id) const;  // peer_unknown
  Result<std::vector<Peer>> list(const std::string& after, int limit) const;
  Result<Peer> by_token(const std::string& token) const;  // peer_token

  // Takes what the peer says. Every object is answered for; one at fault keeps none of the others out.
  Result<TakenEnvelope> take(const std::string& peer_id, const Envelope& envelope) const;
  // The same for an envelope that the peer sent: its status resource (taxii.h), kept for a day, the last kStatusesMax.
  Result<std::string> take_sent(const std::string& peer_id, const Envelope& envelope) const;
  Result<std::string> status(const std::string& peer_id, const std::string& id) const;  // status_unknown
  // Asks the peer for what is new, page by page, each page kept before the next. Errors: those of the asking,
  // peer_full.
  Result<Polled> poll(const std::string& peer_id) const;
  // Every peer that wasn't asked for `every`; one that can't be reached keeps none of the others waiting.
  Result<Polled> poll_due(Duration every) const;
  // What waits becomes clues, as many as the day allows; how many.
  Result<int> raise_clues(int limit = 200) const;

  Result<std::vector<Received>> received(const std::string& peer_id, const std::string& state, const std::string& after,
                                         int limit) const;

 private:
  Result<void> note_polled(const std::string& peer_id, const std::string& fault, bool whole) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  testing::Service& testing_;
  std::string folder_;
  Ask ask_;
};

}  // namespace muster::sharing
