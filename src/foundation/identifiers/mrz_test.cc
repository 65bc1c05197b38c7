// Whole zones: the specimens of Doc 9303 and of authorities, what is refused, and the way there and back.
#include <identifiers/mrz.h>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace muster::identifiers {
namespace {

using namespace std::chrono_literals;
constexpr MrzOptions kZoneToday{.today = 2026y / 3 / 1};
constexpr MrzOptions kZoneIn2010{.today = 2010y / 3 / 1};

constexpr const char* kPassportZone =  // Doc 9303-4, appendix B
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
constexpr const char* kTd1 =  // Doc 9303-5, appendix B
    "I<UTOD231458907<<<<<<<<<<<<<<<\n"
    "7408122F1204159UTO<<<<<<<<<<<6\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
constexpr const char* kTd2 =  // Doc 9303-6, appendix B
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "D231458907UTO7408122F1204159<<<<<<<6";
constexpr const char* kVisaA =  // Doc 9303-7, appendix A
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<";
constexpr const char* kVisaB =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "L8988901C4XXX4009078F9612109<<<<<<<<";
constexpr const char* kLongTd1 =  // Doc 9303-11, appendix D.2
    "I<UTOD23145890<7349<<<<<<<<<<<\n"
    "3407127M9507122UTO<<<<<<<<<<<2\n"
    "STEVENSON<<PETER<JOHN<<<<<<<<<";
constexpr const char* kLongTd2 =  // the same
    "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<\n"
    "D23145890<UTO3407127M95071227349<<<8";
constexpr const char* kBelgian =  // the specimen of the Council's register PRADO, BEL-BO-11005
    "IDBEL600001795<0152<<<<<<<<<<<\n"
    "1301014F2311207BEL130101987398\n"
    "SPECIMEN<<SPECIMEN<<<<<<<<<<<<";

std::string codes(const MrzReport& report) {
  std::string out;
  for (const MrzFault& fault : report.faults)
    out += (out.empty() ? "" : " ") + fault.code + "@" +
           std::string(kMrzFields[static_cast<std::size_t>(fault.field)]) + ":" + std::to_string(fault.line) + ":" +
           std::to_string(fault.first_column) + "-" + std::to_string(fault.last_column);
  return out;
}

TEST(Mrz, ReadsThePassportOfAnnaMariaEriksson) {
  const MrzReport report = read_mrz(kPassportZone, kZoneIn2010);
  ASSERT_EQ(codes(report), "");
  const Mrz& m = report.data;
  EXPECT_EQ(m.format, MrzFormat::td3);
  EXPECT_EQ(m.document_code, "P");
  EXPECT_EQ(m.issuer, "UTO");
  EXPECT_EQ(m.nationality, "UTO");
  EXPECT_EQ(m.document_number, "L898902C3");
  EXPECT_EQ(m.birth_date.text(), "1974-08-12");
  EXPECT_EQ(m.expiry_date.text(), "2012-04-15");
  EXPECT_EQ(m.sex, MrzSex::female);
  EXPECT_EQ(m.optional, "ZE184226B");
  EXPECT_EQ(m.name, (MrzName{"ERIKSSON", "ANNA MARIA", false}));
}

TEST(Mrz, ReadsTheOtherFormats) {
  for (const auto& [text, format, number] :
       {std::tuple{kTd1, MrzFormat::td1, "D23145890"}, std::tuple{kTd2, MrzFormat::td2, "D23145890"},
        std::tuple{kVisaA, MrzFormat::mrv_a, "L8988901C"}, std::tuple{kVisaB, MrzFormat::mrv_b, "L8988901C"}}) {
    const MrzReport report = read_mrz(text, kZoneToday);
    EXPECT_EQ(codes(report), "") << text;
    EXPECT_EQ(report.format, format);
    EXPECT_EQ(report.data.document_number, number);
    EXPECT_EQ(report.data.name.primary, "ERIKSSON");
  }
  EXPECT_EQ(read_mrz(kVisaA, kZoneToday).data.nationality, "XXX");
  EXPECT_EQ(read_mrz(kVisaA, kZoneToday).data.optional, "6ZE184226B");
}

TEST(Mrz, ReadsNumbersThatGoOnInTheOptionalData) {
  for (const char* text : {kLongTd1, kLongTd2}) {
    const MrzReport report = read_mrz(text, kZoneToday);
    EXPECT_EQ(codes(report), "") << text;
    EXPECT_EQ(report.data.document_number, "D23145890734");
    EXPECT_EQ(report.data.optional, "");
  }
  const MrzReport belgian = read_mrz(kBelgian, kZoneToday);
  EXPECT_EQ(codes(belgian), "");
  EXPECT_EQ(belgian.data.document_number, "600001795015");
  EXPECT_EQ(belgian.data.optional_2, "13010198739");
}

TEST(Mrz, ReadsAZoneInOneLineAndInSmallLetters) {
  std::string one(kPassportZone);
  one.erase(one.find('\n'), 1);
  EXPECT_EQ(codes(read_mrz(one, kZoneIn2010)), "");
  EXPECT_EQ(codes(read_mrz("  \r\n" + std::string(kPassportZone) + "\r\n\r\n", kZoneIn2010)), "");
  for (char& c : one) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  EXPECT_EQ(read_mrz(one, kZoneIn2010).data.document_number, "L898902C3");
}

// The passport with one stretch of its second line replaced.
MrzReport with(std::size_t column, const std::string& text, const MrzOptions& options = kZoneIn2010,
               std::size_t line = 2) {
  std::string zone(kPassportZone);
  zone.replace((line - 1) * 45 + column - 1, text.size(), text);
  return read_mrz(zone, options);
}

TEST(Mrz, SaysWhereItIsWrong) {
  EXPECT_EQ(codes(with(2, "0")), "mrz_check_digit@document_number:2:1-10 mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(14, "750812")), "mrz_check_digit@birth_date:2:14-20 mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(14, "7A0B12")), "mrz_character@birth_date:2:15-17 mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(22, "130415")), "mrz_check_digit@expiry_date:2:22-28 mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(29, "ZE184227B")), "mrz_check_digit@optional:2:29-43 mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(44, "1")), "mrz_check_digit@composite:2:44-44");
  EXPECT_EQ(codes(with(21, "X")), "mrz_character@sex:2:21-21");
  EXPECT_EQ(codes(with(11, "UTP")), "mrz_country_unknown@nationality:2:11-13");
  EXPECT_EQ(codes(with(11, "DEU")), "mrz_country_unknown@nationality:2:11-13");
  EXPECT_EQ(codes(with(11, "D<<")), "");
  EXPECT_EQ(codes(with(3, "GBD", kZoneIn2010, 1)), "");
  EXPECT_EQ(codes(with(1, "A<", kZoneIn2010, 1)), "mrz_document_code@document_code:1:1-2");
  EXPECT_EQ(codes(with(6, "<", kZoneIn2010, 1)), "mrz_name_form@name:1:6-44");
  EXPECT_EQ(codes(with(20, "<<M", kZoneIn2010, 1)), "mrz_name_form@name:1:6-44");
  EXPECT_EQ(codes(with(8, "1", kZoneIn2010, 1)), "mrz_character@name:1:8-8");
}

