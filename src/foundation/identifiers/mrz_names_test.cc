#include "mrz_zone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

std::string letters(std::string_view text) {
  const auto got = mrz_letters(text);
  return got.ok() ? *got : got.error().code;
}

TEST(MrzNames, AreWrittenInTheLettersOfTheZone) {
  EXPECT_EQ(letters("Eriksson"), "ERIKSSON");
  EXPECT_EQ(letters("O'Connor"), "OCONNOR");
  EXPECT_EQ(letters("D’Artagnan"), "DARTAGNAN");
  EXPECT_EQ(letters("Smith-Jones"), "SMITH JONES");
  EXPECT_EQ(letters("  van  der  Berg "), "VAN DER BERG");
  EXPECT_EQ(letters("St. John, Jr."), "ST JOHN JR");
  EXPECT_EQ(letters("Müller"), "MUELLER");
  EXPECT_EQ(letters("Groß ẞ"), "GROSS SS");
  EXPECT_EQ(letters("Ærøskøbing Åström Þór Ðórr"), "AEROESKOEBING AASTROEM THOR DORR");
  EXPECT_EQ(letters("Núñez Œuvre Çelik Işık ŁÓDŹ"), "NUNEZ OEUVRE CELIK ISIK LODZ");
  EXPECT_EQ(letters("Ștefan Țepeș Əli Ĳssel"), "STEFAN TEPES ELI IJSSEL");
  EXPECT_EQ(letters("Жуков Щербакова Хрущёв Ильич Юлия"), "ZHUKOV SHCHERBAKOVA KHRUSHCHEV ILICH IULIIA");
  EXPECT_EQ(letters("Ґалаґан Їжак Љубица"), "GALAGAN IZHAK LJUBITSA");
}

TEST(MrzNames, OfOtherScriptsAreRefused) {
  for (const char* name : {"张三", "محمد", "Παπάς", "A1", "A×B", "A÷B", "A\xccU", "e\xcc\x81", "A+B"})
    EXPECT_EQ(letters(name), "mrz_name_character") << name;
  EXPECT_EQ(letters(""), "");
}

std::string field(const MrzName& name, std::size_t columns) {
  return name_field(name, columns);
}

// Doc 9303-4 §4.2.2.2 and its examples: 39 columns of a passport.
TEST(MrzNames, FillTheirField) {
  EXPECT_EQ(field({"ERIKSSON", "ANNA MARIA", false}, 39), "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(field({"ARKFREITH", "", false}, 39), "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(field({"NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", false}, 39),
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
}

TEST(MrzNames, AreCutSoThatALetterIsLast) {
  // Cut where a filler would be last: the component before it loses a letter.
  EXPECT_EQ(field({"ABCDE", "FGHI KLM", false}, 12), "ABCDE<<FGH<K");
  // A component of one letter keeps it: without it two fillers would part a third half off.
  EXPECT_EQ(field({"AAAAAAAAAA BBBBBB", "AAAAAAAAA B C", false}, 31), "AAAAAAAAAA<BBBBBB<<AAAAAAAA<B<C");
  EXPECT_EQ(field({"BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO", false}, 39),
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D");
  EXPECT_EQ(field({std::string(60, 'A'), "", false}, 39), std::string(39, 'A'));
}

TEST(MrzNames, AreSplitInTwoHalves) {
  EXPECT_EQ(name_in("ERIKSSON<<ANNA<MARIA<<<"), (MrzName{"ERIKSSON", "ANNA MARIA", false}));
  EXPECT_EQ(name_in("VAN<DER<BERG<<JAN"), (MrzName{"VAN DER BERG", "JAN", true}));
  EXPECT_EQ(name_in("ARKFREITH<<<<"), (MrzName{"ARKFREITH", "", false}));
  EXPECT_EQ(name_in("<<<<"), MrzName{});
  for (const char* good : {"A<<B<<<", "A<<<", "A<B<C<<D<E", "ABC"}) EXPECT_TRUE(name_form(good)) << good;
  for (const char* bad : {"<A<<B", "<<<<", "A<<B<<C", "A<<<B"}) EXPECT_FALSE(name_form(bad)) << bad;
}

// Whatever the lengths: the field is full, its form is right, and what is cut says so.
RC_GTEST_PROP(MrzNameProperties, EveryNameFits, ()) {
  const auto part = [](int components_min) {
    std::string out;
    const int components = *rc::gen::inRange(components_min, 5);
    for (int i = 0; i < components; ++i)
      out += (out.empty() ? "" : " ") + std::string(*rc::gen::inRange<std::size_t>(1, 18), static_cast<char>('A' + i));
    return out;
  };
  const MrzName name{part(1), part(0), false};
  const std::size_t columns = *rc::gen::element<std::size_t>(30, 31, 39);
  const std::string written = name_field(name, columns);
  RC_ASSERT(written.size() == columns);
  RC_ASSERT(name_form(written));
  const MrzName read = name_in(written);
  RC_ASSERT(read.secondary.empty() == name.secondary.empty());
  const std::size_t whole = name.primary.size() + (name.secondary.empty() ? 0 : 2 + name.secondary.size());
  if (whole < columns) RC_ASSERT(read == name);
  if (whole > columns) RC_ASSERT(read.truncated);
}

}  // namespace
}  // namespace muster::identifiers
