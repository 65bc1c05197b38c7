#include "instance.h"

#include "new_instance.h"
#include "open_instance.h"

#include <embedded_numbers_migrations.h>

namespace muster::cli {
namespace {

constexpr const char* kOrigin = "numbers.muster.example/";

std::vector<store::MigrationSet> migration_sets() {
  return {store::foundation_migrations(), {"numbers", muster_numbers_migrations::files()}};
}

// A browser keeps cookies by host, whatever the port: the other program on this machine has another one.
http::SignInOptions session_of_its_own() {
  http::SignInOptions options;
  options.cookie = "muster_numbers_session";
  return options;
}

std::string database_url(const InstanceOptions& options) {
  return options.database.empty() ? options.data + "/numbers.db" : options.database;
}

}  // namespace

struct Instance::Parts {
  Parts(const InstanceOptions& options, std::unique_ptr<store::Database> db, policy::Policy pol, vault::KeyRing ring,
        ledger::SigningKey key, std::string instance_kind, std::string instance_name, std::optional<Instant> at)
      : data(options.data),
        kind(std::move(instance_kind)),
        name(std::move(instance_name)),
        standing(at.value_or(Instant{})),
        clock(at ? static_cast<const Clock&>(standing) : running),
        database(std::move(db)),
        policy(std::move(pol)),
        recorder(clock, random),
        vault(std::move(ring), recorder),
        log(*database, recorder, std::move(key)),
        jobs(*database, clock, random),
        parties(*database, recorder, vault, policy),
        lines(*database, recorder, policy),
        persons(*database, recorder, vault, policy),
        admission(policy),
        registration(*database, recorder, vault, policy, {.admission = &admission}),
        take_over(*database, recorder, vault, policy, admission),
        campaigns(*database, recorder, policy),
        documents(*database, recorder, vault,
                  {.folder = data + "/documents", .later = dealers::picture_terms(policy, clock)}),
        dealers(*database, recorder, vault, policy, jobs),
        packets(*database, recorder, vault, policy, registration, documents),
        signals(*database, recorder, policy),
        requests(*database, recorder, vault, policy),
        disputes(*database, recorder, vault, policy),
        camara(*database, recorder, vault, policy),
        subscriptions(*database, recorder, vault, policy),
        sign_in(*database, recorder, session_of_its_own()),
        inbox(data + "/reconciliation", clock, random) {
    dealers::add_recheck_job(jobs, registration, policy, clock);
    signals.add_job(jobs);
  }

  std::string data, kind, name;
  SystemClock running;
  SimulatedClock standing;
  const Clock& clock;
  SystemRandom random;
  std::unique_ptr<store::Database> database;
  policy::Policy policy;
  ledger::Recorder recorder;
  vault::Vault vault;
  ledger::Log log;
  jobs::Service jobs;
  parties::Service parties;
  lines::Service lines;
  persons::Service persons;
  dealers::DealerAdmission admission;
  registration::Service registration;
  registration::TakeOver take_over;
  campaigns::Service campaigns;
  documents::Service documents;
  dealers::Service dealers;
  dealers::Packets packets;
  dealers::Signals signals;
  lookups::Requests requests;
  lookups::Disputes disputes;
  camara::Service camara;
  camara::Subscriptions subscriptions;
  http::SignIn sign_in;
  reconciliation::Inbox inbox;
};

Instance::Instance(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)),
      data(parts_->data),
      kind(parts_->kind),
      name(parts_->name),
      clock(parts_->clock),
      random(parts_->random),
      database(*parts_->database),
      policy(parts_->policy),
      recorder(parts_->recorder),
      log(parts_->log),
      vault(parts_->vault),
      jobs(parts_->jobs),
      parties(parts_->parties),
      lines(parts_->lines),
      persons(parts_->persons),
      registration(parts_->registration),
      take_over(parts_->take_over),
      campaigns(parts_->campaigns),
      documents(parts_->documents),
      dealers(parts_->dealers),
      packets(parts_->packets),
      signals(parts_->signals),
      requests(parts_->requests),
      disputes(parts_->disputes),
      camara(parts_->camara),
      subscriptions(parts_->subscriptions),
      sign_in(parts_->sign_in),
      inbox(parts_->inbox) {}
Instance::~Instance() = default;

numbers_api::Services Instance::services() {
  return {clock,   random,       database,  policy,  recorder, log,     vault,    jobs,     parties, lines,
          persons, registration, campaigns, dealers, packets,  signals, requests, disputes, sign_in, inbox};
}

std::string Instance::database_of(const InstanceOptions& options) {
  return database_url(options);
}
std::vector<store::MigrationSet> Instance::migrations() {
  return migration_sets();
}

Result<int> Instance::migrate(const InstanceOptions& options, const std::string& application_role) {
  MUSTER_TRY(const auto database, store::Database::open(database_url(options)));
  return store::migrate(*database, migration_sets(), application_role);
}

Result<void> Instance::create(const InstanceOptions& options, const std::string& kind, const std::string& name) {
  return make_instance({options.data, database_url(options), kind, name, kOrigin}, migration_sets());
}

Result<std::unique_ptr<Instance>> Instance::open(const InstanceOptions& options) {
  const Error missing = not_found("instance_missing", "There is no number register in " + options.data +
                                                          ". Make one with `muster-numbers instance init`.");
  MUSTER_TRY(auto opened,
             open_instance(options.data, database_url(options), options.policy, migration_sets(), missing));
  std::optional<Instant> at;
  if (!options.at.empty()) {
    if (opened.kind == "production")
      return refused("clock_in_production", "The clock of a production instance is the machine's.");
    MUSTER_TRY(at, parse_rfc3339(options.at));
  }
  auto parts = std::make_unique<Parts>(options, std::move(opened.database), std::move(opened.policy),
                                       std::move(opened.ring), std::move(opened.key), opened.kind, opened.name, at);
  return std::unique_ptr<Instance>(new Instance(std::move(parts)));
}

}  // namespace muster::cli
