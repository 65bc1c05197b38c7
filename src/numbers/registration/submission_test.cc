#include "test_support.h"
#include <base/log.h>

namespace muster::registration {
namespace {

class Submitting : public RegistrationTest {};
MUSTER_ON_BOTH_BACKENDS(Submitting);

TEST_P(Submitting, ACaptureRegistersTheLineToThePerson) {
  const Registration r = registered(0);
  EXPECT_EQ(r.state, State::captured);
  EXPECT_EQ(service_.get(r.id)->captured_by, clerk_);
  EXPECT_EQ(service_.get(r.id)->place, "BJ-0042");
  EXPECT_EQ(line(0).state, lines::State::registered);
  const auto held = *lines_.ownerships(r.line_id);
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(held[0].holder_id, r.holder_id);
  EXPECT_EQ(held[0].ground_ref, r.id);
  EXPECT_EQ(held[0].cap, 5);
  EXPECT_EQ(persons_.read("officer", r.holder_id, {"name"}, "test")->at("name"), "Specimen Person 1");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'registration.captured'"), 1);
  EXPECT_EQ(number("select count(*) as n from ledger_leaf"), number("select count(*) as n from event"));
  EXPECT_EQ(number("select count(*) as n from ledger_pending"), number("select count(*) as n from event"));
}

TEST_P(Submitting, ASlowLinksRepetitionMakesNoSecond) {
  stock_up(0);
  const auto first = submit(capture(0), "key");
  ASSERT_TRUE(first.ok());
  clock_.advance(std::chrono::hours(48));
  const auto again = submit(capture(0), "key");
  ASSERT_TRUE(again.ok()) << again.error().code;
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->registration.id, first->registration.id);
  Capture other = capture(0);
  other.identity.address = "13 Example Street, Utopia";
  EXPECT_EQ(submit(other, "key").error().code, "idempotency_key_reused");
  EXPECT_EQ(submit(capture(0), "another").error().code, "line_not_reserved");
  for (const std::string& wrong : {std::string(), std::string(65, 'k'), std::string("a b"), std::string("\n")})
    EXPECT_EQ(submit(capture(0), wrong).error().code, "idempotency_key_missing");
  EXPECT_EQ(number("select count(*) as n from registration"), 1);
}

TEST_P(Submitting, AnotherDealersSameKeyIsAnotherKey) {
  const std::string second = make_party("partner", "Dealer Two");
  stock_up(0);
  stock_up(1, second);
  ASSERT_TRUE(submit(capture(0), "key").ok());
  Capture c = capture(1);
  c.dealer_id = second;
  EXPECT_FALSE(submit(c, "key")->replayed);
}

TEST_P(Submitting, ARefusalSaysEverythingAndKeepsNothing) {
  stock_up(0);
  registered(1);
  Capture c = capture(1);
  c.identity.name = "Somebody Else";
  c.identity.address = "x";
  c.consent = "";
  const auto refused = submit(c, "another");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(codes(refused.error()),
            (std::vector<std::string>{"address_form", "consent_missing", "line_not_reserved", "identity_differs"}));
  EXPECT_EQ(number("select count(*) as n from holder"), 1);
  c = capture(0, 2);
  c.dealer_id = "nobody";
  EXPECT_EQ(codes(submit(c, "k").error()), (std::vector<std::string>{"line_reserved_for_other", "dealer_unknown"}));
  EXPECT_EQ(number("select count(*) as n from registration"), 1);
}

TEST_P(Submitting, ADealersLicenceEnds) {
  parties::Party party;
  party.kind = "partner";
  party.name = "Short";
  party.expires_at = clock_.now() + std::chrono::hours(1);
  const std::string short_one = parties_.create_party("system:test", party)->id;
  stock_up(0, short_one);
  stock_up(1, short_one);
  Capture c = capture(0);
  c.dealer_id = short_one;
  EXPECT_TRUE(submit(c, "a").ok());
  clock_.advance(std::chrono::hours(1));
  c.msisdn = number(1);
  EXPECT_EQ(submit(c, "b").error().code, "dealer_unknown");
}

TEST_P(Submitting, TheCapIsOfThePerson) {
  for (int n = 0; n < 6; ++n) stock_up(n);
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(submit(capture(n), "k" + std::to_string(n)).ok());
  EXPECT_EQ(submit(capture(5), "k5").error().code, "cap_reached");
  // A line that is given up makes room.
  const auto one = line(2);
  ASSERT_TRUE(lines_.apply("registrar", one.id, one.version, lines::Event::release, "changed_mind").ok());
  EXPECT_EQ(lines_.ownerships(submit(capture(5), "k5")->registration.line_id)->at(0).slot, 3);
  EXPECT_EQ(number("select count(*) as n from holder"), 1);
}

TEST_P(Submitting, TwoRecordsOfOnePersonHaveOneCap) {
  for (int n = 0; n < 6; ++n) stock_up(n);
  for (int n = 0; n < 3; ++n) ASSERT_TRUE(submit(capture(n, 1), "a" + std::to_string(n)).ok());
  const auto other = submit(capture(3, 2), "b3");
  ASSERT_TRUE(persons_
                  .link("officer", other->registration.holder_id,
                        service_.get(submit(capture(0, 1), "a0")->registration.id)->holder_id,
                        {persons::Evidence::register_extract, "x-1"})
                  .ok());
  EXPECT_TRUE(submit(capture(4, 2), "b4").ok());
  EXPECT_EQ(submit(capture(5, 2), "b5").error().code, "cap_reached");
  EXPECT_EQ(submit(capture(5, 1), "a5").error().code, "cap_reached");
}

TEST_P(Submitting, AMinorsGuardianIsOnRecord) {
  stock_up(0);
  Capture c = capture(0);
  c.document.number = test::resident_id("20120101", 9);
  c.identity.birth_date = "2012-01-01";
  c.category = "minor";
  c.guardian = capture(1).document;
  c.guardian_consent = "guardian-1";
  EXPECT_EQ(submit(c, "a").error().code, "guardian_unknown");
  EXPECT_EQ(number("select count(*) as n from holder"), 0);
}

TEST_P(Submitting, ManyInOneCommitAreDecidedInTheirOrder) {
  for (int n = 0; n < 130; ++n) stock_up(n);
  std::vector<std::pair<std::string, Capture>> all;
  for (int n = 0; n < 120; ++n) all.emplace_back("k" + std::to_string(n), capture(n, n < 10 ? 1 : n));
  all.emplace_back("k0", capture(0, 1));    // a repetition within the batch
  all.emplace_back("x", capture(0, 500));   // a line that the batch gave away already
  all.emplace_back("k1", capture(2, 1));    // a key for something else
  all.emplace_back("", capture(121, 121));  // no key
  const auto results = service_.submit_all(clerk_, all);
  ASSERT_EQ(results.size(), all.size());
  for (int n = 0; n < 120; ++n) EXPECT_EQ(results[static_cast<std::size_t>(n)].ok(), n < 5 || n >= 10) << n;
  EXPECT_EQ(results[7].error().code, "cap_reached") << "one person's sixth within the batch";
  EXPECT_TRUE(results[120]->replayed);
  EXPECT_EQ(results[120]->registration.id, results[0]->registration.id);
  EXPECT_EQ(results[121].error().code, "line_not_reserved");
  EXPECT_EQ(results[122].error().code, "idempotency_key_reused");
  EXPECT_EQ(results[123].error().code, "idempotency_key_missing");
  EXPECT_EQ(number("select count(*) as n from registration"), 115);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'registration.captured'"), 115);
}

TEST_P(Submitting, AKeyThatAnotherProcessRotatedIsTakenUp) {
  vault::Vault other(*vault::KeyRing::open(ring_path_), recorder_);
  ASSERT_TRUE(other.rotate(*db_, "officer").ok());
  stock_up(0);
  stock_up(1);
  const auto results = service_.submit_all(clerk_, {{"a", capture(0, 1)}, {"b", capture(1, 2)}});
  for (const auto& r : results) EXPECT_TRUE(r.ok()) << r.error().code;
}

TEST_P(Submitting, WhoHoldsALineIsAskedForAPurpose) {
  const Registration r = registered(0);
  const auto found = service_.look_up("officer", kFirst, "customer_call", {"name"});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->ownership->holder_id, r.holder_id);
  EXPECT_EQ(found->fields.at("name"), "Specimen Person 1");
  EXPECT_FALSE(service_.look_up("officer", kFirst + 5, "customer_call", {"name"})->ownership.has_value());
  EXPECT_EQ(service_.look_up("officer", 8613800138000, "customer_call", {}).error().code, "line_unknown");
  EXPECT_EQ(service_.look_up("officer", kFirst, "", {}).error().code, "purpose_missing");
  EXPECT_EQ(number("select count(*) as n from event where kind = 'line.looked_up'"), 3);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 1);
}

