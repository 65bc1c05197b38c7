#include <cases/rules.h>

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace muster::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr Instant kNow{1'780'000'000'000'000};
constexpr Duration kHour = std::chrono::hours(1);

// What 2-domain.md says of each record, written once more by hand: "state event" → state. Every other pair is refused.
const std::map<std::string, std::map<std::string, std::string>> kExpected = {
    {"case",
     {{"opened seal", "evidence_sealed"},
      {"opened dismiss", "closed"},
      {"evidence_sealed screen", "screened"},
      {"evidence_sealed dismiss", "closed"},
      {"screened refer", "referred"},
      {"screened dismiss", "closed"},
      {"referred decide", "decided"},
      {"referred cure", "restored"},
      {"decided withdraw", "referred"},
      {"decided confirm", "confirmed"},
      {"decided cure", "restored"},
      {"confirmed order", "ordered"},
      {"confirmed reexamine", "opened"},
      {"confirmed close", "closed"},
      {"ordered execute", "executed"},
      {"ordered appeal", "appealed"},
      {"ordered expire", "restored"},
      {"ordered cure", "restored"},
      {"executed verify", "verified"},
      {"executed appeal", "appealed"},
      {"executed expire", "restored"},
      {"executed cure", "restored"},
      {"verified close", "closed"},
      {"verified appeal", "appealed"},
      {"verified expire", "restored"},
      {"verified cure", "restored"},
      {"closed appeal", "appealed"},
      {"closed expire", "restored"},
      {"closed cure", "restored"},
      {"appealed stay", "stayed"},
      {"appealed uphold", "upheld"},
      {"appealed vary", "varied"},
      {"appealed reverse", "reversed"},
      {"appealed lapse", "lapsed"},
      {"appealed expire", "restored"},
      {"appealed cure", "restored"},
      {"stayed uphold", "upheld"},
      {"stayed vary", "varied"},
      {"stayed reverse", "reversed"},
      {"stayed lapse", "lapsed"},
      {"stayed expire", "restored"},
      {"stayed cure", "restored"},
      {"upheld execute", "executed"},
      {"upheld appeal", "appealed"},
      {"upheld expire", "restored"},
      {"upheld cure", "restored"},
      {"upheld close", "closed"},
      {"varied refer", "referred"},
      {"varied restore", "restored"},
      {"reversed restore", "restored"},
      {"lapsed restore", "restored"},
      {"restored close", "closed"}}},
    {"decision",
     {{"draft decide", "decided"},
      {"draft withdraw", "withdrawn"},
      {"decided confirm", "confirmed"},
      {"decided withdraw", "withdrawn"}}},
    {"order",
     {{"in_force execute", "executed"},
      {"in_force stay", "stayed"},
      {"in_force lift", "lifted"},
      {"in_force lapse", "lapsed"},
      {"in_force expire", "expired"},
      {"executed verify", "verified"},
      {"executed stay", "stayed"},
      {"executed lift", "lifted"},
      {"executed lapse", "lapsed"},
      {"executed expire", "expired"},
      {"verified stay", "stayed"},
      {"verified lift", "lifted"},
      {"verified lapse", "lapsed"},
      {"verified expire", "expired"},
      {"stayed resume", "in_force"},
      {"stayed lift", "lifted"},
      {"stayed lapse", "lapsed"},
      {"stayed expire", "expired"}}},
    {"appeal",
     {{"filed acknowledge", "acknowledged"},
      {"filed stay", "stayed"},
      {"filed uphold", "upheld"},
      {"filed vary", "varied"},
      {"filed reverse", "reversed"},
      {"filed lapse", "lapsed"},
      {"filed moot", "moot"},
      {"acknowledged stay", "stayed"},
      {"acknowledged uphold", "upheld"},
      {"acknowledged vary", "varied"},
      {"acknowledged reverse", "reversed"},
      {"acknowledged lapse", "lapsed"},
      {"acknowledged moot", "moot"},
      {"stayed uphold", "upheld"},
      {"stayed vary", "varied"},
      {"stayed reverse", "reversed"},
      {"stayed lapse", "lapsed"},
      {"stayed moot", "moot"}}},
    {"received_order", {{"entered check", "checked"}, {"entered reject", "rejected"}}},
};

TEST(CaseStates, EveryPairOfStateAndEventIsAsTheDomainSays) {
  int pairs = 0;
  for (const auto& [record, arrows] : kExpected) {
    std::set<std::string> states{"nonsense"}, events{"nonsense"};
    for (const Transition& t : transitions()) {
      if (t.record != record) continue;
      states.insert({std::string(t.from), std::string(t.to)});
      events.insert(std::string(t.event));
    }
    for (const auto& state : states)
      for (const auto& event : events) {
        ++pairs;
        const auto expected = arrows.find(state + " " + event);
        const auto next = next_state(record, state, event);
        ASSERT_EQ(next.ok(), expected != arrows.end()) << record << ": " << state << " " << event;
        if (next.ok())
          EXPECT_EQ(*next, expected->second) << record << ": " << state << " " << event;
        else
          EXPECT_EQ(next.error().code, record + "_state");
      }
  }
  EXPECT_GT(pairs, 300);
}

TEST(CaseStates, TheTableHasNoArrowThatTheDomainDoesNotKnow) {
  std::size_t expected = 0;
  for (const auto& [record, arrows] : kExpected) expected += arrows.size();
  EXPECT_EQ(transitions().size(), expected);
}

TEST(CaseStates, NoWayBackFromAnEndedOrder) {
  for (const char* ended : {"lifted", "lapsed", "expired"}) EXPECT_THAT(open_events("order", ended), IsEmpty());
  for (const char* ended : {"upheld", "varied", "reversed", "lapsed", "moot"})
    EXPECT_THAT(open_events("appeal", ended), IsEmpty());
}

TEST(Grounds, TheListIsClosedAndHoldsItsLimits) {
  EXPECT_EQ(grounds().size(), 9u);
  for (const char* none : {"", "politics", "opinion", "religion", "press", "health", "Unfiled"})
    EXPECT_EQ(find_ground(none), nullptr);
  for (const char* code : {"unfiled", "false_filing", "age_assurance_missing", "billing_fraud", "partner_breach",
                           "unrecorded_sub_assignment"}) {
    EXPECT_FALSE(find_ground(code)->network_allowed) << code;
    for (const char* scope : {"url", "host", "domain", "contract"})
      EXPECT_FALSE(allows(code, "network", scope)) << code;
  }
  for (const auto& g : grounds()) EXPECT_FALSE(allows(g.code, "hold", "domain")) << g.code;
  for (const char* scope : {"url", "host", "domain", "contract"})
    EXPECT_FALSE(allows("age_assurance_missing", "hold", scope));
  EXPECT_EQ(find_ground("phishing_or_malware")->operator_cap_hours, 72);
}

struct Draft : ::testing::Test {
  Draft() {
    about = {"case-1",
             "C-2026-000001",
             "explicit_unlawful",
             "bad.shop.example",
             "",
             "manual",
             "",
             "",
             "finder",
             kNow,
             "",
             "referred",
             kNow,
             {},
             1};
    d.id = "decision-1";
    d.case_id = "case-1";
    d.outcome = "violation";
    d.ground = "explicit_unlawful";
    d.measure = "network";
    d.scope_kind = "host";
    d.scope_value = "bad.shop.example";
    d.law = "Act 1";
    d.article = "art. 2";
    d.authority_party_id = d.signing_party_id = "authority-1";
    d.authority_name = "Authority";
    d.no_notice_reason = "The site hides who answers for it.";
    d.reasons = "What was seen.";
    d.starts = kNow;
    d.expires = kNow + 24 * kHour;
    d.policy_sha256 = std::string(64, 'a');
    d.prepared_by = "decider";
    d.prepared_at = kNow;
    d.state = "draft";
    d.evidence_count = 3;
    facts.signing_kind = "authority";
    for (const char* element : {"sealed_visit", "content_in_context", "law_applies"})
      elements.push_back({static_cast<std::int64_t>(elements.size()) + 1, element, "statement", "words",
                          std::string(64, 'b'), "", "finder", kNow});
    signer = {"decider", "authority-1", true, {"decider"}, {}, true};
  }
  std::vector<std::string> faults() {
    std::vector<std::string> codes;
    for (const Error& e : check_draft(about, d, facts)) codes.push_back(e.code);
    return codes;
  }
  std::vector<std::string> why(const SignerFacts& who, const std::vector<DecisionSignature>& signatures = {}) {
    std::vector<std::string> codes;
    for (const Hindrance& h : why_not_sign(about, d, signatures, elements, facts.signing_kind, who, kNow)) {
      EXPECT_FALSE(h.sentence.empty());
      codes.push_back(h.code);
    }
    return codes;
  }
  Case about;
  Decision d;
  DraftFacts facts;
  std::vector<Element> elements;
  SignerFacts signer;
};

TEST_F(Draft, GoodOnesPass) {
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(Draft, EveryGroundMeasureAndScopeIsAllowedExactlyWhereTheTableSays) {
  for (const auto& g : grounds())
    for (const char* measure : {"hold", "network", "contract"})
      for (const char* scope : {"url", "host", "domain", "contract"}) {
        about.ground = d.ground = g.code;
        d.measure = measure;
        d.scope_kind = scope;
        d.scope_value = std::string(scope) == "url" ? "https://bad.shop.example/x" : "bad.shop.example";
        d.executor_party_id = d.measure == "hold" ? "host-1" : "";
        d.prior_notice_id = g.needs_notice ? "notice-1" : "";
        d.no_notice_reason = g.needs_notice ? "" : "reason";
        facts.notice_in_case = true;
        if (allows(g.code, measure, scope))
          EXPECT_THAT(faults(), IsEmpty()) << g.code << measure << scope;
        else
          EXPECT_THAT(faults(), ::testing::AnyOf(Contains("ground_scope"), Contains("ground_network")))
              << g.code << measure << scope;
      }
}

TEST_F(Draft, TellsEverythingThatIsWrongAtOnce) {
  d.expires.reset();
  d.reasons = "";
  d.no_notice_reason = "";
  d.scope_value = "other.example";
  EXPECT_THAT(faults(), UnorderedElementsAre("text_missing", "notice_missing", "expiry_missing", "scope_beyond_case"));
}

TEST_F(Draft, TermIsCappedAndNeverMissing) {
  d.expires = *d.starts + 8760 * kHour;
  EXPECT_THAT(faults(), IsEmpty());
  d.expires = *d.expires + Duration(1);
  EXPECT_THAT(faults(), ElementsAre("expiry_beyond_cap"));
  d.expires = d.starts;
  EXPECT_THAT(faults(), ElementsAre("expiry_order"));
}

TEST_F(Draft, PeopleOfTheOperatorMayOnlyActOnPhishingFor72Hours) {
  facts.signing_kind = "carrier";
  d.authority_party_id = d.signing_party_id = "carrier-1";
  EXPECT_THAT(faults(), ElementsAre("authority_needed"));
  about.ground = d.ground = "phishing_or_malware";
  d.expires = *d.starts + 72 * kHour;
  EXPECT_THAT(faults(), IsEmpty());
  d.expires = *d.starts + 72 * kHour + Duration(1);
  EXPECT_THAT(faults(), ElementsAre("expiry_beyond_operator_cap"));
  facts.signing_kind = "authority";
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(Draft, AnAuthoritysWrittenOrderLetsPeopleOfTheOperatorCarryItOut) {
  facts.signing_kind = "carrier";
  d.signing_party_id = "carrier-1";
  EXPECT_THAT(faults(), ElementsAre("authority_needed"));
  facts.received_order_fits = true;
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(Draft, NoticeGroundsNeedTheNoticeItself) {
  about.ground = d.ground = "unfiled";
  d.measure = "hold";
  d.executor_party_id = "host-1";
  EXPECT_THAT(faults(), ElementsAre("notice_needed"));
  d.no_notice_reason = "";
  d.prior_notice_id = "notice-1";
  EXPECT_THAT(faults(), ElementsAre("notice_unknown"));
  facts.notice_in_case = true;
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(Draft, PublicSuffixesAreNeverBlocked) {
  facts.public_suffix = true;
  EXPECT_THAT(faults(), ElementsAre("never_block"));
}

TEST_F(Draft, WhoCanSign) {
  EXPECT_THAT(why(signer), IsEmpty());
  d.state = "decided";
  EXPECT_THAT(why({"confirmer", "authority-1", true, {"confirmer"}, {}, true},
                  {{"decision-1", "decider", "decider", "k", "", {}, kNow}}),
              IsEmpty());
}

TEST_F(Draft, WhyNot) {
  EXPECT_THAT(why({"finder", "authority-1", true, {"decider"}, {}, true}), ElementsAre("finder_signs"));
  EXPECT_THAT(why({"x", "authority-1", true, {"decider", "admin"}, {}, true}), ElementsAre("admin_signs"));
  EXPECT_THAT(why({"x", "authority-1", true, {"confirmer"}, {}, true}), ElementsAre("role_missing"));
  EXPECT_THAT(why({"x", "authority-2", true, {"decider"}, {}, true}), ElementsAre("wrong_party"));
  EXPECT_THAT(why({"x", "authority-1", true, {"decider"}, {"finder"}, true}), ElementsAre("conflict_inherited"));
  EXPECT_THAT(why({"x", "authority-1", true, {"decider"}, {}, false}), ElementsAre("key_not_enrolled"));
  EXPECT_THAT(why({"x", "authority-1", false, {}, {}, false}),
              UnorderedElementsAre("person_ended", "role_missing", "key_not_enrolled"));
  elements.pop_back();
  EXPECT_THAT(why(signer), ElementsAre("element_missing"));
  d.expires = kNow;
  EXPECT_THAT(why(signer), UnorderedElementsAre("element_missing", "decision_over"));
  for (const char* state : {"confirmed", "withdrawn"}) {
    d.state = state;
    EXPECT_THAT(why(signer), ElementsAre("signature_order"));
  }
}

TEST_F(Draft, SamePersonNeverConfirms) {
  d.state = "decided";
  const std::vector<DecisionSignature> first{{"decision-1", "decider", "decider", "k", "", {}, kNow}};
  EXPECT_THAT(why({"decider", "authority-1", true, {"decider", "confirmer"}, {}, true}, first),
              ElementsAre("same_person"));
  EXPECT_THAT(why({"deputy", "authority-1", true, {"confirmer"}, {"decider"}, true}, first),
              ElementsAre("conflict_inherited"));
}

TEST_F(Draft, EvidenceTiedAfterTheTextWasPreparedDoesNotCount) {
  d.evidence_count = 2;
  EXPECT_THAT(why(signer), ElementsAre("element_missing"));
}

TEST_F(Draft, OnlyAThirdPersonHearsAnAppeal) {
  const std::vector<DecisionSignature> both{{"d", "decider", "a", "", "", {}, kNow},
                                            {"d", "confirmer", "b", "", "", {}, kNow}};
  const auto codes = [&](const char* person, std::vector<std::string> roles, std::vector<std::string> delegators = {}) {
    std::vector<std::string> out;
    for (const auto& h :
         why_not_hear(about, both, {person, "authority-1", true, std::move(roles), std::move(delegators), true}))
      out.push_back(h.code);
    return out;
  };
  EXPECT_THAT(codes("judge", {"appeal_officer"}), IsEmpty());
  for (const char* conflicted : {"a", "b", "finder"})
    EXPECT_THAT(codes(conflicted, {"appeal_officer"}), ElementsAre("appeal_judge"));
  EXPECT_THAT(codes("judge", {"appeal_officer"}, {"b"}), ElementsAre("appeal_judge"));
  EXPECT_THAT(codes("judge", {"decider"}), ElementsAre("role_missing"));
  EXPECT_THAT(codes("judge", {"appeal_officer", "admin"}), ElementsAre("admin_signs"));
}

TEST_F(Draft, CanonicalTextIsDeterministicAndHoldsEveryFieldThatHasAnEffect) {
  const std::string text = canonical_text(about, d, elements);
  EXPECT_EQ(text, canonical_text(about, d, elements));
  EXPECT_TRUE(text.starts_with("Muster decision, text version 1\n"));
  EXPECT_TRUE(text.ends_with("\n"));
  const auto differs = [&](auto change) {
    Case c = about;
    Decision e = d;
    auto evidence = elements;
    change(c, e, evidence);
    return canonical_text(c, e, evidence) != text;
  };
  EXPECT_TRUE(differs([](Case& c, auto&, auto&) { c.number = "C-2026-000002"; }));
  EXPECT_TRUE(differs([](Case& c, auto&, auto&) { c.id = "x"; }));
  EXPECT_TRUE(differs([](Case& c, auto&, auto&) { c.name = "x.example"; }));
  EXPECT_TRUE(differs([](Case& c, auto&, auto&) { c.url = "https://x.example/"; }));
  EXPECT_TRUE(differs([](Case& c, auto&, auto&) { c.opened_by = "x"; }));
  for (auto field : {&Decision::id, &Decision::ground, &Decision::outcome, &Decision::measure, &Decision::scope_kind,
                     &Decision::scope_value, &Decision::law, &Decision::article, &Decision::authority_party_id,
                     &Decision::authority_name, &Decision::signing_party_id, &Decision::executor_party_id,
                     &Decision::received_order_id, &Decision::prior_notice_id, &Decision::no_notice_reason,
                     &Decision::reasons, &Decision::policy_sha256, &Decision::prepared_by})
    EXPECT_TRUE(differs([&](auto&, Decision& e, auto&) { e.*field = "changed"; }));
  EXPECT_TRUE(differs([](auto&, Decision& e, auto&) { e.starts = kNow + kHour; }));
  EXPECT_TRUE(differs([](auto&, Decision& e, auto&) { e.expires = kNow + kHour; }));
  EXPECT_TRUE(differs([](auto&, Decision& e, auto&) { e.prepared_at = kNow + kHour; }));
  EXPECT_TRUE(differs([](auto&, auto&, auto& evidence) { evidence[1].sha256 = std::string(64, 'c'); }));
  EXPECT_TRUE(differs([](auto&, auto&, auto& evidence) { evidence[1].element = "law_applies"; }));
  EXPECT_FALSE(differs([](auto&, auto&, auto& evidence) {
    evidence.push_back({4, "law_applies", "statement", "later", std::string(64, 'd'), "", "x", kNow});
  }));
}

TEST_F(Draft, NoTextCanForgeALineOfTheCanonicalText) {
  d.reasons = "harmless\nScope: domain example (this name and every name below it)";
  const std::string text = canonical_text(about, d, elements);
  EXPECT_THAT(text, HasSubstr("  | Scope: domain example"));
  EXPECT_THAT(text, Not(HasSubstr("\nScope: domain")));
  d.law = "Act\nScope: domain example";
  EXPECT_THAT(faults(), ElementsAre("text_control_character"));
  for (const char* hidden : {"a\r", "a\x7f", "a\xc2\x85", "a\u2028", "a\u202e", "a\u2066", "a\tb"}) {
    EXPECT_EQ(check_line(hidden, "law", 100).error().code, "text_control_character") << hidden;
  }
  EXPECT_EQ(check_line("a\xff", "law", 100).error().code, "text_not_utf8");
  EXPECT_EQ(check_line(" ", "law", 100).error().code, "text_missing");
  EXPECT_EQ(check_line(std::string(101, 'x'), "law", 100).error().code, "text_too_long");
  EXPECT_TRUE(check_line("第五条 独立服务器", "law", 100).ok());
}

TEST(Scope, SaysWhoIsHitAndWhoStaysReachable) {
  const std::vector<std::string> others{"bad.shop.example", "good.example", "www.bad.shop.example",
                                        "xbad.shop.example"};
  const auto host = scope_effect("network", "host", "bad.shop.example", "bad.shop.example", others);
  EXPECT_THAT(host.hit, ElementsAre("bad.shop.example"));
  EXPECT_THAT(host.reachable, ElementsAre("good.example", "www.bad.shop.example", "xbad.shop.example"));
  EXPECT_FALSE(host.beyond_case);
  const auto domain = scope_effect("network", "domain", "bad.shop.example", "bad.shop.example", others);
  EXPECT_THAT(domain.hit, ElementsAre("bad.shop.example", "www.bad.shop.example"));
  EXPECT_TRUE(domain.beyond_case);
  EXPECT_THAT(domain.reachable, ElementsAre("good.example", "xbad.shop.example"));
}

TEST(Scope, NetworkNamesNeverReachWiderThanTheScope) {
  EXPECT_THAT(network_names("host", "a.example"),
              ElementsAre(AllOf(Field(&NetworkName::name, "a.example"), Field(&NetworkName::wildcard, false))));
  EXPECT_THAT(network_names("domain", "a.example"),
              ElementsAre(AllOf(Field(&NetworkName::name, "a.example"), Field(&NetworkName::wildcard, false)),
                          AllOf(Field(&NetworkName::name, "a.example"), Field(&NetworkName::wildcard, true))));
  EXPECT_THAT(network_names("url", "https://a.example/x"), IsEmpty());
  EXPECT_THAT(network_names("contract", "x"), IsEmpty());
}

}  // namespace
}  // namespace muster::cases
