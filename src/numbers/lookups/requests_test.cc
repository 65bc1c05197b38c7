#include "test_support.h"

namespace muster::lookups {
namespace {

class RequestsOfAuthorities : public LookupsTest {
 protected:
  RequestsOfAuthorities() {
    AuthorityScope scope;
    scope.authority_id = authority_;
    scope.law = "Telecommunications Act, s. 12";
    scope.fields = {"name", "birth_date", "document", "held_since", "line_state", "numbers", "match"};
    scope.comparisons = 10;
    scope_ = *requests_.add_scope("admin", scope);
  }
  NewRequest about_number(int line) const {
    NewRequest r;
    r.scope_id = scope_.id;
    r.letter = "Letter 17/2026";
    r.purpose = "criminal_investigation";
    r.fields = {"name", "held_since"};
    r.officer_id = "Badge-4711-Planted";
    r.officer_name = "Officer Quorvix-Planted";
    r.msisdn = number_of(line);
    return r;
  }
  AuthorityRequest approved(const NewRequest& asked) {
    const auto r = requests_.enter(ann_, asked);
    EXPECT_TRUE(r.ok()) << r.error().code;
    const auto checked = requests_.apply(ann_, r->id, r->version, RequestEvent::check);
    EXPECT_TRUE(checked.ok()) << checked.error().code;
    const auto done = requests_.apply(ben_, r->id, checked->version, RequestEvent::approve);
    EXPECT_TRUE(done.ok()) << done.error().code;
    return *done;
  }
  std::string wrong(NewRequest asked) {
    const auto r = requests_.enter(ann_, asked);
    return r.ok() ? "entered" : r.error().code;
  }
  AuthorityScope scope_;
};
MUSTER_ON_BOTH_BACKENDS(RequestsOfAuthorities);

TEST_P(RequestsOfAuthorities, FromTheLetterToTheAnswerAndTheNotice) {
  const auto registration = registered(0, 1);
  const auto entered = *requests_.enter(ann_, about_number(0));
  EXPECT_EQ(entered.number, "R-2026-000001");
  EXPECT_EQ(entered.due_at, policy_.due("authority_request.decision", clock_.now()));
  EXPECT_EQ(requests_.answer(ann_, entered.id).error().code, "request_state") << "nothing before it is approved";
  EXPECT_EQ(requests_.apply(ann_, entered.id, 1, RequestEvent::approve).error().code, "request_state");
  const auto checked = *requests_.apply(cat_, entered.id, 1, RequestEvent::check);
  EXPECT_EQ(requests_.apply(ben_, entered.id, 1, RequestEvent::approve).error().code, "stale_version");
  EXPECT_EQ(requests_.apply(ann_, entered.id, checked.version, RequestEvent::approve).error().code,
            "request_two_persons");
  EXPECT_EQ(requests_.apply(cat_, entered.id, checked.version, RequestEvent::approve).error().code,
            "request_two_persons");
  EXPECT_EQ(requests_.apply(ben_, entered.id, checked.version, RequestEvent::notify).error().code, "request_step");
  ASSERT_TRUE(requests_.apply(ben_, entered.id, checked.version, RequestEvent::approve).ok());
  const auto answer = *requests_.answer(cat_, entered.id);
  EXPECT_TRUE(answer.found);
  ASSERT_EQ(answer.fields.size(), 2u) << "exactly what was asked for";
  EXPECT_EQ(answer.fields[0], (std::pair<std::string, std::string>("name", "Specimen Person 1")));
  EXPECT_EQ(answer.fields[1].first, "held_since");
  EXPECT_EQ(answer.request.state, RequestState::answered);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read' and record_id = '" +
                   registration.holder_id + "'"),
            1);
  EXPECT_EQ(requests_.answer(cat_, entered.id)->request.readings, 2) << "once more, with its own entry";
  EXPECT_EQ(number("select count(*) as n from event where kind = 'authority_request.read'"), 2);
  EXPECT_EQ(*requests_.tick(), 1);
  const auto told = *requests_.get(entered.id);
  EXPECT_EQ(told.state, RequestState::notified);
  EXPECT_EQ(*requests_.tick(), 0);
  EXPECT_TRUE(requests_.apply(ann_, entered.id, told.version, RequestEvent::close).ok());
  const auto rows = *page_.readings(enter(0), {}, 10);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].who, "The Authority");
  EXPECT_EQ(rows[0].reading.purpose, "criminal_investigation");
  EXPECT_EQ(rows[0].reading.fields, (std::vector<std::string>{"name", "held_since"}));
}

