#include <base/text.h>
#include <partners/rules.h>
#include <policy/checklist.h>
#include <policy/policy.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::partners {
namespace {

bool is_words(std::string_view text, std::size_t max) {
  return !trim(text).empty() && text.size() <= max && is_valid_utf8(text);
}

Result<void> whole(std::vector<Error> faults) {
  if (faults.empty()) return {};
  Error first = faults.front();
  first.all = std::move(faults);
  return first;
}

const Item* find_item(const std::vector<Item>& items, std::string_view code) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const Item& i) { return i.code == code; });
  return at == items.end() ? nullptr : &*at;
}

void need_items(const std::vector<ItemState>& items, bool documents_alone, std::vector<Error>& faults) {
  for (const ItemState& state : items) {
    if (state.met || (documents_alone && state.item.type != ItemType::document)) continue;
    // Before the test a paper has to be there; whether it is good is checked with the rest.
    if (documents_alone && state.why_not != "missing" && state.why_not != "expired") continue;
    faults.push_back(conflict("item_unmet",
                              fmt::format("Not met yet: {} ({}).", state.item.en,
                                          state.why_not == "missing"       ? "no paper is on record"
                                          : state.why_not == "expired"     ? "the paper has expired"
                                          : state.why_not == "not_checked" ? "nobody has checked it in this round"
                                                                           : "it was checked and is not met"),
                              state.item.code));
  }
}

void check_agreement(const Agreement& a, Instant now, std::vector<Error>& faults) {
  if (!is_words(a.number, kNumberMax))
    faults.push_back(invalid("agreement_number", "Give the agreement's number, in 100 bytes at most.", "number"));
  if (!a.from || !a.until || *a.until <= *a.from || *a.until <= now)
    faults.push_back(
        invalid("agreement_term", "An agreement says from when to when it holds, and is not over.", "until"));
}

void check_bar(const Partner& p, const StepFacts& facts, Instant now, std::vector<Error>& faults) {
  if (p.bar_proposed_by.empty() || !p.bar_answer_by) {
    faults.push_back(conflict("bar_unproposed", "A bar is proposed first, and the partner is heard."));
    return;
  }
  if (p.bar_proposed_by == facts.person)
    faults.push_back(refused("partner_same_person", "Who proposed the bar does not decide it."));
  if (now < *p.bar_answer_by)
    faults.push_back(conflict("bar_hearing", fmt::format("The partner may answer until {}; a bar is decided after it.",
                                                         to_rfc3339(*p.bar_answer_by))));
  if (!facts.until || *facts.until <= now || *facts.until - now > facts.bar_max)
    faults.push_back(invalid("bar_term", "A bar has an end, and lasts as long as the policy allows at most.", "until"));
}

}  // namespace

std::vector<Item> checklist(const policy::Policy& policy, Kind kind) {
  std::vector<Item> out;
  // The loader refuses a file whose lines can't be read.
  const auto lines = policy::checklist(policy.list(std::string("partners.") + to_text(kind)));
  for (const auto& line : *lines)
    out.push_back({line.code,
                   line.what == "document"     ? ItemType::document
                   : line.what == "commitment" ? ItemType::commitment
                                               : ItemType::check,
                   line.en, line.zh, line.law});
  return out;
}

Result<void> check_application(const NewPartner& asked, const std::optional<parties::Party>& party,
                               std::optional<Instant> barred_until, Instant now) {
  std::vector<Error> faults;
  if (!party || party->kind != "partner")
    faults.push_back(
        invalid("partner_party", "A partner is a party on record, of the kind “partner”. Enter it first.", "party_id"));
  if (asked.licence_number.size() > kNumberMax || !is_valid_utf8(asked.licence_number) ||
      (trim(asked.licence_number).empty() && party && party->licence_number.empty()))
    faults.push_back(invalid("partner_licence", "Give the number of the licence for this business, in 100 bytes.",
                             "licence_number"));
  if (barred_until && *barred_until > now)
    faults.push_back(refused("partner_barred",
                             fmt::format("This party is barred from this business until {}.", to_day(*barred_until))));
  return whole(std::move(faults));
}

