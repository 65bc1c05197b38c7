// The room as the program puts it together: register, stop list, reconciliations, inspections. Thread-safe.
#pragma once

#include <billing/charges.h>
#include <billing/flows.h>
#include <billing/register.h>
#include <billing/stop_list.h>

namespace muster::billing {

struct Service {
  Service(store::Database& database, const ledger::Recorder& recorder, const policy::Policy& policy,
          const enforcement::Service& orders, ledger::SigningKey key, const std::string& folder,
          testing::FetchOptions fetch, std::optional<testing::BrowserEyes> browser)
      : services(database, recorder),
        stops(database, recorder, policy, orders, std::move(key)),
        charges(database, recorder, services, stops, {.folder = folder + "/work", .inbox = folder + "/inbox"}),
        flows(database, recorder, policy, services, std::move(fetch), std::move(browser)) {}
  Service(const Service&) = delete;

  const Register services;
  const StopList stops;
  const Charges charges;
  Flows flows;
};

// Before jobs.start(); the service outlives the jobs. What is due is looked for every ten minutes.
Result<void> add_jobs(jobs::Service& jobs, const Service& service, Instant now);

}  // namespace muster::billing
