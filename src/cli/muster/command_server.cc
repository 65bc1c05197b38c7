// `muster server`: the API, the console, the public pages and the work in the background, in one process.
#include "browser_sight.h"
#include "closed_cases.h"
#include "commands.h"
#include "doctor_own.h"
#include "farm_option.h"
#include "health.h"
#include "house_gauges.h"
#include "instance.h"
#include "resolver_watch.h"
#include "serve.h"
#include "test_queue.h"
#include "test_work.h"
#include "zone_server.h"
#include <base/files.h>
#include <base/log.h>
#include <cases/service.h>
#include <census/job.h>
#include <documents/documents.h>
#include <events/outbox.h>
#include <filings/approval_letters.h>
#include <holders/service.h>
#include <http/live.h>
#include <http/prometheus.h>
#include <http/sign_in.h>
#include <identifiers/contact.h>
#include <jobs/jobs.h>
#include <ledger/statement.h>
#include <metrics/service.h>
#include <names/name.h>
#include <names/suffix.h>
#include <notices/bounce.h>
#include <notices/notices.h>
#include <parties/roles.h>
#include <partners/service.h>
#include <programme/aggregates.h>
#include <programme/referral.h>
#include <programme/service.h>
#include <programme/visit.h>
#include <restrictions/debarment_service.h>
#include <restrictions/legacy_service.h>
#include <restrictions/service.h>
#include <schedule/campaign.h>
#include <schedule/service.h>
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <aggregates/carry.h>
#include <billing/service.h>
#include <evidence/court_bundles.h>
#include <evidence/retention.h>
#include <evidence/service.h>
#include <fmt/format.h>
#include <instructions/service.h>
#include <promotion/inspector.h>
#include <reports/service.h>
#include <reviews/reviews.h>
#include <sharing/peers.h>
#include <sharing/publisher.h>
#include <statements/service.h>

