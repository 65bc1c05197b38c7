// One TCP link to a message centre: PDUs out and in, with limits of size and time. Inside of the room.
#pragma once

#include "smpp_pdu.h"
#include <base/time.h>

namespace muster::notices::smpp {

// Not thread-safe. Any fault closes the link; the caller opens it again.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  ~Link() { close(); }
  // Errors: sms_gateway_away.
  Result<void> open(const std::string& host, std::uint16_t port, Duration timeout);
  bool is_open() const { return socket_ >= 0; }
  void close();
  Result<void> write(const Pdu& pdu, Duration timeout);
  // The next PDU; nothing: none came in that time. Errors (and the link is closed): sms_gateway_away, also for what is
  // no PDU of SMPP.
  Result<std::optional<Pdu>> read(Duration timeout);

 private:
  Error fail();
  int socket_ = -1;
  std::string received_;
};

}  // namespace muster::notices::smpp
