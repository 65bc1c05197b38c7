// The operations on companies and on the lines set aside for their users, and on proxies' data. Thread-safe.
#pragma once

#include <registration/service.h>

namespace muster::registration {

class Companies {
 public:
  Companies(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
            const policy::Policy& policy)
      : database_(database), recorder_(recorder), vault_(vault), policy_(policy) {}

  // Errors: identifier_*, company_name, resolution_form, company_lines_max, holder_unknown, responsible_unverified,
  // responsible_minor, already_exists.
  Result<Company> enrol(const std::string& actor, const NewCompany& company);
  // Its lines stay with their users; what waits for a user goes back when its reservation ends. Errors:
  // company_unknown.
  Result<Company> end(const std::string& actor, const std::string& id);
  Result<Company> get(const std::string& id) const;  // company_unknown
  Result<std::vector<Company>> list(const std::string& after, int limit) const;

  // Sets free numbers aside for the company's users, for the policy's company.reservation. All or none. Errors:
  // company_unknown, company_ended, company_lines_reached, line_unknown, line_state.
  Result<int> allot(const std::string& actor, const std::string& id, const std::vector<std::int64_t>& msisdns);
  // Lines that wait for their user, by number; after: the last one seen, or 0.
  Result<std::vector<lines::Line>> waiting(const std::string& id, std::int64_t after, int limit) const;

  // Registrations of its users, by id; after: the last one seen, or "". Errors: company_unknown.
  Result<std::vector<Registration>> users(const std::string& id, const std::string& after, int limit) const;
  // How many lines of its contract are taken: its users', and those that wait for one. Errors: company_unknown.
  Result<std::int64_t> lines_taken(const std::string& id) const;

  // Who acted for the person in a registration, for a purpose; the reading is in the ledger. Errors: vault's.
  Result<vault::Fields> read_proxy(const std::string& actor, const std::string& registration_id,
                                   const std::string& purpose) const;
  // Destroys the data of proxies whose person's were destroyed; returns how many. A job calls it until 0.
  Result<int> tick(int limit = 100);

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
};

}  // namespace muster::registration
