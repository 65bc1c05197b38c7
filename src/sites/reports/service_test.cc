#include "test_support.h"
#include <base/log.h>

#include <fstream>
#include <thread>

#include <gmock/gmock.h>

namespace muster::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Reports : public ReportsTest {};

TEST_P(Reports, GivesAReceiptAndKeepsItsSecretAsAHash) {
  const Receipt r = take(about("HTTP://Login.Shop.Example:80/a/../pay#x"));
  EXPECT_TRUE(r.number.starts_with("R-2026-0000")) << r.number;
  EXPECT_EQ(r.secret.size(), 24U);
  EXPECT_EQ(r.state, "received");
  const Report s = stored(r.id);
  EXPECT_EQ(s.url, "http://login.shop.example/pay");
  EXPECT_EQ(s.registrable, "shop.example");
  EXPECT_EQ(s.priority, 1);
  static constexpr store::Sql kSecret{"t_secrets", "select secret_sha256 as s from report"};
  EXPECT_EQ(db_->ask(kSecret)->front().text("s"), to_hex(sha256(r.secret)));
  EXPECT_EQ(service_.status(r.number, r.secret)->state, "received");
  for (const std::string& wrong : {std::string(), r.secret + "x", std::string(24, 'a')})
    EXPECT_EQ(service_.status(r.number, wrong).error().code, "report_unknown");
  EXPECT_EQ(service_.status("R-2026-999999", r.secret).error().code, "report_unknown");
  EXPECT_EQ(service_.status(r.id, r.secret).error().code, "report_unknown");
  EXPECT_THAT(kinds(r.id), ElementsAre("report.received"));
}

TEST_P(Reports, SaysEveryFieldAtFault) {
  NewReport bad = about("mailto:x", "opinion");
  bad.words = "a\x01";
  bad.contact = "nobody";
  const auto refused = service_.submit(bad);
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> fields;
  for (const auto& one : refused.error().all) fields.push_back(one.field);
  EXPECT_THAT(fields, ElementsAre("ground", "address", "explanation", "contact"));
  EXPECT_EQ(service_.submit(about("a.example", "partner_breach")).error().code, "ground_not_reported");
  NewReport wordless = about("a.example");
  wordless.words.clear();
  EXPECT_EQ(service_.submit(wordless).error().code, "text_missing");
  static constexpr store::Sql kAny{"t_any", "select count(*) as n from report"};
  EXPECT_EQ(count(kAny), 0);
}

TEST_P(Reports, MergesWhatIsOfOneSiteAndGround) {
  const Receipt first = take(about("http://shop.example/a"));
  const Receipt same = take(about("http://SHOP.example:80/a#top"));
  const Receipt below = take(about("https://pay.shop.example/b"));
  const Receipt other_ground = take(about("http://shop.example/a", "billing_fraud"));
  const Receipt other_site = take(about("http://shop2.example/a"));
  EXPECT_EQ(same.state, "merged");
  EXPECT_EQ(below.state, "merged");
  EXPECT_EQ(other_ground.state, "received");
  EXPECT_EQ(other_site.state, "received");
  EXPECT_EQ(stored(first.id).merged, 2);
  EXPECT_EQ(stored(below.id).lead_id, first.id);
  const auto addresses = service_.addresses(below.id, 10);
  ASSERT_EQ(addresses->size(), 2U);
  EXPECT_EQ(addresses->at(0).url, "http://shop.example/a");
  EXPECT_EQ(addresses->at(0).reports, 2);
  // Each keeps its own receipt.
  EXPECT_TRUE(service_.status(below.number, below.secret)->merged);
  EXPECT_EQ(service_.status(below.number, first.secret).error().code, "report_unknown");
}

