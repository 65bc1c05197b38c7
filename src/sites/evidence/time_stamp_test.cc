#include "local_authority.h"
#include <base/bytes.h>

#include <evidence/time_stamp.h>
#include <gtest/gtest.h>

namespace muster::evidence {
namespace {

const Hash kImprint = sha256("a checkpoint");

class TimeStamps : public ::testing::Test {
 protected:
  std::string code(std::string_view reply, std::string_view query) {
    const auto checked = check_time_stamp_reply(reply, query, authority_.root_pem());
    return checked.ok() ? "" : checked.error().code;
  }
  SystemClock clock_;
  SystemRandom random_;
  LocalAuthority authority_;
};

TEST_F(TimeStamps, AreCheckedWhenTheyComeAndLater) {
  const std::string query = time_stamp_query(kImprint, random_);
  const auto stamp = check_time_stamp_reply(authority_.reply(query), query, authority_.root_pem());
  ASSERT_TRUE(stamp.ok()) << stamp.error().sentence;
  EXPECT_EQ(stamp->authority, "CN=Test tsa");
  EXPECT_FALSE(stamp->serial.empty());
  EXPECT_LT(std::abs((clock_.now() - stamp->at).count()), 60'000'000);
  const auto again = check_time_stamp(stamp->token, kImprint, authority_.root_pem());
  ASSERT_TRUE(again.ok()) << again.error().sentence;
  EXPECT_EQ(again->at, stamp->at);
  EXPECT_EQ(again->serial, stamp->serial);
  EXPECT_EQ(check_time_stamp(stamp->token, sha256("another"), authority_.root_pem()).error().code, "time_stamp_wrong");
  EXPECT_EQ(check_time_stamp(stamp->token, kImprint, authority_.other_root_pem()).error().code, "time_stamp_wrong");
  EXPECT_EQ(check_time_stamp(stamp->token, kImprint, "no PEM").error().code, "certificates_form");
}

TEST_F(TimeStamps, OfAnotherQueryOrAnotherAuthorityAreRefused) {
  const std::string query = time_stamp_query(kImprint, random_), other = time_stamp_query(kImprint, random_);
  EXPECT_NE(query, other);                                              // by the nonce
  EXPECT_EQ(code(authority_.reply(other), query), "time_stamp_wrong");  // the nonce
  const std::string of_other = time_stamp_query(sha256("another"), random_);
  EXPECT_EQ(code(authority_.reply(of_other), query), "time_stamp_wrong");  // the imprint
  EXPECT_EQ(code(authority_.reply(query, "stranger"), query), "time_stamp_wrong");
  EXPECT_EQ(code(authority_.reply(query), query), "");
  EXPECT_EQ(code(authority_.reply("no query"), query), "time_stamp_refused");
}

TEST_F(TimeStamps, DamagedOnesAreErrors) {
  const std::string query = time_stamp_query(kImprint, random_), reply = authority_.reply(query);
  for (std::size_t at = 0; at < reply.size(); at += 3) {
    std::string changed = reply;
    changed[at] ^= 0x01;
    const auto checked = check_time_stamp_reply(changed, query, authority_.root_pem());
    if (checked.ok()) EXPECT_EQ(checked->at, check_time_stamp_reply(reply, query, authority_.root_pem())->at) << at;
  }
  EXPECT_EQ(code("", query), "time_stamp_form");
  EXPECT_EQ(code(reply.substr(0, reply.size() - 1), query), "time_stamp_form");
  EXPECT_EQ(code(reply + "x", query), "time_stamp_form");
  EXPECT_EQ(code(std::string(kTimeStampBytesMax + 1, '0'), query), "time_stamp_form");
  EXPECT_EQ(check_time_stamp("", kImprint, authority_.root_pem()).error().code, "time_stamp_form");
}

TEST(TimeStampHttp, AnAuthorityThatIsAwayIsAnError) {
  EXPECT_EQ(post_time_stamp_query("http://127.0.0.1:1/", "x").error().code, "time_stamp_unreachable");
  EXPECT_EQ(post_time_stamp_query("file:///etc/passwd", "x").error().code, "time_stamp_unreachable");
}

}  // namespace
}  // namespace muster::evidence
