// Every step of a filing's state machine, with what follows from it.
#include "approval_store.h"
#include "claims.h"
#include "filing_json.h"
#include <base/text.h>
#include <filings/rules.h>
#include <names/name.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <fmt/format.h>

namespace muster::filings {
namespace {

constexpr const char* kSelf = "system:filings";
constexpr const char* kCancelledReason = "filing_cancelled";

const events::Kind& kind_of(Event event) {
  switch (event) {
    case Event::preverify:
    case Event::verify_in_person:
    case Event::sign:
    case Event::submit:
    case Event::revise:
      return kAdvanced;
    case Event::accept:
      return kFiled;
    case Event::return_:
      return kReturned;
    case Event::withdraw:
      return kWithdrawn;
    case Event::ask_change:
      return kChangeAsked;
    case Event::accept_change:
      return kChanged;
    case Event::refuse_change:
    case Event::refuse_correction:
      return kChangeRefused;
    case Event::notify_defect:
      return kDefectNoticed;
    case Event::correct:
    case Event::accept_correction:
      return kCorrected;
    case Event::publish_notice:
      return kPublicNotice;
    case Event::cancel:
    case Event::cancel_own:
      return kCancelled;
    case Event::restore:
      return kRestored;
  }
  return kAdvanced;
}

const char* term_key(Term term) {
  switch (term) {
    case Term::preverify:
      return "filing.preverification";
    case Term::review:
      return "filing.review";
    case Term::cure:
      return "filing.correction";
    case Term::public_notice:
      return "filing.public_notice";
    case Term::none:
      break;
  }
  return nullptr;
}

// The domains of the filing, their "www", and the host of its home page: where a hold of an unfiled site may stand.
std::set<std::string> names_to_free(const Filing& filing) {
  std::set<std::string> out;
  for (const Domain& domain : filing.domains) out.insert({domain.name, "www." + domain.name});
  if (const auto url = identifiers::check_home_url(filing.home_url); url.ok())
    if (const auto host = names::parse_name(url->host); host.ok()) out.insert(host->ascii);
  return out;
}

}  // namespace

// One step under way, inside of its transaction.
struct Service::Work {
  const Service& service;
  store::Transaction& tx;
  Filing& filing;
  const Step& step;
  const Actor& actor;
  Instant now;

  // Before the state is written.
  Result<void> before() {
    switch (step.event) {
      case Event::return_:
      case Event::withdraw:
        release_domains(tx, filing, now);
        return {};
      case Event::submit:
        return has_needed();
      case Event::accept:
        MUSTER_CHECK_OK(has_needed());
        for (const Domain& domain : filing.domains)
          if (const auto entry = service.restrictions_.standing(tx, domain.name).entry)
            return refused("domain_blocklisted",
                           "A domain of the filing is on the blocklist until " + to_rfc3339(entry->until) + ".",
                           "domains");
        return {};
      case Event::ask_change:
        return propose();
      case Event::correct:
        return step.change.empty() ? Result<void>() : propose();
      case Event::restore:
        if (filing.cancelled_at && lost_domains_since(tx, filing.id, *filing.cancelled_at))
          return conflict(
              "domain_in_other_filing",
              "A domain of this filing has been filed by another since it was cancelled; cancel that one first.");
        return {};
      default:
        return {};
    }
  }

  // After the state is written; the domains' states have followed by themselves.
  Result<void> after() {
    switch (step.event) {
      case Event::revise:
        return revise();
      case Event::accept:
        return free_names();
      case Event::accept_change:
      case Event::accept_correction:
        return carry_out();
      case Event::refuse_change:
      case Event::refuse_correction:
        if (filing.pending_change) decide_change(tx, filing.id, false, now);
        return {};
      case Event::cancel:
        return as_result(service.hold_accesses(tx, filing.id, kCancelledReason, actor.id));
      case Event::cancel_own:
        return close_accesses();
      case Event::restore:
        return as_result(service.reopen_accesses(tx, filing.id, kCancelledReason, actor.id));
      default:
        return {};
    }
  }

 private:
  static Result<void> as_result(const Result<int>& count) {
    return count.ok() ? Result<void>() : Result<void>(count.error());
  }

  Result<void> has_needed() const {
    return check_needed(filing.service_types, filing.pre_approvals, approval_needs(service.policy_), now);
  }
  // What a change does to pre-approvals fits now: when it is asked for, and again when it is carried out.
  Result<void> approvals_fit(const Change& change) const {
    return check_changed_approvals(filing, change, approval_needs(service.policy_), now);
  }

  Result<void> propose() {
    MUSTER_TRY(const Change change, check_change(filing, step.change));
    MUSTER_CHECK_OK(approvals_fit(change));
    for (std::size_t i = 0; i < change.add_domains.size(); ++i)
      MUSTER_CHECK_OK(claimable(tx, service.restrictions_, change.add_domains[i], filing.id,
                                fmt::format("data.add_domains[{}]", i)));
    insert_change(tx, service.recorder_.new_id(), filing.id, change, now);
    return {};
  }

