// A register with a partner, its services, and orders on contracts, for the tests of this room.
#pragma once

#include <filesystem>

#include <billing/charges.h>
#include <billing/register.h>
#include <billing/stop_list.h>
#include <support/feed_world.h>

namespace muster::billing {

class BillingWorld : public test::FeedWorld {
 public:
  explicit BillingWorld(store::Backend backend)
      : FeedWorld(backend),
        services(*db, recorder),
        stops(*db, recorder, policy, feeds,
              *ledger::SigningKey::make("muster.example/test", ledger::Algorithm::ed25519, random)),
        charges(*db, recorder, services, stops, {folder + "/work", folder + "/inbox", 2, 64 * 1024, 256 * 1024}) {
    enrol_security();
    registrar = person(carrier, {"registrar"});
    supervisor = person(carrier, {"supervisor"});
    both = person(carrier, {"registrar", "supervisor"});
    partner = party("partner", "Tones Ltd");
    std::filesystem::create_directories(folder + "/inbox");
  }

  NewService tone(const std::string& code = "TONE-1", std::int64_t amount = 200) {
    return {code,
            "Ring tone",
            partner,
            "Buy this ring tone?",
            "Confirm: 2.00 CNY on your bill",
            "Billed on behalf of Tones Ltd",
            "",
            amount,
            "CNY",
            *parse_rfc3339("2026-01-01T00:00:00Z")};
  }
  BillingService active(const std::string& code = "TONE-1", std::int64_t amount = 200) {
    const auto s = must(services.propose(tone(code, amount), registrar));
    return must(services.apply(s.id, 1, "confirm", "", supervisor));
  }
  // Of two persons of the operator, on a contract, after a notice; 30 days go by.
  cases::Order contract_order(const std::string& scope) {
    const auto c = referred("partner_breach", "promo.example");
    const std::string notice = must(cases_service->give_notice(c.id, "What is held against it.", examiner));
    clock.advance(std::chrono::hours(24 * 30));
    cases::DecisionDraft d;
    d.measure = d.scope_kind = "contract";
    d.scope_value = scope;
    d.article = "clause 4";
    d.prior_notice_id = notice;
    d.reasons = "What was seen there.";
    d.expires = clock.now() + std::chrono::hours(24 * 90);
    const auto prepared = must(cases_service->prepare(c.id, d, security_decider));
    must(sign(prepared.id, security_decider));
    must(sign(prepared.id, security_confirmer));
    for (const auto& o :
         must(cases_service->orders({.state = "", .case_id = c.id, .ground = "", .standing = false}, "", 10)).items)
      if (o.decision_id == prepared.id) return o;
    throw std::runtime_error("no order");
  }
  StopDocument fetched(std::int64_t since = 0) {
    return must(read_stop_list(must(stops.document(since)), stops.verifier()));
  }

  Register services;
  StopList stops;
  Charges charges;
  std::string registrar, supervisor, both, partner;
};

}  // namespace muster::billing
