// For the tests of handlers: every service of the program over one test database, as src/cli/muster/instance.cc puts
// them together.
#pragma once

#include <api/services.h>
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
#include <programme/service.h>
#include <resources/service.h>
#include <restrictions/debarment_service.h>
#include <restrictions/service.h>
#include <schedule/service.h>
#include <testing/testing.h>

#include <filesystem>

#include <billing/service.h>
#include <bundles/bundles.h>
#include <convergence/service.h>
#include <embedded_sites_migrations.h>
#include <evidence/service.h>
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
#include <support/caller.h>
#include <support/test_database.h>
#include <training/training.h>
#include <zones/feeds.h>

namespace muster::api {

using test::Answer;
using test::Caller;
using test::person;

struct WholeProgram {
  explicit WholeProgram(store::Backend backend, const std::string& kind = "demo")
      : db(backend, {{"sites", muster_sites_migrations::files()}}) {
    static constexpr store::Sql kInstance{
        "t_instance", "insert into instance(only_row, kind, name, created_at) values(1, :kind, 'test', 1)"};
    (void)db->write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kInstance, {{"kind", kind}});
      return {};
    });
    bundles.set_hashes(hashes);
    testing.set_likeness(likeness);
  }
  ~WholeProgram() { std::filesystem::remove_all(folder); }
  static std::string make_folder() {
    SystemClock now;
    SystemRandom chance;
    const auto path = std::filesystem::temp_directory_path() / ("muster-whole-" + new_id(now, chance));
    std::filesystem::create_directories(path);
    return path.string();
  }

  std::string folder = make_folder();
  SimulatedClock clock{*parse_rfc3339("2026-03-02T02:00:00Z")};
  SystemRandom random;
  test::TestDatabase db;
  const policy::Policy& policy = policy::Policy::standard();
  ledger::Recorder recorder{clock, random};
  vault::Vault vault{*vault::KeyRing::create(folder + "/ring", clock, random), recorder};
  ledger::Log log{*db, recorder, *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random)};
  jobs::Service jobs{*db, clock, random};
  parties::Service parties{*db, recorder, vault, policy};
  documents::Service documents{*db, recorder, vault, {.folder = folder + "/documents"}};
  resources::Service resources{*db, recorder, policy};
  restrictions::Service restrictions{*db, recorder};
  holders::RegistrantCheck registrants{vault};
  filings::Service filings{*db, recorder, vault, policy, restrictions, &registrants};
  holders::Service holders{*db, recorder, vault, policy, filings};
  notices::Service notices{*db, recorder};
  restrictions::DebarmentService debarments{*db, recorder, policy, vault, notices};
  census::Service census{*db, recorder, &notices, {.folder = folder + "/census"}};
  schedule::Service schedule{*db, recorder, policy, &filings};
  hashes::Matcher matcher{clock};
  hashes::Service hashes{*db, recorder, matcher};
  bundles::Service bundles{*db, recorder, policy, &jobs, folder + "/bundles"};
  likeness::Service likeness{*db};
  testing::Service testing{*db, recorder, bundles, &jobs, folder, {}, &schedule};
  evidence::Service evidence{
      *db,
      recorder,
      log,
      testing,
      {.time_stamp_url = "", .time_stamp_certificates = "", .bundles_folder = folder + "/court"}};
  reports::Service reports{*db, recorder, policy, vault, notices, testing};
  reviews::Service reviews{*db, recorder, policy, vault, testing, bundles};
  cases::Service cases{*db, recorder, policy, parties, notices, restrictions, filings, vault};
  partners::Service partners{*db, recorder, policy, notices};
  promotion::Inventories inventories{*db, recorder, filings};
  promotion::Inspector inspector{*db, recorder, policy, testing, filings, &schedule};
  promotion::Findings findings{*db, recorder, cases};
  promotion::Suspensions suspensions{*db, recorder, partners};
  statements::Service statements{*db, recorder, policy, vault, notices};
  enforcement::Service enforcement{*db, recorder, policy, log, cases};
  zones::Feeds feeds{*db, recorder, enforcement,
                     *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, random),
                     policy.duration("order.feed_validity")};
  metrics::Service metrics{*db, recorder, metrics::Definitions::standard(), {.utc_offset_minutes = 480}};
  training::Service training{*db, recorder, training::standard_exercises()};
  billing::Service billing{*db,
                           recorder,
                           policy,
                           enforcement,
                           *ledger::SigningKey::make("test", ledger::Algorithm::ed25519, random),
                           folder + "/charges",
                           {},
                           {}};
  sharing::Publisher shared_orders{*db, recorder, enforcement, {"test", "test+key"}};
  sharing::Peers peers{*db, recorder, policy, testing, folder + "/peer-tokens", sharing::ask_by_http};
  programme::Service programme{*db, recorder, policy, notices, metrics, programme::Template::standard()};
  zones::Publisher zone{*db, recorder, enforcement};
  convergence::Service convergence{*db,
                                   recorder,
                                   zone,
                                   [](const convergence::Whom&, const std::vector<std::string>& names) {
                                     return std::vector<convergence::Seen>(names.size(), convergence::Seen::silent);
                                   },
                                   {}};
  http::SignIn sign_in{*db, recorder, http::SignInOptions::quick_for_tests()};
  Services services{clock,     random,    *db,         policy,        recorder,    log,          vault,
                    jobs,      parties,   documents,   notices,       resources,   restrictions, debarments,
                    filings,   holders,   census,      schedule,      hashes,      bundles,      likeness,
                    testing,   evidence,  reports,     reviews,       cases,       partners,     inventories,
                    inspector, findings,  suspensions, statements,    enforcement, feeds,        metrics,
                    training,  programme, billing,     shared_orders, peers,       convergence,  sign_in};
};

}  // namespace muster::api