namespace muster::cli {
namespace {

constexpr const char* kServerActor = "system:clock";

struct ServerOptions {
  std::string listen = "127.0.0.1", farm, metrics_token, zones;
  std::uint16_t port = 8080;
  bool secure_cookies = false, behind_proxy = false, routes = false, work = false;
  TestQueue queue;
};

// An order was issued in a case that a block of another system led to: the block is decided anew.
Result<void> follow_legacy(Instance& instance) {
  const restrictions::LegacyService legacy(instance.database, instance.recorder);
  for (int handed = 1; handed > 0;) {
    MUSTER_TRY(handed, events::drain(instance.database, "legacy_blocks", 500,
                                     [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                       if (event.kind != cases::kIssued.name) return {};
                                       const auto order = instance.cases.order(event.record_id);
                                       if (!order.ok()) return order.error();
                                       MUSTER_CHECK_OK(legacy.redecide(tx, order->case_id, order->id, kServerActor));
                                       return {};
                                     }));
  }
  return {};
}

// What runs out by itself: late appeals, ended orders, holds and listings past their day. Short pieces, again until
// done.
Result<std::string> run_clocks(Instance& instance, jobs::JobContext& context) {
  int done = 0;
  // First what was decided in time, then what was not.
  MUSTER_CHECK_OK(follow_legacy(instance));
  const restrictions::LegacyService legacy(instance.database, instance.recorder);
  const filings::ApprovalLetters letters(instance.database, instance.recorder, instance.policy, instance.notices);
  for (bool more = true; more && !context.cancelled();) {
    MUSTER_TRY(const auto ticked, instance.cases.tick(instance.clock.now()));
    MUSTER_TRY(const int expired, instance.restrictions.expire_due());
    MUSTER_TRY(const int debarments, instance.debarments.expire_due());
    MUSTER_TRY(const int lapsed, legacy.lapse_due());
    MUSTER_TRY(const int told, letters.write_due());
    MUSTER_TRY(const int warned, instance.partners.warn_due());
    MUSTER_TRY(const int bars, instance.partners.lapse_bars());
    const int now = ticked.lapsed + ticked.expired + ticked.cured + ticked.late + expired + debarments + lapsed + told +
                    warned + bars;
    done += now;
    more = now > 0;
  }
  return fmt::format("{{\"ended\":{}}}", done);
}

// Of an order that was issued: the registered name that it is about; empty where that is nobody's business.
std::string name_of_order(Instance& instance, const std::string& id) {
  const auto order = instance.cases.order(id);
  if (!order.ok() || order->sealed) return {};  // a sealed name goes into no queue
  std::string host = order->scope_value;
  if (const auto url = identifiers::check_home_url(host); url.ok()) host = url->host;
  const auto name = names::parse_name(host);
  return name.ok() ? std::string(names::registrable_domain(name->ascii)) : std::string();
}

// Whoever holds a name that an order is about has its other names tested, and nothing more.
Result<void> follow_orders(Instance& instance) {
  for (int handed = 1; handed > 0;) {
    MUSTER_TRY(handed, events::drain(instance.database, "holders", 500,
                                     [&](store::Transaction& tx, const events::Event& event) -> Result<void> {
                                       if (event.kind != cases::kIssued.name) return {};
                                       if (const auto name = name_of_order(instance, event.record_id); !name.empty())
                                         instance.holders.ask_tests(tx, name, "violation", "system:holders");
                                       return {};
                                     }));
  }
  return {};
}

// Domains whose documents never came, registries not mirrored in time, and holders' other names on to the schedule of
// tests.
Result<std::string> run_domain_clocks(Instance& instance) {
  MUSTER_TRY(const auto ticked, instance.holders.tick());
  MUSTER_CHECK_OK(follow_orders(instance));
  int handed = 0;
  for (int more = 1; more > 0; handed += more) {
    MUSTER_TRY(more, instance.holders.hand_out_tests(500, [&](const std::vector<std::string>& names) {
      return instance.testing.watch(names, "new");
    }));
  }
  return fmt::format("{{\"lapsed\":{},\"sources_late\":{},\"to_test\":{}}}", ticked.lapsed, ticked.sources_late,
                     handed);
}

// What came in becomes suspicions, and what became of those and of their cases closes reports.
Result<std::string> run_reports(Instance& instance, jobs::JobContext& context) {
  int raised = 0;
  for (int more = 1; more > 0 && !context.cancelled(); raised += more) {
    MUSTER_TRY(more, instance.reports.advance());
  }
  for (int handed = 1; handed > 0 && !context.cancelled();) {
    MUSTER_TRY(handed, events::drain(instance.database, "reports", 500,
                                     [&](store::Transaction& tx, const events::Event& event) {
                                       return instance.reports.follow(tx, event);
                                     }));
  }
  MUSTER_TRY(const auto ticked, instance.reports.tick());
  return fmt::format("{{\"handed_on\":{},\"delivered\":{},\"forgotten\":{}}}", raised, ticked.delivered,
                     ticked.forgotten);
}

// Orders get their statements of reasons, and what became of letters moves them on.
Result<int> follow_statements(Instance& instance, jobs::JobContext& context) {
  int done = 0;
  for (int handed = 1; handed > 0 && !context.cancelled(); done += handed) {
    MUSTER_TRY(handed, events::drain(instance.database, "statements", 500,
                                     [&](store::Transaction& tx, const events::Event& event) {
                                       return instance.statements.follow(tx, event);
                                     }));
  }
  return done;
}

// Letters go out, those of decisions with their statements; and those that came back are read.
Result<std::string> run_letters(Instance& instance, jobs::JobContext& context) {
  MUSTER_CHECK_OK(follow_statements(instance, context));
  MUSTER_TRY(const int sent, instance.notices.deliver());
  MUSTER_TRY(const auto back, notices::take_bounces(instance.data + "/mail-back", instance.notices));
  MUSTER_CHECK_OK(follow_statements(instance, context));
  return fmt::format("{{\"sent\":{},\"bounced\":{}}}", sent, back.failed);
}

// What happened becomes figures; definitions that changed make them anew, with the progress of a job.
Result<std::string> run_figures(Instance& instance, jobs::JobContext& context) {
  MUSTER_TRY(const bool outdated, instance.metrics.outdated());
  if (outdated) {
    MUSTER_TRY(const auto done, instance.metrics.recompute([&](std::int64_t read, std::int64_t all) {
      context.progress(read, all, "events");
      return !context.cancelled();
    }));
    if (done.stopped) return jobs::JobContext::interrupted();
  }
  std::int64_t events = 0;
  for (int some = 1; some > 0 && !context.cancelled(); events += some) {
    MUSTER_TRY(some, instance.metrics.ingest());
  }
  return fmt::format("{{\"events\":{}}}", events);
}

// Orders are told to other operators, these are asked, and what they told becomes clues.
Result<std::string> run_sharing(Instance& instance, jobs::JobContext& context) {
  std::int64_t told = 0, withdrawn = 0;
  for (bool more = true; more && !context.cancelled();) {
    MUSTER_TRY(const auto done, instance.shared_orders.step());
    told += done.told;
    withdrawn += done.withdrawn;
    more = done.more;
  }
  MUSTER_TRY(const auto polled, instance.peers.poll_due(std::chrono::minutes(1)));
  MUSTER_TRY(const int clues, instance.peers.raise_clues());
  return fmt::format(R"({{"told":{},"withdrawn":{},"received":{},"clues":{}}})", told, withdrawn,
                     polled.added + polled.withdrawn, clues);
}

// Orders become instructions, and what is late goes to people. What is sent, and what is looked at, waits for others
// and is work of its own. An instance beside another system tells nobody, and asks nothing of anybody.
Result<std::string> run_instructions(Instance& instance, jobs::JobContext& context) {
  const auto service = instructions_of(instance);
  for (int handed = 1; handed > 0 && !context.cancelled();) {
    MUSTER_TRY(handed, events::drain(instance.database, "instructions", 500,
                                     [&](store::Transaction& tx, const events::Event& event) {
                                       return service.follow(tx, event);
                                     }));
  }
  if (instance.policy.flag("instance.shadow")) return std::string("{}");
  MUSTER_TRY(const auto late, service.escalate());
  return fmt::format("{{\"late\":{}}}", late.late);
}

Result<void> add_instruction_work(Instance& instance, const instructions::Sign& sign) {
  auto& jobs = instance.jobs;
  const Instant now = instance.clock.now();
  jobs.add_kind("instructions", [&](jobs::JobContext& context) { return run_instructions(instance, context); });
  MUSTER_CHECK_OK(jobs.schedule("instructions", std::chrono::seconds(10), now));
  if (instance.policy.flag("instance.shadow")) return {};
  jobs.add_kind("instruction_messages", [&instance, sign](jobs::JobContext& context) -> Result<std::string> {
    const instructions::Stop stop = [&] { return context.cancelled(); };
    const auto service = instructions_of(instance);
    MUSTER_CHECK_OK(service.prove_due(sign, instructions::post_by_http, stop));
    MUSTER_TRY(const auto sent, service.deliver(sign, instructions::post_by_http, stop));
    return fmt::format(R"({{"messages":{},"told":{},"failed":{}}})", sent.messages, sent.items, sent.failed);
  });
  jobs.add_kind("instruction_looks", [&](jobs::JobContext& context) -> Result<std::string> {
    MUSTER_TRY(const int looks, instructions_of(instance).retest(
                                    instructions::look_by(instance.testing, [&] { return context.cancelled(); })));
    return fmt::format("{{\"looks\":{}}}", looks);
  });
  MUSTER_CHECK_OK(jobs.schedule("instruction_messages", std::chrono::seconds(10), now));
  return jobs.schedule("instruction_looks", std::chrono::minutes(1), now);
}

Result<void> add_background_work(Instance& instance, const ServerOptions& options, const TestQueueOf& queue,
                                 const instructions::Sign& sign) {
  auto& jobs = instance.jobs;
  MUSTER_CHECK_OK(add_instruction_work(instance, sign));
  census::add_job(jobs, instance.census);
  jobs.add_kind("clocks", [&](jobs::JobContext& context) { return run_clocks(instance, context); });
  jobs.add_kind("notices_deliver", [&](jobs::JobContext& context) { return run_letters(instance, context); });
  jobs.add_kind("housekeeping", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int sessions, instance.sign_in.sweep());
    MUSTER_TRY(const int documents, instance.documents.sweep(kServerActor));
    MUSTER_TRY(const int bundles, evidence::CourtBundles(instance.database, instance.recorder, instance.evidence,
                                                         instance.jobs, instance.evidence.bundles_folder())
                                      .sweep());
    return fmt::format(R"({{"sessions":{},"documents":{},"bundles":{}}})", sessions, documents, bundles);
  });
  jobs.add_kind("evidence_time_stamp", [&](jobs::JobContext&) -> Result<std::string> {
    const auto stamped = instance.evidence.stamp();
    // An authority that is away is asked again in ten minutes; the next stamp covers what this one would have.
    if (!stamped.ok() && stamped.error().failure == Failure::unavailable) return std::string("{\"stamped\":0}");
    if (!stamped.ok()) return stamped.error();
    return fmt::format("{{\"stamped\":{}}}", stamped->has_value() ? 1 : 0);
  });
  jobs.add_kind("likeness", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_CHECK_OK(follow_cases(instance));
    return std::string("{}");
  });
  jobs.add_kind("test_campaign", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_CHECK_OK(schedule::Campaigns(instance.database, instance.recorder).measure());
    return std::string("{}");
  });
  jobs.add_kind("reports", [&](jobs::JobContext& context) { return run_reports(instance, context); });
  jobs.add_kind("sharing", [&](jobs::JobContext& context) { return run_sharing(instance, context); });
  jobs.add_kind("domain_clocks", [&](jobs::JobContext&) { return run_domain_clocks(instance); });
  jobs.add_kind("figures", [&](jobs::JobContext& context) { return run_figures(instance, context); });
  jobs.add_kind("figures_publish", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int editions, instance.metrics.publish_due());
    return fmt::format("{{\"editions\":{}}}", editions);
  });
  jobs.add_kind("aggregates", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int fresh,
               programme::Aggregates(instance.database, instance.recorder, instance.metrics).fetch_all());
    return fmt::format("{{\"fresh\":{}}}", fresh);
  });
  jobs.add_kind("referrals", [&](jobs::JobContext&) -> Result<std::string> {
    const programme::Referrals referrals(instance.database, instance.recorder, instance.testing, instance.policy);
    MUSTER_TRY(const int moved, referrals.step({aggregates::send, aggregates::fetch}));
    return fmt::format("{{\"moved\":{}}}", moved);
  });
  jobs.add_kind("programme", [&](jobs::JobContext&) -> Result<std::string> {
    MUSTER_TRY(const int letters, instance.programme.escalate());
    return fmt::format("{{\"letters\":{}}}", letters);
  });
  const Instant now = instance.clock.now();
  MUSTER_CHECK_OK(jobs.schedule("aggregates", std::chrono::hours(1), now + std::chrono::minutes(3)));
  MUSTER_CHECK_OK(jobs.schedule("referrals", std::chrono::minutes(1), now));
  MUSTER_CHECK_OK(jobs.schedule("programme", std::chrono::hours(1), now + std::chrono::minutes(2)));
  MUSTER_CHECK_OK(jobs.schedule("figures", std::chrono::seconds(10), now));
  MUSTER_CHECK_OK(jobs.schedule("figures_publish", std::chrono::hours(24), now + std::chrono::minutes(1)));
  if (instance.evidence.stamps()) MUSTER_CHECK_OK(jobs.schedule("evidence_time_stamp", std::chrono::minutes(10), now));
  MUSTER_CHECK_OK(jobs.schedule("sharing", std::chrono::seconds(10), now));
  MUSTER_CHECK_OK(jobs.schedule("domain_clocks", std::chrono::minutes(5), now));
  MUSTER_CHECK_OK(jobs.schedule("clocks", std::chrono::minutes(1), now));
  MUSTER_CHECK_OK(jobs.schedule("likeness", std::chrono::minutes(1), now));
  MUSTER_CHECK_OK(jobs.schedule("test_campaign", std::chrono::minutes(10), now));
  MUSTER_CHECK_OK(jobs.schedule("reports", std::chrono::seconds(10), now));
  MUSTER_CHECK_OK(jobs.schedule("notices_deliver", std::chrono::seconds(10), now));
  MUSTER_CHECK_OK(evidence::add_retention_job(jobs, retention_of(instance), now + std::chrono::minutes(15)));
  MUSTER_CHECK_OK(reviews::add_jobs(jobs, instance.reviews, now));
  MUSTER_CHECK_OK(schedule::add_job(jobs, instance.schedule, instance.census, instance.policy, now));
  MUSTER_CHECK_OK(promotion::add_inspection_jobs(jobs, instance.inspector, now));
  MUSTER_CHECK_OK(billing::add_jobs(jobs, instance.billing, now));
  if (options.work || options.queue.outside()) MUSTER_CHECK_OK(add_hand_out_job(instance, queue));
  return jobs.schedule("housekeeping", std::chrono::hours(1), now + std::chrono::minutes(5));
}

