#include "test_support.h"

#include <set>

namespace muster::registration {
namespace {

const Instant kNow = *parse_rfc3339("2026-03-02T09:00:00Z");
const policy::Policy& kPolicy = policy::Policy::standard();

TEST(RegistrationStates, EachPairOfStateAndEventIsOpenOnceOrClosed) {
  std::set<std::pair<int, int>> open;
  for (const Transition& t : transitions())
    EXPECT_TRUE(open.insert({static_cast<int>(t.from), static_cast<int>(t.event)}).second) << to_text(t.event);
  for (int s = 0; s < kStateCount; ++s)
    for (int e = 0; e < kEventCount; ++e)
      EXPECT_EQ(find_transition(static_cast<State>(s), static_cast<Event>(e)) != nullptr, open.contains({s, e}));
}

TEST(RegistrationStates, NothingLeadsOutOfWhatHasEnded) {
  for (const Transition& t : transitions()) {
    EXPECT_NE(t.from, State::rejected);
    EXPECT_NE(t.from, State::closed);
    EXPECT_NE(t.to, State::captured);
  }
}

TEST(RegistrationStates, ALineServesFromVerifyingOrDeferringOn) {
  for (const Transition& t : transitions()) {
    const bool begins = t.from == State::captured && (t.to == State::verified || t.to == State::pending);
    EXPECT_EQ(t.line == lines::Event::activate, begins) << to_text(t.event);
  }
  EXPECT_EQ(find_transition(State::captured, Event::reject)->line, lines::Event::release);
  EXPECT_EQ(find_transition(State::pending, Event::reject)->line, lines::Event::bar);
}

TEST(RegistrationStates, WordsAreReadAsTheyAreWritten) {
  for (int i = 0; i < kStateCount; ++i) EXPECT_EQ(state(to_text(static_cast<State>(i))), static_cast<State>(i));
  for (int i = 0; i < kEventCount; ++i) EXPECT_EQ(event(to_text(static_cast<Event>(i))), static_cast<Event>(i));
  for (const Method m : {Method::authority, Method::manual}) EXPECT_EQ(method(to_text(m)), m);
  for (const Outcome o : {Outcome::confirmed, Outcome::denied}) EXPECT_EQ(outcome(to_text(o)), o);
}

Capture right() {
  Capture c;
  c.document = {"cn_resident_id", "CHN", test::resident_id("19900101", 1), ""};
  c.identity = {"Specimen Person", "1990-01-01", "12 Example Street, Utopia"};
  c.category = "citizen";
  c.msisdn = "+86 199 0000 0000";
  c.dealer_id = "dealer-1";
  c.place = "BJ-0042";
  c.device = "T-17";
  c.consent = "terms-1";
  return c;
}
std::vector<std::string> codes(const std::vector<Error>& faults) {
  std::vector<std::string> out;
  for (const Error& e : faults) out.push_back(e.code);
  return out;
}
std::vector<std::string> faults_of_capture(const Capture& c) {
  return codes(check_capture(c, kPolicy, kNow).faults);
}
using Codes = std::vector<std::string>;

TEST(CaptureRules, ARightOneIsWrittenInOneForm) {
  const auto checked = check_capture(right(), kPolicy, kNow);
  EXPECT_EQ(codes(checked.faults), Codes{});
  EXPECT_EQ(checked.msisdn, 8619900000000);
}

TEST(CaptureRules, EverythingThatIsWrongAtOnce) {
  Capture c;
  c.category = "citizen";
  c.document.kind = "passport";
  EXPECT_EQ(faults_of_capture(c), (Codes{"document_country", "document_number", "document_expiry_missing", "name_form",
                                         "birth_date_form", "address_form", "phone_country_code", "consent_missing",
                                         "dealer_form", "place_form", "device_form"}));
  c.category = "guest";
  EXPECT_EQ(faults_of_capture(c).front(), "category_unknown");
}

TEST(CaptureRules, NoErrorRepeatsWhatWasSent) {
  Capture c = right();
  c.identity = {"Zephyrine\nQuorvix", "Quorvix", "Q"};
  c.document.number = "Quorvix";
  c.msisdn = "Quorvix";
  c.place = c.device = c.consent = "Quorvix Lane";
  const auto faults = check_capture(c, kPolicy, kNow).faults;
  EXPECT_GE(faults.size(), 8u);
  for (const Error& e : faults) EXPECT_EQ((e.code + e.sentence + e.field).find("Quorvix"), std::string::npos) << e.code;
}

TEST(CaptureRules, TheDayOfBirthIsTheOneInTheNumber) {
  Capture c = right();
  c.identity.birth_date = "1990-01-02";
  EXPECT_EQ(faults_of_capture(c), Codes{"birth_date_differs"});
}

TEST(CaptureRules, AMinorIsWhoIsYoungAndHasAGuardian) {
  Capture c = right();
  c.document.number = test::resident_id("20080303", 1);
  c.identity.birth_date = "2008-03-03";  // 17 on that day
  EXPECT_EQ(faults_of_capture(c), Codes{"category_age"});
  c.category = "minor";
  EXPECT_EQ(faults_of_capture(c), Codes{"guardian_missing"});
  c.guardian = right().document;
  EXPECT_EQ(faults_of_capture(c), Codes{"guardian_consent_missing"});
  c.guardian_consent = "guardian-1";
  EXPECT_EQ(faults_of_capture(c), Codes{});
  c.guardian->number = "1";
  EXPECT_EQ(check_capture(c, kPolicy, kNow).faults.at(0).field, "guardian");
  c = right();
  c.category = "minor";
  c.guardian = right().document;
  c.guardian_consent = "guardian-1";
  EXPECT_EQ(faults_of_capture(c), Codes{"category_age"});
  c.category = "citizen";
  EXPECT_EQ(faults_of_capture(c), Codes{"guardian_unasked"});
}

TEST(CaptureRules, AnOrganisationsUserNamesIt) {
  Capture c = right();
  c.category = "organisation_user";
  EXPECT_EQ(faults_of_capture(c), Codes{"organisation_missing"});
  c.organisation_kind = "lei";
  c.organisation_number = "5493001KJTIIGC8Y1R12";  // of ISO 17442's examples
  EXPECT_EQ(faults_of_capture(c), Codes{});
  c.organisation_number = "5493001KJTIIGC8Y1R13";
  EXPECT_EQ(faults_of_capture(c), Codes{"identifier_check_digit"});
  c.organisation_kind = "cn_resident_id";
  EXPECT_EQ(faults_of_capture(c), Codes{"identifier_kind_unknown"}) << "that is a person's";
  c.category = "citizen";
  EXPECT_EQ(faults_of_capture(c), Codes{"organisation_unasked"});
}

class Deciding : public testing::Test {
 protected:
  Deciding() {
    checked_ = check_capture(right(), kPolicy, kNow);
    line_.state = lines::State::reserved;
    line_.reserved_for = "dealer-1";
    line_.sim_id = "sim";
    holder_.id = "holder";
    holder_.identity_index = "identity";
    facts_.line = &line_;
    facts_.dealer_known = true;
    facts_.identity_index.value = "identity";
  }
  Codes faults() { return codes(decide(checked_, facts_, kPolicy).faults); }
  Checked checked_;
  lines::Line line_;
  persons::Holder holder_;
  Facts facts_;
};

TEST_F(Deciding, TheLeastFreeSlotUpToTheCap) {
  EXPECT_EQ(faults(), Codes{});
  EXPECT_EQ(decide(checked_, facts_, kPolicy).slot, 1);
  EXPECT_EQ(decide(checked_, facts_, kPolicy).cap, 5);
  facts_.taken = {1, 2, 3, 4};
  EXPECT_EQ(decide(checked_, facts_, kPolicy).slot, 5);
  facts_.taken.insert(5);
  EXPECT_EQ(faults(), Codes{"cap_reached"});
}

TEST_F(Deciding, TheCapIsOfCategoryAndKind) {
  for (int c = 0; c < persons::kCategoryCount; ++c)
    for (int k = 0; k < lines::kLineKindCount; ++k)
      EXPECT_GE(cap_of(kPolicy, static_cast<persons::Category>(c), static_cast<lines::LineKind>(k)), 0);
  EXPECT_EQ(cap_of(kPolicy, persons::Category::foreigner, lines::LineKind::voice), 2);
  EXPECT_EQ(cap_of(kPolicy, persons::Category::organisation_user, lines::LineKind::iot), 100);
  line_.kind = lines::LineKind::iot;
  checked_.category = persons::Category::foreigner;
  EXPECT_EQ(faults(), Codes{"cap_reached"}) << "a cap of 0";
}

TEST_F(Deciding, EveryReasonAtOnce) {
  line_.state = lines::State::active;
  holder_.identity_index = "another";
  holder_.category = persons::Category::foreigner;
  facts_.holder = &holder_;
  facts_.dealer_known = false;
  facts_.taken = {1, 2, 3, 4, 5};
  EXPECT_EQ(faults(),
            (Codes{"line_not_reserved", "identity_differs", "category_differs", "dealer_unknown", "cap_reached"}));
}

TEST_F(Deciding, AboutTheLine) {
  line_.reserved_for = "dealer-2";
  EXPECT_EQ(faults(), Codes{"line_reserved_for_other"});
  line_.reserved_for = "dealer-1";
  line_.sim_id.clear();
  EXPECT_EQ(faults(), Codes{"line_without_sim"});
  facts_.line = nullptr;
  EXPECT_EQ(faults(), Codes{"line_unknown"});
}

TEST_F(Deciding, AboutThePerson) {
  facts_.holder = &holder_;
  EXPECT_EQ(faults(), Codes{});
  holder_.category = persons::Category::minor;
  EXPECT_EQ(faults(), Codes{}) << "came of age";
  holder_.category = persons::Category::citizen;
  holder_.destroyed_at = kNow;
  EXPECT_EQ(faults(), Codes{"holder_destroyed"});
  facts_.holder = nullptr;
  checked_.category = persons::Category::minor;
  checked_.capture.guardian = right().document;
  EXPECT_EQ(faults(), Codes{"guardian_unknown"});
  facts_.guardian = &holder_;
  holder_.destroyed_at.reset();
  EXPECT_EQ(faults(), Codes{"guardian_unverified"});
  facts_.guardian_verified = true;
  EXPECT_EQ(faults(), Codes{});
  holder_.category = persons::Category::minor;
  EXPECT_EQ(faults(), Codes{"guardian_minor"});
}

}  // namespace
}  // namespace muster::registration
