// Reading the register.
#include "filing_store.h"
#include "personal_data.h"
#include <base/text.h>
#include <filings/service.h>
#include <names/name.h>
#include <policy/policy.h>
#include <vault/vault.h>

#include <algorithm>

namespace muster::filings {
namespace {

constexpr int kListMax = 500;
constexpr std::size_t kQueryMax = 300;

Error unknown_filing() {
  return not_found("filing_unknown", "There is no such filing.");
}

}  // namespace

Result<Filing> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Filing> {
    auto filing = find_filing(tx, id);
    return filing ? Result<Filing>(std::move(*filing)) : unknown_filing();
  });
}

Result<Filing> Service::find(const std::string& number_or_domain) const {
  return database_.read([&](store::Transaction& tx) -> Result<Filing> {
    auto id = id_of_number(tx, number_or_domain);
    if (!id)
      if (const auto name = names::parse_name(number_or_domain); name.ok())
        if (const auto domain = find_domain(tx, name->ascii)) id = domain->site_id;
    auto filing = id ? find_filing(tx, *id) : std::nullopt;
    return filing ? Result<Filing>(std::move(*filing)) : unknown_filing();
  });
}

Result<Access> Service::access(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Access> {
    auto access = find_access(tx, id);
    return access ? Result<Access>(std::move(*access)) : not_found("access_unknown", "There is no such access.");
  });
}

Result<Subject> Service::subject(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Subject> {
    auto subject = find_subject(tx, id);
    return subject ? Result<Subject>(std::move(*subject)) : not_found("subject_unknown", "There is no such subject.");
  });
}

Result<std::map<std::string, std::string>> Service::personal_data(const std::string& subject_id,
                                                                  const std::string& purpose,
                                                                  const std::string& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<std::map<std::string, std::string>> {
    if (!find_subject(tx, subject_id)) return not_found("subject_unknown", "There is no such subject.");
    if (vault_.fields_of(tx, subject_id).empty()) return std::map<std::string, std::string>();
    return vault_.get(tx, subject_id, std::vector<std::string>{}, purpose, actor);
  });
}

Result<std::vector<events::Event>> Service::history(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<events::Event>> {
    const auto filing = find_filing(tx, id);
    if (!filing) return unknown_filing();
    auto line =
        filing->batch_id ? events::of_record(tx, kBatchRecord, *filing->batch_id) : std::vector<events::Event>();
    for (auto& event : events::of_record(tx, kFilingRecord, id)) line.push_back(std::move(event));
    for (const Access& access : filing->accesses)
      for (auto& event : events::of_record(tx, kAccessRecord, access.id)) line.push_back(std::move(event));
    std::sort(line.begin(), line.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return line;
  });
}

Result<FilingPage> Service::list(const FilingFilter& filter, const std::string& after, int limit) const {
  if (filter.q.size() > kQueryMax || !is_valid_utf8(filter.q))
    return invalid("query_form", "Search for at most 300 bytes of UTF-8.", "q");
  return database_.read([&](store::Transaction& tx) -> Result<FilingPage> {
    const int rows = std::clamp(limit, 1, kListMax);
    const Instant now = recorder_.clock().now();
    if (filter.queue) return list_queue(tx, filter, after, rows, now);
    if (filter.expiring) return list_expiring(tx, filter, after, rows, policy_.due("filing.pre_approval_notice", now));
    return list_filings(tx, filter, after, rows);
  });
}

Result<FilingPage> Service::sites_of(const std::string& subject_id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<FilingPage> {
    return list_sites_of(tx, subject_id, after, std::clamp(limit, 1, kListMax));
  });
}

Result<std::optional<PublicFiling>> Service::lookup(const std::string& asked) const {
  MUSTER_TRY(const names::Name name, names::parse_name(trim(asked)));
  return database_.read([&](store::Transaction& tx) -> Result<std::optional<PublicFiling>> {
    // A filed domain answers for what stands below it.
    for (std::string_view above = name.ascii; above.find('.') != std::string_view::npos;
         above.remove_prefix(above.find('.') + 1))
      if (auto found = public_filing(tx, std::string(above))) return found;
    return std::optional<PublicFiling>();
  });
}

std::optional<SiteOfName> Service::site_of(store::Transaction& tx, const std::string& name) const {
  return site_of_name(tx, name);
}

Result<std::string> Service::contact_email(store::Transaction& tx, const std::string& site_id,
                                           const std::string& purpose, const std::string& actor) const {
  const auto filing = find_filing(tx, site_id);
  if (!filing) return unknown_filing();
  for (const std::string& record : {filing->id, filing->subject_id}) {
    const auto fields = vault_.fields_of(tx, record);
    if (std::find(fields.begin(), fields.end(), kEmailField) != fields.end())
      return vault_.get(tx, record, kEmailField, purpose, actor);
  }
  return std::string();
}

void Service::for_each_domain(store::Transaction& tx, const std::function<bool(const FiledDomain&)>& visit) {
  each_domain(tx, visit);
}

}  // namespace muster::filings