TEST_P(Reports, MergesByAFingerprintWhereThereIsOne) {
  NewReport a = about("http://one.example/"), b = about("http://two.example/"), c = about("http://three.example/");
  a.fingerprint = b.fingerprint = "simhash:00ff";
  c.fingerprint = "simhash:1111";
  const Receipt first = take(a);
  EXPECT_EQ(take(b).state, "merged");
  EXPECT_EQ(take(c).state, "received");
  EXPECT_EQ(stored(first.id).merged, 1);
}

TEST_P(Reports, AreOneEntryWhereTestsFoundTheSamePage) {
  Service knowing(*db_, recorder_, policy_, vault_, notices_, testing_,
                  {.mark_of_site = [](store::Transaction&, const std::string& host) -> std::string {
                    return host == "lone.example" ? "" : "simhash:0123456789abcdef";
                  }});
  const auto first = knowing.submit(about("http://one.example/")), copy = knowing.submit(about("http://two.example/")),
             alone = knowing.submit(about("http://lone.example/")),
             other = knowing.submit(about("http://three.example/", "billing_fraud"));
  ASSERT_TRUE(first.ok() && copy.ok() && alone.ok() && other.ok());
  EXPECT_EQ(copy->state, "merged");
  EXPECT_EQ(stored(copy->id).lead_id, first->id);
  EXPECT_EQ(alone->state, "received");
  EXPECT_EQ(other->state, "received") << "on another ground";
}

TEST_P(Reports, BecomeSuspicionsAndLearnTheOutcome) {
  const Receipt first = take(about("http://shop.example/a")), second = take(about("http://pay.shop.example/b"));
  ASSERT_EQ(*service_.advance(), 3) << "two hosts and the entry";
  EXPECT_EQ(*service_.advance(), 0);
  EXPECT_EQ(stored(first.id).state, "screening");
  const auto suspicions = testing_.suspicions({});
  ASSERT_EQ(suspicions->size(), 2U);
  EXPECT_EQ(suspicions->at(0).source, "report");
  ASSERT_TRUE(testing_.apply(suspicions->at(0).id, testing::SuspicionEvent::dismiss, "person-1", "nothing").ok());
  follow_all();
  EXPECT_EQ(stored(first.id).state, "screening") << "the other one is open";
  ASSERT_TRUE(testing_.apply(suspicions->at(1).id, testing::SuspicionEvent::dismiss, "person-1", "nothing").ok());
  follow_all();
  EXPECT_EQ(stored(first.id).outcome, "no_violation");
  const auto told = service_.status(second.number, second.secret);
  EXPECT_EQ(told->state, "closed");
  EXPECT_EQ(told->outcome, "no_violation");
  EXPECT_TRUE(told->merged);
  // What comes after the end is a new entry.
  EXPECT_EQ(take(about("http://shop.example/a")).state, "received");
}

TEST_P(Reports, ManyHostsOfOneSiteAreNoWorkWithoutEnd) {
  for (int i = 0; i < 30; ++i) take(about("http://made-up-" + std::to_string(i) + ".shop.example/"));
  EXPECT_EQ(*service_.advance(), 31);
  EXPECT_EQ(testing_.suspicions({})->size(), static_cast<std::size_t>(kHostsMax));
  static constexpr store::Sql kAlone{"t_alone", "select count(*) as n from report_address where suspicion_id is null"};
  EXPECT_EQ(count(kAlone), 0);
}

