// What gateways neither charge nor promote, as a list that they fetch: whole, or what changed since a version. It
// follows from orders on contracts that are in force, each time anew (signatures, mandate, clock: room `enforcement`),
// and from nothing else; what is lifted is gone from the next answer on. A list is good for a while only: when Muster
// stops, gateways open. Thread-safe.
//
// The scope of an order on a contract, narrowest first:
//   service:CODE   one billing service         link:ID      one promotion link
//   channel:ID     one promotion channel       partner:ID   a partner (its party's id, or its number in the register)
// Other values are of other contracts and stand in no list.
//
// The document, UTF-8, lines ended by \n:
//   muster-stop-list/1
//   origin <the ledger's name>      since <version, 0: the whole list>     version <version>
//   made_at <RFC 3339>              valid_until <RFC 3339>
//   + <scope> <order's number>      it stands;   - <scope>: it no longer does
//   (an empty line, and the signed note of ledger/statement.h over what stands before it)
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <events/event.h>
#include <ledger/note.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <billing/tariff.h>

namespace muster::billing {

inline constexpr events::Kind kStopListChanged{"stop_list.changed", 1, "The stop list for gateways changed."};
inline constexpr const char* kStopListKind = "stop_list";  // of the statement
inline constexpr std::size_t kStopScopeMax = 600;          // bytes
inline constexpr std::size_t kStopEntriesMax = 1'000'000;

struct StopEntry {
  std::string scope, order_id, order_number;
  std::int64_t from_version = 0;
  auto operator<=>(const StopEntry&) const = default;
};
struct StopChange {
  bool stands = true;
  std::string scope, order_number;
};
struct StopDocument {
  std::string origin;
  std::int64_t since = 0, version = 0;  // since 0: the whole list
  Instant made_at, valid_until;
  std::vector<StopChange> changes;
};
std::string to_text(const StopDocument& document);
// For gateways: checks the signature and reads. Errors: stop_list_form, and those of ledger::verify_statement.
Result<StopDocument> read_stop_list(std::string_view signed_text, const ledger::VerifierKey& key);

// A scope's kind and what it names; nothing: it is no scope of a stop list. Pure.
struct StopScope {
  std::string kind, ref;
};
std::optional<StopScope> stop_scope(std::string_view text);

// When an order stood, from what happened to it. Pure.
struct OrderEvent {
  std::string kind;  // order.issued, order.stayed, order.resumed, order.lifted, order.lapsed, order.expired
  Instant at;
};
std::vector<Span> spans_of_order(const std::vector<OrderEvent>& events, Instant starts, Instant expires);

struct StopStatus {
  std::int64_t version = 0, entries = 0;
  std::optional<Instant> changed_at;
  std::vector<enforcement::LeftOut> left_out;
  bool shadow = false;  // the instance enforces nothing: the list is empty
};

class StopList {
 public:
  StopList(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
           const enforcement::Service& orders, ledger::SigningKey key)
      : database_(database), recorder_(recorder), policy_(policy), orders_(orders), key_(std::move(key)) {}

  // The signed document; since 0, or a version that is not known: the whole list.
  Result<std::string> document(std::int64_t since) const;
  Result<StopStatus> status() const;
  // In order of scopes, as of the last status() or document().
  Result<std::vector<StopEntry>> entries(const std::string& after, int limit) const;
  // Of one partner, by its number and party: itself, its channels and links, services that it charges for.
  Result<std::vector<StopEntry>> entries_of(const std::string& partner_number, const std::string& party_id,
                                            const std::string& after, int limit) const;

  // When each service was suspended, by itself or by its partner.
  void add_suspensions(store::Transaction& tx, std::vector<TariffService>& services) const;
  const ledger::VerifierKey& verifier() const { return key_.verifier(); }

 private:
  struct Current {
    std::vector<StopEntry> entries;
    std::vector<enforcement::LeftOut> left_out;
  };
  Current current(store::Transaction& tx) const;
  Result<StopStatus> step() const;  // makes a new version when there is something new

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const policy::Policy& policy_;
  const enforcement::Service& orders_;
  const ledger::SigningKey key_;
};

}  // namespace muster::billing
