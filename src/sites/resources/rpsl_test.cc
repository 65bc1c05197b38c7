#include <resources/rpsl.h>

#include <cstring>

#include <gtest/gtest.h>

namespace muster::resources {
namespace {

std::vector<RpslObject> read(const std::string& text, RpslLimits limits = {}) {
  std::size_t at = 0;
  RpslReader reader(
      [&](char* out, std::size_t room) -> Result<std::size_t> {
        const std::size_t n = std::min({room, text.size() - at, std::size_t{7}});
        std::memcpy(out, text.data() + at, n);
        at += n;
        return n;
      },
      limits);
  std::vector<RpslObject> out;
  for (RpslObject object;;) {
    const auto more = reader.next(object);
    EXPECT_TRUE(more.ok());
    if (!more.ok() || !*more) return out;
    out.push_back(object);
  }
}
std::string code(const std::string& text, RpslLimits limits = {}) {
  const auto objects = read(text, limits);
  return objects.empty() ? "none" : objects[0].bad ? objects[0].error.code : "good";
}

TEST(RpslTest, ReadsValuesThatGoOnAndDropsComments) {
  const auto objects = read("route: 192.0.2.0/24 # ours\r\nmnt-by: A-MNT,\r\n\tB-MNT\r\n+ C-MNT\r\norigin:AS64496");
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_EQ(objects[0].kind, "route");
  EXPECT_EQ(objects[0].value("route"), "192.0.2.0/24");
  EXPECT_EQ(objects[0].value("mnt-by"), "A-MNT, B-MNT C-MNT");
  EXPECT_EQ(objects[0].value("origin"), "AS64496");
  EXPECT_EQ(objects[0].value("status"), "");
}

TEST(RpslTest, KeepsNothingThatNamesPeople) {
  const auto objects = read(
      "inetnum: 192.0.2.0 - 192.0.2.255\ndescr: Jane\n Example\nremarks: call\nadmin-c: J1\nperson: Jane\nstatus: X\n");
  ASSERT_EQ(objects.size(), 1u);
  ASSERT_EQ(objects[0].attributes.size(), 2u);
  EXPECT_EQ(objects[0].value("inetnum"), "192.0.2.0 - 192.0.2.255");
  EXPECT_EQ(objects[0].value("status"), "X");
}

TEST(RpslTest, GoesOnBehindABadObject) {
  const auto objects = read("rubbish\nstatus: X\n\n continues: nothing\n\nroute: 192.0.2.0/24\n");
  ASSERT_EQ(objects.size(), 3u);
  EXPECT_EQ(objects[0].error.code, "rpsl_line");
  EXPECT_EQ(objects[0].line, 1);
  EXPECT_EQ(objects[1].error.code, "rpsl_continuation");
  EXPECT_EQ(objects[2].line, 6);
  EXPECT_FALSE(objects[2].bad);
}

TEST(RpslTest, HasLimits) {
  EXPECT_EQ(code("route: " + std::string(20'000, 'x') + "\nsource: T\n"), "rpsl_line_too_long");
  EXPECT_EQ(code("route: " + std::string(1'001, 'x')), "rpsl_value_too_long");
  std::string growing = "route: x\n", many = "route: x\n";
  for (int i = 0; i < 300; ++i) growing += " xxxxx\n";
  for (int i = 0; i < 2'001; ++i) many += "remarks: y\n";
  EXPECT_EQ(code(growing), "rpsl_value_too_long");
  EXPECT_EQ(code(many), "rpsl_too_many_lines");
  EXPECT_EQ(code(std::string(65, 'a') + ": x"), "rpsl_line");
  EXPECT_EQ(code(": x"), "rpsl_line");
  EXPECT_EQ(code("\n\n% nothing\n"), "none");
}

TEST(RpslTest, OldLatinLettersInWhatIsNotKeptDoNoHarm) {
  const auto objects = read("route: 192.0.2.0/24\ndescr: Universit\xe4t\norigin: AS64496\n");
  ASSERT_EQ(objects.size(), 1u);
  EXPECT_FALSE(objects[0].bad);
  EXPECT_EQ(objects[0].value("origin"), "AS64496");
}

TEST(RpslTest, AFileThatIsCutOffGivesWhatItHas) {
  const std::string whole = "route: 192.0.2.0/24\norigin: AS64496\n\nroute6: 2001:db8::/32\norigin: AS64496\n";
  for (std::size_t n = 0; n < whole.size(); ++n) EXPECT_LE(read(whole.substr(0, n)).size(), 2u);
}

}  // namespace
}  // namespace muster::resources