TEST_P(Reports, FollowACaseToItsReversal) {
  const Receipt r = take(about("http://shop.example/a"));
  ASSERT_TRUE(service_.advance().ok());
  const std::string suspicion = testing_.suspicions({})->at(0).id;
  Fate fate = Fate::in_case;
  service_.set_fate_of_case([&](store::Transaction&, const std::string&) { return fate; });
  static constexpr store::Sql kRefer{
      "t_refer", "update suspicion set state = :state, screened_by = 'p', case_id = :case where id = :id"};
  ASSERT_TRUE(write([&](store::Transaction& tx) {
                tx.run(kRefer, {{"state", "screened_by_human"}, {"id", suspicion}, {"case", std::nullopt}});
                tx.run(kRefer, {{"state", "referred"}, {"id", suspicion}, {"case", "case-1"}});
                recorder_.record(tx, testing::kSuspicionMoved, "p", "suspicion", suspicion);
              }).ok());
  follow_all();
  EXPECT_EQ(stored(r.id).state, "in_case");
  EXPECT_EQ(stored(r.id).case_id, "case-1");
  EXPECT_EQ(service_.withdraw(r.number, r.secret).error().code, "report_state") << "a case stands on it";
  static constexpr events::Kind kCaseMoved{"case.moved", 1, "."};
  for (const auto& [next, outcome] : {std::pair{Fate::violation, "violation"}, {Fate::reversed, "reversed"}}) {
    fate = next;
    ASSERT_TRUE(write([&](store::Transaction& tx) { recorder_.record(tx, kCaseMoved, "p", "case", "case-1"); }).ok());
    follow_all();
    EXPECT_EQ(stored(r.id).outcome, outcome);
  }
  EXPECT_EQ(service_.status(r.number, r.secret)->outcome, "reversed");
}

TEST_P(Reports, MayBeTakenBackAndOthersGoOn) {
  NewReport first = about("http://shop.example/a");
  first.contact = "someone@mail.example";
  const Receipt a = take(first), b = take(about("http://shop.example/b")), c = take(about("http://shop.example/c"));
  EXPECT_EQ(service_.withdraw(a.number, b.secret).error().code, "report_unknown");
  ASSERT_EQ(service_.withdraw(a.number, a.secret)->state, "withdrawn");
  EXPECT_EQ(stored(b.id).state, "received");
  EXPECT_EQ(stored(b.id).merged, 1);
  EXPECT_EQ(stored(c.id).lead_id, b.id);
  EXPECT_EQ(service_.addresses(c.id, 10)->size(), 2U) << "what was taken back is not shown";
  EXPECT_EQ(service_.withdraw(a.number, a.secret).error().code, "report_state");
  ASSERT_TRUE(service_.withdraw(c.number, c.secret).ok());
  EXPECT_EQ(stored(b.id).merged, 0);
  // Words and contact are gone at once.
  EXPECT_EQ(service_.tick()->forgotten, 2);
  EXPECT_EQ(service_.words(a.id, "person-1").error().code, "words_gone");
  EXPECT_EQ(service_.words(b.id, "person-1")->explanation, about("x").words);
  EXPECT_EQ(take(about("http://shop.example/d")).state, "merged");
  // The one that goes on becomes a suspicion, by what is still reported.
  EXPECT_EQ(*service_.advance(), 3) << "b, d and the entry";
  EXPECT_EQ(stored(b.id).state, "screening");
  // Of somebody who changed their mind alone, nothing follows.
  const Receipt lone = take(about("http://lone.example/"));
  ASSERT_TRUE(service_.withdraw(lone.number, lone.secret).ok());
  EXPECT_EQ(*service_.advance(), 0);
  EXPECT_EQ(take(about("http://lone.example/")).state, "received");
  EXPECT_EQ(*service_.advance(), 2);
}

TEST_P(Reports, ReadWordsLeaveATrace) {
  const Receipt r = take(about("http://shop.example/a"));
  EXPECT_EQ(service_.words(r.id, "system:x").error().code, "needs_person");
  EXPECT_EQ(service_.words(r.id, "person-1")->contact, "");
  EXPECT_THAT(kinds(r.id), ElementsAre("report.received", "report.words_read"));
}

