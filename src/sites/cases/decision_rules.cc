#include <cases/rules.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::cases {
namespace {

constexpr std::size_t kLawMax = 500, kArticleMax = 200, kDecisionReasonsMax = 8000, kNoNoticeMax = 2000,
                      kScopeMax = 2000;

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

void take(std::vector<Error>& faults, const Result<void>& result) {
  if (!result.ok()) faults.push_back(result.error());
}

void check_term(std::vector<Error>& faults, const GroundRule& ground, const Decision& d, const DraftFacts& facts) {
  if (!d.starts || !d.expires) {
    faults.push_back(invalid("expiry_missing", "A decision against a site says when it ends.", "expires_at"));
    return;
  }
  if (*d.expires <= *d.starts) {
    faults.push_back(invalid("expiry_order", "A decision ends after it starts.", "expires_at"));
    return;
  }
  const auto hours = [](std::int64_t n) { return Duration(std::chrono::hours(n)); };
  if (*d.expires - *d.starts > hours(ground.cap_hours))
    faults.push_back(invalid("expiry_beyond_cap",
                             fmt::format("On this ground {} hours is the longest term.", ground.cap_hours),
                             "expires_at"));
  const bool of_operator = facts.signing_kind != "authority" && facts.signing_kind != "court";
  if (of_operator && d.signing_party_id == d.authority_party_id && ground.operator_cap_hours > 0 &&
      *d.expires - *d.starts > hours(ground.operator_cap_hours))
    faults.push_back(invalid(
        "expiry_beyond_operator_cap",
        fmt::format("Without an authority {} hours is the longest term on this ground.", ground.operator_cap_hours),
        "expires_at"));
}

void check_scope(std::vector<Error>& faults, const Case& about, const GroundRule& ground, const Decision& d,
                 const DraftFacts& facts) {
  if (d.measure == "network" && !ground.network_allowed)
    faults.push_back(refused("ground_network", "This ground never leads to an entry in the network.", "measure"));
  else if (!allows(d.ground, d.measure, d.scope_kind))
    faults.push_back(refused("ground_scope", "This ground does not allow that measure at that scope.", "scope"));
  take(faults, check_line(d.scope_value, "scope", kScopeMax));
  if (facts.public_suffix)
    faults.push_back(refused(
        "never_block", "The root, a top-level domain, a public suffix or a protected name is never blocked.", "scope"));
  const bool names_the_case =
      d.scope_kind == "host" ? d.scope_value == about.name : below_or_equal(about.name, d.scope_value);
  if ((d.scope_kind == "host" || d.scope_kind == "domain") && !names_the_case)
    faults.push_back(refused("scope_beyond_case", "The scope is not about the name of this case.", "scope"));
  if (d.scope_kind == "url") {
    const bool there = d.scope_value.starts_with("http://" + about.name + "/") ||
                       d.scope_value.starts_with("https://" + about.name + "/");
    if (!there) faults.push_back(refused("scope_beyond_case", "The page is not on the host of this case.", "scope"));
  }
  if ((d.measure == "hold") != !d.executor_party_id.empty())
    faults.push_back(invalid("hold_executor",
                             "A hold is carried out by the site's own host; name its party, and only then.",
                             "executor_id"));
}

void check_authority(std::vector<Error>& faults, const GroundRule& ground, const Decision& d, const DraftFacts& facts) {
  const bool own = d.authority_party_id == d.signing_party_id;
  const bool authority = facts.signing_kind == "authority" || facts.signing_kind == "court";
  const bool operator_kind = facts.signing_kind == "carrier" || facts.signing_kind == "access_provider";
  if ((authority && own) || (operator_kind && own && ground.operator_cap_hours > 0) ||
      (operator_kind && facts.received_order_fits))
    return;
  faults.push_back(refused("authority_needed",
                           "This ground needs an authority: its people decide, or its written order was received, "
                           "checked, and says the same."));
}

}  // namespace

