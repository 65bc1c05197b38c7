// A live line that nobody has verified: its holder gives documents, and the number stays.
#include "registration_store.h"
#include "submission.h"
#include "unverified_store.h"
#include <base/text.h>
#include <registration/take_over.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr int kAgainMax = 20;  // how often it looks again after another process was quicker

Error all_of(std::vector<Error> faults) {
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

bool may_try_again(const Error& error) {
  for (const char* code : {"already_exists", "document_known", "ownership_overlap", "stale_version", "holder_exists"})
    if (error.code == code) return true;
  return false;
}

// What is on record, and the faults that only such a line can have.
struct Found {
  std::optional<lines::Line> line;
  std::optional<UnverifiedLine> unverified;
  std::map<std::string, persons::Shown> people;
  lines::SlotsTaken taken;
  std::vector<Error> faults;
};

void judge_possession(store::Transaction& tx, Found& found, const std::string& iccid) {
  if (!found.line) return;  // said by decide
  const auto& u = found.unverified;
  if (!u || !lines::has_holder(found.line->state) || u->state == Unverified::re_registered ||
      u->state == Unverified::closed) {
    found.faults.push_back(
        conflict("line_not_unverified", "This line does not wait for being registered again.", "msisdn"));
    return;
  }
  if (!u->registration_id.empty()) {
    found.faults.push_back(
        conflict("re_registration_waits", "A registration of this line waits for its verification already.", "msisdn"));
    return;
  }
  const auto form = lines::check_iccid(iccid);
  if (!form.ok() || !lines::holds_sim(tx, found.line->id, *form))
    found.faults.push_back(refused(
        "possession_unproved", "The SIM that is shown is not the one in this line; see its number again.", "iccid"));
}

Found load(store::Transaction& tx, const Prepared& prepared, const std::string& iccid) {
  Found found;
  if (prepared.checked.msisdn != 0) found.line = lines::find_by_msisdn(tx, prepared.checked.msisdn);
  if (found.line) found.unverified = find_unverified(tx, found.line->id);
  std::vector<vault::Index> indexes;
  std::vector<std::string> people;
  for (const vault::Index* index : {&prepared.number_index, &prepared.guardian_index})
    if (!index->empty()) indexes.push_back(*index);
  if (!indexes.empty()) found.people = persons::find_by_documents(tx, indexes);
  for (const auto& [index, shown] : found.people) people.push_back(shown.holder.counts_as());
  if (!people.empty()) found.taken = lines::slots_taken(tx, people);
  judge_possession(tx, found, iccid);
  return found;
}

class Again {
 public:
  Again(store::Transaction& tx, const ledger::Recorder& recorder, const vault::Vault& vault,
        const policy::Policy& policy, const Admission& admission)
      : tx_(tx),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        admission_(admission),
        now_(recorder.clock().now()) {}

  Result<Submitted> run(Prepared prepared, const std::string& iccid) {
    const auto before = find_by_keys(tx_, {prepared.request_key});
    if (!before.empty()) {
      const Keyed& keyed = before.begin()->second;
      if (keyed.request_hash != prepared.request_hash)
        return invalid("idempotency_key_reused",
                       "This Idempotency-Key was used for another registration. Take a new one.", "idempotency-key");
      return Submitted{keyed.registration, true};
    }
    MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx_));
    index_people(prepared, keys);
    Found found = load(tx_, prepared, iccid);
    const Facts facts = facts_of(prepared, found);
    Decision decision = decide(prepared.checked, facts, policy_);
    decision.faults.insert(decision.faults.end(), found.faults.begin(), found.faults.end());
    if (!decision.faults.empty()) return all_of(std::move(decision.faults));
    return accept(prepared, found, facts, decision);
  }

 private:
  Facts facts_of(const Prepared& prepared, const Found& found) {
    Facts facts = people_facts(tx_, prepared, found.people, now_);
    if (found.line) {
      // The rules see a line that waits for this dealer with its SIM: what else is asked of it was judged before.
      seen_ = *found.line;
      seen_.state = lines::State::reserved;
      seen_.reserved_for = prepared.checked.capture.dealer_id;
      if (seen_.sim_id.empty()) seen_.sim_id = "none";
      facts.line = &seen_;
    }
    if (facts.holder && found.line)
      if (const auto at = found.taken.find({facts.holder->counts_as(), found.line->kind}); at != found.taken.end())
        facts.taken = at->second;
    const std::string& dealer = prepared.checked.capture.dealer_id;
    take_standing(facts, admission_.standings(tx_, {dealer}, now_), dealer);
    return facts;
  }

  Result<Submitted> accept(Prepared& prepared, Found& found, const Facts& facts, const Decision& decision) {
    const bool is_new = facts.holder == nullptr;
    if (is_new) {
      if (facts.guardian) prepared.ready->holder.guardian_id = facts.guardian->id;
      const persons::Ready* one[] = {&*prepared.ready};
      MUSTER_CHECK_OK(persons::insert_all(tx_, vault_, one, "system:registration", now_));
    }
    lines::Ownership o;
    o.id = recorder_.new_id();
    o.line_id = found.line->id;
    o.holder_id = is_new ? prepared.ready->holder.id : facts.holder->id;
    o.counted_under = is_new ? o.holder_id : facts.holder->counts_as();
    o.kind = found.line->kind;
    o.slot = decision.slot;
    o.cap = decision.cap;
    o.ground_ref = prepared.registration_id;
    MUSTER_CHECK_OK(lines::pass_on(tx_, *found.line, o, now_));
    Registration r = registration_of(prepared, o);
    r.document_id = is_new ? o.holder_id : found.people.at(prepared.number_index.value).document_id;
    const Keyed one[] = {{r, prepared.request_key, prepared.request_hash}};
    insert_all(tx_, one);
    if (prepared.checked.capture.proxy) MUSTER_CHECK_OK(insert_proxy(tx_, recorder_, vault_, r.id, prepared));
    found.unverified->ownership_id = o.id;
    found.unverified->registration_id = r.id;
    change(tx_, *found.unverified);
    recorder_.record(
        tx_, kCaptured, prepared.actor, kRegistrationRecord, r.id,
        fmt::format(R"({{"line":"{}","holder":"{}","new_holder":{},"dealer":{},"place":{},"device":{},"consent":{},)"
                    R"("slot":{},"cap":{},"again":true}})",
                    r.line_id, r.holder_id, is_new, json_quote(r.dealer_id), json_quote(r.place), json_quote(r.device),
                    json_quote(r.consent), o.slot, o.cap));
    MUSTER_CHECK_OK(admission_.count(tx_, {{r.dealer_id, 1}}, now_));
    return Submitted{std::move(r), false};
  }

  Registration registration_of(const Prepared& prepared, const lines::Ownership& o) const {
    const Capture& c = prepared.checked.capture;
    Registration r;
    r.id = prepared.registration_id;
    r.state_since = r.captured_at = now_;
    r.method = policy_.text("registration.method") == "manual" ? Method::manual : Method::authority;
    if (r.method == Method::authority) r.next_check_at = now_;
    r.line_id = o.line_id;
    r.holder_id = o.holder_id;
    r.ownership_id = o.id;
    r.dealer_id = c.dealer_id;
    r.place = c.place;
    r.device = c.device;
    r.consent = c.consent;
    r.organisation_kind = c.organisation_kind;
    r.organisation_number = c.organisation_number;
    r.captured_by = prepared.actor;
    return r;
  }

  store::Transaction& tx_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  const Admission& admission_;
  const Instant now_;
  lines::Line seen_;
};

}  // namespace

Result<Submitted> TakeOver::register_again(const std::string& actor, const std::string& key, const Capture& capture,
                                           const std::string& iccid) const {
  MUSTER_TRY(const Prepared prepared, prepare(recorder_, vault_, policy_, actor, key, capture));
  for (int i = 0;; ++i) {
    auto done = database_.write(
        [&](store::Transaction& tx) { return Again(tx, recorder_, vault_, policy_, admission_).run(prepared, iccid); });
    if (done.ok() || i >= kAgainMax || !may_try_again(done.error())) return done;
  }
}

}  // namespace muster::registration
