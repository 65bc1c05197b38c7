#include <lines/records.h>
#include <registration/rules.h>

namespace muster::registration {
namespace {

using persons::Category;

// A line set aside for a company goes to its users alone.
std::optional<Error> judge_reservation(const Checked& checked, const lines::Line& line, const Company* company) {
  const Capture& c = checked.capture;
  if (line.reserved_for == c.dealer_id) return std::nullopt;
  if (!company) return refused("line_reserved_for_other", "This number is reserved for another dealer.", "msisdn");
  if (!company->ended_at && company->organisation_kind == c.organisation_kind &&
      company->organisation_number == c.organisation_number)
    return std::nullopt;
  return refused("line_of_company", "This number is set aside for the users of a company.", "msisdn");
}

void judge_line(std::vector<Error>& faults, const Checked& checked, const lines::Line* line, const Company* company) {
  if (checked.msisdn == 0) return;  // said already
  if (!line) {
    faults.push_back(not_found("line_unknown", "There is no line with this number."));
    faults.back().field = "msisdn";
    return;
  }
  if (line->state != lines::State::reserved)
    faults.push_back(
        conflict("line_not_reserved", "This number is not reserved; it is free, or somebody's.", "msisdn"));
  else if (auto other = judge_reservation(checked, *line, company))
    faults.push_back(std::move(*other));
  else if (line->sim_id.empty())
    faults.push_back(conflict("line_without_sim", "The line has no SIM yet.", "msisdn"));
}

void judge_holder(std::vector<Error>& faults, const Checked& checked, const Facts& facts) {
  if (!facts.holder) return;
  const persons::Holder& holder = *facts.holder;
  if (holder.destroyed_at)
    faults.push_back(conflict("holder_destroyed", "The data of this holder were destroyed.", "document_number"));
  else if (!facts.identity_index.empty() && !facts.identity_index.is(holder.identity_index))
    faults.push_back(
        conflict("identity_differs",
                 "The document is on record with another name or date of birth; people have to look at it.", "name"));
  if (facts.frozen)
    faults.push_back(refused("registration_frozen",
                             "The person has asked that no new line be registered in their name. They can lift that on "
                             "their own page.",
                             "document_number"));
  // Who was a minor and has come of age is one no more.
  const bool grown = holder.category == Category::minor && checked.category != Category::minor;
  if (holder.category != checked.category && !grown)
    faults.push_back(conflict("category_differs", "The person is on record in another category.", "category"));
}

void judge_guardian(std::vector<Error>& faults, const Checked& checked, const persons::Holder* guardian,
                    bool verified) {
  if (checked.category != Category::minor || !checked.capture.guardian) return;
  if (!guardian || guardian->destroyed_at)
    faults.push_back(
        conflict("guardian_unknown", "The guardian is not on record; register the guardian first.", "guardian"));
  else if (guardian->category == Category::minor)
    faults.push_back(refused("guardian_minor", "A minor is no guardian.", "guardian"));
  else if (!verified)
    faults.push_back(
        conflict("guardian_unverified", "The guardian's own registration is not verified yet.", "guardian"));
}

void judge_proxy(std::vector<Error>& faults, const Facts& facts, const policy::Policy& policy) {
  if (facts.proxy_is_holder)
    faults.push_back(invalid("proxy_self", "The person's own document was shown for the proxy's.", "proxy"));
  else if (facts.proxy_persons >= policy.number("registration.proxy_persons_max"))
    faults.push_back(
        refused("proxy_too_many", "This proxy has registered for as many persons as one may act for.", "proxy"));
}

}  // namespace

void judge_people(std::vector<Error>& faults, const Checked& checked, const Facts& facts,
                  const policy::Policy& policy) {
  judge_holder(faults, checked, facts);
  judge_guardian(faults, checked, facts.guardian, facts.guardian_verified);
  if (checked.capture.proxy) judge_proxy(faults, facts, policy);
  if (!facts.dealer_known && lines::is_code(checked.capture.dealer_id))
    faults.push_back(refused("dealer_unknown", "This dealer is not on record, or its licence has ended.", "dealer_id"));
  else if (facts.dealer_known && facts.dealer_hindrance)
    faults.push_back(*facts.dealer_hindrance);
}

Decision decide(const Checked& checked, const Facts& facts, const policy::Policy& policy) {
  Decision out;
  out.faults = checked.faults;
  judge_line(out.faults, checked, facts.line, facts.company);
  judge_people(out.faults, checked, facts, policy);
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
