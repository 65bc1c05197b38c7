#include <intake/frame_stream.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::intake {
namespace {

using Kind = Frame::Kind;
using Step = FrameReceiver::Step;

std::string stream() {
  std::string bytes = control_frame(Control::start);
  append_data_frame(bytes, "one");
  append_data_frame(bytes, std::string(kFrameMax, 'x'));
  return bytes + control_frame(Control::stop);
}
Frame control(Control kind) {
  const std::string bytes = control_frame(kind);
  std::string_view rest = bytes;
  return next_frame(rest);
}

TEST(FrameStream, ReadsWhatItWrites) {
  const std::string bytes = stream();
  EXPECT_TRUE(is_frame_stream(bytes));
  std::string_view rest = bytes;
  Frame frame = next_frame(rest);
  EXPECT_EQ(frame.kind, Kind::control);
  EXPECT_EQ(frame.control, Control::start);
  EXPECT_TRUE(frame.content);
  EXPECT_EQ(next_frame(rest).data, "one");
  EXPECT_EQ(next_frame(rest).data.size(), kFrameMax);
  EXPECT_EQ(next_frame(rest).control, Control::stop);
  EXPECT_EQ(next_frame(rest).kind, Kind::more);
  EXPECT_TRUE(rest.empty());
}

TEST(FrameStream, TheBytesAreThoseOfTheSpecification) {
  using namespace std::string_literals;
  EXPECT_EQ(control_frame(Control::start), "\0\0\0\0\0\0\0\x22\0\0\0\x02\0\0\0\x01\0\0\0\x16protobuf:dnstap.Dnstap"s);
  EXPECT_EQ(control_frame(Control::finish), "\0\0\0\0\0\0\0\x04\0\0\0\x05"s);
}

// Cut off anywhere, a stream gives the frames before the cut and asks for more.
RC_GTEST_PROP(FrameStreamProperty, ACutCostsOneFrame, ()) {
  std::string bytes = control_frame(Control::start);
  const auto frames =
      *rc::gen::container<std::vector<std::string>>(rc::gen::nonEmpty(rc::gen::arbitrary<std::string>()));
  for (const auto& data : frames) append_data_frame(bytes, data);
  const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
  std::string_view rest = std::string_view(bytes).substr(0, cut);
  std::size_t taken = 0, at = control_frame(Control::start).size();
  Frame frame = next_frame(rest);
  if (frame.kind == Kind::control)
    for (frame = next_frame(rest); frame.kind == Kind::data; frame = next_frame(rest)) {
      RC_ASSERT(frame.data == frames[taken]);
      ++taken;
      at += 4 + frame.data.size();
    }
  RC_ASSERT(frame.kind == Kind::more);
  // RC_ASSERT evaluates both sides of "or".
  const bool all_before_the_cut = taken == frames.size() || at + 4 + frames[taken].size() > cut;
  RC_ASSERT(all_before_the_cut);
}

TEST(FrameStream, LongFramesArePassedOverByTheirLength) {
  std::string bytes("\0\x02\0\0abc", 7);
  std::string_view rest = bytes;
  const Frame frame = next_frame(rest);
  EXPECT_EQ(frame.kind, Kind::too_long);
  EXPECT_EQ(frame.skip, 0x20000u);
  EXPECT_EQ(rest, "abc");
}

TEST(FrameStream, HostileControlFramesAreFaults) {
  using namespace std::string_literals;
  for (const std::string& bytes : {
           "\0\0\0\0\0\0\x02\x01"s + std::string(600, 'x'),            // longer than 512 bytes
           "\0\0\0\0\0\0\0\x02\0\0"s,                                  // no room for a type
           "\0\0\0\0\0\0\0\0"s,                                        // nothing at all
           "\0\0\0\0\0\0\0\x04\0\0\0\x09"s,                            // no such type
           "\0\0\0\0\0\0\0\x08\0\0\0\x02\0\0\0\x01"s,                  // a field without its length
           "\0\0\0\0\0\0\0\x0c\0\0\0\x02\0\0\0\x01\xff\xff\xff\xff"s,  // a field longer than its frame
           "\0\0\0\0\0\0\0\x0c\0\0\0\x02\0\0\0\x07\0\0\0\0"s,          // an unknown field
       }) {
    std::string_view rest = bytes;
    EXPECT_EQ(next_frame(rest).kind, Kind::fault);
    EXPECT_FALSE(is_frame_stream(bytes));
  }
}

TEST(FrameStream, OtherContentIsSeen) {
  std::string bytes = control_frame(Control::start);
  bytes.replace(bytes.find("dnstap"), 6, "others");
  std::string_view rest = bytes;
  const Frame frame = next_frame(rest);
  EXPECT_FALSE(frame.content);
  std::string reply;
  EXPECT_EQ(FrameReceiver().control(frame, reply), Step::refused);
}

TEST(FrameReceiver, ShakesHands) {
  FrameReceiver receiver;
  std::string reply;
  EXPECT_EQ(receiver.control(control(Control::ready), reply), Step::go_on);
  EXPECT_EQ(reply, control_frame(Control::accept));
  EXPECT_FALSE(receiver.streaming());
  EXPECT_EQ(receiver.control(control(Control::start), reply), Step::go_on);
  EXPECT_TRUE(receiver.streaming());
  reply.clear();
  EXPECT_EQ(receiver.control(control(Control::stop), reply), Step::finished);
  EXPECT_EQ(reply, control_frame(Control::finish));
}

TEST(FrameReceiver, TakesSendersWithoutHandshake) {
  FrameReceiver receiver;
  std::string reply;
  EXPECT_EQ(receiver.control(control(Control::start), reply), Step::go_on);
  EXPECT_EQ(receiver.control(control(Control::stop), reply), Step::finished);
  EXPECT_EQ(reply, "");
}

// Every control frame in every state: what is not the next step is refused.
TEST(FrameReceiver, EveryStateAndFrame) {
  const std::vector<std::vector<Control>> ways = {
      {}, {Control::ready}, {Control::ready, Control::start}, {Control::start, Control::stop}};
  const std::vector<std::set<Control>> allowed = {
      {Control::ready, Control::start}, {Control::start}, {Control::stop}, {}};
  for (std::size_t state = 0; state < ways.size(); ++state)
    for (const Control kind : {Control::accept, Control::start, Control::stop, Control::ready, Control::finish}) {
      FrameReceiver receiver;
      std::string reply;
      for (const Control step : ways[state]) receiver.control(control(step), reply);
      EXPECT_EQ(receiver.control(control(kind), reply) != Step::refused, allowed[state].contains(kind))
          << state << " " << static_cast<int>(kind);
    }
}

}  // namespace
}  // namespace muster::intake
