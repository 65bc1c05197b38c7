// Partners at work with inventories of links, for the tests of this room.
#pragma once

#include <partners/service.h>

#include <sstream>

#include <promotion/inventory.h>
#include <support/case_world.h>

namespace muster::promotion {

class PromotionWorld : public test::CaseWorld {
 public:
  explicit PromotionWorld(store::Backend backend)
      : CaseWorld(backend),
        partners_service(*db, recorder, policy, *notices_service),
        inventories(*db, recorder, *filings_service) {
    enrol_security();
    registrar = person(carrier, {"registrar"});
    registrar2 = person(carrier, {"registrar"});
    party_id = party("partner", "Promoter");
    user = person(party_id, {"partner_user"});
    partner = active(party_id, user);
  }
  partners::Partner active(const std::string& of_party, const std::string& head) {
    using partners::Event;
    auto p = must(partners_service.apply_for({of_party, partners::Kind::promotion, "L-1"}, registrar));
    const auto step = [&](Event event, const std::string& by) {
      partners::Service::Step s;
      s.event = event;
      s.reasons = "Looked at.";
      if (event == Event::agree) s.agreement = {"AG-1", clock.now(), clock.now() + std::chrono::hours(24 * 700)};
      p = must(partners_service.step(p.id, must(partners_service.partner(p.id)).version, s, by));
    };
    step(Event::collect, registrar);
    for (const auto& item : partners::checklist(policy, p.kind)) {
      if (item.type != partners::ItemType::document) continue;
      partners::Document d;
      d.item = item.code;
      d.number = "N";
      d.issued_by = "An office";
      must(partners_service.record_paper(p.id, d, registrar));
    }
    step(Event::pass_test, examiner);
    step(Event::agree, registrar);
    for (const auto& item : partners::checklist(policy, p.kind))
      must(partners_service.check_item(p.id, item.code, true, "Seen.", registrar));
    must(partners_service.name_responsible(p.id, head, partners::Function::head, registrar));
    step(Event::activate, registrar2);
    return p;
  }
  ImportResult take(const std::string& text, const std::string& source = "links.csv", bool full = true,
                    bool dry_run = false) {
    std::istringstream in(text);
    faults.clear();
    ImportOptions options;
    options.partner_id = partner.id;
    options.source_name = source;
    options.full = full;
    options.dry_run = dry_run;
    options.batch_rows = 3;
    options.actor = user;
    options.on_error = [&](const LinkError& e) {
      faults.push_back(std::to_string(e.line) + ":" + e.error.field + ":" + e.error.code);
    };
    return must(inventories.take(in, options));
  }
  std::string codes(const LinkFilter& filter, int limit = 2) {
    std::string out, after;
    do {
      const auto page = must(inventories.links(filter, after, limit));
      for (const Link& l : page.items) out += l.code + " ";
      after = page.next;
    } while (!after.empty());
    return out;
  }
  std::string difference(std::int64_t from, std::int64_t to) {
    std::string out;
    must(inventories.difference(partner.id, from, to, "", [&](const Difference& d) {
      out += (d.before ? d.after ? "~" : "-" : "+") + d.code + " ";
      return true;
    }));
    return out;
  }

  partners::Service partners_service;
  Inventories inventories;
  std::string registrar, registrar2, party_id, user;
  partners::Partner partner;
  std::vector<std::string> faults;
};

inline constexpr const char* kHeader = "code,channel,service,landing_url,qr,short_url,place,owner\n";

}  // namespace muster::promotion