TEST_P(Reports, TrustedFlaggersGoFirst) {
  const std::string watchers = party("trusted_flagger"), firm = party("partner");
  EXPECT_EQ(service_.propose_flagger(firm, "billing_fraud", "person-1").error().code, "party_kind");
  EXPECT_EQ(service_.propose_flagger(watchers, "partner_breach", "person-1").error().code, "ground_not_reported");
  const auto proposed = service_.propose_flagger(watchers, "billing_fraud", "person-1");
  ASSERT_TRUE(proposed.ok()) << proposed.error().sentence;
  EXPECT_EQ(service_.propose_flagger(watchers, "billing_fraud", "person-3").error().code, "flagger_exists");
  EXPECT_EQ(service_.confirm_flagger(proposed->id, "person-1").error().code, "two_persons_needed");
  const auto from = [&](const std::string& host, const std::string& ground) {
    NewReport report = about(host, ground);
    report.party_id = watchers;
    return stored(take(report).id);
  };
  EXPECT_EQ(from("a.example", "billing_fraud").priority, 2) << "not confirmed yet";
  ASSERT_TRUE(service_.confirm_flagger(proposed->id, "person-2").ok());
  const Receipt ordinary = take(about("c.example", "billing_fraud")), urgent = take(about("d.example"));
  const Report trusted = from("b.example", "billing_fraud");
  EXPECT_EQ(trusted.priority, 0);
  EXPECT_EQ(trusted.flagger_party, watchers);
  EXPECT_EQ(from("e.example", "unfiled").priority, 2) << "of another ground";
  const auto queue = service_.list({}, "", 10);
  ASSERT_EQ(queue->items.size(), 5U);
  EXPECT_EQ(queue->items[0].id, trusted.id);
  EXPECT_EQ(queue->items[1].id, urgent.id);
  // Joining an ordinary entry takes it to the front.
  from("c.example", "billing_fraud");
  EXPECT_EQ(stored(ordinary.id).priority, 0);
  EXPECT_EQ(service_.revoke_flagger(proposed->id, " ", "person-1").error().code, "text_missing");
  ASSERT_TRUE(service_.revoke_flagger(proposed->id, "Its reports were copied.", "person-1").ok());
  EXPECT_EQ(from("f.example", "billing_fraud").priority, 2);
  EXPECT_EQ(service_.confirm_flagger(proposed->id, "person-2").error().code, "flagger_state");
}

TEST_P(Reports, AreReadPageByPageInTheOrderOfTheQueue) {
  std::vector<std::string> wanted, met;
  for (int i = 0; i < 7; ++i) {
    wanted.push_back(take(about("n" + std::to_string(i) + ".example", "unfiled")).id);
    clock_.advance(std::chrono::seconds(1));
  }
  for (std::string after;;) {
    const auto page = service_.list({}, after, 3);
    ASSERT_TRUE(page.ok());
    for (const Report& r : page->items) met.push_back(r.id);
    if (page->next.empty()) break;
    after = page->next;
  }
  EXPECT_EQ(met, wanted);
  EXPECT_EQ(service_.list({.name = "n3.example"}, "", 10)->items.size(), 1U);
  EXPECT_EQ(service_.list({.state = "received"}, "", 10)->items.front().id, wanted.back()) << "newest first";
  EXPECT_EQ(service_.list({.ground = "billing_fraud"}, "", 10)->items.size(), 0U);
  for (const char* bad : {"x", "1|2", "1|x|y", "9999|1|a"})
    EXPECT_EQ(service_.list({}, bad, 3).error().code, "page_cursor") << bad;
}