TEST_P(RequestsOfAuthorities, ThePersonIsToldWhenTheLawLetsThem) {
  registered(0, 1);
  NewRequest asked = about_number(0);
  asked.delay_until = clock_.now() + std::chrono::hours(24 * 30);
  EXPECT_EQ(wrong(asked), "request_delay") << "no delay without its law";
  asked.delay_law = "Code of Criminal Procedure, s. 101";
  const auto request = approved(asked);
  ASSERT_TRUE(requests_.answer(cat_, request.id).ok());
  EXPECT_EQ(*requests_.tick(), 0);
  EXPECT_TRUE(page_.readings(enter(0), {}, 10)->empty());
  EXPECT_EQ(page_.export_all(enter(0))->sections.back().code, "readings");
  EXPECT_EQ(attack("update authority_request set state = 'notified', version = version + 1, notified_at = " +
                   std::to_string(clock_.now().micros)),
            "request_delay");
  clock_.set(*request.delay_until);
  const auto rows = *page_.readings(enter(0), {}, 10);
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows[0].reading.law, asked.delay_law) << "listed by itself, and the law is named";
  EXPECT_EQ(number("select count(*) as n from holder_notice"), 0);
  EXPECT_EQ(*requests_.tick(), 1);
  EXPECT_EQ(requests_.get(request.id)->state, RequestState::notified);
  EXPECT_EQ(number("select count(*) as n from holder_notice where kind = 'data_answered'"), 1) << "by message too";
}

TEST_P(RequestsOfAuthorities, WhoHeldItAtTheMomentThatIsAskedAbout) {
  registered(0, 1);
  const Instant then = clock_.now();
  clock_.advance(std::chrono::hours(24));
  const auto now = line(0);
  ASSERT_TRUE(lines_.apply("registrar", now.id, now.version, lines::Event::disconnect, "test").ok());
  NewRequest asked = about_number(0);
  EXPECT_FALSE(requests_.answer(ann_, approved(asked).id)->found) << "nobody holds it now";
  asked.about_at = then;
  asked.fields = {"name", "line_state", "document"};
  const auto answer = *requests_.answer(ann_, approved(asked).id);
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.fields[2].second, "cn_resident_id CHN " + document(1).number);
  EXPECT_EQ(*requests_.tick(), 2) << "one is told of, and where nobody was found it closes";
  EXPECT_EQ(number("select count(*) as n from authority_request where state = 'closed'"), 1);
  asked.msisdn = "+8619900000999";
  EXPECT_FALSE(requests_.answer(ann_, approved(asked).id)->found) << "a number that was never given out";
  asked.about_at = clock_.now() + Duration(1);
  EXPECT_EQ(wrong(asked), "request_about");
}

TEST_P(RequestsOfAuthorities, APersonsNumbersAndNothingBeyondTheScope) {
  registered(0, 1);
  registered(1, 1);
  registered(2, 2);
  NewRequest asked = about_number(0);
  asked.kind = RequestKind::person;
  asked.document = document(1);
  asked.fields = {"numbers"};
  const auto answer = *requests_.answer(cat_, approved(asked).id);
  ASSERT_EQ(answer.fields.size(), 1u);
  EXPECT_EQ(answer.fields[0].second, number_of(0) + " " + number_of(1));
  EXPECT_EQ(
      number("select count(*) as n from event where kind = 'vault.read' and record_id in (select id from holder)"), 0)
      << "nothing sealed was asked for, nothing was opened";
  asked.fields = {"address"};
  EXPECT_EQ(wrong(asked), "request_fields") << "not in the scope";
  asked.fields = {"line_state"};
  EXPECT_EQ(wrong(asked), "request_fields") << "not of a person";
  asked.fields = {};
  EXPECT_EQ(wrong(asked), "request_fields");
  asked.fields = {"name"};
  asked.officer_name = " ";
  EXPECT_EQ(wrong(asked), "request_officer");
  asked = about_number(0);
  asked.msisdn = "12";
  EXPECT_NE(wrong(asked), "entered");
  ASSERT_TRUE(requests_.end_scope("admin", scope_.id).ok());
  EXPECT_EQ(wrong(about_number(0)), "scope_ended");
  AuthorityScope no_authority = scope_;
  no_authority.authority_id = dealer_;
  EXPECT_EQ(requests_.add_scope("admin", no_authority).error().code, "scope_authority");
}

