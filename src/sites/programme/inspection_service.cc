#include "inspection_store.h"
#include "service_parts.h"
#include <base/text.h>
#include <parties/parties.h>
#include <store/page.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr int kFindingsPageMax = 500;
constexpr std::array<std::string_view, 3> kAnswers{"met", "not_met", "not_applicable"},
    kSeverities{"minor", "major", "grave"};

struct FindingStep {
  std::string_view from, event, to;
  bool needs_note;
};
constexpr std::array<FindingStep, 4> kFindingSteps{{{"open", "remedy", "remedied", false},
                                                    {"remedied", "reopen", "open", true},
                                                    {"remedied", "close", "closed", false},
                                                    {"open", "withdraw", "withdrawn", true}}};

Error inspection_unknown() {
  return not_found("inspection_unknown", "There is no such inspection, or it is not of your party.");
}
Error finding_unknown() {
  return not_found("finding_unknown", "There is no such finding, or it is not of your party.");
}

Result<void> check_note(const std::string& note, bool needed, const char* field) {
  if (needed && trim(note).empty()) return invalid("note_missing", "Say why.", field);
  if (note.size() > kNoteMax || !is_valid_utf8(note))
    return invalid("note_too_long", "A note has 2,000 bytes at most.", field);
  return {};
}

bool of_party(const std::string& party, const Actor& actor) {
  return !actor.own_party_only || (!actor.party_id.empty() && party == actor.party_id);
}

}  // namespace

std::string leniency_of(const std::string& found_by, const std::string& known_on, const std::string& told_on,
                        const Leniency& rules) {
  if (found_by != "itself") return "others";
  return days_between(known_on, told_on) <= rules.told_within_days ? "self" : "late";
}

Result<WholeInspection> Inspections::whole(Transaction& tx, const std::string& id, const Actor& actor) const {
  auto found = select_inspection(tx, id);
  if (!found || !of_party(found->party_id, actor)) return inspection_unknown();
  return WholeInspection{std::move(*found), select_answers(tx, id), select_findings_of(tx, id),
                         events::of_record(tx, kInspectionRecord, id)};
}

Result<WholeInspection> Inspections::open(const std::string& party_id, const std::string& checklist,
                                          const std::string& purpose, const std::string& until_on,
                                          const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  const Checklist* list = shipped_.checklist(checklist);
  if (!list) return invalid("checklist_unknown", "There is no such checklist.", "checklist");
  if (trim(purpose).empty() || purpose.size() > kNoteMax || !is_valid_utf8(purpose))
    return invalid("purpose_missing", "State the purpose, in at most 2,000 bytes.", "purpose");
  if (!is_day(until_on) || until_on < today())
    return invalid("programme_day", "Write the day until which it lasts as 2026-03-01, today at the earliest.",
                   "until_on");
  return database_.write([&](Transaction& tx) -> Result<WholeInspection> {
    if (!parties::find_party(tx, party_id)) return invalid("party_unknown", "There is no such party.", "party_id");
    Inspection i;
    i.id = recorder_.new_id();
    i.party_id = party_id;
    i.checklist = checklist;
    i.purpose = purpose;
    i.until_on = until_on;
    i.opened_by = actor.id;
    i.opened_at = recorder_.clock().now();
    insert_inspection(tx, i, list->questions);
    recorder_.record(tx, kInspectionOpened, actor.id, kInspectionRecord, i.id,
                     fmt::format(R"({{"party":{},"checklist":{},"until_on":"{}"}})", json_quote(party_id),
                                 json_quote(checklist), until_on));
    return whole(tx, i.id, actor);
  });
}

Result<InspectionPage> Inspections::list(const std::string& after, int limit, const Actor& actor) const {
  return database_.read([&](Transaction& tx) -> Result<InspectionPage> {
    const int wanted = std::clamp(limit, 1, kFindingsPageMax);
    return store::cut(InspectionPage{select_inspections(tx, actor.own_party_only ? actor.party_id : "",
                                                        actor.own_party_only, after, wanted + 1),
                                     {}},
                      wanted);
  });
}

Result<WholeInspection> Inspections::inspection(const std::string& id, const Actor& actor) const {
  return database_.read([&](Transaction& tx) { return whole(tx, id, actor); });
}

Result<WholeInspection> Inspections::answer(const std::string& id, std::int64_t seq, const std::string& answer,
                                            const std::string& note, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (std::find(kAnswers.begin(), kAnswers.end(), answer) == kAnswers.end())
    return invalid("answer_unknown", "Answer met, not_met or not_applicable.", "answer");
  MUSTER_CHECK_OK(check_note(note, answer == "not_met", "note"));
  return database_.write([&](Transaction& tx) -> Result<WholeInspection> {
    const auto found = select_inspection(tx, id);
    if (!found) return inspection_unknown();
    if (found->state == "closed") return conflict("inspection_closed", "A closed inspection changes no more.");
    if (found->until_on < today())
      return conflict("inspection_over", "The time of this inspection is over. Close it, or open another one.");
    if (!update_answer(tx, id, seq, answer, note, actor.id, recorder_.clock().now()))
      return not_found("question_unknown", "There is no such question.");
    recorder_.record(tx, kInspectionAnswered, actor.id, kInspectionRecord, id,
                     fmt::format(R"({{"question":{},"answer":"{}"}})", seq, answer));
    return whole(tx, id, actor);
  });
}

