// What a statement says, in whatever form it is read, and how it goes its way.
#include "words.h"
#include <base/bytes.h>
#include <base/files.h>
#include <cases/law_text.h>
#include <events/outbox.h>

#include <cstdio>
#include <filesystem>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <print/pdf.h>
#include <statements/service.h>
#include <support/case_world.h>
#include <support/pdf_text.h>

namespace muster::statements {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

TEST(StatementStates, TheTableIsWhatTheSchemaHas) {
  // Every pair of a state and an event: the table has it, or it is refused; no event leads out of `received`.
  int open = 0;
  for (const std::string_view state : states())
    for (const std::string_view event : events_of_statements()) {
      const auto to = next_state(state, event);
      if (!to.ok()) {
        EXPECT_EQ(to.error().code, "statement_state");
        continue;
      }
      ++open;
      EXPECT_NE(state, "received");
    }
  EXPECT_EQ(open, static_cast<int>(transitions().size()));
  EXPECT_EQ(next_state("sent", "lose").error().code, "statement_event");
  EXPECT_TRUE(words_are_complete());
}

Facts facts_of(const std::string& ground, const std::string& measure, const std::string& source,
               const std::string& language) {
  Facts f;
  f.about.number = "C-2026-000007";
  f.about.name = "shop-017.example";
  f.about.source = source;
  f.about.opened_at = *parse_rfc3339("2026-03-02T02:00:00Z");
  f.decision.ground = ground;
  f.decision.measure = measure;
  f.decision.scope_kind = measure == "contract" ? "contract" : "host";
  f.decision.scope_value = "shop-017.example";
  f.decision.law = "Model Act";
  f.decision.article = "section 4";
  f.decision.authority_name = "Communications authority";
  f.decision.reasons = "The page asks for a bank's password.\n网页要求填写银行密码。";
  f.decision.no_notice_reason = "Who answers for it hides.";
  f.decision.text_sha256 = std::string(64, 'a');
  f.order.number = "O-2026-000007";
  f.order.issued_at = *parse_rfc3339("2026-03-04T02:00:00Z");
  f.order.expires_at = *parse_rfc3339("2026-04-04T02:00:00Z");
  f.elements.push_back({1, "page_seen", "test_run", "x", std::string(64, 'b'), "", "p", f.about.opened_at});
  f.element_sentences.push_back("What the page shows");
  f.number = "S-2026-000007";
  f.language = language;
  f.ground_title = ground;
  f.contract = measure == "contract";
  f.appeal_url = "https://muster.example/public/orders/O-2026-000007/appeal";
  f.appeal_until = *parse_rfc3339("2026-05-04T02:00:00Z");
  return f;
}

TEST(StatementContent, SaysWhatTheLawAsks) {
  const auto en = content_of(facts_of("phishing_or_malware", "network", "suspicion", "en"));
  for (const char* said :
       {"S-2026-000007", "O-2026-000007", "Model Act", "section 4", "bank's password", "SHA-256 bbbb",
        "A program pointed to the site", "two persons decided", "orders/O-2026-000007/appeal",
        "Who answers for it hides.", "not asked to admit anything", "ends by itself on 2026-04-04"})
    EXPECT_NE(en.find(said), std::string::npos) << said;
  const auto zh = content_of(facts_of("phishing_or_malware", "network", "report", "zh"));
  for (const char* said :
       {"决定理由书 S-2026-000007", "发现过程未使用自动化手段", "举报人信息不予披露", "逾期未作处理的，命令自动失效"})
    EXPECT_NE(zh.find(said), std::string::npos) << said;
  EXPECT_EQ(paper_of("{}").error().code, "statement_content");
  EXPECT_EQ(paper_of(en)->sections.size(), 7u);
}

TEST(StatementContent, ALawThatIsCitedWholeStandsAlone) {
  for (const char* language : {"en", "zh"}) {
    Facts f = facts_of("phishing_or_malware", "network", "suspicion", language);
    EXPECT_NE(content_of(f).find("section 4"), std::string::npos);
    f.decision.article = cases::kAsCited;
    const auto content = content_of(f);
    EXPECT_EQ(content.find("as cited"), std::string::npos) << content;
    EXPECT_NE(content.find(f.language == "en" ? "Model Act." : "Model Act。"), std::string::npos) << content;
  }
}

// Every ground, measure and source, through ajv and the schema that was written from the database's field list.
TEST(StatementContent, IsARecordOfTheTransparencyDatabase) {
  json::array all;
  int n = 0;
  for (const char* ground :
       {"unfiled", "false_filing", "age_assurance_missing", "explicit_unlawful", "child_abuse_material",
        "billing_fraud", "phishing_or_malware", "partner_breach", "unrecorded_sub_assignment"})
    for (const char* measure : {"hold", "network", "contract"})
      for (const char* source : {"manual", "suspicion", "census", "report", "received_order"}) {
        Facts f = facts_of(ground, measure, source, "en");
        f.number = fmt::format("S-2026-{:06}", ++n);
        f.trusted_flagger = n % 7 == 0;
        std::string longest;
        for (int i = 0; i < 3000; ++i) longest += "理由";
        if (n % 5 == 0) f.decision.reasons = longest;
        if (n % 3 == 0) f.order.expires_at = *parse_rfc3339("2045-01-01T00:00:00Z");
        all.push_back(json::parse(*dsa_of_content(content_of(f))));
      }
  const auto file = std::filesystem::temp_directory_path() / "muster-dsa-test.json";
  ASSERT_TRUE(replace_file(file.string(), json::serialize(all), 0600).ok());
  EXPECT_EQ(std::system(("cd " MUSTER_SOURCE_DIR "/tests && node dsa_check.mjs '" + file.string() + "'").c_str()), 0);
  std::filesystem::remove(file);
}

class Statements : public ::testing::TestWithParam<store::Backend> {
 protected:
  Statements() : world(GetParam()), notices(*world.db, world.recorder, mail()) {
    world.enrol_authority();
    world.cases_service =
        std::make_unique<cases::Service>(*world.db, world.recorder, world.policy, *world.parties_service, notices,
                                         *world.restrictions_service, *world.filings_service, *world.vault);
  }
  notices::Options mail() {
    return {.mail_folder = world.folder + "/mail",
            .resolve = [this](const std::string&) -> Result<std::string> {
              if (address.empty()) return not_found("recipient_unknown", "Nobody is known behind this recipient.");
              return address;
            },
            .attach = [this](const notices::Notice& n) { return service.attachment(n); }};
  }
  void follow() {
    for (int some = 1; some > 0;)
      some = *events::drain(*world.db, "statements", 100,
                            [&](store::Transaction& tx, const events::Event& e) { return service.follow(tx, e); });
  }
  Statement of(const cases::Order& order) { return **service.of_order(order.id); }
  std::string mails() {
    std::string out;
    const auto folder = world.folder + "/mail/new";
    if (!std::filesystem::exists(folder)) return out;
    for (const auto& file : std::filesystem::directory_iterator(folder))
      out += *read_file(file.path().string(), 10u << 20);
    return out;
  }

