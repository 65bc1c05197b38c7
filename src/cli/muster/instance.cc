#include "instance.h"

#include "browser_sight.h"
#include "new_instance.h"
#include "open_instance.h"
#include "picture_sight.h"
#include <base/files.h>
#include <base/log.h>
#include <base/random.h>
#include <cases/records.h>
#include <cases/service.h>
#include <census/service.h>
#include <documents/documents.h>
#include <enforcement/service.h>
#include <filings/service.h>
#include <hashes/service.h>
#include <holders/service.h>
#include <http/sign_in.h>
#include <jobs/jobs.h>
#include <ledger/log.h>
#include <metrics/service.h>
#include <notices/notices.h>
#include <parties/parties.h>
#include <partners/service.h>
#include <policy/policy.h>
#include <programme/service.h>
#include <resources/address_origin.h>
#include <resources/service.h>
#include <restrictions/debarment_service.h>
#include <restrictions/service.h>
#include <schedule/service.h>
#include <store/migrations.h>
#include <testing/testing.h>
#include <vault/vault.h>

#include <filesystem>
#include <mutex>

#include <billing/service.h>
#include <bundles/bundles.h>
#include <convergence/service.h>
#include <embedded_sites_migrations.h>
#include <evidence/service.h>
#include <instructions/service.h>
#include <likeness/likeness.h>
#include <promotion/findings.h>
#include <promotion/inspector.h>
#include <promotion/inventory.h>
#include <promotion/suspensions.h>
#include <reports/service.h>
#include <reviews/reviews.h>
#include <sharing/peers.h>
#include <sharing/publisher.h>
#include <statements/service.h>
#include <training/training.h>
#include <zones/feeds.h>
#include <zones/primary.h>