Result<void> check_paper(const std::vector<Item>& items, const Document& paper, Instant now) {
  std::vector<Error> faults;
  const Item* item = find_item(items, paper.item);
  if (!item || item->type != ItemType::document)
    faults.push_back(invalid("partner_item", "The checklist asks for no such paper.", "item"));
  if (!is_words(paper.number, kNumberMax))
    faults.push_back(invalid("document_number", "Give the paper's number or mark, in 100 bytes at most.", "number"));
  if (!is_words(paper.issued_by, kIssuerMax))
    faults.push_back(invalid("document_issuer", "Say who issued it, in 200 bytes at most.", "issued_by"));
  if (paper.valid_until && *paper.valid_until <= now)
    faults.push_back(invalid("document_expired", "This paper has expired.", "valid_until"));
  return whole(std::move(faults));
}

std::vector<ItemState> item_states(const std::vector<Item>& items, const std::vector<Document>& papers,
                                   const std::vector<Check>& checks, Instant now) {
  std::vector<ItemState> out;
  for (const Item& item : items) {
    ItemState state;
    state.item = item;
    for (const Document& paper : papers)
      if (paper.item == item.code && !paper.replaced_at) state.paper = paper;
    for (const Check& check : checks)  // in order of time: the last one counts
      if (check.item == item.code) state.last_check = check;
    if (item.type == ItemType::document && !state.paper)
      state.why_not = "missing";
    else if (state.paper && state.paper->valid_until && *state.paper->valid_until <= now)
      state.why_not = "expired";
    // A paper that came after the last look was not looked at.
    else if (!state.last_check || (state.paper && state.paper->recorded_at > state.last_check->checked_at))
      state.why_not = "not_checked";
    else if (!state.last_check->passed)
      state.why_not = "failed";
    state.met = state.why_not.empty();
    out.push_back(std::move(state));
  }
  return out;
}

Result<void> check_step(const Partner& p, const Transition& step, const StepFacts& facts, Instant now) {
  std::vector<Error> faults;
  if (step.needs_reasons && !is_words(facts.reasons, kReasonMax))
    faults.push_back(invalid(
        "reason_missing",
        step.event == Event::end ? "Say why, in 2,000 bytes at most." : "Say what was tested, in 2,000 bytes at most.",
        "reasons"));
  const bool qualifies = step.event == Event::activate || step.event == Event::requalify;
  if (step.event == Event::pass_test) need_items(facts.items, true, faults);
  if (qualifies) {
    need_items(facts.items, false, faults);
    if (std::none_of(facts.responsible.begin(), facts.responsible.end(),
                     [](const Responsible& r) { return r.function == Function::head; }))
      faults.push_back(conflict("responsible_missing", "Nobody is named as the head who answers for this partner."));
    if (facts.licence_until && *facts.licence_until <= now)
      faults.push_back(conflict("licence_expired", "The party's licence has expired."));
    if (p.agreement.until && *p.agreement.until <= now)
      faults.push_back(conflict("agreement_term", "The agreement is over."));
    if (step.event == Event::activate && p.agreed_by == facts.person)
      faults.push_back(refused("partner_same_person", "Who signed the agreement does not put the partner to work."));
  }
  if (step.event == Event::agree) check_agreement(facts.agreement, now, faults);
  if (step.event == Event::bar) check_bar(p, facts, now, faults);
  return whole(std::move(faults));
}

Result<void> check_bar_proposal(const Partner& p, std::string_view reason, std::string_view law) {
  std::vector<Error> faults;
  if (p.state != State::suspended && p.state != State::retested)
    faults.push_back(conflict("partner_state", "Only a partner that was suspended can be barred."));
  if (!p.bar_proposed_by.empty()) faults.push_back(conflict("bar_open", "A bar of this partner is proposed already."));
  if (!is_words(reason, kReasonMax))
    faults.push_back(invalid("bar_reason", "Say why, in 2,000 bytes at most, without personal data.", "reason"));
  if (!is_words(law, kLawMax))
    faults.push_back(invalid("bar_law", "Name the law or the clause of the agreement.", "law"));
  return whole(std::move(faults));
}

}  // namespace muster::partners
