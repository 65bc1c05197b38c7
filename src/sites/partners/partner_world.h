// A register with partners on the way to work, for the tests of this room.
#pragma once

#include <partners/service.h>

#include <support/case_world.h>

namespace muster::partners {

class PartnerWorld : public test::CaseWorld {
 public:
  explicit PartnerWorld(store::Backend backend) : CaseWorld(backend), service(*db, recorder, policy, *notices_service) {
    enrol_security();
    registrar = person(carrier, {"registrar"});
    registrar2 = person(carrier, {"registrar"});
    supervisor = person(carrier, {"supervisor"});
    promoter = party("partner", "Promoter");
    user = person(promoter, {"partner_user"});
    stranger = person(party("partner", "Another one"), {"partner_user"});
  }
  Partner applied(Kind kind = Kind::promotion) { return must(service.apply_for({promoter, kind, "L-1"}, registrar)); }
  Partner now(const Partner& p) { return must(service.partner(p.id)); }
  Partner step(const Partner& p, Event event, const std::string& by, const std::string& reasons = "Looked at.") {
    Service::Step step;
    step.event = event;
    step.reasons = reasons;
    if (event == Event::agree) step.agreement = {"AG-1", clock.now(), clock.now() + std::chrono::hours(24 * 700)};
    return must(service.step(p.id, now(p).version, step, by));
  }
  std::string refusal(const Partner& p, Service::Step step, const std::string& by) {
    const auto done = service.step(p.id, now(p).version, step, by);
    return done.ok() ? "done" : done.error().code;
  }
  Document paper(const Partner& p, const std::string& item, Duration valid = std::chrono::hours(24 * 400)) {
    Document d;
    d.item = item;
    d.number = "N-" + item;
    d.issued_by = "An office";
    d.valid_until = clock.now() + valid;
    return must(service.record_paper(p.id, d, user));
  }
  void papers(const Partner& p) {
    for (const Item& item : checklist(policy, p.kind))
      if (item.type == ItemType::document) paper(p, item.code);
  }
  void checks(const Partner& p) {
    for (const Item& item : checklist(policy, p.kind))
      must(service.check_item(p.id, item.code, true, "Seen.", registrar));
  }
  Partner active(Kind kind = Kind::promotion) {
    Partner p = step(applied(kind), Event::collect, registrar);
    papers(p);
    p = step(p, Event::pass_test, examiner);
    p = step(p, Event::agree, registrar);
    checks(p);
    must(service.name_responsible(p.id, user, Function::head, registrar));
    return step(p, Event::activate, registrar2);
  }
  // An order of two persons of the operator on a contract.
  cases::Order contract_order(const std::string& value) {
    const auto c = referred("partner_breach", "promo.example");
    const std::string notice = must(cases_service->give_notice(c.id, "What is held against it.", examiner));
    clock.advance(std::chrono::hours(24 * 30));
    cases::DecisionDraft d;
    d.measure = d.scope_kind = "contract";
    d.scope_value = value;
    d.article = "clause 4";
    d.prior_notice_id = notice;
    d.reasons = "What was seen there.";
    d.expires = clock.now() + std::chrono::hours(24 * 30);
    const auto prepared = must(cases_service->prepare(c.id, d, security_decider));
    must(sign(prepared.id, security_decider));
    must(sign(prepared.id, security_confirmer));
    return must(cases_service->orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10))
        .items.front();
  }
  Partner suspended(const Partner& p) {
    const auto order = contract_order("partner:" + p.number);
    write([&](store::Transaction& tx) { must(service.order_began(tx, p.id, order.id, security_confirmer)); });
    return now(p);
  }

  Service service;
  std::string registrar, registrar2, supervisor, promoter, user, stranger;
};

}  // namespace muster::partners
