#include "policy_keys.h"

namespace muster::policy {
namespace {

constexpr std::int64_t kDay = 24, kYear = 366 * kDay, kMega = 1 << 20;

constexpr KeyInfo kKeys[] = {
    {"instance.shadow", Type::flag},
    {"languages.offered", Type::list},
    {"languages.fallback", Type::text},
    {"clock.report_triage", Type::term, 1, 30 * kDay},
    {"clock.decision", Type::term, 1, 90 * kDay},
    {"clock.execution", Type::term, 1, 30 * kDay},
    {"clock.verification", Type::term, 1, 30 * kDay},
    {"clock.appeal_acknowledgement", Type::term, 1, 10 * kDay},
    {"clock.appeal_decision", Type::term, 1, 60 * kDay},
    {"clock.restoration", Type::term, 0, 2 * kDay},
    {"clock.prior_notice", Type::term, 0, 90 * kDay},
    {"appeal.window", Type::term, 7 * kDay, 10 * kYear},
    {"order.total_max", Type::term, kDay, kYear},
    {"order.term_default", Type::term, 1, kYear},
    {"order.review_every", Type::term, 1, kYear},
    {"order.feed_validity", Type::term, 1, kDay},
    {"order.renewal_evidence_max_age", Type::term, 1, 90 * kDay},
    {"filing.preverification", Type::term, 1, kYear},
    {"filing.review", Type::term, 1, kYear},
    {"filing.review_turn", Type::term, 1, 30 * kDay},
    {"filing.correction", Type::term, kDay, kYear},
    {"filing.public_notice", Type::term, kDay, kYear},
    {"filing.unfiled_cure", Type::term, kDay, kYear},
    {"filing.legacy_reverify", Type::term, kDay, 10 * kYear},
    {"filing.pre_approval_notice", Type::term, kDay, kYear},
    {"filing.draft_expiry", Type::term, kDay, 10 * kYear},
    {"pre_approval.news", Type::list},
    {"pre_approval.publishing", Type::list},
    {"pre_approval.education", Type::list},
    {"pre_approval.health", Type::list},
    {"pre_approval.drugs", Type::list},
    {"pre_approval.culture", Type::list},
    {"pre_approval.audiovisual", Type::list},
    {"pre_approval.bbs", Type::list},
    {"domain.documents", Type::term, 1, kYear},
    {"domain.registry_mirror", Type::term, 1, kYear},
    {"restriction.blocklist_term_max", Type::term, kDay, 5 * kYear},
    {"restriction.debarment_term_max", Type::term, kDay, 5 * kYear},
    {"restriction.partner_bar", Type::term, kDay, 5 * kYear},
    {"restriction.entered_within", Type::term, 1, kYear},
    {"restriction.review_every", Type::term, 1, kYear},
    {"restriction.hearing_notice", Type::term, kDay, kYear},
    {"restriction.legacy_redecide", Type::term, kDay, kYear},
    {"lease.explanation", Type::term, kDay, kYear},
    {"line.reservation", Type::term, 1, 90 * kDay},
    {"line.quarantine", Type::term, kDay, 5 * kYear},
    {"line_cap.citizen_voice", Type::number, 0, 1'000'000},
    {"line_cap.citizen_data", Type::number, 0, 1'000'000},
    {"line_cap.citizen_iot", Type::number, 0, 1'000'000},
    {"line_cap.foreigner_voice", Type::number, 0, 1'000'000},
    {"line_cap.foreigner_data", Type::number, 0, 1'000'000},
    {"line_cap.foreigner_iot", Type::number, 0, 1'000'000},
    {"line_cap.minor_voice", Type::number, 0, 1'000'000},
    {"line_cap.minor_data", Type::number, 0, 1'000'000},
    {"line_cap.minor_iot", Type::number, 0, 1'000'000},
    {"line_cap.organisation_user_voice", Type::number, 0, 1'000'000},
    {"line_cap.organisation_user_data", Type::number, 0, 1'000'000},
    {"line_cap.organisation_user_iot", Type::number, 0, 1'000'000},
    {"registration.method", Type::text},
    {"registration.adult_age", Type::number, 1, 30},
    {"registration.verify_within", Type::term, 1, 90 * kDay},
    {"registration.retry_first", Type::term, 0, kDay},
    {"registration.retention", Type::term, kDay, 30 * kYear},
    {"registration.consent", Type::text},
    {"campaign.invited_least", Type::term, kDay, 5 * kYear},
    {"campaign.warned_least", Type::term, kDay, 5 * kYear},
    {"campaign.one_way_least", Type::term, kDay, 5 * kYear},
    {"campaign.barred_least", Type::term, 5 * kDay, 5 * kYear},
    {"campaign.move_notice", Type::term, 0, kYear},
    {"campaign.forecast_window_days", Type::number, 1, 90},
    {"campaign.small_cell", Type::number, 5, 1'000},
    {"campaign.law", Type::text},
    {"sms.quiet_from_hour", Type::number, 0, 23},
    {"sms.quiet_until_hour", Type::number, 0, 23},
    {"sms.attempts_max", Type::number, 1, 100},
    {"sms.retry_first", Type::term, 0, kDay},
    {"camara.sim_swap_monitored", Type::term, kDay, 5 * kYear},
    {"census.k", Type::number, 10, 1'000'000},
    {"census.home_country", Type::text},
    {"census.line_bytes_max", Type::number, 256, kMega},
    {"census.names_max", Type::number, 1'000, 1'000'000'000},
    {"census.bad_lines_kept", Type::number, 0, 100'000},
    {"testing.hops_max", Type::number, 1, 100},
    {"testing.page_bytes_max", Type::number, 1'024, 256 * kMega},
    {"testing.header_bytes_max", Type::number, 1'024, 8 * kMega},
    {"testing.visit_time_max", Type::term, 0, kDay},
    {"testing.visits_at_once", Type::number, 1, 4'096},
    {"testing.visits_per_host_pause_ms", Type::number, 0, 600'000},
    {"testing.evidence_retention", Type::term, kDay, 20 * kYear},
    {"testing.text_threshold", Type::number, 1, 1'000},
    {"testing.bundle_neutral_hits_max_percent", Type::number, 0, 100},
    {"testing.allow_private_networks", Type::list},
    {"parties.delegation_max", Type::term, 1, 90 * kDay},
    {"parties.key_challenge", Type::term, 0, kDay},
    {"documents.size_max", Type::number, 1'024, 4'096 * kMega},
    {"documents.retention", Type::term, kDay, 30 * kYear},
    {"documents.case_retention", Type::term, kDay, 30 * kYear},
    {"notices.attempts_max", Type::number, 1, 100},
    {"notices.retry_first", Type::term, 0, kDay},
    {"public.reports_per_client_a_day", Type::number, 1, 100'000},
    {"public.lookups_per_client_an_hour", Type::number, 1, 1'000'000},
    {"public.appeals_per_client_a_day", Type::number, 1, 100'000},
    {"limits.page_default", Type::number, 1, 500},
    {"limits.page_max", Type::number, 1, 500},
    {"limits.export_rows_max", Type::number, 1, 1'000'000'000},
    {"limits.import_lines_max", Type::number, 1, 1'000'000'000},
    {"limits.import_bad_lines_max", Type::number, 1, 1'000'000},
    {"never_block.domains", Type::list},
};

constexpr GroundCeiling kCeilings[] = {
    {"unfiled", "host", false, false, false, false, 8'760},
    {"false_filing", "host", false, false, false, false, 8'760},
    {"age_assurance_missing", "none", false, false, false, false, 8'760},
    {"explicit_unlawful", "domain", true, false, false, false, 8'760},
    {"child_abuse_material", "domain", true, false, false, true, 8'760},
    {"billing_fraud", "host", false, false, false, false, 8'760},
    {"phishing_or_malware", "domain", true, true, false, false, 72},
    {"partner_breach", "none", false, false, true, false, 17'520},
    {"unrecorded_sub_assignment", "none", false, false, true, false, 17'520},
};

}  // namespace

std::span<const KeyInfo> all_keys() {
  return kKeys;
}

const KeyInfo* find_key(std::string_view key) {
  for (const KeyInfo& info : kKeys)
    if (info.key == key) return &info;
  return nullptr;
}

const GroundCeiling* find_ceiling(std::string_view code) {
  for (const GroundCeiling& ceiling : kCeilings)
    if (ceiling.code == code) return &ceiling;
  return nullptr;
}

}  // namespace muster::policy
