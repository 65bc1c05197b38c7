// For other rooms, inside of their own transactions: who a client is, and what a holder agreed to.
#pragma once

#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::camara {

std::string client_name(store::Transaction& tx, const std::string& client_id);  // "": there is none

struct Consented {
  std::string client, consent;  // the client's name; the text's code
  Instant given_at;
  std::optional<Instant> withdrawn_at;
};
std::vector<Consented> consents_of(store::Transaction& tx, const std::string& holder_id);  // oldest first

}  // namespace muster::camara
