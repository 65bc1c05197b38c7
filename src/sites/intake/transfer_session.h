// The messages of one AXFR: what is asked, what comes, whether it is whole and signed. No network. Inside of the room.
#pragma once

#include <intake/transfer.h>

#include <memory>

typedef struct ldns_struct_rdf ldns_rdf;
typedef struct ldns_struct_rr ldns_rr;
typedef struct ldns_struct_pkt ldns_pkt;

namespace muster::intake {

class TransferSession {
 public:
  TransferSession(std::string zone, std::optional<TsigKey> key, const Clock& clock);
  ~TransferSession();  // overwrites the secret
  TransferSession(TransferSession&&) = default;
  TransferSession& operator=(TransferSession&&) = default;
  // The query's wire form; remembers its id and signature. Error: transfer_form.
  Result<std::string> query();
  // One message of the answer; a line is appended for each record that has one.
  Result<void> take(std::string_view message, std::string& lines);
  bool ended() const { return soas_ == 2; }

 private:
  struct Free {
    void operator()(ldns_rdf* rdf) const;
    void operator()(ldns_pkt* packet) const;
    void operator()(void* memory) const;
  };
  using Packet = std::unique_ptr<ldns_pkt, Free>;

  Result<void> verify(ldns_pkt& packet, std::string_view message);
  Result<void> take_record(const ldns_rr& record, std::string& lines);

  std::string zone_;
  std::optional<TsigKey> key_;
  const Clock* clock_;
  std::uint16_t id_ = 0;
  std::unique_ptr<ldns_rdf, Free> mac_;  // of the message before
  std::uint64_t messages_ = 0, records_ = 0;
  int soas_ = 0;
};

}  // namespace muster::intake
