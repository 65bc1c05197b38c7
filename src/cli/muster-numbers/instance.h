// One instance of the number register, opened: its folder, database, keys and the services of its rooms, put together
// in the order of the house. It shares nothing with an instance of `muster`. Everything lives as long as the instance.
#pragma once

#include <base/result.h>
#include <documents/documents.h>
#include <http/sign_in.h>
#include <jobs/jobs.h>
#include <ledger/log.h>
#include <lines/service.h>
#include <numbers_api/services.h>
#include <parties/parties.h>
#include <persons/service.h>
#include <registration/service.h>
#include <registration/take_over.h>
#include <store/migrations.h>

#include <memory>
#include <string>
#include <vector>

#include <camara/service.h>
#include <camara/subscriptions.h>
#include <campaigns/job.h>
#include <dealers/packets.h>
#include <dealers/service.h>
#include <dealers/signal_service.h>
#include <lookups/disputes.h>
#include <lookups/requests.h>
#include <reconciliation/inbox.h>

namespace muster::cli {

inline constexpr const char* kProgram = "muster-numbers";
inline constexpr const char* kInstanceWord = "number register";  // as it is called to people

struct InstanceOptions {
  std::string data;      // folder
  std::string database;  // empty: <data>/numbers.db
  std::string policy;    // empty: the embedded default
  std::string at = {};   // RFC 3339: the clock stands there; in training and demo instances alone
};

class Instance {
 public:
  // Makes folder, keys and schema. Errors: instance_exists, instance_kind, and those of keys and database.
  static Result<void> create(const InstanceOptions& options, const std::string& kind, const std::string& name);
  // Errors: instance_missing, clock_in_production, time_*, schema_version, keyring_*, database_*, policy_*.
  static Result<std::unique_ptr<Instance>> open(const InstanceOptions& options);
  // Applies missing migrations; on PostgreSQL as the owner of the tables. Returns how many.
  static Result<int> migrate(const InstanceOptions& options, const std::string& application_role);
  // What an instance's database is: the file or address, and the migrations that make it.
  static std::string database_of(const InstanceOptions& options);
  static std::vector<store::MigrationSet> migrations();
  ~Instance();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
  explicit Instance(std::unique_ptr<Parts> parts);

 public:
  const std::string data, kind, name;
  const Clock& clock;
  Random& random;
  store::Database& database;
  const policy::Policy& policy;
  const ledger::Recorder& recorder;
  ledger::Log& log;
  const vault::Vault& vault;
  jobs::Service& jobs;
  parties::Service& parties;
  lines::Service& lines;
  persons::Service& persons;
  registration::Service& registration;
  registration::TakeOver& take_over;
  campaigns::Service& campaigns;
  documents::Service& documents;
  dealers::Service& dealers;
  dealers::Packets& packets;
  dealers::Signals& signals;
  lookups::Requests& requests;
  lookups::Disputes& disputes;
  camara::Service& camara;
  camara::Subscriptions& subscriptions;
  http::SignIn& sign_in;
  reconciliation::Inbox& inbox;

  numbers_api::Services services();  // for the API's handlers
};

// Ends what has reached its term: after a copy was put back, which knows of less.
Result<void> end_terms(Instance& instance);

}  // namespace muster::cli
