#include "closing_store.h"
#include "question.h"
#include "retry.h"
#include "step.h"
#include "submission.h"
#include "transfer_store.h"
#include <base/text.h>
#include <persons/notice.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kTransferActor = "system:transfers";

Error unknown_transfer() {
  return not_found("transfer_unknown", "There is no such transfer.");
}
Error not_waiting() {
  return conflict("transfer_state", "This transfer waits for nobody any more.");
}

Error all_together(std::vector<Error> faults) {
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

// The giver is on record already: whether the document is in force still does not matter, nor whose category it is for.
persons::Checked check_giver(const persons::Document& shown, Instant now) {
  auto out = persons::check_document(shown, persons::Category::citizen, now);
  std::erase_if(out.faults,
                [](const Error& e) { return e.field == "document_expires_on" || e.code == "document_category"; });
  for (Error& e : out.faults) e.field = "giver";
  return out;
}

TransferMethod method_for(const policy::Policy& policy, bool known) {
  if (known) return TransferMethod::known;
  return policy.text("registration.method") == "manual" ? TransferMethod::manual : TransferMethod::authority;
}

std::string asked_body(const Transfer& t) {
  return fmt::format(R"({{"line":"{}","giver":"{}","receiver":"{}","method":"{}","dealer":{},"place":{},"device":{}}})",
                     t.line_id, t.giver_id, t.receiver_id, to_text(t.method), json_quote(t.dealer_id),
                     json_quote(t.place), json_quote(t.device));
}

}  // namespace

Result<Transfers::Asked> Transfers::ask(const std::string& actor, const std::string& key, const NewTransfer& asked) {
  MUSTER_TRY(Prepared prepared, prepare(recorder_, vault_, policy_, actor, key, asked.receiver));
  prepared.request_key = vault_.blind_index("transfer_key", asked.receiver.dealer_id + "\n" + key);
  prepared.request_hash =
      vault_.blind_index("transfer_request", prepared.request_hash + "\n" + asked.giver.kind + "\n" +
                                                 asked.giver.country + "\n" + asked.giver.number);
  return write_again(database_, [&](store::Transaction& tx) { return ask_in(tx, prepared, asked); });
}

Result<Transfers::Asked> Transfers::ask_in(store::Transaction& tx, Prepared& prepared, const NewTransfer& asked) const {
  if (const auto before = find_transfer_by_key(tx, prepared.request_key)) {
    if (before->request_hash != prepared.request_hash)
      return invalid("idempotency_key_reused", "This Idempotency-Key was used for another transfer. Take a new one.",
                     "idempotency-key");
    return Asked{before->transfer, true};
  }
  const Instant now = recorder_.clock().now();
  const auto giver = check_giver(asked.giver, now);
  MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
  index_people(prepared, keys);
  const vault::Index giver_index =
      giver.faults.empty() ? persons::document_index(keys, giver.document) : vault::Index{};
  std::vector<vault::Index> indexes;
  for (const vault::Index& index : {prepared.number_index, prepared.guardian_index, giver_index})
    if (!index.empty()) indexes.push_back(index);
  const auto people = persons::find_by_documents(tx, indexes);
  const auto shown = [&](const vault::Index& index) {
    const auto found = people.find(index.value);
    return found == people.end() ? nullptr : &found->second;
  };
  const auto line = lines::find_by_msisdn(tx, prepared.checked.msisdn);
  const auto ownership = line ? lines::open_ownership(tx, line->id) : std::nullopt;

  TransferFacts facts;
  facts.people = people_facts(tx, prepared, people, now);
  facts.line = line ? &*line : nullptr;
  facts.ownership = ownership ? &*ownership : nullptr;
  if (const auto* found = shown(giver_index)) facts.giver = &found->holder;
  if (const auto* found = shown(prepared.number_index)) facts.receiver = &found->holder;
  if (ownership) {
    const auto ground = registration_of_ownership(tx, ownership->id);
    facts.giver_verified = ground && ground->state == State::verified;
    facts.transfer_open = transfer_open(tx, line->id);
    const auto closing = open_closing(tx, line->id);
    facts.closing_wished = closing && closing->cause == ClosingCause::wish;
  }
  auto faults = judge_transfer(prepared.checked, facts, policy_);
  faults.insert(faults.end(), giver.faults.begin(), giver.faults.end());
  const persons::Category category = prepared.checked.category;
  if (facts.receiver && line) {
    const auto taken = lines::slots_taken(tx, {facts.receiver->counts_as()});
    const auto mine = taken.find({facts.receiver->counts_as(), line->kind});
    if (mine != taken.end() && !lines::free_slot(mine->second, cap_of(policy_, category, line->kind)))
      faults.push_back(cap_reached());
  }
  if (!faults.empty()) return all_together(std::move(faults));

  Transfer t;
  t.id = recorder_.new_id();
  t.state_since = t.captured_at = now;
  t.due_at = policy_.due("transfer.within", now);
  t.line_id = line->id;
  t.giver_id = ownership->holder_id;
  t.giver_document_id = shown(giver_index)->document_id;
  t.giver_ownership_id = ownership->id;
  if (facts.receiver) {
    t.receiver_id = facts.receiver->id;
    t.receiver_document_id = shown(prepared.number_index)->document_id;
  } else {
    if (facts.people.guardian) prepared.ready->holder.guardian_id = facts.people.guardian->id;
    const persons::Ready* one[] = {&*prepared.ready};
    MUSTER_CHECK_OK(persons::insert_all(tx, vault_, one, kTransferActor, now));
    t.receiver_id = t.receiver_document_id = prepared.ready->holder.id;
  }
  const Capture& c = prepared.checked.capture;
  t.category = category;
  t.organisation_kind = c.organisation_kind;
  t.organisation_number = c.organisation_number;
  t.method = method_for(policy_, verified_by(tx, t.receiver_id, t.receiver_document_id));
  if (t.method == TransferMethod::known) t.verified_at = now;
  if (t.method == TransferMethod::authority) t.next_check_at = now;
  t.dealer_id = c.dealer_id;
  t.place = c.place;
  t.device = c.device;
  t.consent = c.consent;
  t.captured_by = prepared.actor;
  insert(tx, KeyedTransfer{t, prepared.request_key, prepared.request_hash});
  for (const std::string& id : {t.giver_id, t.receiver_id})
    persons::tell(tx, recorder_, {id, t.line_id, persons::notice::kTransferAsked, kTransferRecord, t.id});
  recorder_.record(tx, kTransferAsked, prepared.actor, kTransferRecord, t.id, asked_body(t));
  return Asked{std::move(t), false};
}

