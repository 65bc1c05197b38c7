// Random steps by random people: lawful ones, impossible ones, other people's keys, an account manager who makes up
// colleagues. What ended or was stayed is remembered here, apart from what is stored. MUSTER_SEED repeats a run.
#pragma once

#include <cases/service.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/case_world.h>
#include <support/seed.h>

namespace muster::test {

class RandomActs {
 public:
  // Enrols the world's authority, its security and some people more; kept by reference.
  explicit RandomActs(CaseWorld& world) : w(world) {
    random.seed(seed);
    if (w.decider.empty()) w.enrol_authority();
    w.enrol_security();
    everything = w.person(w.authority, {"examiner", "decider", "confirmer", "appeal_officer"});
    w.enrol(everything, Authenticator::Kind::webcrypto);
    second = w.person(w.authority, {"decider", "confirmer"});
    w.enrol(second, Authenticator::Kind::webcrypto);
    deputy = w.person(w.authority, {});
    w.enrol(deputy, Authenticator::Kind::webcrypto);
    admin = w.person(w.carrier, {"admin"});
    people = {w.examiner, w.decider, w.confirmer, w.judge, w.operator_person, w.security_decider, w.security_confirmer,
              everything, second,    deputy,      admin};
  }

  std::size_t any(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); }
  bool chance(int percent) { return static_cast<int>(any(100)) < percent; }
  template <class T>
  const T& one(const std::vector<T>& of) {
    return of[any(of.size())];
  }
  const std::string& somebody() { return one(people); }
  std::vector<std::string> ids(const char* sql) {
    return *w.db->read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
      std::vector<std::string> out;
      for (const auto& row : tx.query({"ids", sql})) out.push_back(row.text("id"));
      return out;
    });
  }
  // A random record, mostly one of the newest.
  std::string pick(const char* sql) {
    const auto all = ids(sql);
    if (all.empty()) return "";
    return all[chance(70) ? any(std::min<std::size_t>(all.size(), 4)) : any(all.size())];
  }
  std::string any_case() { return pick("select id from case_file order by id desc limit 60"); }
  std::string any_order() { return pick("select id from orders order by id desc limit 60"); }
  std::string any_appeal() { return pick("select id from appeal order by id desc limit 60"); }

  void open() {
    static const std::vector<std::string> grounds_of{"explicit_unlawful",   "explicit_unlawful",   "explicit_unlawful",
                                                     "phishing_or_malware", "phishing_or_malware", "unfiled",
                                                     "false_filing",        "billing_fraud"};
    const std::string ground = one(grounds_of), name = fmt::format("s{}.example", any(40));
    const auto c =
        w.cases_service->open_case({ground, name, "", "manual", "", ""}, chance(80) ? w.examiner : somebody());
    if (!c.ok()) return;
    for (const auto& rule : cases::element_rules())
      if (rule.ground == ground && chance(92))
        (void)w.cases_service->add_element(c->id, {std::string(rule.element), "statement", "words", ""},
                                           chance(95) ? w.examiner : somebody());
    if (chance(80))
      for (const char* event : {"seal", "screen", "refer"}) apply(c->id, event, w.examiner);
  }
  void apply(const std::string& id, const std::string& event, const std::string& person) {
    const auto c = w.cases_service->find_case(id);
    if (c.ok()) (void)w.cases_service->apply(id, c->version - (chance(5) ? 1 : 0), event, "because", person);
  }
  void prepare() {
    const std::string id =
        chance(90)
            ? pick(
                  "select c.id from case_file c where c.state = 'referred' and not exists(select 1 from decision d "
                  "where d.case_id = c.id and d.state = 'draft') order by c.id desc limit 60")
            : any_case();
    const auto c = w.cases_service->find_case(id);
    if (!c.ok()) return;
    static const std::vector<std::string> measures{"network", "hold", "contract"}, scopes{"host", "domain", "url"};
    auto draft = w.network_draft(c->name, chance(85) ? "host" : one(scopes),
                                 std::chrono::hours(1 + any(chance(85) ? 72 : 9000)));
    if (c->ground == "unfiled" || c->ground == "false_filing" || chance(20))
      draft.measure = chance(80) ? "hold" : one(measures);
    if (draft.measure == "hold") draft.executor_party_id = w.carrier;
    if (chance(8)) draft.outcome = chance(50) ? "none" : "more_evidence";
    if (draft.outcome != "violation") {
      draft.measure = draft.scope_kind = draft.scope_value = draft.executor_party_id = "";
      draft.expires.reset();
    }
    if (chance(5)) draft.scope_value = "example";
    if (chance(5)) draft.no_notice_reason = "";
    if (const std::string notice = pick_notice(id);
        !notice.empty() && (c->ground == "unfiled" || c->ground == "false_filing" || chance(30))) {
      draft.prior_notice_id = notice;
      draft.no_notice_reason = "";
    }
    (void)w.cases_service->prepare(id, draft, chance(75) ? w.decider : chance(40) ? w.security_decider : somebody());
  }
  std::string pick_notice(const std::string& case_id) {
    return *w.db->read([&](store::Transaction& tx) -> Result<std::string> {
      const auto row = tx.one({"n", "select id from notice where record_id = :id and kind = 'prior_notice' limit 1"},
                              {{"id", case_id}});
      return row ? row->text("id") : "";
    });
  }
  void sign() {
    const std::string id =
        pick("select id from decision where state in ('draft', 'decided') order by id desc limit 60");
    const auto view = w.cases_service->decision(id, w.decider);
    if (!view.ok()) return;
    const bool draft = view->decision.state == "draft", ours = view->decision.signing_party_id == w.carrier;
    std::string person = draft ? (ours ? w.security_decider : w.decider) : (ours ? w.security_confirmer : w.confirmer);
    if (chance(30)) person = somebody();
    const std::string holder = w.keys.contains(person) && chance(90) ? person : keyed();
    (void)w.cases_service->sign(id, w.keys.at(holder),
                                w.signature(holder, view->decision.canonical_text + (chance(5) ? " " : "")), person);
  }
  std::string keyed() {
    std::vector<std::string> all;
    for (const auto& [person, key] : w.keys) all.push_back(person);
    return one(all);
  }
  void hear() {
    const std::string id = any_appeal();
    const auto a = w.cases_service->appeal(id);
    if (!a.ok()) return;
    const std::string person = chance(60) ? w.judge : somebody();
    static const std::vector<std::string> outcomes{"uphold", "vary", "reverse"};
    switch (any(4)) {
      case 0:
        (void)w.cases_service->acknowledge(id, a->version, person);
        break;
      case 1:
        if (w.cases_service->stay(id, a->version, person).ok()) stayed.insert(a->order_id);
        break;
      default: {
        const std::string outcome = one(outcomes);
        if (!w.cases_service->decide_appeal(id, a->version, outcome, "because", person).ok()) break;
        stayed.erase(a->order_id);
        if (outcome != "uphold") ended.insert(a->order_id);
      }
    }
  }
  // Account managers give roles to themselves and to colleagues that they make up, and enrol their keys.
  void scheme() {
    static const std::vector<std::string> roles{"decider", "confirmer",   "appeal_officer",   "examiner",
                                                "admin",   "key_officer", "security_decider", "security_confirmer"};
    auto& parties = *w.parties_service;
    switch (any(5)) {
      case 0:
        EXPECT_FALSE(parties.assign_role(admin, admin, one(roles)).ok());
        break;
      case 1:
        (void)parties.assign_role(admin, chance(50) ? second : everything, "admin");
        break;
      case 2: {
        const auto puppet = parties.create_person(
            admin, {w.authority, "Colleague", "en", fmt::format("passport:{}", 90'000'000 + ended_roles++)});
        if (!puppet.ok()) break;
        for (const char* role : {"decider", "confirmer"}) (void)parties.assign_role(admin, puppet->id, role);
        // The account manager holds the made-up colleague's key, and can't get it enrolled.
        Authenticator made(Authenticator::Kind::webcrypto);
        const auto asked = parties.begin_key(puppet->id);
        if (!asked.ok()) break;
        const auto registered = parties.finish_webcrypto(
            puppet->id, asked->challenge, to_base64url(made.spki()),
            made.sign(parties::Service::key_proof_text(puppet->id, asked->challenge)).signature);
        if (registered.ok()) EXPECT_FALSE(parties.enrol_key(admin, registered->id).ok());
        people.push_back(puppet->id);
        break;
      }
      case 3:
        (void)parties.assign_role("system:test", deputy, chance(50) ? "confirmer" : "decider",
                                  w.clock.now() + std::chrono::hours(1 + any(48)), chance(50) ? everything : second);
        break;
      default:
        EXPECT_FALSE(
            parties.create_person(admin, {w.authority, "Twin", "en", fmt::format("passport:{}", 10'000'001 + any(8))})
                .ok());  // one human is one person
    }
  }
  void lift() {
    const std::string id = any_order();
    const auto o = w.cases_service->order(id);
    if (o.ok() && w.cases_service->lift(id, o->version, "mistaken", chance(75) ? w.decider : somebody()).ok())
      ended.insert(id);
  }
  void carry_out() {
    const std::string id = any_order();
    if (chance(50))
      (void)w.cases_service->report_executed(id, chance(70) ? w.operator_person : somebody());
    else
      (void)w.cases_service->report_verified(id, chance(80), chance(70) ? w.operator_person : somebody());
  }
  void appeal() {
    const auto o = w.cases_service->order(any_order());
    if (o.ok()) (void)w.cases_service->file_appeal({o->number, "It is a library.", "", "en"});
  }
  void feed() {
    (void)w.db->write([&](store::Transaction& tx) -> Result<void> {
      std::vector<std::string> all;
      for (const auto& row : tx.query({"ids", "select id from orders where state = 'in_force' limit 5"}))
        all.push_back(row.text("id"));
      const auto marked = w.cases_service->mark_executed(tx, all, "system:feed");
      if (!marked.ok()) return marked.error();
      return {};
    });
  }
  void pass_time() {
    const int hours[] = {1, 3, 20, 48, 24 * 7};
    w.clock.advance(std::chrono::hours(hours[any(std::size(hours))]));
  }

  void step() {
    static const std::vector<std::string> by_hand{"seal",  "screen",  "refer",   "dismiss", "reexamine",
                                                  "close", "restore", "confirm", "order",   "reverse"};
    const auto which = any(100);
    if (which < 14) return open();
    if (which < 32) return prepare();
    if (which < 56) return sign();
    if (which < 62) return apply(any_case(), one(by_hand), chance(60) ? w.examiner : somebody());
    if (which < 65) return (void)w.cases_service->give_notice(any_case(), "Held against you.", w.examiner);
    if (which < 74) return appeal();
    if (which < 83) return hear();
    if (which < 86) return lift();
    if (which < 91) return carry_out();
    if (which < 93) return feed();
    if (which < 95)
      return (void)w.cases_service->withdraw(pick("select id from decision order by id desc limit 20"), "why",
                                             somebody());
    if (which < 98) return pass_time();
    scheme();
  }

  CaseWorld& w;
  std::uint64_t seed = seed_of_run();
  std::mt19937_64 random;
  std::vector<std::string> people;
  std::string everything, second, deputy, admin;
  std::set<std::string> ended, stayed;  // orders, as this memory has them
  int ended_roles = 0;
};

}  // namespace muster::test
