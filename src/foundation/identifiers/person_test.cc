#include "digits.h"
#include "kind_test.h"

namespace muster::identifiers {
namespace {

// Published by the authorities or in the tests of python-stdnum; the others are made up.
constexpr Specimen kSpecimens[] = {
    {"bd_nid", "1984 269 123456", "1984269123456"},
    {"bd_nid", "6900000000", "6900000000"},
    {"bd_nid", "19842691234567890", "19842691234567890"},
    {"bd_nid", "30842691234567890", "identifier_date"},
    {"bd_nid", "12345678901", "identifier_length"},
    {"be_id_card", "600-0017950-15", "600001795015"},  // the specimen of the register PRADO
    {"be_id_card", "600-0017950-16", "identifier_check_digit"},
    {"br_cpf", "390.533.447-05", "39053344705"},
    {"br_cpf", "231.002.999-00", "identifier_check_digit"},
    {"br_cpf", "390.533.447-15", "identifier_check_digit"},
    {"br_cpf", "111.111.111-11", "identifier_form"},
    {"cn_foreign_permanent_id", "911756194912310022", "911756194912310022"},
    {"cn_foreign_permanent_id", "911756194912310023", "identifier_check_digit"},
    {"cn_foreign_permanent_id", "11010519491231002X", "identifier_form"},
    {"cn_foreign_permanent_id", "CHE110100000001", "CHE110100000001"},
    {"cn_hk_mo_permit", "h12345678", "H12345678"},
    {"cn_hk_mo_permit", "M1234567801", "M1234567801"},
    {"cn_hk_mo_permit", "T12345678", "identifier_character"},
    {"cn_hmt_residence_id", "810000199408230021", "810000199408230021"},
    {"cn_hmt_residence_id", "11010519491231002X", "identifier_form"},
    {"cn_tw_permit", "01234567", "01234567"},
    {"cn_tw_permit", "0123456789", "identifier_length"},
    {"de_id_card", "T220001293", "T220001293"},  // the specimen of the Federal Ministry of the Interior
    {"de_id_card", "T22000129", "T22000129"},
    {"de_id_card", "T220001294", "identifier_check_digit"},
    {"de_id_card", "B22000129", "identifier_character"},
    {"es_dni", "54362315-K", "54362315K"},
    {"es_dni", "X2482300W", "identifier_character"},
    {"es_nie", "X-2482300W", "X2482300W"},
    {"es_nie", "X-2482300A", "identifier_check_digit"},
    {"fr_id_card", "X4RTBPFW4", "X4RTBPFW4"},  // the specimen of France Titres
    {"fr_id_card", "880692310285", "880692310285"},
    {"fr_id_card", "88069231028A", "identifier_character"},
    {"gh_card", "GHA-123456789-0", "GHA1234567890"},
    {"gh_card", "GH-123456789-0", "identifier_length"},
    {"hk_id", "A123456(3)", "A1234563"},
    {"hk_id", "A123456(4)", "identifier_check_digit"},
    {"id_nik", "3171011708450001", "3171011708450001"},
    {"id_nik", "3171015708450001", "3171015708450001"},  // a woman's
    {"id_nik", "3171013208450001", "identifier_date"},
    {"in_aadhaar", "2341 2341 2346", "234123412346"},
    {"in_aadhaar", "234123412347", "identifier_check_digit"},
    {"in_aadhaar", "123412341234", "identifier_form"},
    {"in_aadhaar", "222222222222", "identifier_form"},
    {"in_pan", "AAAPZ1234C", "AAAPZ1234C"},
    {"in_pan", "ABMXA3211G", "identifier_form"},
    {"in_pan", "ABMPA32111", "identifier_character"},
    {"it_codice_fiscale", "RCCMNL83S18D969H", "RCCMNL83S18D969H"},
    {"it_codice_fiscale", "RCCMNL83S18D969I", "identifier_check_digit"},
    {"it_codice_fiscale", "RCCMNL83F18D969H", "identifier_date"},
    {"it_id_card", "CA00000AA", "CA00000AA"},  // the specimen of the Ministry of the Interior
    {"it_id_card", "C000000AA", "identifier_character"},
    {"kr_arc", "850101-5678901", "8501015678901"},
    {"kr_arc", "971013-9019902", "identifier_form"},
    {"kr_rrn", "971013-9019902", "9710139019902"},
    {"kr_rrn", "971313-1019902", "identifier_date"},
    {"mx_curp", "BOXW310820HNERXN09", "BOXW310820HNERXN09"},
    {"mx_curp", "BOXW310820HNERXN08", "identifier_check_digit"},
    {"mx_curp", "BOXW310820HXXRXN09", "identifier_form"},
    {"my_nric", "770305-02-1234", "770305021234"},
    {"my_nric", "771305-02-1234", "identifier_date"},
    {"ng_nin", "12345678901", "12345678901"},
    {"nl_id_card", "SPECI2014", "SPECI2014"},  // the specimen of the Rijksdienst voor Identiteitsgegevens
    {"nl_id_card", "SPOCI2014", "identifier_character"},
    {"ph_pcn", "1234-5678-9012-3456", "1234567890123456"},
    {"pk_cnic", "34201-0891231-8", "3420108912318"},
    {"pk_cnic", "94201-0891231-8", "identifier_form"},
    {"pl_id_card", "ABA300000", "ABA300000"},
    {"pl_id_card", "ABA300001", "identifier_check_digit"},
    {"pl_pesel", "44051401359", "44051401359"},
    {"pl_pesel", "02211307589", "02211307589"},  // born in 2002
    {"pl_pesel", "02381307589", "identifier_date"},
    {"pl_pesel", "44051401358", "identifier_check_digit"},
    {"th_pin", "1-2345-45678-78-1", "1234545678781"},
    {"th_pin", "1-2345-45678-78-9", "identifier_check_digit"},
    {"tr_kimlik", "17291716060", "17291716060"},
    {"tr_kimlik", "17291716050", "identifier_check_digit"},
    {"tr_kimlik", "07291716092", "identifier_form"},
    {"vn_cccd", "001085123456", "001085123456"},
    {"vn_cccd", "099085123456", "identifier_form"},
    {"za_id", "750330 5044 08 9", "7503305044089"},
    {"za_id", "8503305044089", "identifier_check_digit"},
    {"za_id", "7513305044089", "identifier_date"},
};

TEST(Persons, PublishedSpecimens) {
  expect_specimens(kSpecimens);
}

constexpr BlindSpot kBlindSpots[] = {
    {"be_id_card", "000000000000", 0, 0},
    {"in_aadhaar", "000000000000", 0, 0},
    {"es_dni", "00000000K", 0, 0},
    {"pl_pesel", "00000000000", 0, 0},
    {"tr_kimlik", "00000000000", 0, 0},
    {"za_id", "0000000000000", 0, 0},
    // Each digit writes 10 as 0, which 2/110 of the slips use; eight digits are under both. The first weighs 11 in the
    // second sum, which is nothing modulo 11, so that the first check digit alone stands over it.
    {"br_cpf", "00000000000", 1000.0 * (2.0 / 110 + 8 * (2.0 / 110) * (2.0 / 110)) / 11, 1},
    // The third digit weighs 11 and is under no check at all: every slip of it passes. (11 - r) mod 10 is 1 for r of 0
    // and of 10: for the other eleven that is what it is where two values share a digit.
    {"th_pin", "0000000000000", 1000.0 * (1 + 11 * 2.0 / 110) / 13, 4},
};
TEST(Persons, SlipsOfOneDigitPassAsOftenAsTheAlgorithmSays) {
  expect_blind_spots(kBlindSpots, 1'000);
}

// Verhoeff's check finds every slip of one digit and every exchange of neighbours.
TEST(Persons, VerhoeffFindsExchangedNeighbours) {
  int found = 0;
  for (std::uint64_t n = 20'000'000'000; found < 300; n += 987'654'321) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string number = digits_of(n, 11) + c;
      if (!verhoeff(number)) continue;
      ++found;
      for (std::size_t at = 0; at + 1 < number.size(); ++at) {
        if (number[at] == number[at + 1]) continue;
        std::swap(number[at], number[at + 1]);
        EXPECT_FALSE(verhoeff(number)) << number;
        std::swap(number[at], number[at + 1]);
      }
    }
  }
}

}  // namespace
}  // namespace muster::identifiers
