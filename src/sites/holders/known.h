// What the store knows of a batch's names and holders, read a hundred keys at a time. Inside of holders.
#pragma once

#include "mirror.h"

namespace muster::holders {

struct Known {
  std::unordered_map<std::string, Registration> registrations;  // by name
  std::unordered_map<std::string, Holder> by_identity;          // of this source
  std::unordered_map<std::string, Holder> by_handle;            // the newest of each
  std::unordered_map<std::string, std::string> identity_of;     // holder → identity, of those by handle

  Known(store::Transaction& tx, const std::vector<Prepared>& rows, const std::string& source);
};

}  // namespace muster::holders
