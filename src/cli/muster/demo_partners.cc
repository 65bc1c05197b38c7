#include "demo_partners.h"

#include "instance.h"
#include <filings/import.h>
#include <partners/service.h>
#include <testing/farm.h>

#include <sstream>

#include <fmt/format.h>
#include <promotion/inventory.h>

namespace muster::cli {
namespace {

constexpr std::uint64_t kDemoSeed = 2026;
constexpr int kOfEachKind = 2;
constexpr Duration kADay = std::chrono::hours(24);

// The names that the promoted pages stand at, so that they are filed.
Result<void> file_pages(Instance& instance, const std::string& provider) {
  std::string text = "site_number,domains,subject_name,region,provider,address_ranges\n";
  int n = 0;
  for (const char* domain : {"promo-filed.example", "promo-short.example", "promo-own.example"})
    text += fmt::format("DEMO-P{0}-1,{1},Promoted Pages {0},CN-35,{2},192.0.2.{0}\n", ++n, domain, provider);
  std::istringstream in(text);
  filings::ImportOptions wanted;
  wanted.source_name = "demo-promoted-pages.csv";
  wanted.actor = kDemo;
  const filings::Importer importer(instance.database, instance.recorder, instance.vault, instance.restrictions);
  const auto done = importer.run(in, wanted);
  if (!done.ok()) return done.error();
  return {};
}

struct Staff {
  std::string registrar, registrar2, examiner, own;
};

Result<partners::Partner> put_to_work(Instance& instance, const std::string& party, const Staff& staff) {
  using partners::Event;
  const Instant now = instance.clock.now();
  MUSTER_TRY(auto p, instance.partners.apply_for({party, partners::Kind::promotion, ""}, staff.own));
  const auto step = [&](Event event, const std::string& by, const std::string& words = {}) -> Result<void> {
    partners::Service::Step asked;
    asked.event = event;
    asked.reasons = words;
    if (event == Event::agree) asked.agreement = {"DEMO-AG-1", now, now + 400 * kADay};
    MUSTER_TRY(p, instance.partners.step(p.id, p.version, asked, by));
    return {};
  };
  MUSTER_CHECK_OK(step(Event::collect, staff.registrar));
  // One of its papers ends soon: it is warned of by itself.
  for (const auto& [item, days] : {std::pair{"business_licence", 900}, std::pair{"service_licence", 25}}) {
    partners::Document paper;
    paper.item = item;
    paper.number = "DEMO-PAPER";
    paper.issued_by = "Market registry (demo)";
    paper.valid_until = now + days * kADay;
    MUSTER_TRY([[maybe_unused]] const auto kept, instance.partners.record_paper(p.id, paper, staff.own));
  }
  MUSTER_CHECK_OK(step(Event::pass_test, staff.examiner, "Its landing pages were visited."));
  MUSTER_CHECK_OK(step(Event::agree, staff.registrar));
  for (const auto& item : partners::checklist(instance.policy, p.kind)) {
    MUSTER_TRY([[maybe_unused]] const auto check,
               instance.partners.check_item(p.id, item.code, true, "Looked at (demo).", staff.registrar));
  }
  MUSTER_CHECK_OK(instance.partners.name_responsible(p.id, staff.own, partners::Function::head, staff.registrar));
  MUSTER_CHECK_OK(step(Event::activate, staff.registrar2));
  return p;
}

Result<int> list_links(Instance& instance, const partners::Partner& p, const Staff& staff) {
  std::string text = "code,channel,service,landing_url,short_url,qr,place\n";
  for (const auto& l : testing::promoted_links(kDemoSeed, kOfEachKind))
    text += fmt::format("{},{},{},{},{},{},{}\n", l.code, l.channel, l.service, l.landing_url, l.short_url, l.qr,
                        l.code.starts_with('S') ? "own app" : "posters in Exampleton");
  std::istringstream in(text);
  promotion::ImportOptions wanted;
  wanted.partner_id = p.id;
  wanted.source_name = "foxglove-links.csv";
  wanted.actor = staff.own;
  MUSTER_TRY(const auto taken, instance.inventories.take(in, wanted));
  return static_cast<int>(taken.links);
}

}  // namespace

Result<int> load_demo_partners(Instance& instance, const DemoParties& parties, const std::vector<DemoPerson>& people) {
  const auto person = [&](std::size_t n) { return people.at(n).person_id; };
  const Staff staff{person(2), person(10), person(3), person(11)};
  MUSTER_TRY(const auto there, instance.partners.list({}, "", 1));
  if (!there.items.empty()) return 0;
  MUSTER_CHECK_OK(file_pages(instance, parties.providers.front()));
  MUSTER_TRY(const auto p, put_to_work(instance, parties.promoters[0], staff));
  MUSTER_TRY([[maybe_unused]] const auto waiting,
             instance.partners.apply_for({parties.promoters[1], partners::Kind::promotion, ""}, staff.registrar));
  for (const std::string& host : testing::promoted_hosts())
    if (host.ends_with(".promo-own.example"))
      MUSTER_CHECK_OK(instance.inventories.name_site(p.id, host, staff.registrar));
  return list_links(instance, p, staff);
}

}  // namespace muster::cli