std::vector<Error> check_draft(const Case& about, const Decision& d, const DraftFacts& facts) {
  std::vector<Error> faults;
  const GroundRule* ground = find_ground(d.ground);
  if (!ground) return {invalid("ground_unknown", "The list of grounds is closed.", "ground")};
  if (about.state != "referred")
    faults.push_back(conflict("decision_case_state",
                              "A decision is prepared once its case was referred; this one is " + about.state + "."));
  if (d.outcome != "violation" && d.outcome != "none" && d.outcome != "more_evidence")
    faults.push_back(invalid("outcome_unknown", "The outcome is violation, none or more_evidence.", "outcome"));
  take(faults, check_line(d.law, "law", kLawMax));
  take(faults, check_line(d.article, "article", kArticleMax));
  take(faults, check_paragraphs(d.reasons, "reasons", kDecisionReasonsMax));
  if (d.prior_notice_id.empty() == d.no_notice_reason.empty())
    faults.push_back(invalid("notice_missing",
                             "Name the prior notice, or the reason why there was none; one of the two.",
                             "prior_notice_id"));
  if (!d.no_notice_reason.empty()) take(faults, check_paragraphs(d.no_notice_reason, "no_notice_reason", kNoNoticeMax));
  if (!d.prior_notice_id.empty() && !facts.notice_in_case)
    faults.push_back(invalid("notice_unknown", "There is no such notice in this case.", "prior_notice_id"));
  check_authority(faults, *ground, d, facts);
  if (d.outcome != "violation") {
    if (!d.measure.empty() || !d.scope_kind.empty() || !d.scope_value.empty())
      faults.push_back(invalid("measure_without_violation", "Only a violation leads to a measure.", "measure"));
    return faults;
  }
  if (ground->needs_notice && d.prior_notice_id.empty())
    faults.push_back(refused("notice_needed", "This ground needs a prior notice; a reason does not stand in for it.",
                             "prior_notice_id"));
  check_term(faults, *ground, d, facts);
  check_scope(faults, about, *ground, d, facts);
  return faults;
}

std::string_view capacity_wanted(std::string_view state, bool third_missing) {
  if (state == "draft") return "decider";
  if (third_missing && (state == "decided" || state == "confirmed")) return "third";
  if (state == "decided") return "confirmer";
  return "";
}

std::string role_wanted(std::string_view capacity, std::string_view signing_kind) {
  const bool authority = signing_kind == "authority" || signing_kind == "court";
  return (authority ? "" : "security_") + std::string(capacity == "third" ? "confirmer" : capacity);
}