namespace muster::cli {
namespace {

std::vector<store::MigrationSet> migration_sets() {
  return {store::foundation_migrations(), {"sites", muster_sites_migrations::files()}};
}

std::string database_url(const InstanceOptions& options) {
  return options.database.empty() ? options.data + "/muster.db" : options.database;
}

// The address behind "site:<id>", read from the vault at the moment a letter leaves; that of the hotline, from the
// policy.
std::function<Result<std::string>(const std::string&)> resolver(store::Database& database, filings::Service& filings,
                                                                const policy::Policy& policy) {
  return [&](const std::string& ref) -> Result<std::string> {
    if (ref.starts_with(instructions::kContactRef)) return instructions::second_address(database, ref);
    if (ref == reports::kHotlineRef) return policy.text("reports.hotline_email");
    if (!ref.starts_with("site:")) return not_found("recipient_unknown", "Nobody is known behind this recipient.");
    return database.write([&](store::Transaction& tx) {
      return filings.contact_email(tx, ref.substr(5), "deliver_notice", "system:notices");
    });
  };
}

// The list of sites that goes with a letter of the census, the address that goes to the hotline, the statement of
// reasons that goes with the letter of a decision. Asked for when the letter leaves, long after all services are there.
std::function<Result<std::optional<notices::Attachment>>(const notices::Notice&)> attacher(
    store::Database& database, census::Service& census, reports::Service& reports, statements::Service& statements) {
  return [&](const notices::Notice& notice) -> Result<std::optional<notices::Attachment>> {
    if (notice.kind == reports::kHotlineLetter) {
      MUSTER_TRY(auto address, reports.sealed_address(notice.record_id));
      return std::optional(notices::Attachment{"address.txt", "text/plain", std::move(address)});
    }
    if (notice.record_kind == instructions::kMessageRecord) return instructions::attachment_of(database, notice);
    if (notice.kind != notices::letters::kCensusSites) return statements.attachment(notice);
    MUSTER_TRY(auto list, census.list_of_notice(notice.id));
    if (!list) return std::optional<notices::Attachment>();
    return std::optional(notices::Attachment{"sites.csv", "text/csv", std::move(*list)});
  };
}

// From where and as what sites are visited; without the file, the standard vantages.
Result<std::vector<testing::Vantage>> read_vantages(const std::string& file) {
  if (!std::filesystem::exists(file)) return std::vector<testing::Vantage>();
  MUSTER_TRY(const std::string text, read_file(file, 64u << 10));
  return testing::parse_vantages(text);
}

// Reports about pages that say the same are one entry, where tests kept what they say.
std::function<std::string(store::Transaction&, const std::string&)> mark_of_site(const likeness::Service& likeness) {
  return [&likeness](store::Transaction& tx, const std::string& host) { return likeness.text_mark(tx, host); };
}

// What a report learns of the case that began with it.
reports::Fate fate_of_case(store::Transaction& tx, const std::string& case_id) {
  switch (cases::outcome_of(tx, case_id)) {
    case cases::Outcome::open:
      break;
    case cases::Outcome::violation:
      return reports::Fate::violation;
    case cases::Outcome::none:
      return reports::Fate::no_violation;
    case cases::Outcome::reversed:
      return reports::Fate::reversed;
  }
  return reports::Fate::in_case;
}

// Countries and networks of addresses, where their data is installed (docs/operations.md).
std::shared_ptr<const resources::AddressOrigins> open_origins(const std::string& data) {
  std::vector<std::string> files;
  for (const char* name :
       {"address-country.mmdb", "address-network.mmdb", "address-network-ipv4.csv", "address-network-ipv6.csv"})
    if (std::filesystem::exists(data + "/" + name)) files.push_back(data + "/" + name);
  const auto opened = resources::AddressOrigins::open(files);
  if (opened.ok()) return *opened;
  if (opened.error().code != "origin_not_installed")
    log::warning("CENSUS-003", "Countries of addresses are not known.", {{"code", opened.error().code}});
  return nullptr;
}

// The same, opened by whoever asks first: half a million ranges are no part of a command that doesn't.
class Origins {
 public:
  explicit Origins(std::string data) : data_(std::move(data)) {}
  const resources::AddressOrigins* get() {
    std::call_once(once_, [this] { opened_ = open_origins(data_); });
    return opened_.get();
  }
  census::Origin of(const census::ServerAddress& address) {
    const auto* known = get();
    const auto found = known ? known->of(address) : std::nullopt;
    return found ? census::Origin{found->country, found->network} : census::Origin{};
  }

