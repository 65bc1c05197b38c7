// Corrections: asked for by one person with the evidence, decided by another one.
#include "correction_store.h"
#include "duplicate_store.h"
#include "holder_store.h"
#include "majority_store.h"
#include <base/text.h>
#include <persons/correction.h>
#include <persons/notice.h>
#include <persons/rules.h>

#include <fmt/format.h>

namespace muster::persons {
namespace {

constexpr const char* kPurpose = "correct_record";
constexpr const char* kHistory = "registration.correction_history";

Error unknown_correction() {
  return not_found("correction_unknown", "There is no such correction.");
}

const char* field_of(Part part) {
  switch (part) {
    case Part::name:
      return kNameField;
    case Part::birth_date:
      return kBirthField;
    case Part::address:
    case Part::document:
      break;
  }
  return kAddressField;
}

// The identity with the right value in its place, checked as a whole; the faults of other parts are old ones.
Result<std::string> check_value(const NewCorrection& asked, Identity identity, Instant now) {
  std::string Identity::*const member = asked.part == Part::name         ? &Identity::name
                                        : asked.part == Part::birth_date ? &Identity::birth_date
                                                                         : &Identity::address;
  identity.*member = asked.value;
  const auto checked = check_identity(identity, now);
  for (const Error& fault : checked.faults)
    if (fault.field == field_of(asked.part)) return fault;
  return checked.identity.*member;
}

Identity identity_in(const vault::Fields& fields) {
  const auto at = [&](const char* name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  return {at(kNameField), at(kBirthField), at(kAddressField)};
}

Error birth_date_differs() {
  return invalid("birth_date_differs", "The date of birth differs from what a number on record says.", "value");
}

}  // namespace

Result<Correction> Corrections::ask(const std::string& actor, const NewCorrection& asked) const {
  if (asked.proof.evidence == Evidence::capture || !lines::is_code(asked.proof.reference))
    return invalid("evidence_missing", "Say by which evidence, and its number.", "evidence");
  const Instant now = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<Correction> {
    const auto holder = find_holder(tx, asked.holder_id);
    if (!holder) return not_found("holder_unknown", "There is no such holder.");
    if (holder->destroyed_at) return conflict("holder_destroyed", "The data of this holder were destroyed.");
    if (correction_open(tx, holder->id, asked.part))
      return conflict("correction_open", "A correction of this waits for its second person already.");
    const auto documents = documents_of(tx, holder->id);
    MUSTER_TRY(const auto fields, vault_.get(tx, holder->id, std::vector<std::string>{}, kPurpose, actor));
    const Identity identity = identity_in(fields);
    Correction c{recorder_.new_id(), holder->id, asked.part, {},  {}, {}, {}, CorrectionState::asked,
                 asked.proof,        actor,      {},         now, {}, {}, {}};
    std::string right;
    if (asked.part == Part::document) {
      const auto wrong = find_document(tx, asked.document_id);
      if (!wrong || wrong->holder_id != holder->id)
        return not_found("document_unknown", "The holder has no such document on record.");
      auto checked = check_document(asked.document, holder->category, now);
      if (!checked.faults.empty()) {
        Error error = checked.faults.front();
        error.all = std::move(checked.faults);
        return error;
      }
      MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
      if (!find_by_documents(tx, {document_index(keys, checked.document)}).empty())
        return conflict("document_known",
                        "This document is on record already; if it is another record's, link the two.",
                        "document_number");
      const std::string said = birth_day_in(checked.document);
      if (!said.empty() && said != identity.birth_date) return birth_date_differs();
      c.document_id = wrong->id;
      c.kind = checked.document.kind;
      c.country = checked.document.country;
      c.expires_on = checked.document.expires_on;
      right = checked.document.number;
    } else {
      MUSTER_TRY(right, check_value(asked, identity, now));
      const auto stands = fields.find(field_of(asked.part));
      if (stands != fields.end() && stands->second == right)
        return conflict("correction_nothing", "The record says so already.", "value");
    }
    if (asked.part == Part::birth_date) {
      for (const HolderDocument& d : documents) {
        const auto number = fields.find(document_field(d.ordinal));
        const std::string said =
            number == fields.end() ? std::string() : birth_day_in(Document{d.kind, d.country, number->second, ""});
        if (!said.empty() && said != right) return birth_date_differs();
      }
      const bool minor = age_on(right, now) < policy_.number("registration.adult_age");
      if (minor != (holder->category == Category::minor))
        return invalid("category_age", "The category does not fit the person's age.", "value");
    }
    insert(tx, c);
    MUSTER_CHECK_OK(vault_.put(tx, c.id, kRightField, right));
    recorder_.record(
        tx, kCorrectionAsked, actor, kCorrectionRecord, c.id,
        fmt::format(R"({{"holder":{},"part":"{}","evidence":"{}","reference":{}}})", json_quote(c.holder_id),
                    to_text(c.part), to_text(c.proof.evidence), json_quote(c.proof.reference)));
    return c;
  });
}

Result<void> Corrections::put_document_right(store::Transaction& tx, const std::string& actor, const Correction& c,
                                             const std::string& right) const {
  MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
  const vault::Index index = document_index(keys, {c.kind, c.country, right, c.expires_on});
  if (!find_by_documents(tx, {index}).empty())
    return conflict("document_known", "This document is on record already; if it is another record's, link the two.",
                    "document_number");
  const auto wrong = find_document(tx, c.document_id);
  const std::string field = document_field(wrong->ordinal);
  MUSTER_TRY(const std::string former, vault_.get(tx, c.holder_id, field, kPurpose, actor));
  MUSTER_CHECK_OK(vault_.put(tx, c.id, kFormerField, former));
  const HolderDocument added{recorder_.new_id(),
                             c.holder_id,
                             static_cast<std::int64_t>(documents_of(tx, c.holder_id).size()) + 1,
                             c.kind,
                             c.country,
                             c.expires_on,
                             c.proof.evidence,
                             c.proof.reference,
                             actor,
                             recorder_.clock().now()};
  forget_document(tx, wrong->id);
  insert(tx, added, index);
  // Registrations that name the wrong record of the document are verified by what it says from now on.
  return vault_.put(tx, c.holder_id, {{field, right}, {document_field(added.ordinal), right}});
}

Result<void> Corrections::put_right(store::Transaction& tx, const std::string& actor, Correction& c) const {
  MUSTER_TRY(const std::string right, vault_.get(tx, c.id, kRightField, kPurpose, actor));
  if (c.part == Part::document) {
    decided(tx, c, std::nullopt);
    return put_document_right(tx, actor, c, right);
  }
  const std::string field = field_of(c.part);
  MUSTER_TRY(auto fields, vault_.get(tx, c.holder_id, {kNameField, kBirthField, field}, kPurpose, actor));
  MUSTER_CHECK_OK(vault_.put(tx, c.id, kFormerField, fields[field]));
  fields[field] = right;
  MUSTER_TRY(const vault::IndexKeys keys, vault_.index_keys(tx));
  const vault::Index index = identity_index(keys, identity_in(fields));
  const auto holder = find_holder(tx, c.holder_id);
  const bool identity_changes = !index.is(holder->identity_index);
  decided(tx, c, identity_changes ? std::optional(index.value) : std::nullopt);
  if (identity_changes) set_identity_index(tx, c.holder_id, index.value);
  if (c.part == Part::birth_date && holder->category == Category::minor)
    put_minor(tx, c.holder_id, birth_index(keys, right).value);
  ask_recheck(tx, c.holder_id);
  return vault_.put(tx, c.holder_id, field, right);
}

Result<Correction> Corrections::end(const std::string& actor, const std::string& id, CorrectionState to) const {
  const Instant now = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<Correction> {
    auto c = find_correction(tx, id);
    if (!c) return unknown_correction();
    if (c->state != CorrectionState::asked)
      return conflict("correction_state", "This correction waits for nobody any more.");
    if (to != CorrectionState::withdrawn && c->asked_by == actor)
      return refused("correction_one_person", "Who asks for a correction does not decide on it.");
    if (to == CorrectionState::withdrawn && c->asked_by != actor)
      return refused("correction_other_person", "Who asked for a correction withdraws it.");
    const auto holder = find_holder(tx, c->holder_id);
    if (holder->destroyed_at) return conflict("holder_destroyed", "The data of this holder were destroyed.");
    c->state = to;
    c->decided_by = actor;
    c->decided_at = now;
    if (to == CorrectionState::confirmed) {
      c->former_until = policy_.due(kHistory, now);
      MUSTER_CHECK_OK(put_right(tx, actor, *c));
      tell(tx, recorder_, {c->holder_id, {}, notice::kDataCorrected, kCorrectionRecord, c->id});
    } else {
      decided(tx, *c, std::nullopt);
      MUSTER_CHECK_OK(vault_.destroy(tx, c->id, to_text(to), actor));
    }
    const events::Kind& kind = to == CorrectionState::confirmed ? kCorrectionConfirmed
                               : to == CorrectionState::refused ? kCorrectionRefused
                                                                : kCorrectionWithdrawn;
    recorder_.record(tx, kind, actor, kCorrectionRecord, c->id,
                     fmt::format(R"({{"holder":{},"part":"{}"}})", json_quote(c->holder_id), to_text(c->part)));
    return *c;
  });
}

