// How a filing begins.
#include "approval_store.h"
#include "claims.h"
#include "gate_facts.h"
#include "personal_data.h"
#include "provider.h"
#include <base/faults.h>
#include <base/text.h>
#include <filings/rules.h>
#include <parties/parties.h>
#include <policy/policy.h>

#include <fmt/format.h>

namespace muster::filings {
namespace {

std::string drafted_body(const Filing& filing) {
  std::string domains;
  for (const Domain& domain : filing.domains) domains += (domains.empty() ? "" : ",") + json_quote(domain.name);
  return fmt::format(R"({{"number":{},"subject":{},"domains":[{}]}})", json_quote(filing.number),
                     json_quote(filing.subject_id), domains);
}

// Every rule at once; what a draft's services need among them.
Result<FilingDraft> check_new(const FilingDraft& asked, const policy::Policy& policy, Instant now) {
  auto checked = check_draft(asked, Completeness::full);
  const auto needed = check_needed(asked.site.service_types, asked.site.pre_approvals, approval_needs(policy), now);
  if (needed.ok()) return checked;
  std::vector<Error> faults;
  if (!checked.ok()) faults = faults_of(checked.error());
  for (const Error& e : faults_of(needed.error())) faults.push_back(e);
  return *together(std::move(faults));
}

}  // namespace

// A new subject, with its number; what is secret goes into the vault.
static Result<Subject> enter_subject(store::Transaction& tx, const ledger::Recorder& recorder,
                                     const vault::Vault& vault, const SubjectDraft& draft) {
  const auto index = certificate_index(vault, draft);
  if (index && has_certificate(tx, draft.certificate_kind, *index))
    return conflict("subject_exists", "A subject with this certificate is in the register; file the site under it.",
                    "subject.certificate_number");
  Subject subject = open_part(draft);
  subject.id = recorder.new_id();
  subject.created_at = recorder.clock().now();
  if (subject.number.empty()) do
      subject.number = fmt::format("{}-{:08}", subject.region, next_number(tx, "subject:" + subject.region));
    while (subject_number_taken(tx, subject.number));
  else if (subject_number_taken(tx, subject.number))
    return conflict("subject_number_taken", "Another subject has this number.", "subject.number");
  insert(tx, subject, index);
  if (const auto fields = secret_fields(draft); !fields.empty()) MUSTER_CHECK_OK(vault.put(tx, subject.id, fields));
  return subject;
}

Result<Filing> Service::create_draft(const FilingDraft& asked, const Actor& actor) const {
  MUSTER_TRY(const FilingDraft draft, check_new(asked, policy_, recorder_.clock().now()));
  if (!actor.registrar && actor.party_id != draft.provider_id)
    return refused("filing_not_yours", "A provider files for itself alone.", "provider_id");
  return database_.write([&](store::Transaction& tx) -> Result<Filing> {
    MUSTER_CHECK_OK(check_provider(tx, draft.provider_id, "provider_id"));
    const Instant now = recorder_.clock().now();
    Subject subject;
    if (draft.subject_id.empty()) {
      MUSTER_TRY(subject, enter_subject(tx, recorder_, vault_, draft.subject));
    } else {
      auto known = find_subject(tx, draft.subject_id);
      if (!known) return invalid("subject_unknown", "There is no subject of this id.", "subject_id");
      subject = std::move(*known);
    }
    Filing filing;
    filing.id = recorder_.new_id();
    filing.number = draft.site.number;
    if (filing.number.empty()) do
        filing.number = site_number(subject.number, next_number(tx, "site:" + subject.number));
      while (site_number_taken(tx, filing.number));
    else if (site_number_taken(tx, filing.number))
      return conflict("site_number_taken", "Another site has this number.", "site.number");
    filing.subject_id = subject.id;
    filing.name = draft.site.name;
    filing.home_url = draft.site.home_url;
    filing.language = draft.site.language;
    filing.service_types = draft.site.service_types;
    filing.provider_id = draft.provider_id;
    filing.state_since = filing.created_at = now;
    filing.due_at = policy_.due("filing.preverification", now);
    insert(tx, filing);
    for (std::size_t i = 0; i < draft.site.domains.size(); ++i)
      MUSTER_CHECK_OK(claim_domain(tx, restrictions_, draft.site.domains[i], filing.id, DomainState::pending, now,
                                   fmt::format("site.domains[{}]", i)));
    for (const PreApproval& approval : draft.site.pre_approvals)
      insert_pre_approval(tx, recorder_.new_id(), filing.id, approval, now);
    vault::Fields secrets;
    add_responsible(secrets, draft.site.responsible);
    if (!secrets.empty()) MUSTER_CHECK_OK(vault_.put(tx, filing.id, secrets));
    for (std::size_t i = 0; i < draft.site.accesses.size(); ++i) {
      const AccessDraft& access = draft.site.accesses[i];
      const std::string field = fmt::format("site.accesses[{}]", i);
      MUSTER_CHECK_OK(check_provider(tx, access.provider_id, field + ".provider_id"));
      if (address_fact(tx, access.provider_id, *identifiers::parse_address_range(access.address_range)) ==
          AddressFact::outside)
        return invalid("address_outside_block", "The address lies outside of the provider's own blocks on record.",
                       field + ".address_range");
      insert(tx, Access{recorder_.new_id(),
                        filing.id,
                        access.provider_id,
                        access.method,
                        access.server_location,
                        access.address_range,
                        AccessState::requested,
                        now,
                        {},
                        1});
    }
    Filing made = *find_filing(tx, filing.id);
    recorder_.record(tx, kDrafted, actor.id, kFilingRecord, made.id, drafted_body(made));
    return made;
  });
}

}  // namespace muster::filings