template <class F>
Result<Transfer> Transfers::with(const std::string& id, F&& body) const {
  return write_again(database_, [&](store::Transaction& tx) -> Result<Transfer> {
    auto t = find_transfer(tx, id);
    if (!t) return unknown_transfer();
    if (t->state != TransferState::asked) return not_waiting();
    MUSTER_CHECK_OK(body(tx, *t));
    return std::move(*t);
  });
}

Result<Transfer> Transfers::agree(const std::string& actor, const std::string& id, const Consent& asked) {
  if (asked.consent != policy_.text("transfer.consent"))
    return invalid("consent_missing", "Both parties agree to the text that is in force now.", "consent");
  if (!lines::is_code(asked.reference))
    return invalid("reference_form", "Give the number of the form, of the message or of the letter.", "reference");
  return with(id, [&](store::Transaction& tx, Transfer& t) -> Result<void> {
    Consent consent = asked;
    consent.taken_by = actor;
    consent.at = recorder_.clock().now();
    insert_consent(tx, id, consent);
    recorder_.record(tx, kTransferAgreed, actor, kTransferRecord, id,
                     fmt::format(R"({{"side":"{}","given_by":"{}","reference":{}}})", to_text(consent.side),
                                 to_text(consent.given_by), json_quote(consent.reference)));
    return complete_if_ready(tx, t, actor);
  });
}

Result<void> Transfers::complete_if_ready(store::Transaction& tx, Transfer& t, const std::string& actor) const {
  if (!t.verified_at || consents_of(tx, t.id).size() < 2) return {};
  return complete(tx, t, actor);
}

