// What a filing must be, accepted by code and not by eye. Pure: no I/O, no clock. Every check has a code, a sentence
// and the field at fault; all faults are told at once (Error::all). Sources: the validity checks of the public
// enterprise interface (result codes in brackets) and MIIT Order 33 of 2005.
#pragma once

#include <base/result.h>
#include <filings/filing.h>
#include <filings/queue.h>
#include <identifiers/contact.h>

#include <string>
#include <vector>

namespace muster::filings {

inline constexpr std::size_t kDomainsMax = 100, kAccessesMax = 100, kServiceTypesMax = 20, kTextMax = 200;

// Registers that come in as files may lack certificate and contact; what they hold is checked all the same.
enum class Completeness { full, as_imported };

// Each gives the same with everything in its written form. Fields are named as in JSON: "subject.certificate_number".
//
// subject_name_missing, subject_name_too_long, subject_region_form, certificate_missing, certificate_kind_unfit,
// identifier_* (1011, 1015), address_form, number_form
Result<SubjectDraft> check_subject(const SubjectDraft& subject, Completeness completeness);
// responsible_missing, identifier_*, email_form, email_too_long, phone_* (1008-1013)
Result<ResponsiblePerson> check_responsible(const ResponsiblePerson& person, const std::string& field,
                                            Completeness completeness);
// site_name_missing, site_name_too_long, domain_missing, domain_twice, domain_is_public_suffix, domains_too_many,
// name_* (1004), url_*, home_url_not_filed (1041), language_form, service_type_form, number_form, and those of accesses
// and pre-approvals: pre_approvals_too_many, pre_approval_twice, pre_approval_number_form, pre_approval_issuer_missing,
// pre_approval_issuer_form
Result<SiteDraft> check_site(const SiteDraft& site, Completeness completeness);
// address_range_* (1006), server_location_too_long, provider_missing
Result<AccessDraft> check_access(const AccessDraft& access);
// The above together, and: site_number_form (the site's number is the subject's and "-n"), access_twice (1029).
Result<FilingDraft> check_draft(const FilingDraft& draft, Completeness completeness);

// The change against what is filed: change_empty, change_domain_unknown, change_domain_last,
// pre_approval_unknown, and those of check_site.
// Gives it normalised.
Result<Change> check_change(const Filing& filing, const Change& change);
// Of a change that check_change gave: nothing expired comes in (pre_approval_expired), and where one goes out, what the
// services need stays (check_needed).
Result<void> check_changed_approvals(const Filing& filing, const Change& change, const ApprovalNeeds& needs,
                                     Instant now);

// Who may take the step: filing_not_yours (1047, 1048), filing_event_not_open, reasons_missing, notice_term_running,
// reason_too_long. Gives the row of the table.
Result<const Transition*> check_step(const Filing& filing, Event event, const std::vector<std::string>& reasons,
                                     const Actor& actor, Instant now);
// Whether somebody may decide on a filing under review now: not_next_in_queue (another one is before it), review_taken
// (a colleague has it). Whoever has taken it may, and anybody of the register if it is the next.
Result<void> check_turn(const QueuePlace& place, const std::string& actor);
// The steps with which the register decides on what is under review.
bool decides_review(const Transition& transition);
// Every step of the table from this state, for "why can't I?". `place` of one under review.
std::vector<NextEvent> next_events(const Filing& filing, const Actor& actor, Instant now,
                                   const std::optional<QueuePlace>& place = std::nullopt);
// The same for access; access_last (1025): the last open access of a filed site can't be closed.
Result<const AccessTransition*> check_access_step(const Access& access, AccessEvent event,
                                                  const std::vector<std::string>& reasons, const Actor& actor,
                                                  bool last_of_filed_site);

// Number of a subject's n-th site: "…-3".
std::string site_number(const std::string& subject_number, std::int64_t n);

// Every error in one: the first with the others in `all`; nullopt if there are none.
std::optional<Error> together(std::vector<Error> errors);

}  // namespace muster::filings
