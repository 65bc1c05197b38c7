#include <lines/records.h>
#include <registration/rules.h>

namespace muster::registration {
namespace {

using persons::Category;

void judge_line(std::vector<Error>& faults, const Checked& checked, const lines::Line* line) {
  if (checked.msisdn == 0) return;  // said already
  if (!line) {
    faults.push_back(not_found("line_unknown", "There is no line with this number."));
    faults.back().field = "msisdn";
    return;
  }
  if (line->state != lines::State::reserved)
    faults.push_back(
        conflict("line_not_reserved", "This number is not reserved; it is free, or somebody's.", "msisdn"));
  else if (line->reserved_for != checked.capture.dealer_id)
    faults.push_back(refused("line_reserved_for_other", "This number is reserved for another dealer.", "msisdn"));
  else if (line->sim_id.empty())
    faults.push_back(conflict("line_without_sim", "The line has no SIM yet.", "msisdn"));
}

void judge_holder(std::vector<Error>& faults, const Checked& checked, const Facts& facts) {
  if (!facts.holder) return;
  const persons::Holder& holder = *facts.holder;
  if (holder.destroyed_at)
    faults.push_back(conflict("holder_destroyed", "The data of this holder were destroyed.", "document_number"));
  else if (!facts.identity_index.empty() && holder.identity_index != facts.identity_index)
    faults.push_back(
        conflict("identity_differs",
                 "The document is on record with another name or date of birth; people have to look at it.", "name"));
  // Who was a minor and has come of age is one no more.
  const bool grown = holder.category == Category::minor && checked.category != Category::minor;
  if (holder.category != checked.category && !grown)
    faults.push_back(conflict("category_differs", "The person is on record in another category.", "category"));
}

void judge_guardian(std::vector<Error>& faults, const Checked& checked, const persons::Holder* guardian) {
  if (checked.category != Category::minor || !checked.capture.guardian) return;
  if (!guardian || guardian->destroyed_at)
    faults.push_back(
        conflict("guardian_unknown", "The guardian is not on record; register the guardian first.", "guardian"));
  else if (guardian->category == Category::minor)
    faults.push_back(refused("guardian_minor", "A minor is no guardian.", "guardian"));
}

}  // namespace

Decision decide(const Checked& checked, const Facts& facts, const policy::Policy& policy) {
  Decision out;
  out.faults = checked.faults;
  judge_line(out.faults, checked, facts.line);
  judge_holder(out.faults, checked, facts);
  judge_guardian(out.faults, checked, facts.guardian);
  if (!facts.dealer_known && lines::is_code(checked.capture.dealer_id))
    out.faults.push_back(
        refused("dealer_unknown", "This dealer is not on record, or its licence has ended.", "dealer_id"));
  else if (facts.dealer_known && facts.dealer_hindrance)
    out.faults.push_back(*facts.dealer_hindrance);
  if (!facts.line) return out;
  out.cap = cap_of(policy, checked.category, facts.line->kind);
  const auto slot = lines::free_slot(facts.taken, out.cap);
  if (slot)
    out.slot = *slot;
  else
    out.faults.push_back(refused("cap_reached", "The person holds as many lines of this kind as one person may hold.",
                                 "document_number"));
  return out;
}

}  // namespace muster::registration
