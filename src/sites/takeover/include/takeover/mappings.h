// Mappings kept by name. A version is never changed: what came in by it is explained by it. Thread-safe.
#pragma once

#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>
#include <takeover/mapping.h>

#include <string>
#include <vector>

namespace muster::takeover {

// Body: {"version":…,"sha256":"…"} of the text
inline constexpr events::Kind kMappingSaved{"takeover_mapping.saved", 1,
                                            "A mapping of another system's columns was saved."};

inline constexpr std::size_t kMappingNameMax = 60;  // bytes
inline constexpr int kMappingsMax = 500;            // names

struct KeptMapping {
  std::string name;
  std::int64_t version = 0;  // from 1
  std::string text;          // TOML, as it was sent
  std::string actor;
  Instant saved_at;
};

class Mappings {
 public:
  Mappings(store::Database& database, const ledger::Recorder& recorder) : database_(database), recorder_(recorder) {}
  // A new version, or the newest one when it says the same. Errors: mapping_name, mapping_too_many, those of
  // parse_mapping.
  Result<KeptMapping> save(const std::string& name, const std::string& text, const std::string& actor) const;
  // Version 0: the newest. Error: mapping_unknown.
  Result<KeptMapping> get(const std::string& name, std::int64_t version = 0) const;
  Result<std::vector<KeptMapping>> all() const;  // the newest of each, by name

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::takeover