TEST(Mrz, SaysWhichLineHasAnotherLength) {
  const MrzReport report = read_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO", kZoneToday);
  EXPECT_EQ(codes(report), "mrz_shape@zone:2:1-13");
  EXPECT_EQ(report.format, std::nullopt);
  EXPECT_EQ(codes(read_mrz("", kZoneToday)), "mrz_shape@zone:0:0-0");
  EXPECT_EQ(codes(read_mrz(std::string(513, '<'), kZoneToday)), "mrz_too_long@zone:0:0-0");
}

TEST(Mrz, ParsesToAnErrorWithAllFaults) {
  std::string zone(kPassportZone);
  zone[45] = 'M';
  const auto got = parse_mrz(zone, kZoneIn2010);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, "mrz_check_digit");
  EXPECT_EQ(got.error().field, "document_number");
  EXPECT_EQ(got.error().all.size(), 2u);
  EXPECT_EQ(got.error().sentence.find("898902"), std::string::npos) << "a sentence holds nothing of the zone";
}

TEST(Mrz, OptionalDataThatIsEmptyMayHaveADigitOrAFiller) {
  Mrz data = read_mrz(kPassportZone, kZoneIn2010).data;
  data.optional.clear();
  std::string zone = *build_mrz(data);
  EXPECT_EQ(zone[45 + 42], '<');
  EXPECT_EQ(codes(read_mrz(zone, kZoneIn2010)), "");
  zone[45 + 42] = '0';
  EXPECT_EQ(codes(read_mrz(zone, kZoneIn2010)), "");
}

