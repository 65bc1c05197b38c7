#include "test_support.h"
#include <lines/sim_lock.h>
#include <persons/freeze.h>

#include <atomic>
#include <thread>

namespace muster::lookups {
namespace {

class OwnPages : public LookupsTest {};
MUSTER_ON_BOTH_BACKENDS(OwnPages);

TEST_P(OwnPages, ACodeToOneOfTheNumbersOpensThem) {
  registered(0, 1);
  registered(1, 1);
  registered(2, 2);
  const auto session = enter(0);
  EXPECT_EQ(session.expires_at - clock_.now(), Duration(std::chrono::minutes(15)));
  const auto numbers = *page_.numbers(session);
  ASSERT_EQ(numbers.size(), 2u) << "hers, and nobody else's";
  EXPECT_EQ(numbers[0].masked, lines::msisdn_masked(kFirst));
  EXPECT_EQ(numbers[0].dealer, "Dealer One");
  EXPECT_EQ(numbers[0].place, "BJ-0042");
  EXPECT_TRUE(numbers[0].recognised);
  EXPECT_FALSE(numbers[1].recognised);
  ASSERT_TRUE(page_.end(session).ok());
}

TEST_P(OwnPages, ASessionEndsByTimeByLeavingAndWithTheLine) {
  registered(0, 1);
  const auto open = [&] {
    const auto token = *page_.request_code(number_of(0), "c", "en");
    return *page_.begin(token, codes_.sent.back().code, "c");
  };
  const auto first = open();
  ASSERT_TRUE((*page_.session(first)).has_value());
  ASSERT_TRUE(page_.end(**page_.session(first)).ok());
  EXPECT_FALSE((*page_.session(first)).has_value());
  const auto second = open();
  clock_.advance(std::chrono::minutes(15));
  EXPECT_FALSE((*page_.session(second)).has_value());
  const auto third = open();
  const auto now = line(0);
  ASSERT_TRUE(lines_.apply("registrar", now.id, now.version, lines::Event::disconnect, "test").ok());
  EXPECT_FALSE((*page_.session(third)).has_value()) << "the next holder of the number sees nothing";
  EXPECT_FALSE((*page_.session("")).has_value());
  EXPECT_FALSE((*page_.session("guess")).has_value());
}

TEST_P(OwnPages, WhetherANumberIsAnybodysShowsInNoAnswer) {
  registered(0, 1);
  const auto known = page_.request_code(number_of(0), "c", "en"),
             unknown = page_.request_code(number_of(50), "c", "en"),
             nowhere = page_.request_code("+8613800138000", "c", "en");
  ASSERT_TRUE(known.ok() && unknown.ok() && nowhere.ok());
  EXPECT_EQ(known->size(), unknown->size());
  EXPECT_EQ(codes_.sent.size(), 1u);
  for (const auto& token : {*unknown, *nowhere})
    EXPECT_EQ(page_.begin(token, codes_.sent[0].code, "c").error().code, "code_wrong");
  EXPECT_EQ(page_.request_code("12", "c", "en").ok(), false);
  EXPECT_EQ(number("select count(*) as n from own_page_code"), 3) << "the same work for all";
}

TEST_P(OwnPages, ACodeIsGoodOnceForFiveTriesAndTenMinutes) {
  registered(0, 1);
  auto token = *page_.request_code(number_of(0), "c", "en");
  const std::string code = codes_.sent.back().code;
  EXPECT_EQ(code.size(), 6u);
  const std::string other = code == "000000" ? "000001" : "000000";
  for (int i = 0; i < 5; ++i) EXPECT_EQ(page_.begin(token, other, "c").error().code, "code_wrong");
  EXPECT_EQ(page_.begin(token, code, "c").error().code, "code_wrong") << "five tries were used up";
  token = *page_.request_code(number_of(0), "c", "en");
  EXPECT_EQ(page_.begin("another-browser", codes_.sent.back().code, "c").error().code, "code_wrong");
  EXPECT_TRUE(
      page_.begin(token, " " + codes_.sent.back().code.substr(0, 3) + " " + codes_.sent.back().code.substr(3), "c")
          .ok());
  EXPECT_EQ(page_.begin(token, codes_.sent.back().code, "c").error().code, "code_wrong") << "once";
  token = *page_.request_code(number_of(0), "c", "en");
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(page_.begin(token, codes_.sent.back().code, "c").error().code, "code_wrong");
  EXPECT_EQ(attack("update own_page_code set attempts = 0"), "code_immutable");
  clock_.advance(std::chrono::hours(25));
  EXPECT_GE(*page_.sweep(), 3);
  EXPECT_EQ(number("select count(*) as n from own_page_code"), 0);
}

TEST_P(OwnPages, CodesAreFewForANumberAndForAClient) {
  registered(0, 1);
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(page_.request_code(number_of(0), "c" + std::to_string(i), "en").ok());
  EXPECT_EQ(codes_.sent.size(), 3u) << "three an hour, and the answer is the same";
  clock_.advance(std::chrono::hours(1));
  EXPECT_TRUE(page_.request_code(number_of(0), "late", "en").ok());
  EXPECT_EQ(codes_.sent.size(), 4u);
  std::string code = "sent";
  for (int i = 0; i < 21 && code == "sent"; ++i) {
    const auto asked = page_.request_code(number_of(60 + i), "one client", "en");
    if (!asked.ok()) code = asked.error().code;
  }
  EXPECT_EQ(code, "too_many");
}

TEST_P(OwnPages, WhoHasJustPutAnotherSimInGetsNoCode) {
  registered(0, 1);
  clock_.advance(std::chrono::hours(24 * 30));
  ASSERT_TRUE(lines_.add_sim("admin", test::iccid(500), test::imsi(500)).ok());
  const auto now = line(0);
  ASSERT_TRUE(lines_.change_sim("shop", now.id, now.version, test::iccid(500), "lost").ok());
  ASSERT_TRUE(page_.request_code(number_of(0), "c", "en").ok());
  EXPECT_TRUE(codes_.sent.empty());
  clock_.advance(std::chrono::hours(24));
  ASSERT_TRUE(page_.request_code(number_of(0), "c", "en").ok());
  EXPECT_EQ(codes_.sent.size(), 1u);
}

TEST_P(OwnPages, NoNewLineAfterAFreezeWhoeverIsQuicker) {
  registered(0, 1);
  for (int n = 1; n <= 4; ++n) {
    const auto taken = lines_.reserve("dealer", kFirst + n, dealer_);
    ASSERT_TRUE(lines_.add_sim("admin", test::iccid(n), test::imsi(n)).ok());
    ASSERT_TRUE(lines_.change_sim("dealer", taken->id, taken->version, test::iccid(n), "first").ok());
  }
  const auto session = enter(0);
  std::atomic<int> done{0};
  std::vector<std::string> codes(4);
  std::vector<std::thread> shops;
  for (int n = 1; n <= 4; ++n)
    shops.emplace_back([&, n] {
      const auto r = submit(n, 1);
      codes[static_cast<std::size_t>(n - 1)] = r.ok() ? "done" : r.error().code;
      ++done;
    });
  ASSERT_TRUE(page_.set_frozen(session, true).ok());
  const auto at_freeze = number("select count(*) as n from registration");
  for (auto& shop : shops) shop.join();
  EXPECT_EQ(number("select count(*) as n from registration"), at_freeze) << "none after the freeze was done";
  for (const auto& code : codes) EXPECT_TRUE(code == "done" || code == "registration_frozen") << code;
  EXPECT_TRUE(*page_.is_frozen(session));
  EXPECT_EQ(submit(10, 1).error().code, "registration_frozen");
  EXPECT_TRUE(submit(11, 2).ok()) << "others go on";
  ASSERT_TRUE(page_.set_frozen(session, true).ok());
  EXPECT_EQ(number("select count(*) as n from event where kind = 'holder.frozen'"), 1);
  ASSERT_TRUE(page_.set_frozen(session, false).ok());
  EXPECT_FALSE(*page_.is_frozen(session));
  EXPECT_TRUE(submit(10, 1).ok() || at_freeze == 5) << "unless the cap is reached by now";
}

TEST_P(OwnPages, AFreezeHoldsUnderEveryRecordOfThePerson) {
  const auto a = registered(0, 1), b = registered(1, 2);
  ASSERT_TRUE(page_.set_frozen(enter(0), true).ok());
  ASSERT_TRUE(persons_.link("registrar", a.holder_id, b.holder_id, {persons::Evidence::register_extract, "x-1"}).ok());
  EXPECT_EQ(submit(2, 1).error().code, "registration_frozen");
  EXPECT_EQ(submit(3, 2).error().code, "registration_frozen") << "it went with the link";
  EXPECT_EQ(page_.numbers(enter(1))->size(), 2u);
  ASSERT_TRUE(page_.set_frozen(enter(1), false).ok());
  EXPECT_TRUE(submit(2, 1).ok());
}

TEST_P(OwnPages, TheSchemaRefusesAFrozenRegistration) {
  const auto r = registered(0, 1);
  ASSERT_TRUE(page_.set_frozen(enter(0), true).ok());
  const std::string columns =
      "line_id, holder_id, document_id, ownership_id, dealer_id, place, device, consent, organisation_kind, "
      "organisation_number, captured_by, captured_at, state_since, method, request_hash";
  EXPECT_EQ(attack("insert into registration(id, request_key, state, checks, reasons, version, " + columns +
                   ") select 'x', substr(request_key, 2) || '0', 'captured', 0, '[]', 1, " + columns +
                   " from registration where id = '" + r.id + "'"),
            "registration_frozen");
  EXPECT_EQ(attack("delete from holder_freeze"), "freeze_immutable");
}

TEST_P(OwnPages, ALockedSimStaysIn) {
  registered(0, 1);
  const auto session = enter(0);
  const std::string ownership = page_.numbers(session)->at(0).ownership.id;
  EXPECT_EQ(page_.set_sim_lock(session, "nothing", true).error().code, "ownership_unknown");
  ASSERT_TRUE(page_.set_sim_lock(session, ownership, true).ok());
  ASSERT_TRUE(page_.set_sim_lock(session, ownership, true).ok());
  EXPECT_TRUE(page_.numbers(session)->at(0).sim_locked);
  ASSERT_TRUE(lines_.add_sim("admin", test::iccid(500), test::imsi(500)).ok());
  const auto now = line(0);
  EXPECT_EQ(lines_.change_sim("shop", now.id, now.version, test::iccid(500), "lost").error().code, "sim_swap_locked");
  const std::string at = std::to_string(clock_.now().micros);
  EXPECT_EQ(attack("update line_sim set until_at = " + at + " where line_id = '" + now.id + "'"), "done");
  EXPECT_EQ(attack("insert into line_sim(sim_id, line_id, from_at, reason) select id, '" + now.id + "', " + at +
                   ", 'x' from sim where iccid = '" + test::iccid(500) + "'"),
            "sim_swap_locked");
  ASSERT_TRUE(page_.set_sim_lock(session, ownership, false).ok());
  EXPECT_TRUE(lines_.change_sim("shop", now.id, now.version, test::iccid(500), "lost").ok());
  // A lock is its holder's, and ends with them.
  ASSERT_TRUE(page_.set_sim_lock(session, ownership, true).ok());
  const auto locked = line(0);
  ASSERT_TRUE(lines_.apply("registrar", locked.id, locked.version, lines::Event::disconnect, "test").ok());
  EXPECT_FALSE(*db_->read(
      [&](store::Transaction& tx) -> Result<bool> { return lines::open_sim_lock(tx, locked.id).has_value(); }));
}

TEST_P(OwnPages, WhoLookedMeUpAndWhy) {
  const auto r = registered(0, 1);
  ASSERT_TRUE(registration_.look_up(ann_, kFirst, "support_call", {}).ok());
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(registration_.look_up(ann_, kFirst, "support_call", {"name"}).ok());
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(persons_.read("system:command_line", r.holder_id, {"name", "address"}, "audit").ok());
  clock_.advance(std::chrono::seconds(1));
  ASSERT_TRUE(persons_.find(ben_, document(1), persons::Category::citizen, "duplicate_check").ok());
  ASSERT_TRUE(persons_.read("system:verification", r.holder_id, {"name"}, "verify_identity").ok());
  const auto rows = *page_.readings(enter(0), {}, 10);
  ASSERT_EQ(rows.size(), 4u) << "not what the house's programs do for their own work";
  EXPECT_EQ(rows[0].reading.kind, persons::ReadingKind::looked_up);
  EXPECT_EQ(rows[0].who, "The Carrier") << "the organisation, not the clerk";
  EXPECT_EQ(rows[1].reading.fields, (std::vector<std::string>{"address", "name"}));
  EXPECT_EQ(rows[2].reading.kind, persons::ReadingKind::read);
  EXPECT_EQ(rows[3].reading.purpose, "support_call");
  const auto first = *page_.readings(enter(0), {}, 2);
  const auto second = *page_.readings(enter(0), persons::key_of(first[1].reading), 10);
  ASSERT_EQ(second.size(), 2u);
  EXPECT_EQ(second[0].reading.id, rows[2].reading.id);
  EXPECT_EQ(attack("delete from holder_reading"), "reading_immutable");
}

TEST_P(OwnPages, EverythingThatIsHeldInOneFile) {
  registered(0, 1);
  const auto session = enter(0);
  ASSERT_TRUE(page_.dispute_data(session, {"address"}, "I moved to 9 New Street").ok());
  const auto before = number("select count(*) as n from event where kind = 'vault.read'");
  const auto all = *page_.export_all(session);
  const std::string json = to_json(all);
  for (const std::string held :
       {"Specimen Person 1", "1990-01-01", "12 Example Street, Utopia", "BJ-0042", "9 New Street", "Dealer One"})
    EXPECT_NE(json.find(held), std::string::npos) << held;
  EXPECT_NE(json.find(document(1).number), std::string::npos);
  EXPECT_NE(json.find(number_of(0)), std::string::npos);
  EXPECT_NE(json.find(test::iccid(0)), std::string::npos);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'") - before, 2)
      << "of the person's record, and of the dispute's words";
  EXPECT_EQ(page_.readings(session, {}, 10)->at(0).reading.kind, persons::ReadingKind::exported);
}

TEST_P(OwnPages, NothingPersonalStandsInTheClear) {
  registered(0, 1);
  const auto session = enter(0);
  ASSERT_TRUE(page_.dispute_line(session, page_.numbers(session)->at(0).ownership.id, "Quorvix planted words").ok());
  ASSERT_TRUE(page_.export_all(session).ok());
  const std::string stored = everything();
  ASSERT_NE(stored.find(session.token_hash), std::string::npos) << "the search does search";
  for (const std::string secret : {"Specimen", "19900101", "1990-01-01", "Quorvix", codes_.sent.back().code.c_str()}) {
    if (secret.size() > 6 || secret == "Quorvix") EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    EXPECT_EQ(ledger_text().find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(ledger_text().find(std::to_string(kFirst)), std::string::npos);
}

}  // namespace
}  // namespace muster::lookups
