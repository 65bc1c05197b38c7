#include "sender.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

namespace muster::intake {

namespace {
constexpr int kDrainReadsMax = 256;  // 64 MiB: a sender that goes on writing must not keep us from ending
}

static_assert(kSenderBuffer > 4 + kFrameMax && kSenderBuffer > kFrameHeadMax);

Sender::Sender(int fd) : fd_(fd), buffer_(new char[kSenderBuffer]) {}

Sender::~Sender() {
  ::close(fd_);
  // Addresses of clients went through it.
  explicit_bzero(buffer_.get(), kSenderBuffer);
}

bool Sender::too_slow() const {
  return !state_.streaming() && std::chrono::steady_clock::now() - since_ > std::chrono::seconds(kHandshakeSecondsMax);
}

bool Sender::read(Receiver::Handler& handler, ReceiverCounts& counts) {
  const auto got = ::recv(fd_, buffer_.get() + used_, kSenderBuffer - used_, 0);
  full_ = got > 0;
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) {
    counts.cut_off += used_ > 0 || skip_ > 0;
    return false;
  }
  counts.bytes += static_cast<std::uint64_t>(got);
  used_ += static_cast<std::size_t>(got);
  return take_frames(handler, counts);
}

void Sender::drain(Receiver::Handler& handler, ReceiverCounts& counts) {
  for (int reads = 0; reads < kDrainReadsMax; ++reads)
    if (!read(handler, counts) || !full_) return;
}

bool Sender::answer(const Frame& frame, ReceiverCounts& counts) {
  std::string reply;
  const auto step = state_.control(frame, reply);
  // A few bytes fit into any socket's buffer; a sender that does not take them is no sender.
  const bool sent = reply.empty() || ::send(fd_, reply.data(), reply.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
                                         static_cast<ssize_t>(reply.size());
  if (step == FrameReceiver::Step::refused) ++counts.senders_refused;
  return step == FrameReceiver::Step::go_on && sent;
}

bool Sender::take_frames(Receiver::Handler& handler, ReceiverCounts& counts) {
  std::string_view rest(buffer_.get(), used_);
  for (;;) {
    const std::size_t skipped = std::min<std::uint64_t>(skip_, rest.size());
    rest.remove_prefix(skipped);
    skip_ -= skipped;
    const Frame frame = next_frame(rest);
    if (frame.kind == Frame::Kind::more) break;
    if (frame.kind == Frame::Kind::control) {
      if (!answer(frame, counts)) return false;
      continue;
    }
    if (frame.kind == Frame::Kind::fault || !state_.streaming()) {
      ++counts.senders_refused;
      return false;
    }
    ++counts.frames;
    if (frame.kind == Frame::Kind::too_long) {
      ++counts.too_long;
      skip_ = frame.skip;
      continue;
    }
    const auto fault = parse_dnstap(frame.data, parsed_);
    ++counts.messages[static_cast<std::size_t>(fault)];
    if (fault == DnstapFault::none) handler.query(parsed_.query);
  }
  if (rest.data() != buffer_.get()) std::memmove(buffer_.get(), rest.data(), rest.size());
  used_ = rest.size();
  return true;
}

}  // namespace muster::intake
