#include "people_store.h"
#include "registration_store.h"
#include <base/text.h>
#include <identifiers/identifier.h>
#include <registration/companies.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr std::size_t kCompanyNameMax = 200;
constexpr std::int64_t kCompanyLinesMax = 10'000'000;

constexpr store::Sql kProxyOf{"proxy_get", "select vault_id from registration_proxy where registration_id = :id"};

Error unknown_company() {
  return not_found("company_unknown", "There is no such company.");
}

Result<NewCompany> check_company(const NewCompany& asked) {
  NewCompany out = asked;
  std::vector<Error> faults;
  const auto* kind = identifiers::find_kind(asked.organisation_kind);
  if (!kind || kind->holder == identifiers::Holder::person)
    faults.push_back(
        invalid("identifier_kind_unknown", "There is no such kind of number of an organisation.", "organisation_kind"));
  else if (auto number = kind->check(asked.organisation_number); number.ok())
    out.organisation_number = *number;
  else
    faults.push_back({Failure::invalid, number.error().code, number.error().sentence, "organisation_number"});
  out.name = trim(asked.name);
  if (out.name.empty() || out.name.size() > kCompanyNameMax || !is_valid_utf8(out.name))
    faults.push_back(invalid("company_name", "A company has a name of 1 to 200 bytes.", "name"));
  if (!lines::is_code(asked.resolution_ref))
    faults.push_back(
        invalid("resolution_form", "Give the number of the resolution or of the power of attorney.", "resolution_ref"));
  if (asked.lines_max < 1 || asked.lines_max > kCompanyLinesMax)
    faults.push_back(invalid("company_lines_max", "A contract is of 1 to 10,000,000 lines.", "lines_max"));
  if (faults.empty()) return out;
  Error error = faults.front();
  error.all = std::move(faults);
  return error;
}

}  // namespace

Result<Company> Companies::enrol(const std::string& actor, const NewCompany& asked) {
  Company company;
  MUSTER_TRY(static_cast<NewCompany&>(company), check_company(asked));
  company.id = recorder_.new_id();
  company.enrolled_by = actor;
  company.enrolled_at = recorder_.clock().now();
  return database_.write([&](store::Transaction& tx) -> Result<Company> {
    const auto responsible = persons::find_holder(tx, company.responsible_id);
    if (!responsible || responsible->destroyed_at)
      return not_found("holder_unknown", "The person who answers for the contract is not on record.");
    if (responsible->category == persons::Category::minor)
      return refused("responsible_minor", "A minor answers for no contract.", "responsible_id");
    if (!ever_verified(tx, responsible->id))
      return conflict("responsible_unverified", "The person who answers for the contract is not verified yet.",
                      "responsible_id");
    insert(tx, company);
    recorder_.record(tx, kCompanyEnrolled, actor, kCompanyRecord, company.id,
                     fmt::format(R"({{"kind":{},"number":{},"lines_max":{}}})", json_quote(company.organisation_kind),
                                 json_quote(company.organisation_number), company.lines_max));
    return company;
  });
}

Result<Company> Companies::end(const std::string& actor, const std::string& id) {
  return database_.write([&](store::Transaction& tx) -> Result<Company> {
    if (!end_company(tx, id, recorder_.clock().now())) return unknown_company();
    recorder_.record(tx, kCompanyEnded, actor, kCompanyRecord, id);
    return *find_company(tx, id);
  });
}

Result<Company> Companies::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Company> {
    auto found = find_company(tx, id);
    return found ? Result<Company>(std::move(*found)) : unknown_company();
  });
}
Result<std::vector<Company>> Companies::list(const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Company>> {
    return companies_after(tx, after, std::clamp(limit, 1, 501));
  });
}

Result<int> Companies::allot(const std::string& actor, const std::string& id,
                             const std::vector<std::int64_t>& msisdns) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto company = find_company(tx, id);
    if (!company) return unknown_company();
    if (company->ended_at) return conflict("company_ended", "This company gets no more lines.");
    if (lines_of_company(tx, *company) + static_cast<std::int64_t>(msisdns.size()) > company->lines_max)
      return refused("company_lines_reached", "The contract is of fewer lines.", "msisdn");
    const Instant until = policy_.due("company.reservation", recorder_.clock().now());
    for (const std::int64_t msisdn : msisdns) {
      auto line = lines::find_by_msisdn(tx, msisdn);
      if (!line) return not_found("line_unknown", "There is no line with this number.");
      MUSTER_CHECK_OK(lines::reserve_until(tx, {recorder_, policy_, actor}, *line, id, until));
    }
    return static_cast<int>(msisdns.size());
  });
}

Result<std::vector<lines::Line>> Companies::waiting(const std::string& id, std::int64_t after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<lines::Line>> {
    if (!find_company(tx, id)) return unknown_company();
    std::vector<lines::Line> out;
    for (const std::string& line : lines_reserved_for(tx, id, after, std::clamp(limit, 1, 501)))
      out.push_back(*lines::find_line(tx, line));
    return out;
  });
}

Result<std::vector<Registration>> Companies::users(const std::string& id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Registration>> {
    const auto company = find_company(tx, id);
    if (!company) return unknown_company();
    return of_organisation(tx, company->organisation_kind, company->organisation_number, after,
                           std::clamp(limit, 1, 501));
  });
}

Result<std::int64_t> Companies::lines_taken(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::int64_t> {
    const auto company = find_company(tx, id);
    if (!company) return unknown_company();
    return lines_of_company(tx, *company);
  });
}

Result<vault::Fields> Companies::read_proxy(const std::string& actor, const std::string& registration_id,
                                            const std::string& purpose) const {
  return database_.write([&](store::Transaction& tx) -> Result<vault::Fields> {
    const auto row = tx.one(kProxyOf, {{"id", registration_id}});
    if (!row) return not_found("proxy_unknown", "Nobody acted for the person in this registration.");
    return vault_.get(tx, row->text("vault_id"), std::vector<std::string>{}, purpose, actor);
  });
}

Result<int> Companies::tick(int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto due = proxies_past_term(tx, limit);
    for (const ProxyOnRecord& proxy : due) {
      MUSTER_CHECK_OK(vault_.destroy(tx, proxy.vault_id, "term_over", "system:clock"));
      proxy_destroyed(tx, proxy.registration_id, recorder_.clock().now());
    }
    return static_cast<int>(due.size());
  });
}

}  // namespace muster::registration
