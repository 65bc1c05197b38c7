// Packets on their way in: announced, sent piece by piece from any offset on, opened, registered, or refused with every
// reason. The same packet sent again, whole or in part, makes nothing twice. Thread-safe.
#pragma once

#include <documents/documents.h>
#include <registration/service.h>

#include <map>
#include <mutex>

#include <dealers/dealer.h>
#include <dealers/packet.h>

namespace muster::dealers {

// Options::later of the documents room: pictures live as long as the data of the holder whose registration they came
// with.
std::function<std::optional<Instant>(store::Transaction&, const documents::Document&)> picture_terms(
    const policy::Policy& policy, const Clock& clock);

class Packets {
 public:
  Packets(store::Database& database, const ledger::Recorder& recorder, const vault::Vault& vault,
          const policy::Policy& policy, registration::Service& registration, documents::Service& documents)
      : database_(database),
        recorder_(recorder),
        vault_(vault),
        policy_(policy),
        registration_(registration),
        documents_(documents) {}

  // The packet as it stands here, new or not: `held` says where to go on. A packet whose time can't be right is refused
  // at once. Errors: those of check(Announced), packet_signature and its kin, idempotency_key_reused (the key came with
  // other bytes), packet_key_unknown, corrects_unknown (no refused packet of this dealer), packets_open.
  Result<Packet> announce(const Device& device, const Announced& announced);
  // The next piece. The last one is followed by opening and registering. Errors: packet_unknown, packet_whole,
  // packet_offset (another one is next), chunk_size.
  Result<Packet> append(const Device& device, const std::string& id, std::int64_t at_byte, std::string_view bytes);
  Result<Packet> get(const Device& device, const std::string& id) const;  // packet_unknown
  // Newest first; before: the last id seen, or "".
  Result<std::vector<Packet>> of_device(const std::string& device_id, const std::string& before, int limit) const;
  Result<std::vector<Packet>> of_dealer(const std::string& dealer_id, const std::string& before, int limit) const;

  // Opens what is whole and was not looked at: after a crash, or while something was away. Returns how many.
  Result<int> process_due(int limit = 100);
  // What never came whole and what was never corrected goes. Returns how many.
  Result<int> sweep(int limit = 500) const;

  // For a rotation of the index key (indexed.h): hashes of what a refused packet says, while its content is here; none
  // where it has gone. Changes the value alone.
  Result<void> index_again(store::Transaction& tx, Packet& packet);

 private:
  struct Opened;
  Result<Packet> settle(const std::string& id);
  Result<Opened> open(store::Transaction& tx, const Packet& packet);
  Result<std::string> unseal(store::Transaction& tx, const Packet& packet);
  Result<std::string> key_of(store::Transaction& tx, const std::string& key_id);
  Result<Packet> accept(const Opened& opened, const registration::Registration& registration);
  Result<Packet> refuse(const Opened& opened, const Error& error) const;
  // By what document and whose identity it is found again.
  Result<void> index(store::Transaction& tx, const Opened& opened, Packet& packet) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const vault::Vault& vault_;
  const policy::Policy& policy_;
  registration::Service& registration_;
  documents::Service& documents_;
  std::mutex keys_mutex_;
  std::map<std::string, std::string> keys_;  // private parts that were read, by id
};

}  // namespace muster::dealers
