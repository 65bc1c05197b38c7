// What the service's files share. Inside of the census room.
#pragma once

#include <census/service.h>

#include <map>
#include <mutex>

namespace muster::census {

struct Service::Inside {
  Inside(store::Database& d, const ledger::Recorder& r, notices::Service* n, Config c)
      : database(d), recorder(r), notices(n), config(std::move(c)) {}
  store::Database& database;
  const ledger::Recorder& recorder;
  notices::Service* notices;
  Config config;
  std::mutex busy;            // held by the one census that runs
  std::mutex register_mutex;  // guards the two below
  std::shared_ptr<const Register> names_alone, with_access;
  std::mutex uploads_mutex;                    // guards the next
  std::map<std::string, std::string> uploads;  // query logs that wait for their run

  const policy::Policy& policy() const;
  Result<void> check_k(int k) const;
  Result<Outcome> compute(Service& service, Source& source, const RunOptions& options, Progress* progress);
};

// A file's name as it may be shown and kept: no folder, no control characters, at most 200 bytes.
std::string clean_source_name(std::string_view name);
// Lower-case A-label form of what a person typed to search for, which need not be a whole name. Error: census_query.
Result<std::string> clean_prefix(std::string_view text);

}  // namespace muster::census
