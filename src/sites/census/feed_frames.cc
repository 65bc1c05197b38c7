// Pieces of whole Frame Streams frames. Control frames stay inside of the pieces, where those who read them pass them
// over.
#include "feed.h"
#include <intake/frame_stream.h>

namespace muster::census {

using intake::Frame;

Result<void> Feed::skip_bytes(std::uint64_t count) {
  while (count > 0) {
    MUSTER_CHECK_OK(fill(1));
    if (buffer_.empty()) return {};  // ends inside of a frame that was to be passed over anyway
    const std::size_t now = std::min<std::uint64_t>(count, buffer_.size());
    buffer_.erase(0, now);
    count -= now;
  }
  return {};
}

Result<bool> Feed::next_frames(Piece& piece) {
  for (;;) {
    MUSTER_CHECK_OK(fill(kPieceBytes));
    if (buffer_.empty()) return false;
    std::string_view rest = buffer_;
    std::uint64_t frames = 0;
    std::size_t whole = 0;
    Frame frame;
    for (frame = intake::next_frame(rest); frame.kind == Frame::Kind::data || frame.kind == Frame::Kind::control;
         frame = intake::next_frame(rest)) {
      if (frame.kind == Frame::Kind::control && !frame.content)
        return invalid("census_content", "These Frame Streams hold something else than dnstap. Nothing was stored.",
                       "source");
      whole = buffer_.size() - rest.size();
      frames += frame.kind == Frame::Kind::data;
    }
    if (frame.kind == Frame::Kind::fault)
      return invalid("census_frames",
                     "The file is no Frame Streams any more behind frame " + std::to_string(lines_ + frames) +
                         ". Nothing was stored. Give the part in front alone, or take the file again.",
                     "source");
    // Nothing but a frame that is too long, or cut off by the end of the source.
    if (whole == 0) {
      ++lines_;
      if (frame.kind == Frame::Kind::more) {
        ++cut_off_;
        buffer_.clear();
        return false;
      }
      if (overlong_.size() < kReportedMax) overlong_.push_back(lines_);
      ++overlong_count_;
      buffer_.erase(0, buffer_.size() - rest.size());
      MUSTER_CHECK_OK(skip_bytes(frame.skip));
      continue;
    }
    piece.first_line = lines_ + 1;
    piece.text.assign(buffer_, 0, whole);
    lines_ += frames;
    buffer_.erase(0, whole);
    return true;
  }
}

}  // namespace muster::census
