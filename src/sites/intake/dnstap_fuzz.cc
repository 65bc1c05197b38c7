// Any bytes as Frame Streams of dnstap: nothing crashes, views stay inside of the input, and a name that comes out is
// one of host bytes that fits a domain name. The same bytes in two pieces give what they give in one.
#include <intake/dnstap.h>
#include <intake/frame_stream.h>

#include <cstdlib>
#include <string>

namespace {

void check(bool good) {
  if (!good) std::abort();
}

void check_frame(std::string_view frame) {
  muster::intake::Dnstap parsed;
  if (muster::intake::parse_dnstap(frame, parsed) != muster::intake::DnstapFault::none) return;
  const auto name = parsed.query.name;
  check(!name.empty() && name.size() <= 253);
  for (const char c : name) check((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
  check(parsed.query.client[0] == 4 || parsed.query.client[0] == 6);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace muster::intake;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  check_frame(all);
  (void)is_frame_stream(all);
  std::string_view rest = all;
  FrameReceiver receiver;
  std::string reply;
  for (;;) {
    const std::size_t before = rest.size();
    const Frame frame = next_frame(rest);
    if (frame.kind == Frame::Kind::more || frame.kind == Frame::Kind::fault) break;
    check(rest.size() < before);
    if (frame.kind == Frame::Kind::control) (void)receiver.control(frame, reply);
    if (frame.kind != Frame::Kind::data) continue;
    check(frame.data.size() <= kFrameMax && frame.data.data() >= all.data() &&
          frame.data.data() + frame.data.size() <= all.data() + all.size());
    check_frame(frame.data);
    // Without its last byte the frame is not whole.
    std::string_view shorter(frame.data.data() - 4, frame.data.size() + 3);
    check(next_frame(shorter).kind == Frame::Kind::more);
  }
  return 0;
}
