// One instance of Muster, opened: its folder, database, keys and the services of all rooms, put together in the order
// of the house. Everything lives as long as the instance.
#pragma once

#include <api/services.h>
#include <base/result.h>
#include <store/migrations.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::evidence {
class Retention;
}
namespace muster::hashes {
class Matcher;
}
namespace muster::instructions {
class Service;
}
namespace muster::zones {
class Feeds;
}
namespace muster::cli {

class BrowserSight;
class PictureSight;

inline constexpr const char* kProgram = "muster";
inline constexpr const char* kInstanceWord = "instance";  // as it is called to people

struct InstanceOptions {
  std::string data;      // folder
  std::string database;  // empty: <data>/muster.db
  std::string policy;    // empty: the embedded default
};

class Instance {
 public:
  // Makes folder, keys and schema. Errors: instance_exists, instance_kind, and those of keys and database.
  static Result<void> create(const InstanceOptions& options, const std::string& kind, const std::string& name);
  // Errors: instance_missing, schema_version, keyring_*, database_*, policy_*.
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
  vault::Vault& vault;
  jobs::Service& jobs;
  parties::Service& parties;
  documents::Service& documents;
  notices::Service& notices;
  resources::Service& resources;
  restrictions::Service& restrictions;
  restrictions::DebarmentService& debarments;
  filings::Service& filings;
  holders::Service& holders;
  census::Service& census;
  schedule::Service& schedule;
  hashes::Matcher& known_pictures;  // filled by hashes.refresh()
  hashes::Service& hashes;
  PictureSight& sight;
  BrowserSight& browser_sight;
  bundles::Service& bundles;
  likeness::Service& likeness;
  testing::Service& testing;
  evidence::Service& evidence;
  reports::Service& reports;
  reviews::Service& reviews;
  cases::Service& cases;
  partners::Service& partners;
  promotion::Inventories& inventories;
  promotion::Inspector& inspector;
  promotion::Findings& findings;
  promotion::Suspensions& suspensions;
  statements::Service& statements;
  enforcement::Service& enforcement;
  zones::Feeds& feeds;
  metrics::Service& metrics;
  training::Service& training;
  billing::Service& billing;
  sharing::Publisher& shared_orders;
  sharing::Peers& peers;
  convergence::Service& convergence;
  programme::Service& programme;
  http::SignIn& sign_in;

  api::Services services();
};

// Cheap to make, for whoever needs it.
instructions::Service instructions_of(Instance& instance);

// The terms of the instance's evidence.
evidence::Retention retention_of(Instance& instance);

// Ends what has reached its term: after a copy was put back, which knows of less.
Result<void> end_terms(Instance& instance);

}  // namespace muster::cli