TEST_P(RequestsOfAuthorities, RefusedWithReasonsAndExpired) {
  registered(0, 1);
  const auto refused = *requests_.enter(ann_, about_number(0));
  EXPECT_EQ(requests_.apply(ben_, refused.id, 1, RequestEvent::refuse).error().code, "request_reasons");
  const auto done = *requests_.apply(ben_, refused.id, 1, RequestEvent::refuse, {"no_seal", "wrong_law"});
  EXPECT_EQ(done.state, RequestState::refused);
  EXPECT_EQ(requests_.get(refused.id)->reasons, (std::vector<std::string>{"no_seal", "wrong_law"}));
  const auto late = *requests_.enter(ann_, about_number(0));
  const auto unused = approved(about_number(0));
  clock_.set(late.due_at);
  ASSERT_EQ(requests_.overdue(10)->size(), 1u);
  EXPECT_EQ(requests_.overdue(10)->at(0).id, late.id);
  clock_.set(*unused.expires_at);
  EXPECT_EQ(requests_.answer(ann_, unused.id).error().code, "request_expired");
  EXPECT_EQ(*requests_.tick(), 1);
  EXPECT_EQ(requests_.get(unused.id)->state, RequestState::expired);
  clock_.set(late.due_at + policy_.duration("authority_request.expiry"));
  EXPECT_EQ(*requests_.tick(), 1);
  EXPECT_EQ(requests_.get(late.id)->state, RequestState::expired);
  EXPECT_EQ(requests_.list("expired", {}, 10)->size(), 2u);
  EXPECT_EQ(requests_.list("", requests_.list("", {}, 1)->at(0).id, 10)->size(), 2u);
}

TEST_P(RequestsOfAuthorities, AComparisonYieldsMatchesAlone) {
  registered(0, 1);
  registered(1, 2);
  NewRequest asked = about_number(0);
  asked.kind = RequestKind::comparison;
  asked.fields = {"match"};
  EXPECT_EQ(wrong(asked), "request_rows");
  asked.rows_max = 11;
  EXPECT_EQ(wrong(asked), "request_rows") << "more than this authority may";
  asked.rows_max = 5;
  const auto request = approved(asked);
  EXPECT_EQ(requests_.answer(ann_, request.id).error().code, "request_kind") << "no record";
  const auto before = number("select count(*) as n from event");
  std::vector<Probe> probes(3);
  probes[0] = {document(1), {"specimen  person 1", "1990-01-01", ""}, number_of(0)};
  probes[1] = {document(2), {"Another Name", "1990-01-01", ""}, number_of(0)};
  probes[2] = {document(9), {"Nobody", "1990-01-01", ""}, ""};
  const auto matches = *requests_.compare(ann_, request.id, probes);
  EXPECT_TRUE(matches[0].known && *matches[0].same_identity && *matches[0].same_number);
  EXPECT_TRUE(matches[1].known && !*matches[1].same_identity && !*matches[1].same_number);
  EXPECT_FALSE(matches[2].known || matches[2].same_identity || matches[2].same_number);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'authority_request.compared'"), 1);
  EXPECT_EQ(number("select count(*) as n from event where kind = 'vault.read'"), 0);
  EXPECT_EQ(number("select count(*) as n from event") - before, 2) << "one of the job, one of the step";
  EXPECT_EQ(requests_.compare(ann_, request.id, probes).error().code, "request_rows") << "three and three";
  EXPECT_EQ(page_.readings(enter(1), {}, 10)->size(), 1u);
}

TEST_P(RequestsOfAuthorities, TheSchemaHasTheSamePairsAndTwoPersons) {
  std::set<std::pair<std::string, std::string>> table, schema;
  for (const auto& t : request_transitions()) table.emplace(to_text(t.from), to_text(t.to));
  for (const auto& row : rows("select from_state, to_state from authority_request_transition"))
    schema.emplace(row.text("from_state"), row.text("to_state"));
  EXPECT_EQ(table, schema);
  registered(0, 1);
  const auto r = *requests_.enter(ann_, about_number(0));
  ASSERT_TRUE(requests_.apply(ann_, r.id, 1, RequestEvent::check).ok());
  const std::string head = "update authority_request set version = version + 1, ";
  EXPECT_EQ(attack(head + "state = 'approved', decided_at = 1, expires_at = 2, decided_by = '" + ann_ + "'"),
            "request_two_persons");
  EXPECT_EQ(attack(head + "state = 'answered', answered_at = 1"), "request_state");
  EXPECT_EQ(attack(head + "law = 'another'"), "request_immutable");
  EXPECT_EQ(attack("delete from authority_request"), "request_kept");
  EXPECT_EQ(attack("update authority_scope set fields = 'name address', ended_at = made_at"), "scope_immutable");
  EXPECT_EQ(attack("insert into authority_request_transition(from_state, to_state) values('received', 'answered')"),
            "state_table_immutable");
}

TEST_P(RequestsOfAuthorities, NobodyStandsInTheClear) {
  registered(0, 1);
  NewRequest asked = about_number(0);
  const auto request = approved(asked);
  ASSERT_TRUE(requests_.answer(cat_, request.id).ok());
  EXPECT_EQ(requests_.letter(ann_, request.id, "audit")->at(kOfficerNameField), asked.officer_name);
  const std::string stored = everything();
  ASSERT_NE(stored.find(request.number), std::string::npos) << "the search does search";
  for (const std::string secret : {"Quorvix", "Badge-4711", "Specimen Person", "19900101"}) {
    EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    EXPECT_EQ(ledger_text().find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(ledger_text().find(std::to_string(kFirst)), std::string::npos);
}

}  // namespace
}  // namespace muster::lookups
