// The promotion world with a farm on loopback and the room `testing` that walks it. For the tests of this room.
#pragma once

#include "promotion_world.h"
#include <content/lexicon.h>
#include <filings/import.h>
#include <schedule/service.h>
#include <testing/farm.h>
#include <testing/testing.h>

#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <fmt/format.h>
#include <promotion/findings.h>
#include <promotion/inspector.h>
#include <promotion/suspensions.h>

namespace muster::promotion {

class WalkWorld : public PromotionWorld {
 public:
  explicit WalkWorld(store::Backend backend)
      : PromotionWorld(backend),
        own_policy(must(policy::Policy::parse("[promotion]\nadvertising_networks = [\"promo-adnet.example\"]\n"))),
        schedule_service(*db, recorder, policy, filings_service.get()),
        bundles_service(*db, recorder, policy, nullptr, folder + "/bundles"),
        testing_service(*db, recorder, bundles_service, nullptr, folder, fetch(), &schedule_service),
        inspector(*db, recorder, own_policy, testing_service, *filings_service, &schedule_service),
        findings(*db, recorder, *cases_service),
        suspensions(*db, recorder, partners_service) {
    must(farm.start());
    testing_service.allow_farm(must(testing::parse_farm(farm.names_file())));
    for (const char* kind : {"partner", "channel", "link"}) cases_service->add_contracts(kind, suspensions);
    enable_planted();
    file_sites({"promo-filed.example", "promo-short.example", "promo-own.example"});
    for (const std::string& host : testing::promoted_hosts())
      if (host.ends_with(".promo-own.example")) must(inventories.name_site(partner.id, host, registrar));
  }
  static testing::FetchOptions fetch() {
    testing::FetchOptions out;
    out.manners.host_delay = out.manners.failed_first = Duration::zero();
    out.robots = testing::RobotsPolicy::ignore;
    out.visit_max = std::chrono::seconds(5);
    return out;
  }
  void enable_planted() {
    const auto publisher = content::key_pair_from_seed(std::string(32, 'k'));
    must(bundles_service.propose_publisher({"Demo publisher", publisher.public_key}, "person-1"));
    must(bundles_service.confirm_publisher(publisher.public_key, "person-2"));
    for (const EmbeddedFile& file : muster_lexicons::files())
      if (file.path == "planted.draft")
        must(bundles_service.bring_into_force(must(content::sign_draft(file.bytes, "Demo publisher", publisher)),
                                              "person-1", "person-2"));
  }
  void file_sites(const std::vector<std::string>& domains) {
    std::string text = "site_number,domains,subject_name,region,provider,address_ranges\n";
    int n = 0;
    for (const std::string& domain : domains)
      text += fmt::format("S{0}-1,{1},Company {0},CN-35,{2},192.0.2.1\n", ++n, domain, carrier);
    std::istringstream in(text);
    filings::ImportOptions options;
    options.source_name = "register.csv";
    options.actor = registrar;
    options.on_error = [](const filings::LineError& e) { throw std::runtime_error(e.error.sentence); };
    must(filings::Importer(*db, recorder, *vault, *restrictions_service).run(in, options));
  }
  void list(const std::vector<testing::PromotedLink>& links) {
    std::string text = kHeader;
    for (const auto& l : links)
      text += fmt::format("{},{},{},{},{},{},,\n", l.code, l.channel, l.service, l.landing_url, l.qr, l.short_url);
    const auto taken = take(text);
    if (taken.refused > 0) throw std::runtime_error(faults.front());
  }
  Inspected inspect_all_due() {
    Inspected all;
    for (;;) {
      const Inspected some = must(inspector.inspect_due(200));
      if (some.links == 0) return all;
      all.links += some.links;
      all.found += some.found;
      all.fixed += some.fixed;
      all.clean += some.clean;
    }
  }

  policy::Policy own_policy;
  testing::Farm farm;
  schedule::Service schedule_service;
  bundles::Service bundles_service;
  testing::Service testing_service;
  Inspector inspector;
  Findings findings;
  Suspensions suspensions;
};

}  // namespace muster::promotion
