// The operations on holds and blocklist entries. What is decided elsewhere (cases) or follows by itself (a site is
// filed) is written through the caller's transaction, so that decision and effect stand or fall together. Thread-safe.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <restrictions/restriction.h>
#include <store/database.h>

#include <functional>
#include <string>
#include <vector>

namespace muster::restrictions {

struct HoldFilter {
  std::optional<HoldState> state = {};
  std::string name_prefix = {};  // then sorted by name, else by id, oldest first
  std::string provider_id = {};
};
struct EntryFilter {
  std::optional<EntryState> state = {};
  std::string name_prefix = {};
  bool with_sealed = false;  // for the auditor's role alone
};
template <class T>
struct Listed {
  std::vector<T> items;
  std::string next;  // key for the following page, empty at the end
};

// One name in force, for the census and for gates that load everything.
struct Restricted {
  std::string_view name;
  bool blocklisted = false;  // else held
  std::string_view ground;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}

  // Errors: hold_exists, hold_term (until must be after from), hold_notice_missing, name_*.
  Result<Hold> place_hold(store::Transaction& tx, const NewHold& hold, const std::string& actor) const;
  // `reason` is a snake_case code. Errors: hold_unknown, hold_ended.
  Result<Hold> lift_hold(store::Transaction& tx, const std::string& id, const std::string& reason,
                         const std::string& actor) const;
  // The active hold of that very name and ground, if there is one, is lifted. Nothing to lift is no error.
  Result<std::optional<Hold>> lift_hold_of(store::Transaction& tx, const std::string& name, HoldGround ground,
                                           const std::string& reason, const std::string& actor) const;
  // Errors: entry_term, entry_review, entry_reason_missing, name_*.
  Result<Entry> propose_entry(store::Transaction& tx, const NewEntry& entry, const std::string& actor) const;
  // Errors: entry_unknown, entry_state, entry_order_missing, entry_exists (another one of that name is active).
  Result<Entry> activate_entry(store::Transaction& tx, const std::string& id, const std::string& order_ref,
                               const std::string& actor) const;
  // Errors: entry_unknown, entry_state.
  Result<Entry> remove_entry(store::Transaction& tx, const std::string& id, const std::string& reason,
                             const std::string& actor) const;

  // Ends what is past its day: at most `limit` records in one transaction; returns how many. A job calls it until 0.
  Result<int> expire_due(int limit = 500) const;

  Result<Hold> hold(const std::string& id) const;    // hold_unknown
  Result<Entry> entry(const std::string& id) const;  // entry_unknown
  Result<Listed<Hold>> holds(const HoldFilter& filter, const std::string& after, int limit) const;
  Result<Listed<Entry>> entries(const EntryFilter& filter, const std::string& after, int limit) const;

  // In force at the clock's now; what is past its day counts no more, whether or not expire_due ran.
  Result<Standing> standing(const std::string& name) const;
  Standing standing(store::Transaction& tx, const std::string& name) const;
  // Whether there is any active hold or entry at all: lets bulk work skip the question for each name.
  bool anything_active(store::Transaction& tx) const;
  // Every name in force, in order of name within each kind, in bounded memory. Stops when visit returns false.
  void for_each_in_force(store::Transaction& tx, const std::function<bool(const Restricted&)>& visit) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::restrictions
