#include <intake/frame_stream.h>

namespace muster::intake {
namespace {

constexpr std::uint32_t kContentType = 1;  // the only field of control frames

std::uint32_t number32(const char* at) {
  const auto byte = [&](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(at[i])); };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

void append32(std::string& out, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

// Reads the body of a control frame. False when its fields don't fit its length.
bool read_control(std::string_view body, Frame& frame) {
  if (body.size() < 4) return false;
  const std::uint32_t kind = number32(body.data());
  if (kind < 1 || kind > 5) return false;
  frame.control = static_cast<Control>(kind);
  body.remove_prefix(4);
  bool named = false, ours = false;
  while (!body.empty()) {
    if (body.size() < 8 || number32(body.data()) != kContentType) return false;
    const std::uint32_t length = number32(body.data() + 4);
    if (length > body.size() - 8) return false;
    named = true;
    ours |= body.substr(8, length) == kDnstapContent;
    body.remove_prefix(8 + length);
  }
  frame.content = ours || !named;
  return true;
}

}  // namespace

Frame next_frame(std::string_view& rest) {
  Frame frame;
  if (rest.size() < 4) return frame;
  const std::uint32_t length = number32(rest.data());
  if (length > kFrameMax) {
    frame.kind = Frame::Kind::too_long;
    frame.skip = length;
    rest.remove_prefix(4);
    return frame;
  }
  if (length != 0) {
    if (rest.size() - 4 < length) return frame;
    frame.kind = Frame::Kind::data;
    frame.data = rest.substr(4, length);
    rest.remove_prefix(4 + length);
    return frame;
  }
  if (rest.size() < 8) return frame;
  const std::uint32_t body = number32(rest.data() + 4);
  if (body > kControlMax) {
    frame.kind = Frame::Kind::fault;
    return frame;
  }
  if (rest.size() - 8 < body) return frame;
  frame.kind = read_control(rest.substr(8, body), frame) ? Frame::Kind::control : Frame::Kind::fault;
  if (frame.kind == Frame::Kind::control) rest.remove_prefix(8 + body);
  return frame;
}

bool is_frame_stream(std::string_view first_bytes) {
  const Frame frame = next_frame(first_bytes);
  return frame.kind == Frame::Kind::control && (frame.control == Control::start || frame.control == Control::ready);
}

std::string control_frame(Control control) {
  std::string body;
  append32(body, static_cast<std::uint32_t>(control));
  if (control != Control::stop && control != Control::finish) {
    append32(body, kContentType);
    append32(body, kDnstapContent.size());
    body += kDnstapContent;
  }
  std::string out(4, '\0');
  append32(out, body.size());
  return out + body;
}

void append_data_frame(std::string& out, std::string_view data) {
  append32(out, data.size());
  out += data;
}

FrameReceiver::Step FrameReceiver::control(const Frame& frame, std::string& reply) {
  if (!frame.content) return Step::refused;
  switch (frame.control) {
    case Control::ready:
      if (state_ != State::waiting) return Step::refused;
      state_ = State::accepted;
      handshake_ = true;
      reply += control_frame(Control::accept);
      return Step::go_on;
    case Control::start:
      if (state_ != State::waiting && state_ != State::accepted) return Step::refused;
      state_ = State::streaming;
      return Step::go_on;
    case Control::stop:
      if (state_ != State::streaming) return Step::refused;
      state_ = State::finished;
      if (handshake_) reply += control_frame(Control::finish);
      return Step::finished;
    case Control::accept:
    case Control::finish:  // a receiver's words, not a sender's
      break;
  }
  return Step::refused;
}

}  // namespace muster::intake
