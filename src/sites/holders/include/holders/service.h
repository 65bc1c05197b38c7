// The operations on domains and their holders, each in one transaction with its event and ledger leaf. Thread-safe.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <holders/domain.h>
#include <holders/events.h>
#include <holders/registrant_check.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}
namespace muster::filings {
class Service;
}
namespace muster::vault {
class Vault;
}

namespace muster::holders {

inline constexpr int kListMax = 500;
inline constexpr int kScanMax = 1000;  // rows that a search looks at before it says "and more"

struct DomainFilter {
  std::string q = {};  // begin of a name
  std::optional<State> state = {};
  std::string holder_id = {};
  bool due = false;  // those whose documents' term runs, soonest first
};
struct DomainRow {
  std::string name, holder_id, holder_name, registrar;  // holder_name: of organizations alone
  HolderKind holder_kind = HolderKind::unknown;
  State state = State::unverified;
  Instant state_since;
  std::optional<Instant> due_at, expires_at;
};
struct DomainPage {
  std::vector<DomainRow> items;
  std::string next;  // key for the following page, empty at the end
};

struct Step {
  Event event = Event::hand_in;
  std::string how = {};  // of verify
  std::vector<std::string> reasons = {};
};

// What became of one record of a registry.
enum class Mirrored : std::uint8_t { added, changed, already_in };

struct Ticked {
  int lapsed = 0, sources_late = 0;
};

// A search's answer: bounded, and saying so.
template <class T>
struct Found {
  std::vector<T> items;
  bool truncated = false;
};

class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, const filings::Service& filings)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy), filings_(filings) {}

  // A step of the register's staff. `version` is the one that the caller has seen. Errors: domain_unknown,
  // version_stale, and those of check_step.
  Result<Registration> apply(const std::string& name, std::int64_t version, const Step& step,
                             const std::string& actor) const;
  // One record, as a registry's answer brings it. Errors: those of check_record; source_form.
  Result<Mirrored> mirror(const Record& record, const std::string& source, const std::string& actor) const;
  // Errors: flag_unknown, flag_cleared, note_missing.
  Result<Flag> clear_flag(const std::string& id, const std::string& note, const std::string& actor) const;
  // Why the domain's present registrant may hold it for the subject of `filing` (its id, number or a domain of it).
  // Errors: domain_unknown, filing_unknown, relation_exists, evidence_missing, name_*.
  Result<RegistrantRelation> relate(const std::string& name, const std::string& filing, Relation relation,
                                    const std::string& evidence, const std::string& actor) const;
  Result<void> end_relation(const std::string& name, const std::string& id,
                            const std::string& actor) const;                              // relation_unknown
  Result<std::vector<RegistrantRelation>> relations(const std::string& holder_id) const;  // in force
  // What the clock brings: documents that never came, registries that were not mirrored in time.
  Result<Ticked> tick() const;

  Result<Registration> get(const std::string& name) const;  // domain_unknown, name_*
  Result<Holder> holder(const std::string& id) const;       // holder_unknown
  Result<std::vector<Holding>> holdings(const std::string& name) const;
  Result<DomainPage> list(const DomainFilter& filter, const std::string& after, int limit) const;
  Result<std::vector<events::Event>> history(const std::string& name) const;
  Result<std::vector<Flag>> flags_of(const std::string& name) const;
  Result<std::vector<Flag>> flags_of_site(const std::string& site_id) const;  // newest first, open ones before
  // A holder's particulars, for a stated purpose (snake_case); in the ledger. Errors: holder_unknown, the vault's.
  Result<std::map<std::string, std::string>> personal_data(const std::string& holder_id, const std::string& purpose,
                                                           const std::string& actor) const;

  // Queues the other names of the name's present holder for a test: nothing else follows from who the holder is.
  // Returns how many. In the caller's transaction.
  int ask_tests(store::Transaction& tx, const std::string& name, const std::string& reason,
                const std::string& actor) const;
  // Hands out what waits for a test, oldest first, and takes it off when `take` succeeds: at least once each.
  Result<int> hand_out_tests(int limit, const std::function<Result<void>(const std::vector<std::string>&)>& take) const;

  // For the public: bounded prefix searches along an index, and look-ups. `prefix` in lower case.
  Result<Found<Registration>> search_names(const std::string& prefix, const std::string& suffix, int limit) const;
  Result<Found<Holder>> search_holders(const std::string& prefix, int limit) const;  // organizations alone
  Result<Found<Registrar>> search_registrars(const std::string& prefix, int limit) const;
  Result<Found<std::string>> search_name_servers(const std::string& prefix, const std::string& suffix, int limit) const;
  Result<std::optional<Registrar>> registrar(const std::string& id) const;
  Result<bool> has_name_server(const std::string& host) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const filings::Service& filings_;
};

}  // namespace muster::holders