TEST(Mrz, ALongNumberOfWhichNothingFollowsIsAFault) {
  std::string zone(kTd1);
  zone[14] = '<';
  EXPECT_EQ(codes(read_mrz(zone, kZoneIn2010)),
            "mrz_number_form@document_number:1:6-14 mrz_check_digit@composite:2:30-30");
}

TEST(MrzDates, CenturiesFollowFromTheDayOfReading) {
  const auto birth = [](const char* six, std::chrono::year_month_day today) {
    Mrz data = read_mrz(kTd1, kZoneIn2010).data;
    std::string zone = *build_mrz(data);
    zone.replace(31, 7, std::string(six) + mrz_check_digit(six));
    return read_mrz(zone, {.today = today}).data.birth_date.text();
  };
  EXPECT_EQ(birth("260301", 2026y / 3 / 1), "2026-03-01");
  EXPECT_EQ(birth("260302", 2026y / 3 / 1), "1926-03-02");
  EXPECT_EQ(birth("000229", 2026y / 3 / 1), "2000-02-29");
  EXPECT_EQ(birth("000229", 1999y / 3 / 1), "XXXX-XX-XX") << "1900 had no 29 February";
  EXPECT_EQ(birth("74<<<<", 2026y / 3 / 1), "1974-XX-XX");
  EXPECT_EQ(birth("7408<<", 2026y / 3 / 1), "1974-08-XX");
  EXPECT_EQ(birth("<<<<<<", 2026y / 3 / 1), "XXXX-XX-XX");
  EXPECT_EQ(birth("26<<<<", 2026y / 3 / 1), "2026-XX-XX");
  EXPECT_EQ(birth("27<<<<", 2026y / 3 / 1), "1927-XX-XX");
  EXPECT_EQ(read_mrz(kPassportZone, {.today = 2061y / 3 / 1}).data.expiry_date.text(), "2012-04-15");
  EXPECT_EQ(read_mrz(kPassportZone, {.today = 2063y / 3 / 1}).data.expiry_date.text(), "2112-04-15");
  EXPECT_EQ(read_mrz(kVisaA, {.today = 2026y / 3 / 1}).data.expiry_date.text(), "1996-12-10");
}

TEST(MrzDates, NoDateIsAFault) {
  EXPECT_EQ(codes(with(14, std::string("741312") + mrz_check_digit("741312"))).substr(0, 27),
            "mrz_date@birth_date:2:14-19");
  EXPECT_EQ(codes(with(14, std::string("740012") + mrz_check_digit("740012"))).substr(0, 8), "mrz_date");
  EXPECT_EQ(codes(with(22, std::string("120431") + mrz_check_digit("120431"))).substr(0, 8), "mrz_date");
}

TEST(MrzBuilder, MakesTheSpecimens) {
  for (const char* text : {kPassportZone, kTd1, kTd2, kVisaA, kVisaB, kLongTd1, kLongTd2, kBelgian}) {
    const MrzReport report = read_mrz(text, kZoneIn2010);
    const auto built = build_mrz(report.data);
    ASSERT_TRUE(built.ok()) << built.error().sentence;
    EXPECT_EQ(*built, text);
  }
}