// "name address:port" lines: test sites on loopback that the fetcher may reach, in a demo or training instance.
void add_all_routes(http::Router& router, const api::Services& services) {
  api::add_sign_in_routes(router, services);
  api::add_home_routes(router, services);
  api::add_job_routes(router, services);
  api::add_party_routes(router, services);
  api::add_resource_routes(router, services);
  api::add_filing_routes(router, services);
  api::add_domain_routes(router, services);
  api::add_restriction_routes(router, services);
  api::add_debarment_routes(router, services);
  api::add_census_routes(router, services);
  api::add_bundle_routes(router, services);
  api::add_testing_routes(router, services);
  api::add_report_routes(router, services);
  api::add_review_routes(router, services);
  api::add_case_routes(router, services);
  api::add_partner_routes(router, services);
  api::add_statement_routes(router, services);
  api::add_enforcement_routes(router, services);
  api::add_billing_routes(router, services);
  api::add_resolver_routes(router, services);
  api::add_sharing_routes(router, services);
  api::add_instruction_routes(router, services);
  api::add_figure_routes(router, services);
  api::add_training_routes(router, services);
  api::add_programme_routes(router, services);
  api::add_ledger_routes(router, services);
  api::add_rdap_routes(router, services);
  api::add_public_routes(router, services);
  api::add_console_routes(router, services);
}

