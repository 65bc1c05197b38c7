// One round of what is due in the number register: verification, reservations, quarantine, terms. The command `work`
// and the server's background do it.
#pragma once

#include <base/result.h>
#include <registration/authority.h>

#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;

struct AuthorityChoice {
  std::string register_file, url, token;
};
void add_authority_options(CLI::App& command, AuthorityChoice& choice);
// Nothing where none was chosen. Errors: register_file_in_production, authority_*.
Result<std::unique_ptr<registration::Authority>> authority_of(const Instance& instance, const AuthorityChoice& choice);

struct WorkDone {
  int asked = 0, late = 0, lines = 0, closed = 0, destroyed = 0, requests = 0, disputes_told = 0;
  std::string json() const;
};
// Calls until nothing is left; the sum of what each call did.
Result<int> until_none(const std::function<Result<int>()>& once);
// Asks the authority until nothing is due. Returns how many were asked.
Result<int> verify(Instance& instance, registration::Authority& authority);
// What runs out by itself.
Result<WorkDone> run_terms(Instance& instance);

}  // namespace muster::cli