Result<void> Transfers::complete(store::Transaction& tx, Transfer& t, const std::string& actor) const {
  const Instant now = recorder_.clock().now();
  auto line = lines::find_line(tx, t.line_id);
  const auto held = lines::open_ownership(tx, t.line_id);
  const bool serves = line->state == lines::State::active || line->state == lines::State::warned;
  if (!serves || !held || held->id != t.giver_ownership_id)
    return conflict("line_state", "The line is not in service with the holder who gives it away any more.");
  const auto receiver = persons::find_holder(tx, t.receiver_id);
  if (receiver->destroyed_at) return conflict("holder_destroyed", "The data of this holder were destroyed.");
  lines::Ownership o;
  o.id = recorder_.new_id();
  o.line_id = line->id;
  o.holder_id = receiver->id;
  o.kind = line->kind;
  o.counted_under = receiver->counts_as();
  o.cap = cap_of(policy_, t.category, line->kind);
  auto taken = lines::slots_taken(tx, {o.counted_under});
  const auto slot = lines::free_slot(taken[{o.counted_under, o.kind}], o.cap);
  if (!slot) return cap_reached();
  o.slot = *slot;
  o.ground_ref = t.id;
  MUSTER_CHECK_OK(lines::pass_on(tx, *line, o, now));
  lines::settle_excess(tx, held->counted_under);
  if (auto former = registration_of_ownership(tx, held->id); former && find_transition(former->state, Event::close))
    MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, *former, Event::close));

  // From now on the line rests on a registration of the receiver, as any line does.
  Keyed keyed;
  Registration& r = keyed.registration;
  r.id = recorder_.new_id();
  keyed.request_key = vault_.blind_index("registration_of_transfer", t.id);
  keyed.request_hash = vault_.blind_index("registration_of_transfer_request", t.id);
  r.state_since = r.captured_at = now;
  r.method = t.method == TransferMethod::manual ? Method::manual : Method::authority;
  r.line_id = t.line_id;
  r.holder_id = t.receiver_id;
  r.document_id = t.receiver_document_id;
  r.ownership_id = o.id;
  r.dealer_id = t.dealer_id;
  r.place = t.place;
  r.device = t.device;
  r.consent = t.consent;
  r.organisation_kind = t.organisation_kind;
  r.organisation_number = t.organisation_number;
  r.captured_by = t.captured_by;
  insert_all(tx, {&keyed, 1});
  recorder_.record(tx, kCaptured, actor, kRegistrationRecord, r.id,
                   fmt::format(R"({{"line":"{}","holder":"{}","transfer":"{}","slot":{},"cap":{}}})", r.line_id,
                               r.holder_id, t.id, o.slot, o.cap));
  if (r.method == Method::manual)
    for (const TransferCheck& check : transfer_checks(tx, t.id))
      insert_check(tx, r.id, check.person_id, check.outcome, check.at);
  MUSTER_CHECK_OK(step(tx, {recorder_, policy_, actor}, r, Event::verify));
  // What the giver was warned of is not the receiver's.
  if (line->state == lines::State::warned)
    MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, actor}, *line, lines::Event::restore));
  overtake_closing(tx, recorder_, t.line_id, actor);

  t.state = find_transition(t.state, TransferEvent::complete)->to;
  t.state_since = now;
  t.ownership_id = o.id;
  ++t.version;
  if (!change(tx, t))
    return {Error{Failure::stale, "stale_version", "The transfer changed meanwhile; look again.", {}}};
  persons::tell(tx, recorder_, {t.giver_id, t.line_id, persons::notice::kLineGivenAway, kTransferRecord, t.id});
  persons::tell(tx, recorder_, {t.receiver_id, t.line_id, persons::notice::kLineReceived, kTransferRecord, t.id});
  recorder_.record(tx, kTransferCompleted, actor, kTransferRecord, t.id,
                   fmt::format(R"({{"line":"{}","giver":"{}","receiver":"{}","ownership":"{}"}})", t.line_id,
                               t.giver_id, t.receiver_id, t.ownership_id));
  return {};
}

Result<void> Transfers::end(store::Transaction& tx, Transfer& t, TransferEvent event, const std::string& actor,
                            std::vector<std::string> reasons) const {
  t.state = find_transition(t.state, event)->to;
  t.state_since = recorder_.clock().now();
  t.next_check_at.reset();
  t.reasons = std::move(reasons);
  ++t.version;
  if (!change(tx, t))
    return {Error{Failure::stale, "stale_version", "The transfer changed meanwhile; look again.", {}}};
  std::string all;
  for (const std::string& reason : t.reasons) all += (all.empty() ? "" : ",") + json_quote(reason);
  recorder_.record(tx, kTransferEnded, actor, kTransferRecord, t.id,
                   fmt::format(R"({{"line":"{}","state":"{}","reasons":[{}]}})", t.line_id, to_text(t.state), all));
  return {};
}

Result<Transfer> Transfers::withdraw(const std::string& actor, const std::string& id, const std::string& reason) {
  if (!lines::is_code(reason))
    return invalid("reason_missing", "Say why, by a code of letters, digits and underscores.", "reason");
  return with(
      id, [&](store::Transaction& tx, Transfer& t) { return end(tx, t, TransferEvent::withdraw, actor, {reason}); });
}