// Somebody without a role of this house whose visit lasts reads as an auditor does (api/inspector.h).
void admit_inspector(Instance& instance, http::Principal& who) {
  if (!who.roles.empty()) return;
  const auto visit = programme::Visits(instance.database, instance.recorder).current(who.person_id);
  if (visit.ok() && *visit) who.roles = {parties::roles::kAuditor, programme::kInspectorRole};
}

Result<void> serve(Instance& instance, const ServerOptions& options) {
  keep_signals();

  MUSTER_CHECK_OK(allow_farm(instance, options.farm));
  api::Services services = instance.services();
  services.test_queue = kept_test_queue(instance, options.queue);
  MUSTER_TRY(const auto ledger_key, ledger::SigningKey::open(instance.data + "/ledger.key"));
  services.sign = [ledger_key](std::string_view kind, std::string_view text, Instant at) {
    return ledger::sign_statement(kind, text, at, ledger_key);
  };
  http::Metrics metrics;
  http::Live live(instance.clock);
  http::Router router;
  add_health_route(router, instance.database);
  http::add_metrics_route(router, metrics, options.metrics_token);
  http::add_live_route(router, live);
  add_all_routes(router, services);
  if (options.routes) {
    fmt::print("{}", http::describe(router));
    return {};
  }
  MUSTER_CHECK_OK(add_background_work(instance, options, services.test_queue, services.sign));

  http::ServerOptions listening;
  listening.address = options.listen;
  listening.port = options.port;
  listening.secure_cookies = options.secure_cookies;
  listening.behind_proxy = options.behind_proxy;
  listening.metrics = &metrics;
  export_house(metrics, instance.database, instance.data, instance.clock,
               [&instance](http::Metrics& to) { tell_resolvers(to, instance); });
  std::unique_ptr<ZoneServer> zones;
  std::unique_ptr<ResolverWatch> resolvers;
  if (!options.zones.empty()) {
    MUSTER_TRY(zones, ZoneServer::start(instance, options.zones));
    resolvers = std::make_unique<ResolverWatch>(instance.convergence);
  }
  if (!instance.browser_sight.eyes())
    log::info("BROWSER-001", "Pages that scripts write are read as they come: there is no browser to visit them with.",
              {{"program", instance.browser_sight.program()}});
  std::unique_ptr<TestWorker> worker;
  if (options.work) worker = std::make_unique<TestWorker>(instance, services.test_queue);
  return serve_until_stopped({"Muster", instance.kind, instance.name, instance.data, instance.sign_in, instance.log,
                              instance.jobs, instance.database, instance.clock, instance.random,
                              [&](http::Principal& who) { admit_inspector(instance, who); }},
                             listening, router, live);
}

}  // namespace