std::string* g_logged = nullptr;

TEST_P(Submitting, NothingPersonalStandsInTheClearAnywhere) {
  std::string logged;
  g_logged = &logged;
  log::set_sink([](std::string_view text) { g_logged->append(text); });
  log::set_level(log::Level::debug);
  stock_up(0);
  stock_up(1);
  Capture c = capture(0, 7);
  c.identity = {"Zephyrine Quorvix-Planted", "1990-01-01", "77 Planted Lane, Quorvixton"};
  const auto done = submit(c, "planted-key");
  ASSERT_TRUE(done.ok());
  (void)submit(c, "planted-key");
  c.identity.name = "Quorvix Other";
  (void)submit(c, "planted-key-2");
  Capture batch = capture(1, 8);
  batch.identity = {"Quorvix Second", "1990-01-01", "78 Planted Lane, Quorvixton"};
  (void)service_.submit_all(clerk_, {{"k8", batch}, {"k9", c}});
  ASSERT_TRUE(service_.look_up("officer", kFirst, "customer_call", {}).ok());
  log::set_sink(nullptr);
  const std::string stored = everything();
  ASSERT_NE(stored.find(done->registration.id), std::string::npos) << "the search does search";
  const std::vector<std::string> secrets{"Zephyrine", "Quorvix",      "quorvix",     "1990-01-01",
                                         "19900101",  "Planted Lane", "planted-key", capture(0, 8).document.number};
  for (const std::string& secret : secrets) {
    EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    EXPECT_EQ(logged.find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(ledger_text().find(std::to_string(kFirst)), std::string::npos) << "nor the line's number in the ledger";
}

}  // namespace
}  // namespace muster::registration
