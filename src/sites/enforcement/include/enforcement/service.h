// Feeds for resolvers, derived from orders and from nothing else. A zone holds only what stands at this moment by the
// emitter's own clock and by signatures that it checks again itself; it is empty until an authority's key and a ledger
// witness are enrolled. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <cases/case.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <ledger/verify.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::policy {
class Policy;
}
namespace muster::ledger {
class Log;
}
namespace muster::cases {
class Service;
}

namespace muster::enforcement {

inline constexpr events::Kind kFetched{"feed.fetched", 1, "A network feed was fetched."};
inline constexpr events::Kind kChanged{"feed.changed", 1, "A network feed changed."};
inline constexpr events::Kind kTokenGiven{"feed_token.given", 1, "A resolver was given a token for the feeds."};
inline constexpr events::Kind kTokenRevoked{"feed_token.revoked", 1, "A token for the feeds was revoked."};

inline constexpr Duration kValidity = std::chrono::hours(24);  // of a zone: when Muster stops, the network opens

struct Entry {
  std::string order_id, order_number;
  std::string name;
  bool wildcard = false;  // everything below the name
  bool sealed = false;
  bool own = false;  // by the operator's own security, not an authority
};

// An order that the feed leaves out, and why: a code and a sentence.
struct LeftOut {
  std::string order_number, code, sentence;
};

// What one standing order puts into any feed at this moment.
struct Judged {
  bool stands = false;  // nothing keeps it out
  std::vector<Entry> entries;
  std::vector<LeftOut> left_out;
  std::optional<Instant> changes_at;  // when time alone makes another answer of it
};

struct Zone {
  std::string text;  // RFC 1035 master file, RPZ (draft-vixie-dnsop-dns-rpz-00)
  std::string etag;  // of the entries
  std::int64_t serial = 0;
  Instant changed_at, made_at;
  std::vector<Entry> entries;
  std::vector<LeftOut> left_out;
  std::vector<std::string> order_ids;  // that the zone carries
};

// Of the zone as it was last given out; cheap, for anybody.
struct Status {
  bool authority_enrolled = false, witness_enrolled = false;
  bool shadow = false;  // the instance enforces nothing
  std::int64_t serial = 0, entries = 0;
  std::optional<Instant> changed_at, last_fetch_at;
};

// A line of the public list. Sealed grounds show a commitment in place of the scope.
struct PublicOrder {
  std::string number, ground, law, article, authority, measure, scope_kind;
  std::string scope_value;  // "" when sealed
  std::string commitment;   // SHA-256(salt ‖ scope) in hex, when sealed
  Instant issued_at, expires_at;
  std::string state;
};
struct PublicPage {
  std::vector<PublicOrder> items;
  std::string next;
};

struct Token {
  std::string id, label, token;  // token: shown once
  Instant expires_at;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy, ledger::Log& log,
          const cases::Service& cases)
      : database_(database), recorder_(recorder), policy_(policy), log_(log), cases_(cases) {}

  // Makes the zone, notes the fetch and that its orders are executed. `by`: a person's id, a token's id, or "cli".
  Result<Zone> rpz(const std::string& by) const;
  // The same without effects: for previews and conditional requests.
  Result<Zone> preview_rpz() const;
  // What the zone would hold if the instance did not run in shadow (policy instance.shadow): then the two above are
  // empty. For comparisons; never handed to a resolver.
  Result<Zone> would_be_rpz() const;
  Result<Status> status() const;

  // One order by the emitter's clock, with signatures, mandate and limits checked anew; in the caller's transaction.
  // Nothing: it is not in force.
  std::optional<Judged> judge(store::Transaction& tx, const std::string& order_id) const;
  // Why a standing order on a contract is not carried out at this moment: clock, signatures, mandate and limits,
  // checked anew; in the caller's transaction. Empty: it is.
  std::vector<LeftOut> why_not_standing(store::Transaction& tx, const std::string& order_id) const;
  // What a kept record that `judge` allowed is sealed with: whoever writes into tables doesn't hold the key, so that
  // what they write is read by nobody (ledger::SigningKey::seal). Cheap.
  std::string seal(std::string_view text) const;
  // Why no feed holds anything now; empty: they may.
  std::vector<std::string> why_empty(store::Transaction& tx) const;
  // A resolver has the feed of this serial, whatever its form; in the caller's transaction.
  void note_fetch(store::Transaction& tx, const std::string& by, std::int64_t serial, std::int64_t entries) const;
  // A resolver has a feed that carries these orders.
  Result<void> carried_out(store::Transaction& tx, const std::vector<std::string>& order_ids) const;

  // The public list, newest first. Ended orders are listed for `kept` after their end.
  Result<PublicPage> public_orders(const std::string& after, int limit) const;
  Result<PublicOrder> public_order(const std::string& number) const;  // order_unknown
  // "Is my name on a list?": every standing order that takes this name away. Sealed ones answer here too: who asks
  // knows the name. Errors: name_*.
  Result<std::vector<PublicOrder>> public_lookup(const std::string& name) const;

  // Errors: label, expiry.
  Result<Token> give_token(const std::string& label, Duration valid, const std::string& person) const;
  Result<void> revoke_token(const std::string& id, const std::string& person) const;
  Result<std::string> token_id(const std::string& token) const;  // feed_token_unknown

 private:
  Result<Zone> preview(bool shadow) const;
  bool in_shadow() const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  ledger::Log& log_;
  const cases::Service& cases_;
};

// What `muster ledger verify` re-derives of decisions, orders and entries, from the tables and the keys alone.
std::vector<ledger::Invariant> invariants();

}  // namespace muster::enforcement
