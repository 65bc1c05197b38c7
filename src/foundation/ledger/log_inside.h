// Inside of the room.
#pragma once

#include <ledger/log.h>

namespace muster::ledger {

struct Log::Inside {
  store::Database& database;
  const Recorder& recorder;
  SigningKey key;
};

}  // namespace muster::ledger
