// The demonstration's register: generated filings for most of the observed names, as the CSV that any register would
// send (docs/formats.md). Reproducible: what a name gets follows from the name alone.
#pragma once

#include <string>
#include <vector>

namespace muster::cli {

struct DemoRegister {
  std::string csv;
  std::string inventory;                      // what was seen: name, provider, address (CSV), for `muster census`
  std::string registry_before, registry_now;  // what a registry says of one name in twenty, a year ago and now (CSV)
  int filed = 0, cancelled = 0, unfiled = 0;
};

// Test sites (`.example`): shops are filed, the others are not. `providers` are names of access providers.
DemoRegister make_demo_register(const std::vector<std::string>& observed, const std::vector<std::string>& providers);

}  // namespace muster::cli