 private:
  const std::string data_;
  std::once_flag once_;
  std::shared_ptr<const resources::AddressOrigins> opened_;
};

// Who answers for a name by its filing: the subject's id.
std::function<std::string(store::Transaction&, const std::string&)> registrant_of(const filings::Service& filings) {
  return [&filings](store::Transaction& tx, const std::string& host) {
    const auto site = filings.site_of(tx, host);
    return site ? site->subject_id : std::string();
  };
}

}  // namespace

// In the order of the house: what stands below uses what stands above.
struct Instance::Parts {
  Parts(const InstanceOptions& options, std::unique_ptr<store::Database> db, policy::Policy pol, vault::KeyRing ring,
        ledger::SigningKey key, std::string instance_kind, std::string instance_name)
      : data(options.data),
        kind(std::move(instance_kind)),
        name(std::move(instance_name)),
        database(std::move(db)),
        policy(std::move(pol)),
        recorder(clock, random),
        vault(std::move(ring), recorder),
        log(*database, recorder, key),
        jobs(*database, clock, random),
        parties(*database, recorder, vault, policy),
        documents(*database, recorder, vault, {.folder = data + "/documents"}),
        origins(data),
        resources(*database, recorder, policy),
        restrictions(*database, recorder),
        registrants(vault),
        filings(*database, recorder, vault, policy, restrictions, &registrants),
        holders(*database, recorder, vault, policy, filings),
        notices(*database, recorder,
                {.mail_folder = data + "/mail",
                 .smtp_url = policy.named("notices.smtp_url"),
                 .from = policy.text("notices.from"),
                 .resolve = resolver(*database, filings, policy),
                 .attach = attacher(*database, census, reports, statements),
                 .shadow = policy.flag("instance.shadow")}),
        debarments(*database, recorder, policy, vault, notices),
        census(*database, recorder, &notices,
               {.folder = data + "/census",
                .k_min = static_cast<int>(policy.number("census.k")),
                .policy = &policy,
                .origin = [this](const census::ServerAddress& address) { return origins.of(address); }}),
        schedule(*database, recorder, policy, &filings),
        known_pictures(clock),
        hashes(*database, recorder, known_pictures,
               static_cast<double>(policy.number("testing.bundle_neutral_hits_max_percent")) / 100),
        sight(hashes, policy),
        browser_sight(policy),
        bundles(*database, recorder, policy, &jobs, data + "/bundles"),
        likeness(*database, {static_cast<double>(policy.number("likeness.suspicion_percent")) / 100,
                             registrant_of(filings), policy.flag("testing.icons")}),
        testing(*database, recorder, bundles, &jobs, data, testing::fetch_options(policy), &schedule),
        evidence(*database, recorder, log, testing,
                 {.time_stamp_url = policy.named("testing.time_stamp_url"),
                  .time_stamp_certificates = policy.named("testing.time_stamp_certificates"),
                  .bundles_folder = data + "/court"}),
        reports(*database, recorder, policy, vault, notices, testing,
                {.fate_of_case = fate_of_case, .mark_of_site = mark_of_site(likeness)}),
        reviews(*database, recorder, policy, vault, testing, bundles),
        cases(*database, recorder, policy, parties, notices, restrictions, filings, vault),
        partners(*database, recorder, policy, notices),
        inventories(*database, recorder, filings),
        inspector(*database, recorder, policy, testing, filings, &schedule),
        findings(*database, recorder, cases),
        suspensions(*database, recorder, partners),
        statements(*database, recorder, policy, vault, notices, {policy.named("public.address"), {}}),
        enforcement(*database, recorder, policy, log, cases),
        feeds(*database, recorder, enforcement, key, policy.duration("order.feed_validity")),
        metrics(*database, recorder, metrics::Definitions::standard(),
                {.utc_offset_minutes = policy.calendar().settings().utc_offset_minutes}),
        training(*database, recorder, training::standard_exercises()),
        billing(*database, recorder, policy, enforcement, std::move(key), data + "/charges",
                testing::fetch_options(policy), browser_sight.eyes()),
        shared_orders(*database, recorder, enforcement, {name, log.verifier().to_text()}),
        peers(*database, recorder, policy, testing, data + "/peer-tokens", sharing::ask_by_http),
        zone(*database, recorder, enforcement),
        convergence(*database, recorder, zone, convergence::ask_by_udp(random, {zones::PrimaryOptions().zone}),
                    {policy.named("resolvers.reference"), 53}),
        programme(*database, recorder, policy, notices, metrics, programme::Template::standard()),
        sign_in(*database, recorder) {
    resources.set_origins([this] { return origins.get(); });
    bundles.set_hashes(hashes);
    for (const char* contract : {"partner", "channel", "link"}) cases.add_contracts(contract, suspensions);
    testing.set_eyes(sight.eyes());
    testing.set_likeness(likeness);
    if (auto browser = browser_sight.eyes()) testing.set_browser(std::move(*browser));
    testing.set_revisits_within(policy.duration("testing.evidence_revisits"));
    testing.set_clue_from(static_cast<double>(policy.number("testing.open_case_percent")) / 100);
  }