Result<Correction> Corrections::confirm(const std::string& actor, const std::string& id) const {
  return end(actor, id, CorrectionState::confirmed);
}
Result<Correction> Corrections::refuse(const std::string& actor, const std::string& id) const {
  return end(actor, id, CorrectionState::refused);
}
Result<Correction> Corrections::withdraw(const std::string& actor, const std::string& id) const {
  return end(actor, id, CorrectionState::withdrawn);
}

Result<Correction> Corrections::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Correction> {
    auto found = find_correction(tx, id);
    return found ? Result<Correction>(std::move(*found)) : unknown_correction();
  });
}
Result<std::vector<Correction>> Corrections::of_holder(const std::string& holder_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Correction>> { return corrections_of(tx, holder_id); });
}
Result<std::vector<Correction>> Corrections::waiting(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Correction>> {
    return waiting_corrections(tx, after, std::clamp(limit, 1, 501));
  });
}

Result<vault::Fields> Corrections::compare(const std::string& actor, const std::string& id,
                                           const std::string& purpose) const {
  return database_.write([&](store::Transaction& tx) -> Result<vault::Fields> {
    const auto c = find_correction(tx, id);
    if (!c) return unknown_correction();
    MUSTER_TRY(vault::Fields out,
               vault_.get(tx, c->id, std::vector<std::string>{kRightField, kFormerField}, purpose, actor));
    if (out.contains(kFormerField) || c->state != CorrectionState::asked) return out;
    const std::string field = c->part == Part::document ? document_field(find_document(tx, c->document_id)->ordinal)
                                                        : std::string(field_of(c->part));
    MUSTER_TRY(const auto stands, vault_.get(tx, c->holder_id, std::vector<std::string>{field}, purpose, actor));
    if (const auto found = stands.find(field); found != stands.end()) out[kFormerField] = found->second;
    return out;
  });
}

Result<int> Corrections::tick(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const auto due = former_past_term(tx, now, limit);
    for (const Correction& c : due) {
      MUSTER_CHECK_OK(vault_.destroy(tx, c.id, "term_over", "system:clock"));
      former_gone(tx, c.id, now);
    }
    return static_cast<int>(due.size());
  });
}

}  // namespace muster::persons
