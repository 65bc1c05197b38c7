// Who shares traits with a fingerprint, compared one by one.
#pragma once

#include "store.h"

namespace muster::likeness {

// Counts each trait once, less the site that asks where it has the trait itself.
class Counted {
 public:
  Counted(store::Transaction& tx, std::vector<std::string> own) : tx_(tx), own_(own.begin(), own.end()) {}
  std::int64_t operator()(const std::string& trait);

 private:
  store::Transaction& tx_;
  std::set<std::string> own_;
  std::map<std::string, std::int64_t> known_;
};

struct NearSubject {
  rows::Subject subject;
  Resemblance resemblance;
};
// Nearest first; those of `except` are left out, and so is what is less than `from`.
std::vector<NearSubject> near(store::Transaction& tx, rows::Space space, const Print& print, const std::string& except,
                              double from);

}  // namespace muster::likeness