void add_server(CLI::App& app, Globals& globals) {
  auto options = std::make_shared<ServerOptions>();
  auto* server =
      app.add_subcommand("server", "Run the API, the console, the public pages and the work in the background");
  server->add_option("--listen", options->listen, "Address to listen on")->capture_default_str();
  server->add_option("--port", options->port, "Port; 0 takes a free one")->capture_default_str();
  server->add_option("--farm", options->farm, "File of test sites on loopback (demo and training alone)");
  server->add_option("--metrics-token", options->metrics_token, "Bearer token that GET /metrics asks for")
      ->envname("MUSTER_METRICS_TOKEN");
  server->add_flag("--work", options->work, "Test what is due, within the day's budget, in this process");
  server->add_option("--zones", options->zones,
                     "ADDRESS:PORT at which resolvers fetch the zone by transfer (`muster zones`)");
  add_queue_options(*server, options->queue);
  server->add_flag("--routes", options->routes, "Print every route and who may call it, and end");
  server->add_flag("--secure-cookies", options->secure_cookies, "TLS ends in front of Muster");
  server->add_flag("--behind-proxy", options->behind_proxy,
                   "Take the client's address from X-Forwarded-For, for rate limits");
  server->callback([&globals, options] {
    log::set_level(log::Level::info);
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto served = serve(*instance, *options); !served.ok()) globals.fail(served.error());
  });
}

}  // namespace muster::cli
