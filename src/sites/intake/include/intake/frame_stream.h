// Frame Streams, the framing of dnstap (farsightsec.com/fstrm): lengths in network order, control frames behind a
// length of zero. Reads files (START … STOP, several behind each other) and the receiver's side of a socket, with the
// handshake (READY, ACCEPT, START … STOP, FINISH) or without it. Pure, no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::intake {

inline constexpr std::size_t kFrameMax = 96 * 1024;  // bytes: one DNS message (64 KiB) and its circumstances
inline constexpr std::size_t kControlMax = 512;      // bytes of a control frame (fstrm's own limit)
inline constexpr std::size_t kFrameHeadMax = 8 + kControlMax;
inline constexpr std::string_view kDnstapContent = "protobuf:dnstap.Dnstap";

enum class Control : std::uint32_t { accept = 1, start = 2, stop = 3, ready = 4, finish = 5 };

struct Frame {
  enum class Kind {
    more,      // not a whole frame yet; nothing was taken
    data,      // `data`
    control,   // `control`, `content`
    too_long,  // `skip` bytes of data follow, which the caller passes over
    fault,     // no Frame Streams, or a control frame beyond its limit: nothing after it can be understood
  };
  Kind kind = Kind::more;
  std::string_view data = {};
  Control control = Control::start;
  bool content = true;  // the control frame offers dnstap, or says nothing of its content
  std::uint32_t skip = 0;
};
// Takes the frame in front off `rest`.
Frame next_frame(std::string_view& rest);

// Whether a source begins as Frame Streams do.
bool is_frame_stream(std::string_view first_bytes);

std::string control_frame(Control control);  // ACCEPT, READY and START with dnstap's content type
void append_data_frame(std::string& out, std::string_view data);

// What a receiver knows of one sender.
class FrameReceiver {
 public:
  enum class Step { go_on, finished, refused };
  // A control frame came. `reply` gets what the sender is to be sent. `refused`: another content, or out of order.
  Step control(const Frame& frame, std::string& reply);
  bool streaming() const { return state_ == State::streaming; }
  bool finished() const { return state_ == State::finished; }

 private:
  enum class State { waiting, accepted, streaming, finished };
  State state_ = State::waiting;
  bool handshake_ = false;
};

}  // namespace muster::intake
