// The HTTP client against a server that answers by the byte: good, slow, endless, elsewhere.
#include <ledger/sequencer.h>

#include <gtest/gtest.h>
#include <support/one_answer.h>

namespace muster::ledger {
namespace {

using test::OneAnswer;
constexpr const char* kEnd = "the note\n";

TEST(WitnessTransport, PostsAndReadsTheAnswer) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: 3\r\n\r\n12\n", kEnd);
  const auto answer = transport->add_checkpoint(server.url(), "old 5\n\nthe note\n");
  ASSERT_TRUE(answer.ok()) << answer.error().sentence;
  EXPECT_EQ(answer->status, 409);
  EXPECT_EQ(answer->content_type, "text/x.tlog.size");
  EXPECT_EQ(answer->body, "12\n");
  EXPECT_TRUE(server.asked().starts_with("POST /add-checkpoint HTTP/1.1\r\n"));
  EXPECT_TRUE(server.asked().ends_with("\r\n\r\nold 5\n\nthe note\n"));
}

TEST(WitnessTransport, FollowsNoRedirect) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", kEnd);
  EXPECT_EQ(transport->add_checkpoint(server.url(), "the note\n")->status, 302);
}

TEST(WitnessTransport, GivesUpOnAnEndlessAnswer) {
  const auto transport = make_http_transport();
  OneAnswer server("HTTP/1.1 200 OK\r\n\r\n" + std::string(4096, 'x'), kEnd, 1000);
  EXPECT_EQ(transport->add_checkpoint(server.url(), "the note\n").error().code, "witness_unreachable");
}

TEST(WitnessTransport, SaysWhenNobodyIsThere) {
  const auto transport = make_http_transport();
  EXPECT_EQ(transport->add_checkpoint("http://127.0.0.1:1", "x").error().code, "witness_unreachable");
  EXPECT_EQ(transport->add_checkpoint("file:///etc", "x").error().code, "witness_unreachable");
}

}  // namespace
}  // namespace muster::ledger