Result<int> Transfers::tick(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Transfer& t : lapsed_transfers(tx, recorder_.clock().now(), limit)) {
      MUSTER_CHECK_OK(end(tx, t, TransferEvent::lapse, kTransferActor, {"term_over"}));
      ++count;
    }
    return count;
  });
}

Result<Transfer> Transfers::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Transfer> {
    auto found = find_transfer(tx, id);
    return found ? Result<Transfer>(std::move(*found)) : unknown_transfer();
  });
}
Result<std::vector<Consent>> Transfers::consents(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Consent>> { return consents_of(tx, id); });
}
Result<std::vector<Transfer>> Transfers::of_line(const std::string& line_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Transfer>> { return transfers_of_line(tx, line_id); });
}
Result<std::vector<Transfer>> Transfers::waiting(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Transfer>> {
    return waiting_transfers(tx, after, std::clamp(limit, 1, 501));
  });
}

Result<Transfer> Transfers::note_check(const std::string& person_id, const std::string& id, Outcome outcome) {
  return with(id, [&](store::Transaction& tx, Transfer& t) -> Result<void> {
    if (t.method != TransferMethod::manual || t.verified_at) return not_waiting();
    if (t.captured_by == person_id) return refused("check_by_capturer", "Who captured a transfer does not check it.");
    const Instant now = recorder_.clock().now();
    insert_check(tx, id, TransferCheck{person_id, outcome, now});
    recorder_.record(tx, kChecked, person_id, kTransferRecord, id,
                     fmt::format(R"({{"outcome":"{}"}})", to_text(outcome)));
    if (outcome == Outcome::denied) return end(tx, t, TransferEvent::refuse, person_id, {"identity_denied"});
    if (transfer_checks(tx, id).size() < 2) return {};
    return verified(tx, t, person_id);
  });
}

Result<void> Transfers::verified(store::Transaction& tx, Transfer& t, const std::string& actor) const {
  t.verified_at = recorder_.clock().now();
  t.next_check_at.reset();
  ++t.version;
  if (!change(tx, t))
    return {Error{Failure::stale, "stale_version", "The transfer changed meanwhile; look again.", {}}};
  recorder_.record(tx, kTransferVerified, actor, kTransferRecord, t.id);
  return complete_if_ready(tx, t, actor);
}

// As registrations do: read and lent in one transaction, asked outside, settled in another one.
Result<int> Transfers::verify_due(Authority& authority, int limit) {
  MUSTER_TRY(const auto questions, database_.write([&](store::Transaction& tx) -> Result<std::vector<Question>> {
    const Instant now = recorder_.clock().now();
    std::vector<Question> out;
    for (Transfer& t : due_transfer_checks(tx, now, limit)) {
      t.next_check_at = now + kAskingTime;
      ++t.checks;
      ++t.version;
      if (!change(tx, t)) continue;
      MUSTER_TRY(Question question, question_about(tx, vault_, t.id, t.receiver_id, t.receiver_document_id));
      out.push_back(std::move(question));
    }
    return out;
  }));
  for (const Question& question : questions) MUSTER_CHECK_OK(settle(question, authority.check(question)));
  return static_cast<int>(questions.size());
}

Result<void> Transfers::settle(const Question& question, const Result<Answer>& answer) const {
  const auto with_open = [&](auto&& body) {
    return write_again(database_, [&](store::Transaction& tx) -> Result<void> {
      auto t = find_transfer(tx, question.id);
      if (!t || !t->next_check_at) return {};  // settled meanwhile
      return body(tx, *t);
    });
  };
  if (!answer.ok()) {
    return with_open([&](store::Transaction& tx, Transfer& t) -> Result<void> {
      t.next_check_at = next_question(policy_, recorder_.clock().now(), t.checks);
      ++t.version;
      (void)change(tx, t);
      return {};
    });
  }
  auto done = with_open([&](store::Transaction& tx, Transfer& t) -> Result<void> {
    if (answer->confirmed) return verified(tx, t, kTransferActor);
    return end(tx, t, TransferEvent::refuse, kTransferActor, denial_codes(answer->reasons));
  });
  const bool impossible =
      !done.ok() && (done.error().failure == Failure::conflict || done.error().failure == Failure::refused);
  if (!impossible) return done;
  // Verified, and yet the line can't pass: the cap is reached meanwhile, or the line is not in service any more.
  return with_open([&](store::Transaction& tx, Transfer& t) {
    return end(tx, t, TransferEvent::refuse, kTransferActor, {done.error().code});
  });
}

}  // namespace muster::registration
