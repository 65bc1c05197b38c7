#include "rule_support.h"
#include <base/text.h>
#include <names/name.h>
#include <names/suffix.h>

#include <algorithm>
#include <set>

namespace muster::filings {
namespace {

void check_home_url(Faults& faults, SiteDraft& site, const std::string& prefix) {
  const auto url = identifiers::check_home_url(site.home_url);
  if (!url.ok()) return faults.add(url.error(), prefix + "home_url");
  const auto host = names::parse_name(url->host);
  if (!host.ok()) return faults.add(host.error(), prefix + "home_url");
  site.home_url = url->text;
  const bool filed = std::any_of(site.domains.begin(), site.domains.end(), [&](const std::string& domain) {
    return host->ascii == domain || (host->ascii.size() > domain.size() && host->ascii.ends_with(domain) &&
                                     host->ascii[host->ascii.size() - domain.size() - 1] == '.');
  });
  if (!filed)
    faults.add(
        invalid("home_url_not_filed", "The home page's address has to stand under one of the site's filed domains."),
        prefix + "home_url");
}

void check_domains(Faults& faults, std::vector<std::string>& domains, const std::string& field) {
  if (domains.size() > kDomainsMax)
    return faults.add(invalid("domains_too_many", "A site has at most 100 domains."), field);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < domains.size(); ++i) {
    const std::string at = field + "[" + std::to_string(i) + "]";
    const auto name = names::parse_name(trim(domains[i]));
    if (!name.ok()) {
      faults.add(name.error(), at);
      continue;
    }
    domains[i] = name->ascii;
    if (names::is_public_suffix(name->ascii))
      faults.add(
          invalid("domain_is_public_suffix", "This is a public suffix: nobody answers for all that stands below it."),
          at);
    if (!seen.insert(name->ascii).second)
      faults.add(invalid("domain_twice", "This domain stands in the filing twice."), at);
  }
}

}  // namespace

Result<AccessDraft> check_access(const AccessDraft& in) {
  AccessDraft access = in;
  Faults faults;
  if (access.provider_id.empty())
    faults.add(invalid("provider_missing", "Say which provider gives the access."), "provider_id");
  access.server_location = std::string(trim(access.server_location));
  if (characters(access.server_location) > kTextMax || !one_line(access.server_location))
    faults.add(invalid("server_location_too_long", "The server's location is one line of at most 200 characters."),
               "server_location");
  const auto range = identifiers::parse_address_range(access.address_range);
  if (range.ok())
    access.address_range = range->text();
  else
    faults.add(range.error(), "address_range");
  if (auto error = faults.take()) return *error;
  return access;
}

Result<SiteDraft> check_site(const SiteDraft& in, Completeness completeness) {
  SiteDraft site = in;
  Faults faults;
  check_name_text(faults, site.name, "site_name_missing", "site_name_too_long", "site.name");
  if (!number_form(site.number))
    faults.add(invalid("number_form", "A number has at most 64 characters and no blanks."), "site.number");
  if (site.domains.empty()) faults.add(invalid("domain_missing", "A site has at least one domain."), "site.domains");
  check_domains(faults, site.domains, "site.domains");
  check_home_url(faults, site, "site.");
  if (!site.language.empty() && !language_form(site.language))
    faults.add(invalid("language_form", "The language is a tag such as \"zh\" or \"en-GB\" (RFC 5646)."),
               "site.language");
  if (site.service_types.size() > kServiceTypesMax ||
      std::any_of(site.service_types.begin(), site.service_types.end(),
                  [](const auto& word) { return word.empty() || word.size() > 64 || !all_of_class(word, "_-"); }))
    faults.add(invalid("service_type_form", "Service types are at most 20 words of letters, digits, - and _."),
               "site.service_types");
  check_pre_approvals(faults, site.pre_approvals, completeness);
  if (!site.responsible.empty())
    faults.keep_all(check_responsible(site.responsible, "site.responsible", completeness), site.responsible);
  if (site.accesses.size() > kAccessesMax)
    faults.add(invalid("accesses_too_many", "A site has at most 100 accesses."), "site.accesses");
  std::set<std::pair<std::string, std::string>> seen;
  for (std::size_t i = 0; i < std::min(site.accesses.size(), kAccessesMax); ++i) {
    const std::string at = "site.accesses[" + std::to_string(i) + "]";
    auto access = check_access(site.accesses[i]);
    if (!access.ok()) {
      for (const Error& e : faults_of(access.error())) faults.add(e, at + "." + e.field);
      continue;
    }
    site.accesses[i] = std::move(*access);
    if (!seen.emplace(site.accesses[i].provider_id, site.accesses[i].address_range).second)
      faults.add(invalid("access_twice", "This access stands in the filing twice."), at);
  }
  if (auto error = faults.take()) return *error;
  return site;
}

Result<FilingDraft> check_draft(const FilingDraft& in, Completeness completeness) {
  FilingDraft draft = in;
  Faults faults;
  if (draft.subject_id.empty()) faults.keep_all(check_subject(draft.subject, completeness), draft.subject);
  faults.keep_all(check_site(draft.site, completeness), draft.site);
  if (draft.provider_id.empty()) faults.add(invalid("provider_missing", "Say which provider files."), "provider_id");
  const std::string& number = draft.subject.number;
  if (draft.subject_id.empty() && !number.empty() && !draft.site.number.empty() &&
      !draft.site.number.starts_with(number + "-"))
    faults.add(invalid("site_number_form", "A site's number is its subject's number, a hyphen and a running number."),
               "site.number");
  if (auto error = faults.take()) return *error;
  return draft;
}

}  // namespace muster::filings
