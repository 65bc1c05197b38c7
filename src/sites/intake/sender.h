// One connected sender: its buffer, its handshake, its frames. Inside of the intake room.
#pragma once

#include <intake/frame_stream.h>
#include <intake/receiver.h>

#include <chrono>
#include <memory>

namespace muster::intake {

class Sender {
 public:
  explicit Sender(int fd);
  ~Sender();
  Sender(const Sender&) = delete;
  int fd() const { return fd_; }
  // Reads what fits into the buffer and hands on whole frames. False when the connection is over.
  bool read(Receiver::Handler& handler, ReceiverCounts& counts);
  // Reads until nothing waits any more.
  void drain(Receiver::Handler& handler, ReceiverCounts& counts);
  bool too_slow() const;

 private:
  bool take_frames(Receiver::Handler& handler, ReceiverCounts& counts);
  bool answer(const Frame& frame, ReceiverCounts& counts);

  int fd_;
  std::unique_ptr<char[]> buffer_;
  std::size_t used_ = 0;
  std::uint64_t skip_ = 0;  // bytes of a frame that is too long
  bool full_ = false;       // the last read filled the buffer: more may wait
  FrameReceiver state_;
  Dnstap parsed_;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace muster::intake
