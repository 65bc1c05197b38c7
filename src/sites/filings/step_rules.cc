#include "rule_support.h"
#include <base/text.h>
#include <names/name.h>

#include <algorithm>
#include <set>

namespace muster::filings {
namespace {

bool acts_for(const Actor& actor, By by, const std::string& provider_id) {
  return actor.registrar || (by == By::provider && !actor.party_id.empty() && actor.party_id == provider_id);
}

std::optional<Error> reasons_fault(const std::vector<std::string>& reasons, bool needed) {
  if (needed &&
      (reasons.empty() || std::all_of(reasons.begin(), reasons.end(), [](const auto& r) { return trim(r).empty(); })))
    return invalid("reasons_missing", "Give each reason in a sentence; the subject will read it.", "reasons");
  if (reasons.size() > 50 ||
      std::any_of(reasons.begin(), reasons.end(), [](const auto& r) { return r.size() > 2000 || !is_valid_utf8(r); }))
    return invalid("reason_too_long", "At most 50 reasons of 2,000 bytes each.", "reasons");
  return std::nullopt;
}

Result<void> check_change_of_approvals(const Filing& filing, Change& change) {
  for (PreApprovalKey& gone : change.remove_pre_approvals) {
    gone.number = std::string(trim(gone.number));
    if (std::none_of(filing.pre_approvals.begin(), filing.pre_approvals.end(),
                     [&](const PreApproval& a) { return a.kind == gone.kind && a.number == gone.number; }))
      return invalid("pre_approval_unknown", "A pre-approval that is to be taken out is not in the filing.",
                     "change.remove_pre_approvals");
  }
  Faults faults;
  for (std::size_t i = 0; i < change.add_pre_approvals.size(); ++i)
    check_pre_approval(faults, change.add_pre_approvals[i], Completeness::full,
                       "data.add_pre_approvals[" + std::to_string(i) + "].");
  if (auto error = faults.take()) return *error;
  return {};
}

}  // namespace

Result<Change> check_change(const Filing& filing, const Change& in) {
  Change change = in;
  if (change.empty()) return invalid("change_empty", "The change changes nothing.", "change");
  SiteDraft after;
  after.name = change.name.value_or(filing.name);
  after.home_url = change.home_url.value_or(filing.home_url);
  after.language = change.language.value_or(filing.language);
  after.service_types = change.service_types.value_or(filing.service_types);
  std::set<std::string> removed;
  for (std::string& domain : change.remove_domains) {
    const auto name = names::parse_name(trim(domain));
    const bool has = name.ok() && std::any_of(filing.domains.begin(), filing.domains.end(), [&](const Domain& d) {
                       return d.name == name->ascii && d.state == DomainState::filed;
                     });
    if (!has)
      return invalid("change_domain_unknown", "A domain that is to be taken out is not in the filing.",
                     "change.remove_domains");
    domain = name->ascii;
    removed.insert(domain);
  }
  for (const Domain& domain : filing.domains)
    if (domain.state == DomainState::filed && !removed.contains(domain.name)) after.domains.push_back(domain.name);
  if (after.domains.empty() && change.add_domains.empty())
    return invalid("change_domain_last", "The last domain can't be taken out; cancel the filing instead.",
                   "change.remove_domains");
  const std::size_t stay = after.domains.size();
  after.domains.insert(after.domains.end(), change.add_domains.begin(), change.add_domains.end());
  MUSTER_CHECK_OK(check_change_of_approvals(filing, change));
  after.pre_approvals = after_change(filing.pre_approvals, change);
  MUSTER_TRY(const SiteDraft checked, check_site(after, Completeness::as_imported));
  if (change.name) change.name = checked.name;
  if (change.home_url) change.home_url = checked.home_url;
  change.add_domains.assign(checked.domains.begin() + static_cast<std::ptrdiff_t>(stay), checked.domains.end());
  return change;
}

Result<const Transition*> check_step(const Filing& filing, Event event, const std::vector<std::string>& reasons,
                                     const Actor& actor, Instant now) {
  const Transition* transition = find_transition(filing.state, event);
  if (!transition)
    return conflict(
        "filing_event_not_open",
        "This step is not open to a filing that is " + std::string(to_text(filing.state)) + "; nothing was changed.",
        "event");
  if (!acts_for(actor, transition->by, filing.provider_id))
    return refused("filing_not_yours", transition->by == By::registrar ? "This step is the register's."
                                                                       : "This filing is another provider's.");
  if (auto fault = reasons_fault(reasons, transition->needs_reasons)) return *fault;
  if (event == Event::cancel && filing.due_at && now < *filing.due_at)
    return refused("notice_term_running",
                   "The public notice still runs, until " + to_rfc3339(*filing.due_at) + ". Cancel after it.");
  return transition;
}

bool decides_review(const Transition& transition) {
  return transition.from == State::under_review && transition.by == By::registrar;
}

Result<void> check_turn(const QueuePlace& place, const std::string& actor) {
  if (!place.taken_by.empty() && place.taken_by != actor)
    return conflict("review_taken", "A colleague reviews this filing" +
                                        (place.taken_until ? ", until " + to_rfc3339(*place.taken_until) : "") +
                                        "; take the next one.");
  if (place.taken_by.empty() && place.position != 1)
    return conflict("not_next_in_queue", "Filings are reviewed first come, first served; " +
                                             std::to_string(place.position - 1) +
                                             " are before this one. Take the next one.");
  return {};
}

std::vector<NextEvent> next_events(const Filing& filing, const Actor& actor, Instant now,
                                   const std::optional<QueuePlace>& place) {
  std::vector<NextEvent> out;
  for (const Transition& t : filing_transitions()) {
    if (t.from != filing.state) continue;
    const auto may = check_step(filing, t.event, {"A reason."}, actor, now);
    std::optional<Error> why_not = may.ok() ? std::nullopt : std::optional(may.error());
    if (!why_not && place && decides_review(t))
      if (const auto turn = check_turn(*place, actor.id); !turn.ok()) why_not = turn.error();
    out.push_back({t.event, t.to, t.needs_reasons, std::move(why_not)});
  }
  return out;
}

Result<const AccessTransition*> check_access_step(const Access& access, AccessEvent event,
                                                  const std::vector<std::string>& reasons, const Actor& actor,
                                                  bool last_of_filed_site) {
  const AccessTransition* transition = find_access_transition(access.state, event);
  if (!transition)
    return conflict(
        "access_event_not_open",
        "This step is not open to an access that is " + std::string(to_text(access.state)) + "; nothing was changed.",
        "event");
  if (!acts_for(actor, transition->by, access.provider_id))
    return refused("access_not_yours", transition->by == By::registrar ? "This step is the register's."
                                                                       : "This access is another provider's.");
  if (auto fault = reasons_fault(reasons, transition->needs_reasons)) return *fault;
  if (event == AccessEvent::close && last_of_filed_site)
    return refused("access_last",
                   "The last access of a filed site can't be closed; open another one or cancel the filing first.");
  return transition;
}

}  // namespace muster::filings