TEST_P(Reports, UnfoundedOnesCountForTheirReporter) {
  const auto unfounded = [&](const std::string& host, std::string* warned = nullptr) -> Result<Receipt> {
    NewReport report = about(host);
    report.client_key = "network-1";
    auto receipt = service_.submit(report);
    if (!receipt.ok()) return receipt;
    if (warned && receipt->warned) *warned += host;
    const auto r =
        service_.apply(receipt->id, "reject", stored(receipt->id).version, "The site is a bank's own.", "person-1");
    EXPECT_TRUE(r.ok()) << r.error().sentence;
    clock_.advance(std::chrono::minutes(1));
    return receipt;
  };
  std::string warned;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(unfounded("u" + std::to_string(i) + ".example", &warned).ok());
  EXPECT_EQ(warned, "");
  ASSERT_TRUE(unfounded("u3.example", &warned).ok());
  EXPECT_EQ(warned, "u3.example") << "told once";
  ASSERT_TRUE(unfounded("u4.example", &warned).ok());
  EXPECT_EQ(warned, "u3.example");
  EXPECT_EQ(unfounded("u5.example").error().code, "reporter_limited");
  NewReport other = about("u6.example");
  other.client_key = "network-2";
  EXPECT_TRUE(service_.submit(other).ok()) << "nobody else is limited";
  clock_.advance(std::chrono::hours(25));
  EXPECT_TRUE(unfounded("u7.example").ok()) << "one a day";
  EXPECT_EQ(unfounded("u8.example").error().code, "reporter_limited");
  clock_.advance(std::chrono::hours(24 * 181));
  EXPECT_TRUE(unfounded("u9.example").ok()) << "it counts for a time";
}

TEST_P(Reports, ARejectedOneTellsWhy) {
  NewReport in = about("http://shop.example/a");
  in.contact = "Someone@Mail.example";
  const Receipt r = take(in);
  EXPECT_EQ(service_.apply(r.id, "reject", 1, "", "person-1").error().code, "text_missing");
  EXPECT_EQ(service_.apply(r.id, "reject", 7, "No.", "person-1").error().code, "stale");
  EXPECT_EQ(service_.apply(r.id, "close", 1, "No.", "person-1").error().code, "event_unknown");
  EXPECT_EQ(service_.apply(r.id, "reject", 1, "No.", "system:x").error().code, "needs_person");
  ASSERT_TRUE(service_.apply(r.id, "reject", 1, "It is a library.", "person-1").ok());
  EXPECT_EQ(service_.status(r.number, r.secret)->reasons, "It is a library.");
  static constexpr store::Sql kKey{"t_reporters", "select count(*) as n from report_reporter"};
  EXPECT_EQ(count(kKey), 1) << "of the contact";
  EXPECT_EQ(*service_.advance(), 0) << "what is over becomes no suspicion";
}

TEST_P(Reports, AnAddressOfChildAbuseMaterialGoesToTheHotlineAlone) {
  NewReport in = about("http://bad.example/secret-path", "child_abuse_material");
  in.contact = "someone@mail.example";
  const Receipt r = take(in);
  EXPECT_EQ(r.state, "sealed");
  EXPECT_EQ(take(in).state, "merged") << "the hotline hears of it once";
  const Report s = stored(r.id);
  EXPECT_EQ(s.url + s.host + s.registrable, "");
  EXPECT_FALSE(s.kept);
  EXPECT_EQ(*service_.advance(), 0);
  EXPECT_EQ(service_.list({}, "", 10)->items.size(), 0U);
  EXPECT_EQ(service_.tick()->delivered, 0);
  ASSERT_EQ(*notices_.deliver(), 1);
  const auto letter = notices_.of_record(kReportRecord, r.id)->front();
  EXPECT_THAT(letter.subject + letter.body, Not(HasSubstr("bad.example")));
  std::string mail;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ + "/mail"))
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path());
      mail.append(std::istreambuf_iterator<char>(file), {});
    }
  const std::string encoded = to_base64("http://bad.example/secret-path").substr(0, 36);
  EXPECT_TRUE(mail.find("http://bad.example/secret-path") != std::string::npos ||
              mail.find(encoded) != std::string::npos);
  ASSERT_EQ(service_.tick()->delivered, 1);
  EXPECT_EQ(service_.status(r.number, r.secret)->outcome, "referred");
  EXPECT_FALSE(service_.sealed_address(r.id).ok()) << "and is gone here";
  static constexpr store::Sql kFields{"t_fields", "select count(*) as n from vault_field"};
  EXPECT_EQ(count(kFields), 0);
}

