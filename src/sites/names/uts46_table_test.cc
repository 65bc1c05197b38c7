// Each row of UTS 46's mapping table (npm's tr46, Unicode 16) against parse_name. What differs is put into a class by
// what Unicode says of the character, and each class is explained in README.md; a difference without a class fails.
#include <names/name.h>

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace muster::names {
namespace {

enum Status { mapped = 1, valid = 2, disallowed = 3, deviation = 6, ignored = 7 };
struct Row {
  UChar32 first = 0, last = 0;
  Status status = disallowed;
  std::string mapping;
};

const std::vector<Row>& table() {
  static const auto rows = [] {
    std::vector<Row> out;
    std::stringstream text;
    text << std::ifstream(MUSTER_SOURCE_DIR "/tests/node_modules/tr46/lib/mappingTable.json").rdbuf();
    const boost::json::value rows_of = boost::json::parse(text.str());
    for (const auto& row : rows_of.as_array()) {
      const auto& fields = row.as_array();
      Row made;
      const auto number = [](const boost::json::value& v) { return static_cast<UChar32>(v.as_int64()); };
      const bool range = fields[0].is_array();
      made.first = number(range ? fields[0].as_array()[0] : fields[0]);
      made.last = number(range ? fields[0].as_array()[1] : fields[0]);
      made.status = static_cast<Status>(fields[1].as_int64());
      if (fields.size() > 2) made.mapping = fields[2].as_string();
      out.push_back(std::move(made));
    }
    return out;
  }();
  return rows;
}

std::string utf8(UChar32 c) {
  std::string out;
  icu::UnicodeString(c).toUTF8String(out);
  return out;
}

// Characters that a label of their own kind may hold around them: Latin, Arabic, Hebrew, nothing, a virama in front.
constexpr std::pair<const char*, const char*> kContexts[] = {{"a", "b"}, {"ب", "ب"}, {"א", "א"}, {"", ""}, {"क्", "क"}};

std::string parsed(std::string_view middle, std::size_t context) {
  const auto& [front, back] = kContexts[context];
  const auto name = parse_name(std::string(front).append(middle) + back + ".example");
  return name.ok() ? name->ascii : std::string();
}
// What it becomes in the first context that takes it.
std::string anywhere(std::string_view middle) {
  for (std::size_t i = 0; i < std::size(kContexts); ++i)
    if (auto ascii = parsed(middle, i); !ascii.empty()) return ascii;
  return {};
}

bool newer_than(UChar32 c, int major) {
  UVersionInfo age;
  u_charAge(c, age);
  return age[0] == 0 || age[0] > major;
}

// Every character of small rows, and a sample of large ones, their ends among them.
template <class F>
void each_of(const Row& row, F&& f) {
  const UChar32 step = row.last - row.first < 600 ? 1 : row.status == valid ? 7 : 251;
  for (UChar32 c = row.first; c <= row.last; c += step)
    if (!U_IS_SURROGATE(c)) f(c);
  if (!U_IS_SURROGATE(row.last)) f(row.last);
}

// Whether the name shows the character as it was, composed with its neighbours at most (normalisation form C).
bool stays(const std::string& ascii, UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  return std::any_of(std::begin(kContexts), std::end(kContexts), [&](const auto& context) {
    const auto text = icu::UnicodeString::fromUTF8(context.first + utf8(c) + context.second + ".example");
    std::string composed;
    nfc->normalize(text, status).toUTF8String(composed);
    return composed == to_unicode(ascii);
  });
}

TEST(Uts46, TheTableIsWhole) {
  ASSERT_GT(table().size(), 9000u);
  UChar32 next = 0;
  for (const Row& row : table()) {
    ASSERT_EQ(row.first, next);
    next = row.last + 1;
  }
  EXPECT_EQ(next, 0x110000);
}

// Refused by UTS 46 until Unicode 15.0, which ICU 72 knows; mapped, ignored or valid since 15.1 or 16.0. We refuse them
// still, which takes no name for another one. Sharp s in capitals (U+1E9E) would be: idna.cc maps it as 16.0 does.
constexpr std::pair<UChar32, UChar32> kAllowedSince[] = {
    {0x4C0, 0x4C0},     {0x10A0, 0x10C5},   {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x1806, 0x1806},
    {0x180E, 0x180E},   {0x2061, 0x2063},   {0x206A, 0x206F},   {0x2132, 0x2132},   {0x2183, 0x2183},
    {0x3164, 0x3164},   {0xFFA0, 0xFFA0},   {0x1D173, 0x1D17A}, {0x2F868, 0x2F868}, {0x2F874, 0x2F874},
    {0x2F91F, 0x2F91F}, {0x2F95F, 0x2F95F}, {0x2F9BF, 0x2F9BF}};
bool allowed_since(UChar32 c) {
  return std::any_of(std::begin(kAllowedSince), std::end(kAllowedSince),
                     [&](const auto& range) { return c >= range.first && c <= range.second; });
}
bool plain(UChar32 c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// The reason why we refuse what the table allows, or "".
std::string deviation_of(UChar32 c) {
  if (c < 128 && !plain(c)) return "not a letter, digit or hyphen";  // STD 3: sites' names have no others of ASCII
  if (newer_than(c, 15)) return "newer than Unicode 15";             // unassigned for ICU 72
  if (allowed_since(c)) return "refused until Unicode 15";
  return {};
}

TEST(Uts46, EveryRowMapsAsTheTableSays) {
  std::map<std::string, int> count;
  for (const Row& row : table())
    if (row.status == mapped || row.status == ignored)
      each_of(row, [&](UChar32 c) {
        const std::string text = utf8(c);
        bool same = true, taken = false;
        for (std::size_t i = 0; i < std::size(kContexts); ++i) {
          if (row.mapping.empty() && *kContexts[i].first == 0) continue;
          const auto ours = parsed(text, i), expected = parsed(row.mapping, i);
          same &= ours == expected;
          taken |= !expected.empty();
        }
        if (same) return void(++count[taken ? "the same name" : "both refused"]);
        const std::string why = deviation_of(c);
        ++count[why];
        ASSERT_FALSE(why.empty()) << std::hex << c;
        ASSERT_EQ(anywhere(text), "") << std::hex << c;  // refused, never another name
      });
  EXPECT_GT(count["the same name"], 11'000);  // rows of one character count twice
  EXPECT_LT(count["both refused"], 700);      // they map to blanks, slashes, or characters of other reasons
  for (const auto& [what, how_many] : count) RecordProperty(what, how_many);
}

TEST(Uts46, EveryValidRowIsTakenAsItIs) {
  int taken = 0;
  for (const Row& row : table())
    if (row.status == valid || row.status == deviation)
      each_of(row, [&](UChar32 c) {
        const std::string ascii = anywhere(utf8(c));
        if (ascii.empty()) {
          ASSERT_NE(deviation_of(c), "") << std::hex << c;
          return;
        }
        ++taken;
        ASSERT_TRUE(deviation_of(c).empty()) << std::hex << c;
        if (c >= 128) ASSERT_TRUE(stays(ascii, c)) << std::hex << c;
      });
  EXPECT_GT(taken, 40'000);
}

TEST(Uts46, NoDisallowedCharacterIsTaken) {
  for (const Row& row : table())
    if (row.status == disallowed) each_of(row, [&](UChar32 c) { ASSERT_EQ(anywhere(utf8(c)), "") << std::hex << c; });
}

// What libidn2 2.3 makes of them under STD 3: it drops the character. A name must not become another one.
TEST(Uts46, NothingIsDroppedSilently) {
  for (const char* name : {"ب!ب.example", "क्!क.example", "ü\u00a0b.example", "ü\u2048b.example", "ü℀b.example"})
    EXPECT_FALSE(parse_name(name).ok()) << name;
  EXPECT_EQ(parse_name("STRAẞE.example")->ascii, "xn--strae-oqa.example");
  EXPECT_EQ(parse_name("i❤.ws")->ascii,
            "xn--i-7iq.ws");  // UTS 46 allows symbols, IDNA 2008 does not; such names are sold
  EXPECT_EQ(parse_name("xn--i-7iq.ws")->ascii, "xn--i-7iq.ws");
  // The rule on directions holds within a label; across labels anybody may put any label below a name of another
  // direction.
  EXPECT_TRUE(parse_name("1a.אב.example").ok());
  EXPECT_FALSE(parse_name("1aא.example").ok());
}

}  // namespace
}  // namespace muster::names
