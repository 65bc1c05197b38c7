// DNS messages over a TCP connection, each with its length before it (RFC 1035 §4.2.2). False: cut off, or silent for
// longer than the socket waits.
#pragma once

#include <string>
#include <string_view>

namespace muster::intake {

bool send_message(int fd, std::string_view message);
bool receive_message(int fd, std::string& message);

}  // namespace muster::intake
