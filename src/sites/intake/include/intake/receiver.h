// Listens on a Unix socket for dnstap senders (Unbound, BIND, dnsdist …), bidirectional Frame Streams. One thread of
// its own serves all of them; memory is bounded by kSendersMax buffers. A sender that speaks wrongly is cut off and
// counted.
#pragma once

#include <base/result.h>
#include <intake/dnstap.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::intake {

inline constexpr std::size_t kSendersMax = 64;
inline constexpr std::size_t kSenderBuffer = 256 * 1024;  // bytes a sender; holds any frame that is taken
inline constexpr int kHandshakeSecondsMax = 10;           // a sender that has not started by then is cut off

struct ReceiverCounts {
  std::uint64_t bytes = 0;
  std::uint64_t frames = 0;                             // data frames, those too long included
  std::array<std::uint64_t, kDnstapFaults> messages{};  // by DnstapFault; [none] are queries that were handed on
  std::uint64_t too_long = 0;                           // frames over kFrameMax
  std::uint64_t cut_off = 0;                            // senders that ended inside of a frame
  std::uint64_t senders = 0;                            // that were accepted, ever
  std::uint64_t senders_now = 0;
  std::uint64_t senders_over_max = 0;  // turned away: kSendersMax are connected
  std::uint64_t senders_refused = 0;   // wrong content, wrong order, no Frame Streams
  std::uint64_t senders_too_slow = 0;  // no handshake in time
  std::uint64_t of(DnstapFault fault) const { return messages[static_cast<std::size_t>(fault)]; }
  // What was dropped, by reason: (code, count), zeros included, so that a metric never comes and goes.
  std::vector<std::pair<std::string_view, std::uint64_t>> dropped() const;
};

struct ReceiverOptions {
  std::string path;      // of the socket
  unsigned mode = 0660;  // who may connect: the resolver's user has to be able to write to it
};

class Receiver {
 public:
  // Called on the receiver's thread for a piece of messages at a time; views are valid during the call alone.
  struct Handler {
    virtual ~Handler() = default;
    virtual void begin() {}  // before the queries of one piece
    virtual void query(const Query& query) = 0;
    virtual void end() {}
  };
  Receiver(ReceiverOptions options, Handler& handler);
  ~Receiver();  // stops
  Receiver(const Receiver&) = delete;
  // A socket that nobody listens on is replaced. Errors: socket_in_use, socket_path.
  Result<void> start();
  // Takes what has arrived already, ends the senders and the thread, and removes the socket.
  void stop();
  ReceiverCounts counts() const;  // thread-safe

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::intake