  std::string data, kind, name;
  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<store::Database> database;
  policy::Policy policy;
  ledger::Recorder recorder;
  vault::Vault vault;
  ledger::Log log;
  jobs::Service jobs;
  parties::Service parties;
  documents::Service documents;
  Origins origins;
  resources::Service resources;
  restrictions::Service restrictions;
  holders::RegistrantCheck registrants;
  filings::Service filings;
  holders::Service holders;
  notices::Service notices;
  restrictions::DebarmentService debarments;
  census::Service census;
  schedule::Service schedule;
  hashes::Matcher known_pictures;
  hashes::Service hashes;
  PictureSight sight;
  BrowserSight browser_sight;
  bundles::Service bundles;
  likeness::Service likeness;
  testing::Service testing;
  evidence::Service evidence;
  reports::Service reports;
  reviews::Service reviews;
  cases::Service cases;
  partners::Service partners;
  promotion::Inventories inventories;
  promotion::Inspector inspector;
  promotion::Findings findings;
  promotion::Suspensions suspensions;
  statements::Service statements;
  enforcement::Service enforcement;
  zones::Feeds feeds;
  metrics::Service metrics;
  training::Service training;
  billing::Service billing;
  sharing::Publisher shared_orders;
  sharing::Peers peers;
  zones::Publisher zone;
  convergence::Service convergence;
  programme::Service programme;
  http::SignIn sign_in;
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
      documents(parts_->documents),
      notices(parts_->notices),
      resources(parts_->resources),
      restrictions(parts_->restrictions),
      debarments(parts_->debarments),
      filings(parts_->filings),
      holders(parts_->holders),
      census(parts_->census),
      schedule(parts_->schedule),
      known_pictures(parts_->known_pictures),
      hashes(parts_->hashes),
      sight(parts_->sight),
      browser_sight(parts_->browser_sight),
      bundles(parts_->bundles),
      likeness(parts_->likeness),
      testing(parts_->testing),
      evidence(parts_->evidence),
      reports(parts_->reports),
      reviews(parts_->reviews),
      cases(parts_->cases),
      partners(parts_->partners),
      inventories(parts_->inventories),
      inspector(parts_->inspector),
      findings(parts_->findings),
      suspensions(parts_->suspensions),
      statements(parts_->statements),
      enforcement(parts_->enforcement),
      feeds(parts_->feeds),
      metrics(parts_->metrics),
      training(parts_->training),
      billing(parts_->billing),
      shared_orders(parts_->shared_orders),
      peers(parts_->peers),
      convergence(parts_->convergence),
      programme(parts_->programme),
      sign_in(parts_->sign_in) {}

Instance::~Instance() = default;

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
  return make_instance({options.data, database_url(options), kind, name, "muster.example/"}, migration_sets());
}

Result<std::unique_ptr<Instance>> Instance::open(const InstanceOptions& options) {
  const Error missing = not_found(
      "instance_missing", "There is no instance in " + options.data + ". Make one with `muster instance init`.");
  MUSTER_TRY(auto opened,
             open_instance(options.data, database_url(options), options.policy, migration_sets(), missing));
  MUSTER_TRY(auto vantages, read_vantages(options.data + "/vantages.json"));
  auto parts = std::make_unique<Parts>(options, std::move(opened.database), std::move(opened.policy),
                                       std::move(opened.ring), std::move(opened.key), opened.kind, opened.name);
  parts->testing.set_vantages(std::move(vantages));
  return std::unique_ptr<Instance>(new Instance(std::move(parts)));
}

api::Services Instance::services() {
  return {clock,       random,    database,      policy,       recorder,    log,         vault,   jobs,    parties,
          documents,   notices,   resources,     restrictions, debarments,  filings,     holders, census,  schedule,
          hashes,      bundles,   likeness,      testing,      evidence,    reports,     reviews, cases,   partners,
          inventories, inspector, findings,      suspensions,  statements,  enforcement, feeds,   metrics, training,
          programme,   billing,   shared_orders, peers,        convergence, sign_in};
}

instructions::Service instructions_of(Instance& instance) {
  return {instance.database, instance.recorder, instance.policy, instance.cases, instance.notices};
}

}  // namespace muster::cli
