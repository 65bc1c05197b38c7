// `muster demo cases`: sites that went the whole way, from a suspicion to an order, its appeal and its end, decided by
// people of the demonstration whose keys live as long as the command.
#include "demo_cases.h"

#include "demo_people.h"
#include "demo_signer.h"
#include "instance.h"
#include <cases/records.h>
#include <cases/service.h>
#include <ledger/log.h>
#include <ledger/sequencer.h>
#include <metrics/service.h>
#include <parties/parties.h>
#include <parties/roles.h>
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kDemoSites = 36;
constexpr const char* kDemoGround = "explicit_unlawful";
constexpr const char* kDemoRegions[] = {"CN-11", "CN-31", "CN-44", "CN-32", "CN-51", "CN-33"};

struct DemoCourt {
  std::string officer, examiner, operator_person, decider, confirmer, judge, provider;
  DemoSigner first, second;
};

Result<std::string> first_party(Instance& instance, const std::string& kind) {
  MUSTER_TRY(const auto some, instance.parties.list_parties(kind, "", 1));
  if (some.empty()) return not_found("demo_missing", "Load the demonstration first: muster demo load.");
  return some[0].id;
}

Result<std::string> somebody(Instance& instance, const std::string& party, const char* name, const char* role) {
  parties::NewPerson entered;
  entered.party_id = party;
  entered.display_name = name;
  std::string number = std::string("case-") + role;
  std::erase(number, '_');
  entered.identity = "demo:" + number;
  MUSTER_TRY(const auto person, instance.parties.create_person(kDemo, entered));
  MUSTER_TRY([[maybe_unused]] const auto given, instance.parties.assign_role(kDemo, person.id, role));
  return person.id;
}

Result<void> convene(Instance& instance, DemoCourt& court) {
  MUSTER_TRY(const auto authority, first_party(instance, "authority"));
  MUSTER_TRY(const auto carrier, first_party(instance, "carrier"));
  MUSTER_TRY(court.provider, first_party(instance, "access_provider"));
  MUSTER_TRY(court.officer, somebody(instance, carrier, "Kai Keys", parties::roles::kKeyOfficer));
  MUSTER_TRY(court.examiner, somebody(instance, carrier, "Eden Examiner", parties::roles::kExaminer));
  MUSTER_TRY(court.operator_person, somebody(instance, carrier, "Ollie Operator", parties::roles::kOperator));
  MUSTER_TRY(court.decider, somebody(instance, authority, "Drew Decider", parties::roles::kDecider));
  MUSTER_TRY(court.confirmer, somebody(instance, authority, "Charlie Confirmer", parties::roles::kConfirmer));
  MUSTER_TRY(court.judge, somebody(instance, authority, "Ash Appeals", parties::roles::kAppealOfficer));
  MUSTER_CHECK_OK(court.first.enrol(instance.parties, court.decider, court.officer));
  return court.second.enrol(instance.parties, court.confirmer, court.officer);
}

Result<cases::Case> referred_case(Instance& instance, const DemoCourt& court, const std::string& name,
                                  const std::string& region) {
  cases::NewCase what;
  what.ground = kDemoGround;
  what.name = name;
  what.region = region;
  MUSTER_TRY(cases::Case c, instance.cases.open_case(what, court.examiner));
  for (const auto& rule : cases::element_rules()) {
    if (rule.ground != kDemoGround) continue;
    MUSTER_TRY([[maybe_unused]] const auto tied,
               instance.cases.add_element(
                   c.id, {std::string(rule.element), "statement", "Shown in the demonstration.", ""}, court.examiner));
  }
  for (const char* event : {"seal", "screen", "refer"}) {
    MUSTER_TRY(c, instance.cases.find_case(c.id));
    MUSTER_TRY(c, instance.cases.apply(c.id, c.version, event, "", court.examiner));
  }
  return c;
}

Result<void> sign_decision(Instance& instance, const std::string& id, const DemoSigner& signer,
                           const std::string& person) {
  MUSTER_TRY(const auto view, instance.cases.decision(id, person));
  MUSTER_TRY([[maybe_unused]] const auto signed_one,
             instance.cases.sign(id, signer.key_id(), signer.sign(view.decision.canonical_text), person));
  return {};
}

