// The operations on subscriptions to changes of a line's SIM, and the telling. Thread-safe.
//
// A change of a SIM comes from the outbox (lines: kSimChanged), in its order, once; what it makes due is written in the
// transaction that moves the outbox's cursor. Notifications of one subscription go out one after the other; each is
// tried until the sink takes it or the attempts are used up, with the same id each time.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <policy/policy.h>
#include <store/database.h>
#include <vault/vault.h>

#include <vector>

#include <camara/service.h>
#include <camara/sink.h>
#include <camara/subscription.h>

namespace muster::camara {

// A subscription and the number that its client may see ("": none).
struct Shown {
  Subscription subscription;
  std::string phone;
};
struct Told {
  int taken = 0, delivered = 0, put_off = 0, given_up = 0;
  bool more = false;
};

class Subscriptions {
 public:
  Subscriptions(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
                const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Within the transaction of the question (Service::ask). A problem: already_exists (the same client, line and sink),
  // quota_exceeded. The form was checked before.
  Result<std::variant<Shown, Problem>> make(store::Transaction& tx, const Access& access, const Subject& subject,
                                            const NewSubscription& asked) const;
  // Of the client; with a token of three parties, of its line alone.
  Result<std::vector<Shown>> of(const Access& access) const;
  Result<std::optional<Shown>> find(const Access& access, const std::string& id) const;
  Result<bool> remove(const Access& access, const std::string& id) const;  // no: there is none

  // One round each; a job calls them until nothing is left. How many events were looked at; subscriptions that ended.
  Result<int> note_changes(int limit = 2'000) const;
  // The same also where nobody subscribes, so that the first subscription does not wait for years of history.
  Result<int> read_on(int limit = 10'000) const;
  Result<int> tick(int limit = 500) const;
  // Ends what belongs to nobody any more: a scan of what is in force, once a minute.
  Result<int> end_left_behind(int limit = 500) const;
  Result<Told> tell(Sink& sink, int limit = 64) const;
  // What was told longer than 30 days ago goes.
  Result<std::int64_t> sweep(int limit = 5'000) const;

  const policy::Policy& policy() const { return policy_; }
  const Clock& clock() const { return recorder_.clock(); }

 private:
  struct Outgoing;
  Result<std::vector<Outgoing>> take_due(int limit, bool& more) const;
  Result<void> settle(std::vector<Outgoing>& sent, Told& told) const;
  void add_notice(store::Transaction& tx, Subscription& subscription, NoticeKind kind, Instant happened_at) const;
  void end(store::Transaction& tx, Subscription& subscription, Termination reason, const std::string& actor) const;
  Result<void> note_swap(store::Transaction& tx, Subscription& subscription, const std::string& holder_id,
                         Instant at) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::camara