Result<WholeInspection> Inspections::close(const std::string& id, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  return database_.write([&](Transaction& tx) -> Result<WholeInspection> {
    const auto found = select_inspection(tx, id);
    if (!found) return inspection_unknown();
    if (found->state == "closed") return conflict("inspection_closed", "A closed inspection changes no more.");
    if (found->answered < found->questions && found->until_on >= today())
      return conflict("inspection_open_questions", "Questions are open, and its time is not over.");
    update_inspection_closed(tx, id, recorder_.clock().now());
    recorder_.record(tx, kInspectionClosed, actor.id, kInspectionRecord, id,
                     fmt::format(R"({{"answered":{},"not_met":{}}})", found->answered, found->not_met));
    return whole(tx, id, actor);
  });
}

Result<Finding> Inspections::write(const NewFinding& what, const Actor& actor) const {
  const bool own = actor.own_party_only && !actor.party_id.empty() && what.party_id == actor.party_id;
  if (!actor.supervisor && !own) return refused("role_missing", "This step is for: supervisor.");
  if (own && what.found_by != "itself")
    return invalid("finding_found_by", "What your party tells of itself was found by itself.", "found_by");
  if (what.found_by != "itself" && what.found_by != "others")
    return invalid("finding_found_by", "Say whether the party found it itself, or others did.", "found_by");
  if (std::find(kSeverities.begin(), kSeverities.end(), what.severity) == kSeverities.end())
    return invalid("finding_severity", "It is minor, major or grave.", "severity");
  if (trim(what.sentence).empty() || what.sentence.size() > kNoteMax || !is_valid_utf8(what.sentence))
    return invalid("finding_sentence", "Say what was found, in at most 2,000 bytes.", "sentence");
  const std::string day = today();
  if (!is_day(what.known_on) || what.known_on > day)
    return invalid("programme_day", "Write since when it could know as 2026-03-01, today at the latest.", "known_on");
  if (!is_day(what.due_on) || what.due_on < day)
    return invalid("programme_day", "Write by when it is to be remedied as 2026-03-01, today at the earliest.",
                   "due_on");
  return database_.write([&](Transaction& tx) -> Result<Finding> {
    if (!parties::find_party(tx, what.party_id)) return invalid("party_unknown", "There is no such party.", "party_id");
    if (!what.inspection_id.empty()) {
      const auto inspection = select_inspection(tx, what.inspection_id);
      if (!inspection || inspection->party_id != what.party_id || own) return inspection_unknown();
      if (inspection->state == "closed") return conflict("inspection_closed", "A closed inspection changes no more.");
    }
    Finding f;
    f.id = recorder_.new_id();
    f.number = fmt::format("F{}-{:05}", day.substr(0, 4), next_finding_number(tx, day.substr(0, 4)));
    f.inspection_id = what.inspection_id;
    f.party_id = what.party_id;
    f.severity = what.severity;
    f.found_by = what.found_by;
    f.known_on = what.known_on;
    f.told_on = day;
    f.leniency = leniency_of(f.found_by, f.known_on, f.told_on, shipped_.leniency);
    f.sentence = what.sentence;
    f.due_on = what.due_on;
    f.state_by = actor.id;
    f.state_at = recorder_.clock().now();
    insert_finding(tx, f);
    recorder_.record(tx, kFindingWritten, actor.id, kFindingRecord, f.id,
                     fmt::format(R"({{"number":"{}","party":{},"severity":"{}","found_by":"{}","leniency":"{}"}})",
                                 f.number, json_quote(f.party_id), f.severity, f.found_by, f.leniency));
    return *select_finding(tx, f.id);
  });
}

Result<Finding> Inspections::finding(const std::string& id, const Actor& actor) const {
  return database_.read([&](Transaction& tx) -> Result<Finding> {
    auto found = select_finding(tx, id);
    if (!found || !of_party(found->party_id, actor)) return finding_unknown();
    return std::move(*found);
  });
}

Result<Finding> Inspections::move(const std::string& id, std::int64_t version, const std::string& event,
                                  const std::string& note, const Actor& actor) const {
  return database_.write([&](Transaction& tx) -> Result<Finding> {
    const auto found = select_finding(tx, id);
    if (!found || !of_party(found->party_id, actor)) return finding_unknown();
    const auto step = std::find_if(kFindingSteps.begin(), kFindingSteps.end(),
                                   [&](const FindingStep& s) { return s.from == found->state && s.event == event; });
    if (step == kFindingSteps.end())
      return conflict("inspection_finding_state", "From this state there is no such step.", "event");
    if (!actor.supervisor && event != "remedy") return refused("role_missing", "This step is for: supervisor.");
    if (!actor.supervisor && !actor.own_party_only)
      return refused("role_missing", "This step is for the party that it is about, and supervisors.");
    if (found->version != version) return stale_record();
    MUSTER_CHECK_OK(check_note(note, step->needs_note, "note"));
    if (event == "close" && found->state_by == actor.id)
      return refused("inspection_finding_second", "Who said that it is remedied can't close it.");
    if (!update_finding(tx, *found, std::string(step->to), note, actor.id, recorder_.clock().now()))
      return stale_record();
    recorder_.record(tx, kFindingMoved, actor.id, kFindingRecord, id,
                     fmt::format(R"({{"number":"{}","from":"{}","to":"{}","event":"{}"}})", found->number, found->state,
                                 step->to, event));
    return *select_finding(tx, id);
  });
}

Result<FindingPage> Inspections::findings(const std::string& party, bool open_only, const std::string& after, int limit,
                                          const Actor& actor) const {
  return database_.read([&](Transaction& tx) -> Result<FindingPage> {
    const int wanted = std::clamp(limit, 1, kFindingsPageMax);
    const bool bound = actor.own_party_only || !party.empty();
    return store::cut(FindingPage{select_findings(tx, actor.own_party_only ? actor.party_id : party, bound, open_only,
                                                  after, wanted + 1),
                                  {}},
                      wanted);
  });
}

}  // namespace muster::programme