  Result<void> carry_out() {
    if (!filing.pending_change) return {};
    const Change change = *filing.pending_change;
    MUSTER_CHECK_OK(approvals_fit(change));
    decide_change(tx, filing.id, true, now);
    for (const auto& name : change.remove_domains) take_out_domain(tx, name);
    for (const auto& name : change.add_domains) {
      MUSTER_CHECK_OK(
          claim_domain(tx, service.restrictions_, name, filing.id, DomainState::filed, now, "change.add_domains"));
      filing.domains.push_back({name, DomainState::filed});
    }
    write_particulars(change);
    return free_names();
  }

  // A returned filing is taken up again: its names, unless others took them, and what is to be other.
  Result<void> revise() {
    std::vector<std::string> names = former_domains(tx, filing.id, filing.state_since);
    filing.domains.clear();
    for (auto& name : names)
      filing.domains.push_back({std::move(name), DomainState::filed});  // as check_change sees them
    Change change;
    if (!step.change.empty()) {
      MUSTER_TRY(change, check_change(filing, step.change));
      MUSTER_CHECK_OK(approvals_fit(change));
      for (const auto& gone : change.remove_domains)
        std::erase_if(filing.domains, [&](const Domain& d) { return d.name == gone; });
      for (const auto& name : change.add_domains) filing.domains.push_back({name, DomainState::filed});
      write_particulars(change);
    }
    for (std::size_t i = 0; i < filing.domains.size(); ++i)
      MUSTER_CHECK_OK(claim_domain(tx, service.restrictions_, filing.domains[i].name, filing.id, DomainState::pending,
                                   now, fmt::format("domains[{}]", i)));
    return {};
  }

  void write_particulars(const Change& change) {
    filing.name = change.name.value_or(filing.name);
    filing.home_url = change.home_url.value_or(filing.home_url);
    filing.language = change.language.value_or(filing.language);
    filing.service_types = change.service_types.value_or(filing.service_types);
    update_site(tx, filing);
    for (const PreApprovalKey& gone : change.remove_pre_approvals) remove_pre_approval(tx, filing.id, gone, now);
    for (const PreApproval& a : change.add_pre_approvals)
      insert_pre_approval(tx, service.recorder_.new_id(), filing.id, a, now);
  }

  // Filed: whatever was held because it was unfiled opens again, with no hand in between.
  Result<void> free_names() {
    for (const auto& name : names_to_free(filing))
      MUSTER_CHECK_OK(free_name(tx, service.restrictions_, service.recorder_, name, filing.id));
    return as_result(service.reopen_accesses(tx, filing.id, to_text(restrictions::HoldGround::unfiled), kSelf));
  }

  Result<void> close_accesses() {
    for (Access& access : filing.accesses) {
      const AccessTransition* close = find_access_transition(access.state, AccessEvent::close);
      if (!close) continue;
      const AccessState from = access.state;
      access.state = close->to;
      access.state_since = now;
      access.reasons = {kCancelledReason};
      ++access.version;
      update_state(tx, access);
      service.recorder_.record(tx, kAccessClosed, actor.id, kAccessRecord, access.id, access_body(access, from));
    }
    return {};
  }
};

Result<Filing> Service::apply(const std::string& id, std::int64_t version, const Step& step, const Actor& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Filing> {
    auto filing = find_filing(tx, id);
    if (!filing) return not_found("filing_unknown", "There is no such filing.");
    if (filing->version != version)
      return Error{Failure::stale,
                   "version_stale",
                   "Somebody changed this filing meanwhile; look at it again. Nothing was changed.",
                   {}};
    const Instant now = recorder_.clock().now();
    MUSTER_TRY(const Transition* transition, check_step(*filing, step.event, step.reasons, actor, now));
    if (decides_review(*transition)) MUSTER_CHECK_OK(in_turn(tx, *filing, actor, now));
    Work work{*this, tx, *filing, step, actor, now};
    MUSTER_CHECK_OK(work.before());
    Filing next = *filing;
    next.state = transition->to;
    next.state_since = now;
    next.due_at =
        transition->term == Term::none ? std::nullopt : std::optional(policy_.due(term_key(transition->term), now));
    next.reasons = step.reasons;
    if (is_in_force(next.state) && !next.filed_at) next.filed_at = now;
    next.cancelled_at = next.state == State::cancelled ? std::optional(now)
                        : step.event == Event::restore ? std::nullopt
                                                       : next.cancelled_at;
    ++next.version;
    if (!update_state(tx, next))
      return Error{Failure::stale,
                   "version_stale",
                   "Somebody changed this filing meanwhile; look at it again. Nothing was changed.",
                   {}};
    MUSTER_CHECK_OK(work.after());
    recorder_.record(tx, kind_of(step.event), actor.id, kFilingRecord, id,
                     step_body(next, transition->from, step.event));
    return *find_filing(tx, id);
  });
}

}  // namespace muster::filings