// A hold by the site's own host, for a month.
Result<cases::Order> ordered(Instance& instance, const DemoCourt& court, const cases::Case& c,
                             const std::string& name) {
  cases::DecisionDraft draft;
  draft.measure = "hold";
  draft.scope_kind = "host";
  draft.scope_value = name;
  draft.article = "art. 15(7)";
  draft.executor_party_id = court.provider;
  draft.reasons = "What a visit showed, in the demonstration.";
  draft.expires = instance.clock.now() + std::chrono::hours(24 * 30);
  draft.no_notice_reason = "Who answers for it hides.";
  MUSTER_TRY(const auto decision, instance.cases.prepare(c.id, draft, court.decider));
  MUSTER_CHECK_OK(sign_decision(instance, decision.id, court.first, court.decider));
  MUSTER_CHECK_OK(sign_decision(instance, decision.id, court.second, court.confirmer));
  cases::OrderFilter filter;
  filter.case_id = c.id;
  MUSTER_TRY(const auto all, instance.cases.orders(filter, "", 1));
  if (all.items.empty()) return internal_error("demo_order", "The decision gave no order.");
  return all.items[0];
}

// Each third is only a suspicion, some have time to answer a notice; of the others some are appealed.
Result<void> go_the_way(Instance& instance, const DemoCourt& court, const std::string& name, int n) {
  MUSTER_TRY([[maybe_unused]] const auto suspicion,
             instance.testing.raise(name, kDemoGround, "person", court.examiner));
  if (n % 3 == 2) return {};
  MUSTER_TRY(const auto c, referred_case(instance, court, name, kDemoRegions[(n * n) % std::size(kDemoRegions)]));
  if (n % 4 == 3) {
    // Has time to answer.
    MUSTER_CHECK_OK(instance.cases.give_notice(c.id, "The site offers what the named law forbids.", court.examiner));
    return {};
  }
  MUSTER_TRY(const auto order, ordered(instance, court, c, name));
  if (n % 6 == 4) return {};
  MUSTER_TRY([[maybe_unused]] const auto done, instance.cases.report_executed(order.id, court.operator_person));
  if (n % 9 == 1) return {};
  MUSTER_TRY(const auto verified, instance.cases.report_verified(order.id, true, court.examiner));
  if (n % 4 != 0) return {};
  MUSTER_TRY(const auto filed,
             instance.cases.file_appeal({order.number, "It is not what it is said to be.", "", "en"}));
  if (n % 8 != 0) return {};
  MUSTER_TRY([[maybe_unused]] const auto heard,
             instance.cases.decide_appeal(filed.appeal.id, filed.appeal.version, n % 16 == 0 ? "reverse" : "uphold",
                                          "Heard in the demonstration.", court.judge));
  return {};
}

Result<void> load_cases(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return {};
  if (instance->kind != "demo")
    return refused("instance_kind", "Only an instance of kind demo takes the demonstration.");
  DemoCourt court;
  MUSTER_CHECK_OK(convene(*instance, court));
  for (int n = 0; n < kDemoSites; ++n)
    MUSTER_CHECK_OK(go_the_way(*instance, court, fmt::format("demo-case-{:02}.example", n + 1), n));
  for (int some = 1; some > 0;) {
    MUSTER_TRY(some, instance->metrics.ingest());
  }
  ledger::Sequencer sequencer(instance->log, nullptr);
  MUSTER_CHECK_OK(sequencer.flush());
  fmt::print("{} sites are under suspicion; some went all the way to an order, an appeal, an end.\n", kDemoSites);
  return {};
}

}  // namespace

void add_demo_cases(CLI::App& demo, Globals& globals) {
  demo.add_subcommand("cases", "Sites that went from a suspicion to an order and its appeal; after `load`, once")
      ->callback([&globals] {
        if (const auto loaded = load_cases(globals); !loaded.ok()) globals.fail(loaded.error());
      });
}

}  // namespace muster::cli