std::vector<Hindrance> why_not_sign(const Case& about, const Decision& d,
                                    const std::vector<DecisionSignature>& signatures,
                                    const std::vector<Element>& elements, std::string_view signing_kind,
                                    const SignerFacts& who, Instant now, bool third_missing) {
  std::vector<Hindrance> why;
  const std::string_view capacity = capacity_wanted(d.state, third_missing);
  if (capacity.empty()) return {{"signature_order", "This decision is " + d.state + " and waits for no signature."}};
  const std::string role = role_wanted(capacity, signing_kind);
  if (!who.active) why.push_back({"person_ended", "You are no longer on record as active."});
  if (contains(who.roles, "admin"))
    why.push_back({"admin_signs", "You manage accounts, and who does that signs no decisions."});
  if (!contains(who.roles, role))
    why.push_back({"role_missing", fmt::format("You do not hold the role {} now.", role)});
  const bool lent = capacity != "decider" && contains(who.lent_to, d.signing_party_id);
  if (who.party_id != d.signing_party_id && !lent)
    why.push_back({"wrong_party", "You act for another party than the one whose people sign this decision."});
  if (who.person_id == about.opened_by)
    why.push_back({"finder_signs", "You opened this case; who found it neither decides nor confirms."});
  else if (contains(who.delegators, about.opened_by))
    why.push_back({"conflict_inherited",
                   "Your role was delegated by the person who opened this case; you inherit the conflict."});
  for (const DecisionSignature& s : signatures) {
    if (s.person_id == who.person_id)
      why.push_back({"same_person", fmt::format("You signed as {} already; the {} is another person.",
                                                s.capacity == "third" ? "third person" : s.capacity,
                                                capacity == "third" ? "third one" : capacity)});
    else if (contains(who.delegators, s.person_id))
      why.push_back({"conflict_inherited",
                     fmt::format("Your role was delegated by the person who signed as {}; you inherit the conflict.",
                                 s.capacity == "third" ? "third person" : s.capacity)});
  }
  why.insert(why.end(), who.conflicts.begin(), who.conflicts.end());
  if (!who.has_key) why.push_back({"key_not_enrolled", "You have no signing key that a key officer enrolled."});
  if (d.outcome == "violation") {
    if (const auto missing = missing_elements(d.ground, elements, d.evidence_count); !missing.empty())
      why.push_back({"element_missing", fmt::format("Not tied to evidence yet: {}.", fmt::join(missing, ", "))});
    if (d.expires && *d.expires <= now)
      why.push_back({"decision_over", "The term of this decision is over before it is signed; prepare another."});
  }
  return why;
}

std::vector<Hindrance> why_not_hear(const Case& about, const std::vector<DecisionSignature>& signatures,
                                    const SignerFacts& who) {
  std::vector<Hindrance> why;
  if (!who.active) why.push_back({"person_ended", "You are no longer on record as active."});
  if (contains(who.roles, "admin"))
    why.push_back({"admin_signs", "You manage accounts, and who does that hears no appeals."});
  if (!contains(who.roles, "appeal_officer"))
    why.push_back({"role_missing", "You do not hold the role appeal_officer now."});
  why.insert(why.end(), who.conflicts.begin(), who.conflicts.end());
  const auto conflicted = [&](std::string_view person) {
    return who.person_id == person || contains(who.delegators, person);
  };
  if (conflicted(about.opened_by))
    why.push_back(
        {"appeal_judge", "You, or who delegated your role, opened the case; an appeal is heard by another person."});
  for (const DecisionSignature& s : signatures)
    if (conflicted(s.person_id))
      why.push_back({"appeal_judge",
                     fmt::format("You, or who delegated your role, signed as {}; an appeal is heard by another person.",
                                 s.capacity)});
  return why;
}

bool below_or_equal(std::string_view name, std::string_view scope) {
  if (scope.empty()) return false;
  if (name == scope) return true;
  return name.size() > scope.size() && name.ends_with(scope) && name[name.size() - scope.size() - 1] == '.';
}

ScopeEffect scope_effect(std::string_view measure, std::string_view scope_kind, std::string_view scope_value,
                         const std::string& case_name, const std::vector<std::string>& others) {
  ScopeEffect effect;
  if (measure == "contract" || scope_kind == "contract" || scope_kind == "url") {
    effect.reachable = others;
    if (scope_kind == "url") effect.hit.emplace_back(scope_value);
    return effect;
  }
  const auto hits = [&](std::string_view name) {
    return scope_kind == "domain" ? below_or_equal(name, scope_value) : name == scope_value;
  };
  if (hits(case_name)) effect.hit.push_back(case_name);
  for (const std::string& other : others) {
    if (other == case_name) continue;
    if (hits(other)) {
      effect.hit.push_back(other);
      effect.beyond_case = true;
    } else {
      effect.reachable.push_back(other);
    }
  }
  return effect;
}

std::vector<NetworkName> network_names(std::string_view scope_kind, const std::string& scope_value) {
  if (scope_kind == "host") return {{scope_value, false}};
  if (scope_kind == "domain") return {{scope_value, false}, {scope_value, true}};
  return {};
}

}  // namespace muster::cases
