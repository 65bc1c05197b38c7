// Random steps by random people on a simulated clock, on both databases: lawful ones, impossible ones, other people's
// keys, an account manager who makes up colleagues. After every step the invariants of 1-mission hold in what is
// stored, and an independent memory of what ended says that none of it stands again. MUSTER_SEED repeats a run.
#include <cases/service.h>

#include <cstdlib>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <support/case_world.h>

namespace muster::cases {
namespace {

constexpr int kSteps = 700;

struct Invariant {
  const char *name, *sql;  // counts what must not be
};
constexpr Invariant kNever[] = {
    {"an order without two persons, neither of them its finder",
     "select count(*) as n from orders o join case_file c on c.id = o.case_id where (select count(distinct "
     "s.person_id) from decision_signature s where s.decision_id = o.decision_id and s.person_id <> c.opened_by) <> 2"},
    {"an order without a mandate",
     "select count(*) as n from orders o join decision d on d.id = o.decision_id join party a on a.id = "
     "d.authority_party_id join party s on s.id = d.signing_party_id where not ((a.kind in ('authority', 'court') and "
     "(s.id = a.id or exists(select 1 from received_order r where r.id = d.received_order_id and r.state = 'checked' "
     "and r.checked_by <> r.entered_by))) or (d.ground = 'phishing_or_malware' and s.id = a.id and d.expires - "
     "d.starts <= 259200000000))"},
    {"an order beyond its ground's cap",
     "select count(*) as n from orders o join decision d on d.id = o.decision_id join ground g on g.code = d.ground "
     "where o.expires_at - d.starts > g.cap_hours * 3600000000"},
    {"a decision that counts without a notice or the reason why not",
     "select count(*) as n from decision d where d.state = 'confirmed' and (d.prior_notice_id is null) = "
     "(d.no_notice_reason is null)"},
    {"an order that stands after its appeal succeeded, stayed it or was not decided",
     "select count(*) as n from standing_order s join appeal a on a.order_id = s.id where a.state in ('varied', "
     "'reversed', 'lapsed', 'stayed')"},
    {"an order that stands beyond its term or its appeal's",
     "select count(*) as n from standing_order where expires_at <= :now or lapses_at <= :now"},
    {"a host that holds a site whose order does not stand",
     "select count(*) as n from hold h left join standing_order s on s.id = h.order_ref where h.state = 'active' and "
     "h.until_at > :now and s.id is null"},
    {"an appeal heard by its finder, decider or confirmer",
     "select count(*) as n from appeal a join orders o on o.id = a.order_id join case_file c on c.id = o.case_id where "
     "a.heard_by is not null and (a.heard_by = c.opened_by or exists(select 1 from decision_signature s where "
     "s.decision_id = o.decision_id and s.person_id = a.heard_by))"},
    {"a signature of somebody who manages accounts",
     "select count(*) as n from decision_signature s join role_assignment r on r.person_id = s.person_id and r.role = "
     "'admin' and r.from_at <= s.signed_at and s.signed_at < coalesce(r.until_at, 9223372036854775807)"},
    {"a signature under a role that the finder or the other signer delegated",
     "select count(*) as n from decision_signature s join decision d on d.id = s.decision_id join case_file c on c.id "
     "= "
     "d.case_id join role_assignment r on r.person_id = s.person_id and r.delegated_by is not null and r.from_at <= "
     "s.signed_at and s.signed_at < coalesce(r.until_at, 9223372036854775807) where r.delegated_by = c.opened_by or "
     "exists(select 1 from decision_signature x where x.decision_id = s.decision_id and x.person_id = r.delegated_by "
     "and x.signed_at <= s.signed_at)"},
    {"a signature with a key that no other person enrolled",
     "select count(*) as n from decision_signature s left join signing_key k on k.id = s.key_id and k.person_id = "
     "s.person_id where k.id is null or k.enrolled_by = s.person_id"},
    {"an entry of the network on a ground that never leads there",
     "select count(*) as n from network_entry e join orders o on o.id = e.order_id join decision d on d.id = "
     "o.decision_id join ground g on g.code = d.ground where g.network_allowed = 0 or d.measure <> 'network'"},
};

class RandomEvents : public ::testing::TestWithParam<store::Backend> {
 protected:
  RandomEvents() : w(GetParam()) {
    const char* given = std::getenv("MUSTER_SEED");
    seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    random.seed(seed);
    w.enrol_authority();
    w.enrol_security();
    everything = w.person(w.authority, {"examiner", "decider", "confirmer", "appeal_officer"});
    w.enrol(everything, test::Authenticator::Kind::webcrypto);
    second = w.person(w.authority, {"decider", "confirmer"});
    w.enrol(second, test::Authenticator::Kind::webcrypto);
    deputy = w.person(w.authority, {});
    w.enrol(deputy, test::Authenticator::Kind::webcrypto);
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
    for (const auto& rule : element_rules())
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
        test::Authenticator made(test::Authenticator::Kind::webcrypto);
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

  void check(int at) {
    const auto done = w.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const Invariant& rule : kNever)
        EXPECT_EQ(tx.one({rule.name, rule.sql}, {{"now", w.clock.now()}})->integer("n"), 0)
            << rule.name << "; step " << at << ", MUSTER_SEED=" << seed;
      for (const auto& row : tx.query({"standing", "select id from standing_order"})) {
        const std::string id = row.text("id");
        EXPECT_FALSE(ended.contains(id)) << "stands again; step " << at << ", MUSTER_SEED=" << seed;
        EXPECT_FALSE(stayed.contains(id)) << "stands while stayed; step " << at << ", MUSTER_SEED=" << seed;
      }
      for (const auto& row : tx.query({"over", "select id from orders where state in ('lifted', 'lapsed', 'expired')"}))
        ended.insert(row.text("id"));
      return {};
    });
    ASSERT_TRUE(done.ok()) << done.error().sentence;
  }

  test::CaseWorld w;
  std::uint64_t seed = 0;
  std::mt19937_64 random;
  std::vector<std::string> people;
  std::string everything, second, deputy, admin;
  std::set<std::string> ended, stayed;  // orders, as this test remembers them
  int ended_roles = 0;
};
MUSTER_ON_BOTH_BACKENDS(RandomEvents);

TEST_P(RandomEvents, NeverBreakWhatIsLaw) {
  std::printf("MUSTER_SEED=%llu\n", static_cast<unsigned long long>(seed));
  for (int at = 0; at < kSteps && !HasFailure(); ++at) {
    w.clock.advance(std::chrono::milliseconds(1));  // ids in the order in which things happened
    step();
    ASSERT_TRUE(w.cases_service->tick(w.clock.now()).ok());
    check(at);
  }
  // A run that reached nothing would prove nothing.
  EXPECT_GT(ids("select id from orders").size(), 3u) << "MUSTER_SEED=" << seed;
  EXPECT_GT(ids("select id from appeal").size(), 0u) << "MUSTER_SEED=" << seed;
  EXPECT_GT(ended.size(), 1u) << "MUSTER_SEED=" << seed;
}

}  // namespace
}  // namespace muster::cases