TEST_P(Reports, WhatMayShowAMinorLeavesEveryList) {
  const Receipt a = take(about("http://shop.example/a")), b = take(about("http://pay.shop.example/b"));
  ASSERT_TRUE(service_.advance().ok());
  const Report merged = stored(b.id);
  const auto sealed = service_.apply(b.id, "seal", merged.version, "", "person-1");
  ASSERT_TRUE(sealed.ok()) << sealed.error().sentence;
  EXPECT_EQ(stored(a.id).state, "sealed");
  EXPECT_EQ(stored(a.id).url + stored(b.id).url + stored(b.id).host, "");
  EXPECT_EQ(service_.list({}, "", 10)->items.size(), 0U);
  EXPECT_EQ(service_.list({.name = "shop.example"}, "", 10)->items.size(), 0U);
  EXPECT_EQ(service_.addresses(a.id, 10)->size(), 0U);
  EXPECT_EQ(testing_.suspicions({})->size(), 0U);
  EXPECT_EQ(service_.words(a.id, "person-1").error().code, "words_gone");
  EXPECT_THAT(*service_.sealed_address(a.id), HasSubstr("http://pay.shop.example/b\n"));
  ASSERT_EQ(*notices_.deliver(), 1);
  EXPECT_EQ(service_.tick()->delivered, 1);
  EXPECT_EQ(service_.status(b.number, b.secret)->outcome, "referred");
}

TEST_P(Reports, AskForWorkWhenManyComeIn) {
  NewReport in = about("http://w0.example/");
  in.needs_proof = true;
  EXPECT_EQ(service_.challenge().bits, 0);
  for (int i = 0; i < 121; ++i) in.address = "http://w" + std::to_string(i) + ".example/", (void)service_.submit(in);
  EXPECT_EQ(service_.submit(in).error().code, "proof_wanted");
  const Challenge c = service_.challenge();
  ASSERT_EQ(c.bits, 12);
  in.challenge = c.text;
  in.nonce = "x";
  while (leading_zero_bits(view(sha256(c.text + ":" + in.nonce))) >= 12) in.nonce += "x";
  EXPECT_EQ(service_.submit(in).error().code, "proof_wrong");
  for (int n = 0; leading_zero_bits(view(sha256(c.text + ":" + in.nonce))) < 12; ++n) in.nonce = std::to_string(n);
  EXPECT_TRUE(service_.submit(in).ok());
  EXPECT_EQ(service_.submit(in).error().code, "challenge_used");
  in.needs_proof = false;
  in.challenge.clear();
  EXPECT_TRUE(service_.submit(in).ok()) << "not of the signed-in";
}

TEST_P(Reports, OfManyAtOnceNoneIsLost) {
  constexpr int kThreads = 8, kEach = 40;
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::string> numbers;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto receipt =
            service_.submit(about("http://t" + std::to_string((t + i) % 10) + ".example/p" + std::to_string(i)));
        ASSERT_TRUE(receipt.ok()) << receipt.error().sentence;
        std::lock_guard lock(mutex);
        numbers.insert(receipt->number);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(numbers.size(), static_cast<std::size_t>(kThreads * kEach));
  static constexpr store::Sql kLeads{"t_leads", "select count(*) as n from report where lead_id is null"};
  static constexpr store::Sql kMerged{"t_merged", "select sum(merged) as n from report"};
  static constexpr store::Sql kEvents{"t_events", "select count(*) as n from event where kind = 'report.received'"};
  static constexpr store::Sql kAddressed{"t_addressed", "select sum(reports) as n from report_address"};
  EXPECT_EQ(count(kLeads), 10);
  EXPECT_EQ(count(kMerged), kThreads * kEach - 10);
  EXPECT_EQ(count(kEvents), kThreads * kEach);
  EXPECT_EQ(count(kAddressed), kThreads * kEach);
}

