// What `muster-numbers server` does by itself for the identity interfaces: who is told of changed SIMs, and whose
// signed tokens count.
#pragma once

#include <base/result.h>

#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

class Instance;

struct CamaraChoice {
  std::string sink_ca, issuer_ca;  // files of certificates that are trusted instead of the system's
};
void add_camara_options(CLI::App& command, CamaraChoice& choice);
// Before jobs.start(). Errors: token_issuers (the policy names one that is none).
Result<void> add_camara_work(Instance& instance, const CamaraChoice& choice);

}  // namespace muster::cli