std::string refused(void (*change)(Mrz&)) {
  Mrz data = read_mrz(kPassportZone, kZoneIn2010).data;
  change(data);
  const auto built = build_mrz(data);
  return built.ok() ? *built : built.error().code + " " + built.error().field;
}

TEST(MrzBuilder, RefusesWhatAZoneCantHold) {
  EXPECT_EQ(refused([](Mrz& m) { m.document_number = "L898902C3X"; }), "mrz_number_form document_number");
  EXPECT_EQ(refused([](Mrz& m) { m.document_number = ""; }), "mrz_number_form document_number");
  EXPECT_EQ(refused([](Mrz& m) { m.document_number = "l898902c3"; }), "mrz_number_form document_number");
  EXPECT_EQ(refused([](Mrz& m) { m.optional = "123456789012345"; }), "mrz_optional_form optional");
  EXPECT_EQ(refused([](Mrz& m) { m.optional_2 = "1"; }), "mrz_optional_form optional_2");
  EXPECT_EQ(refused([](Mrz& m) { m.birth_date = {1974, 13, 1}; }), "mrz_date birth_date");
  EXPECT_EQ(refused([](Mrz& m) { m.birth_date = {974, 1, 1}; }), "mrz_date birth_date");
  EXPECT_EQ(refused([](Mrz& m) { m.expiry_date = {}; }), "mrz_date expiry_date");
  EXPECT_EQ(refused([](Mrz& m) { m.issuer = "XYZ"; }), "mrz_country_unknown issuer");
  EXPECT_EQ(refused([](Mrz& m) { m.document_code = "V"; }), "mrz_document_code document_code");
  EXPECT_EQ(refused([](Mrz& m) { m.name = {"", "ANNA", false}; }), "mrz_name_form name");
  EXPECT_EQ(refused([](Mrz& m) { m.name.primary = "埃里克松"; }), "mrz_name_character ");
}

std::string word(std::string_view alphabet, int size_min, int size_max) {
  const int size = *rc::gen::inRange(size_min, size_max + 1);
  std::string out;
  for (int i = 0; i < size; ++i) out += alphabet[*rc::gen::inRange<std::size_t>(0, alphabet.size())];
  return out;
}

RC_GTEST_PROP(MrzProperties, ThereAndBack, ()) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                             kLettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  Mrz data;
  data.format = static_cast<MrzFormat>(*rc::gen::inRange(0, 5));
  const bool td1 = data.format == MrzFormat::td1, long_numbers = td1 || data.format == MrzFormat::td2;
  constexpr const char* kCodes[] = {"ID", "A", "P", "V", "VX"};
  data.document_code = kCodes[static_cast<std::size_t>(data.format)];
  data.issuer = *rc::gen::element<std::string>("UTO", "D", "CHN", "FRA", "UNO", "XOM");
  data.nationality = *rc::gen::element<std::string>("UTO", "D", "GBD", "XXA", "BGD");
  data.document_number = word(kLettersAndDigits, 1, td1 ? 15 : long_numbers ? 11 : 9);
  data.optional = word(kLettersAndDigits, 0, td1 ? 7 : long_numbers ? 3 : 8);
  if (td1) data.optional_2 = word(kLettersAndDigits, 0, 11);
  data.birth_date = {*rc::gen::inRange(1927, 2026), *rc::gen::inRange(0, 13), 0};
  if (data.birth_date.month) data.birth_date.day = *rc::gen::inRange(0, 29);
  data.expiry_date = {*rc::gen::inRange(1980, 2070), *rc::gen::inRange(1, 13), *rc::gen::inRange(1, 29)};
  data.sex = static_cast<MrzSex>(*rc::gen::inRange(0, 3));
  data.name = {word(kLetters, 1, 9) + " " + word(kLetters, 1, 5), word(kLetters, 1, 9), false};
  // What ends with a letter in the last column can't be told from what was cut: these names have room.
  const auto zone = build_mrz(data);
  RC_ASSERT(zone.ok());
  const auto read = parse_mrz(*zone, kZoneToday);
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == data);
}

}  // namespace
}  // namespace muster::identifiers
