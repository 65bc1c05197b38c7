// SQL of transfers. Inside of the room.
#pragma once

#include <registration/transfer.h>

namespace muster::registration {

struct KeyedTransfer {
  Transfer transfer;
  std::string request_key, request_hash;
};
std::optional<KeyedTransfer> find_transfer_by_key(store::Transaction& tx, const std::string& request_key);
void insert(store::Transaction& tx, const KeyedTransfer& keyed);
std::optional<Transfer> find_transfer(store::Transaction& tx, const std::string& id);
bool transfer_open(store::Transaction& tx, const std::string& line_id);
std::vector<Transfer> transfers_of_line(store::Transaction& tx, const std::string& line_id);
std::vector<Transfer> waiting_transfers(store::Transaction& tx, const std::string& after, int limit);
std::vector<Transfer> lapsed_transfers(store::Transaction& tx, Instant now, int limit);
std::vector<Transfer> due_transfer_checks(store::Transaction& tx, Instant now, int limit);
// Writes state, ownership, checks, verification and reasons. False: it is at another version.
bool change(store::Transaction& tx, const Transfer& transfer);

void insert_consent(store::Transaction& tx, const std::string& id, const Consent& consent);
std::vector<Consent> consents_of(store::Transaction& tx, const std::string& id);

struct TransferCheck {
  std::string person_id;
  Outcome outcome = Outcome::confirmed;
  Instant at;
};
void insert_check(store::Transaction& tx, const std::string& id, const TransferCheck& check);
std::vector<TransferCheck> transfer_checks(store::Transaction& tx, const std::string& id);

}  // namespace muster::registration
