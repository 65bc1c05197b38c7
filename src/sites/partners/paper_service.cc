// Papers, checks and responsible persons of a partner; what it is warned of; and all of it together.
#include "partner_store.h"
#include <base/faults.h>
#include <base/text.h>
#include <documents/documents.h>
#include <parties/roles.h>
#include <partners/service.h>
#include <policy/policy.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::partners {
namespace {

using store::Transaction;

constexpr const char* kWarner = "system:partners";

// A partner that can still be written about, and a person who may: of one of the roles, or of the party itself.
Result<Partner> writable(Transaction& tx, const std::string& id, const std::string& person,
                         std::initializer_list<const char*> roles, bool own_people, Instant now) {
  MUSTER_TRY(Partner found, need_partner(tx, id));
  const auto who = parties::find_person(tx, person);
  const bool own = own_people && who && who->party_id == found.party_id &&
                   parties::holds(tx, person, parties::roles::kPartnerUser, now);
  if (!own &&
      std::none_of(roles.begin(), roles.end(), [&](const char* r) { return parties::holds(tx, person, r, now); }))
    return refused("role_missing", "Your roles do not let you do this for this partner.");
  if (!is_live(found.state)) return conflict("partner_ended", "This partner's contract is over.");
  return found;
}

}  // namespace

Result<Document> Service::record_paper(const std::string& id, const Document& asked, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Document> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner p, writable(tx, id, person, {parties::roles::kRegistrar}, true, now));
    MUSTER_CHECK_OK(check_paper(checklist(policy_, p.kind), asked, now));
    if (!asked.document_id.empty()) {
      const auto file = documents::Service::find(tx, asked.document_id);
      if (!file || file->record_kind != kRecord || file->record_id != p.id || file->destroyed_at)
        return invalid("document_unknown", "There is no such document of this partner.", "document_id");
    }
    Document paper = asked;
    paper.id = recorder_.new_id();
    paper.partner_id = p.id;
    paper.number = trim(asked.number);
    paper.issued_by = trim(asked.issued_by);
    paper.recorded_by = person;
    paper.recorded_at = now;
    paper.replaced_at.reset();
    replace_paper(tx, paper);
    recorder_.record(
        tx, kPaper, person, kRecord, p.id,
        fmt::format(R"({{"number":"{}","item":"{}","paper":"{}","document":"{}","until":"{}"}})", p.number, paper.item,
                    paper.id, paper.document_id, paper.valid_until ? to_rfc3339(*paper.valid_until) : ""));
    return paper;
  });
}

Result<Check> Service::check_item(const std::string& id, const std::string& code, bool passed, const std::string& note,
                                  const std::string& person) const {
  if (trim(note).empty() || note.size() > kNoteMax || !is_valid_utf8(note))
    return invalid("note_missing", "Say what was looked at, in 2,000 bytes at most.", "note");
  return database_.write([&](Transaction& tx) -> Result<Check> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner seen, need_partner(tx, id));
    const auto items = checklist(policy_, seen.kind);
    const auto item = std::find_if(items.begin(), items.end(), [&](const Item& i) { return i.code == code; });
    if (item == items.end()) return invalid("partner_item", "The checklist has no such item.", "item");
    const bool given = item->type == ItemType::commitment;
    MUSTER_TRY(const Partner p,
               writable(tx, id, person, {parties::roles::kRegistrar, parties::roles::kExaminer}, given, now));
    const Check check{recorder_.new_id(), p.round, code, passed, std::string(trim(note)), person, now};
    insert_check(tx, p.id, check);
    recorder_.record(
        tx, kChecked, person, kRecord, p.id,
        fmt::format(R"({{"number":"{}","item":"{}","round":{},"passed":{}}})", p.number, code, p.round, passed));
    return check;
  });
}

Result<void> Service::name_responsible(const std::string& id, const std::string& whom, Function function,
                                       const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner p, writable(tx, id, person, {parties::roles::kRegistrar}, true, now));
    if (const auto who = parties::find_person(tx, whom); !who || who->party_id != p.party_id)
      return invalid("responsible_party", "Who answers for a partner is one of its own people.", "person_id");
    insert_responsible(tx, p.id, {whom, function, now});
    recorder_.record(tx, kResponsible, person, kRecord, p.id,
                     fmt::format(R"({{"number":"{}","function":"{}"}})", p.number, to_text(function)));
    return {};
  });
}

Result<void> Service::end_responsible(const std::string& id, const std::string& whom, Function function,
                                      const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<void> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner p, writable(tx, id, person, {parties::roles::kRegistrar}, true, now));
    if (!end_responsible_row(tx, p.id, whom, function, now))
      return not_found("responsible_unknown", "This person does not answer for that.");
    recorder_.record(tx, kResponsibleLeft, person, kRecord, p.id,
                     fmt::format(R"({{"number":"{}","function":"{}"}})", p.number, to_text(function)));
    return {};
  });
}

Result<int> Service::warn_due(int limit) const {
  return database_.write([&](Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    const Instant last = policy_.due("partners.warn_last", now),
                  second = std::max(last, policy_.due("partners.warn_second", now)),
                  first = std::max(second, policy_.due("partners.warn_first", now));
    struct {
      const char* stage;
      Instant after, until;
    } const stages[] = {{"last", now, last}, {"second", last, second}, {"first", second, first}};
    int written = 0;
    for (const auto& s : stages)
      for (const Ending& ending : select_endings(tx, s.after, s.until, s.stage, limit - written)) {
        const auto days = (ending.until - now) / Duration(std::chrono::hours(24));
        MUSTER_TRY(const std::string notice, write_to(tx, kWarner, kEndingLetter, ending.party_id, ending.partner_id,
                                                      {{"number", ending.number},
                                                       {"what", ending.what},
                                                       {"until", to_day(ending.until)},
                                                       {"days", std::to_string(days)}}));
        insert_told(tx, ending, s.stage, notice, now);
        recorder_.record(tx, kWarned, kWarner, kRecord, ending.partner_id,
                         fmt::format(R"({{"number":"{}","what":"{}","stage":"{}","until":"{}"}})", ending.number,
                                     ending.what, s.stage, to_rfc3339(ending.until)));
        ++written;
      }
    return written;
  });
}

Result<View> Service::view(const std::string& key, const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<View> {
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Partner found, need_partner(tx, key));
    View out;
    out.partner = found;
    out.papers = select_papers(tx, found.id);
    out.responsible = select_responsible(tx, found.id);
    out.items = item_states(checklist(policy_, found.kind), out.papers, select_checks(tx, found.id, found.round), now);
    if (const auto party = parties::find_party(tx, found.party_id)) out.licence_until = party->expires_at;
    StepFacts facts{out.items, out.responsible, out.licence_until, person, "-", {}, {}, {}};
    facts.agreement = {"-", now, now + std::chrono::hours(24)};
    facts.bar_max = policy_.duration("restriction.partner_bar");
    facts.until = now + facts.bar_max;
    for (const Transition& t : transitions()) {
      if (t.from != found.state || t.role.empty()) continue;
      View::OpenStep open{t.event, std::string(t.role), {}};
      if (!parties::holds(tx, person, open.role, now))
        open.hindrances.push_back(refused("role_missing", fmt::format("This step is for the role {}.", t.role)));
      if (const auto fit = check_step(found, t, facts, now); !fit.ok())
        for (const Error& fault : faults_of(fit.error())) open.hindrances.push_back(fault);
      out.steps.push_back(std::move(open));
    }
    return out;
  });
}

}  // namespace muster::partners