  std::string address = "owner@shop.example";
  test::CaseWorld world;
  notices::Service notices;
  Service service{*world.db, world.recorder, world.policy, *world.vault, notices, {"https://muster.example", {}}};
};
MUSTER_ON_BOTH_BACKENDS(Statements);

TEST_P(Statements, IsWrittenWithTheOrderAndGoesWithItsLetter) {
  const auto order = world.order("tour-quorvix.example");
  EXPECT_EQ(*notices.deliver(), 0) << "the letter waits for its statement";
  follow();
  auto s = of(order);
  EXPECT_EQ(s.number, "S" + order.number.substr(1));
  EXPECT_EQ(s.state, "written");
  EXPECT_EQ(service.take_link(s.id, world.examiner).error().code, "statement_state");
  world.clock.advance(2min);
  EXPECT_EQ(*notices.deliver(), 1);
  EXPECT_NE(mails().find("filename=\"" + s.number + ".pdf\""), std::string::npos);
  follow();
  follow();
  s = of(order);
  EXPECT_EQ(s.state, "sent");
  const auto travelled = *service.deliveries(s.id);
  ASSERT_EQ(travelled.size(), 2u);
  EXPECT_EQ(travelled[0].channel, "page");
  EXPECT_EQ(travelled[1].channel, "email");
  EXPECT_EQ(travelled[1].state, "sent");
}

TEST_P(Statements, ThePdfSaysWhatTheJsonSays) {
  const auto order = world.order("tour-quorvix.example");
  follow();
  const auto s = of(order);
  const json::value content = json::parse(s.content);
  std::string said(content.at("title").as_string());
  for (const auto& section : content.at("sections").as_array()) {
    said += section.at("heading").as_string();
    for (const auto& p : section.at("paragraphs").as_array()) said += p.as_string();
  }
  const auto plain = service.pdf(s, false);
  ASSERT_TRUE(plain.ok()) << plain.error().sentence;
  EXPECT_EQ(test::without_blanks(test::pdf_text(*plain)), test::without_blanks(said));
  const std::string link = "https://muster.example" + service.link_of(s.id);
  EXPECT_NE(test::without_blanks(test::pdf_text(*service.pdf(s, true))).find(link), std::string::npos);
}

TEST_P(Statements, InChineseToo) {
  Statement s;
  s.id = "x";
  s.language = "zh";
  s.content = content_of(facts_of("explicit_unlawful", "hold", "census", "zh"));
  const auto paper = *paper_of(s.content);
  std::string said = paper.title;
  for (const auto& section : paper.sections) {
    said += section.heading;
    for (const auto& p : section.paragraphs) said += p;
  }
  EXPECT_EQ(test::without_blanks(test::pdf_text(*service.pdf(s, false))), test::without_blanks(said));
}

TEST_P(Statements, TheLinkIsSecretAndKeptNowhere) {
  const auto order = world.order("tour-quorvix.example");
  follow();
  const auto s = of(order);
  const std::string secret = service.link_of(s.id).substr(std::string("/public/statements/").size());
  EXPECT_EQ(secret.size(), 48u);
  EXPECT_EQ(service.by_secret(secret)->id, s.id);
  std::string wrong = secret;
  wrong[0] = wrong[0] == '0' ? '1' : '0';
  for (const std::string& guess : {wrong, std::string(), s.number, secret.substr(1)})
    EXPECT_EQ(service.by_secret(guess).error().code, "statement_unknown");
  static constexpr store::Sql kKept{"t_kept",
                                    "select count(*) as n from statement where secret_sha256 = :s or content like :l"};
  (void)world.db->read([&](store::Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.one(kKept, {{"s", secret}, {"l", "%" + secret + "%"}})->integer("n"), 0);
    return {};
  });
  EXPECT_EQ(service.receive(secret)->state, "received");
  EXPECT_EQ(service.receive(secret)->version, 2) << "twice is the same";
}

