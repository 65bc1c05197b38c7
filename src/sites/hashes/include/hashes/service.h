// Lists of known pictures on record and in memory: proposed by one person, enabled by another, changed, retired; loaded
// at start, and kept in step with what another process wrote. One function an operation. Thread-safe.
#pragma once

#include <hashes/matcher.h>
#include <hashes/neutral.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace muster::hashes {

struct ListPage {
  std::vector<List> items;  // by id: oldest first
  std::string next;         // "": no more
};
// A hash that was put aside, and waits for a person.
struct PutAside {
  std::string list_id, list_name;
  ListKind kind = ListKind::explicit_unlawful;
  Pdq hash;
  std::int64_t pictures = 0;
  Instant at;
};
struct PutAsidePage {
  std::vector<PutAside> items;  // oldest first
  std::string next;
};
struct ListChange {
  std::int64_t added = 0, removed = 0;
};

class Service {
 public:
  // `neutral_share_max`: of an area's neutral pictures that a list may hit.
  Service(store::Database& database, const ledger::Recorder& recorder, Matcher& matcher,
          double neutral_share_max = kNeutralPictureShareMax)
      : database_(database), recorder_(recorder), matcher_(matcher), neutral_share_max_(neutral_share_max) {}

  // A list with its hashes, repeats left out. It counts nowhere before another person enables it. Errors: those of
  // check_list; list_person; list_empty; list_too_long; bundle_hits_neutral (harmless lists may hit what they like).
  Result<List> propose(const NewList& list, std::span<const ListedHash> hashes, const std::string& person) const;
  // By another person than the one who proposed it (list_same_person; the schema refuses it too). Errors: list_unknown,
  // list_state, list_of_bundle, index_full, index_list.
  Result<List> enable(const std::string& id, const std::string& person) const;
  // Errors: list_unknown, list_state, list_of_bundle, reason_missing, reason_too_long.
  Result<List> retire(const std::string& id, const std::string& reason, const std::string& person) const;
  // Hashes that come and go; in force when this returns. Errors: list_unknown, list_state (retired), list_of_bundle
  // (load another version), list_too_long, bundle_hits_neutral, index_full.
  Result<ListChange> change(const std::string& id, std::span<const ListedHash> add, std::span<const Pdq> remove,
                            const std::string& person) const;

  Result<List> list(const std::string& id) const;
  Result<ListPage> lists(const std::string& after, int limit) const;  // at most 200 a page
  Result<PutAsidePage> put_aside(const std::string& after, int limit) const;
  // A person's word on a hash that was put aside: released, it counts again; else it never does on this list. Errors:
  // list_unknown, hash_not_put_aside.
  Result<void> decide(const std::string& list_id, const Pdq& hash, bool release, const std::string& person) const;

  // Loads what counts, and what changed since; at start, and then every few seconds. Returns how many lists changed.
  // Errors: those of the database; index_full, index_list.
  Result<int> refresh() const;

  // For the room of bundles, in its own transaction: the list of a bundle, whose id and source are the bundle's,
  // checked by `inspect` already. Whoever called refreshes once the transaction stands. Errors: as above.
  NeutralPictureReport inspect(const NewList& list, std::span<const ListedHash> hashes) const;
  Result<void> propose_of_bundle(store::Transaction& tx, const NewList& list, std::span<const ListedHash> hashes,
                                 const std::string& person) const;
  Result<void> step_of_bundle(store::Transaction& tx, const std::string& id, ListEvent event, const std::string& person,
                              const std::string& reason) const;

  // What a picture is known as. A flood is put on record.
  Result<Verdict> look(const PdqTurned& hashes, std::uint64_t picture) const;

 private:
  Result<List> step(store::Transaction& tx, const std::string& id, ListEvent event, const std::string& person,
                    const std::string& reason) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  Matcher& matcher_;
  const double neutral_share_max_;
  mutable std::mutex refreshing_;
};

}  // namespace muster::hashes