TEST_P(Reports, OfAFileAreAnsweredOneByOne) {
  std::vector<NewReport> file;
  for (int i = 0; i < 600; ++i) file.push_back(about("http://f" + std::to_string(i % 20) + ".example/"));
  file[7].address = "nonsense";
  file[599].ground = "opinion";
  const auto done = service_.submit_all(file);
  ASSERT_EQ(done.size(), file.size());
  int good = 0;
  for (const auto& one : done) good += one.ok();
  EXPECT_EQ(good, 598);
  EXPECT_EQ(done[7].error().field, "address");
  EXPECT_EQ(done[599].error().field, "ground");
  EXPECT_EQ(done[598]->state, "merged");
}

// What merged reports said ends with their entry too.
TEST_P(Reports, WordsAreDestroyedAfterTheirTerm) {
  const Receipt a = take(about("http://shop.example/a")), b = take(about("http://shop.example/b"));
  ASSERT_TRUE(service_.apply(a.id, "reject", 1, "It is a library.", "person-1").ok());
  EXPECT_EQ(service_.tick()->forgotten, 0);
  clock_.advance(std::chrono::hours(24 * 366));
  EXPECT_EQ(service_.tick()->forgotten, 2);
  EXPECT_EQ(service_.words(b.id, "person-1").error().code, "words_gone");
  EXPECT_FALSE(stored(b.id).kept);
  EXPECT_EQ(service_.status(b.number, b.secret)->reasons, "It is a library.") << "the outcome stays";
}

std::string* g_reports_logged = nullptr;

TEST_P(Reports, NothingOfTheReporterStandsInTheClear) {
  std::string logged;
  g_reports_logged = &logged;
  log::set_sink([](std::string_view text) { g_reports_logged->append(text); });
  log::set_level(log::Level::debug);
  NewReport in = about("http://found.example/page");
  in.words = "Zephyrine Quorvix saw it at 77 Planted Lane.";
  in.contact = "Zephyrine.Quorvix@mail.example";
  in.client_key = "f00d";
  const Receipt r = take(in);
  in.ground = "child_abuse_material";
  in.address = "http://sealed-quorvix.example/hidden-path";
  const Receipt s = take(in);
  in.ground = "taste";
  EXPECT_FALSE(service_.submit(in).ok());
  ASSERT_TRUE(service_.words(r.id, "person-1").ok());
  ASSERT_TRUE(service_.apply(r.id, "reject", stored(r.id).version, "No.", "person-1").ok());
  log::set_sink(nullptr);
  // Of SQLite every file, of a server what it says of the tables that reports are written to.
  std::string files;
  if (GetParam() == store::Backend::sqlite)
    for (const auto& entry : std::filesystem::directory_iterator(db_.folder())) {
      std::ifstream file(entry.path(), std::ios::binary);
      files.append(std::istreambuf_iterator<char>(file), {});
    }
  static constexpr store::Sql kTables[] = {
      {"t_all_1", "select * from report"},          {"t_all_2", "select * from report_address"},
      {"t_all_3", "select * from report_reporter"}, {"t_all_4", "select * from event"},
      {"t_all_5", "select * from event_payload"},   {"t_all_6", "select * from vault_field"},
      {"t_all_7", "select * from notice"}};
  for (const store::Sql& table : kTables) files += every_text(table);
  ASSERT_NE(files.find("found.example"), std::string::npos) << "the search does search";
  for (const std::string& secret : {std::string("Quorvix"), std::string("quorvix"), std::string("Planted Lane"),
                                    std::string("hidden-path"), r.secret, s.secret}) {
    EXPECT_EQ(files.find(secret), std::string::npos) << secret;
    EXPECT_EQ(files.find(to_base64(secret).substr(0, 8)), std::string::npos) << secret;
    EXPECT_EQ(files.find(to_hex(secret)), std::string::npos) << secret;
    EXPECT_EQ(logged.find(secret), std::string::npos) << secret;
  }
}

MUSTER_ON_BOTH_BACKENDS(Reports);

}  // namespace
}  // namespace muster::reports