TEST_P(Statements, WhatBouncesIsWorkForAPerson) {
  const auto order = world.order("tour-quorvix.example");
  follow();
  EXPECT_EQ(*notices.deliver(), 1);
  follow();
  const auto letter = service.deliveries(of(order).id)->at(1).notice_id;
  EXPECT_TRUE(*notices.bounced(letter, "5.1.1"));
  EXPECT_FALSE(*notices.bounced(letter, "5.1.1")) << "a second bounce is no news";
  follow();
  auto s = of(order);
  EXPECT_EQ(s.state, "undelivered");
  EXPECT_EQ(service.deliveries(s.id)->at(1).code, "bounced");
  EXPECT_EQ(service.list({"undelivered", ""}, "", 10)->items.size(), 1u);

  EXPECT_EQ(*service.take_link(s.id, world.examiner), "https://muster.example" + service.link_of(s.id));
  EXPECT_EQ(service.history(s.id)->back().kind, kLinkRead.name) << "each taking of the link stands in the ledger";
  EXPECT_EQ(service.apply(s.id, s.version, {"hand_over", "pigeon", "x"}, world.examiner).error().code,
            "statement_channel");
  EXPECT_EQ(service.apply(s.id, s.version, {"hand_over", "post", " "}, world.examiner).error().code, "note_missing");
  EXPECT_EQ(service.apply(s.id, s.version, {"receive", "", ""}, world.examiner).error().code, "statement_event");
  EXPECT_EQ(service.apply(s.id, s.version + 1, {"send_again", "", ""}, world.examiner).error().code, "stale");
  s = *service.apply(s.id, s.version, {"send_again", "", ""}, world.examiner);
  EXPECT_EQ(s.state, "written");
  EXPECT_EQ(*notices.deliver(), 1);
  follow();
  EXPECT_EQ(of(order).state, "sent");
  EXPECT_TRUE(*notices.bounced(service.deliveries(s.id)->at(2).notice_id, "5.2.1"));
  follow();
  s = of(order);
  s = *service.apply(s.id, s.version, {"hand_over", "post", "Registered letter of 4 March."}, world.examiner);
  EXPECT_EQ(s.state, "handed_over");
  EXPECT_EQ(service.list({"undelivered", ""}, "", 10)->items.size(), 0u);
}

TEST_P(Statements, WhereNobodyIsKnownItIsWorkTooAndTheLetterSaysSo) {
  address.clear();
  const auto order = world.order("tour-quorvix.example");
  follow();
  EXPECT_EQ(*notices.deliver(), 0);
  follow();
  EXPECT_EQ(of(order).state, "undelivered");
  EXPECT_EQ(service.deliveries(of(order).id)->at(1).code, "recipient_unknown");
}

TEST_P(Statements, EveryPairOfStatesIsWhatTheSchemaAllows) {
  const auto order = world.order("tour-quorvix.example");
  follow();
  const auto s = of(order);
  for (const std::string_view from : states())
    for (const std::string_view to : states()) {
      if (from == to) continue;
      bool wanted = false;
      for (const auto& t : transitions()) wanted = wanted || (t.from == from && t.to == to);
      // Each pair in a transaction that is given up, from a row that was put into that state by an owner's hand.
      bool taken = true;
      const auto tried = world.db->write([&](store::Transaction& tx) -> Result<void> {
        static constexpr store::Sql kMoveTo{"t_move",
                                            "update statement set state = :to, version = version + 1 where id = :id"};
        std::vector<std::string_view> way;  // from `written` to `from`
        if (from == "sent" || from == "undelivered" || from == "handed_over" || from == "received") way.push_back(from);
        for (const auto step : way) tx.run(kMoveTo, {{"id", s.id}, {"to", step}});
        tx.run(kMoveTo, {{"id", s.id}, {"to", to}});
        return refused("given_up", "Only tried.");
      });
      taken = tried.error().code == "given_up";
      EXPECT_EQ(taken, wanted) << from << " → " << to << ": " << tried.error().code;
    }
  static constexpr store::Sql kRewrite{"t_rewrite",
                                       "update statement set content = 'x', state = 'sent', version = version + 1"};
  EXPECT_EQ(world.db
                ->write([&](store::Transaction& tx) -> Result<void> {
                  tx.run(kRewrite);
                  return {};
                })
                .error()
                .code,
            "statement_immutable");
}

}  // namespace
}  // namespace muster::statements
