// The VAT numbers of the European Union's members, and of the United Kingdom and Northern Ireland.
//
// What is official and what is not: the Commission's public page on VIES gives, for every member, the form of the
// number and nothing else. The algorithms are those of its functional description "VIES VAT Number Construction Rules"
// (version 15), written for the members' own administrations; where a member publishes its algorithm itself, the source
// names that. Official sources give only the form for these, and what is tested beyond it is the description's or,
// where noted, common knowledge of long standing: CY, EE, HU, IE (numbers before 1991), LT, LU, MT, and the French keys
// with letters. A Dutch number since 2020 is tested by MOD 97-10, published by the Belastingdienst for its form;
// numbers of companies keep the 11-proof inside. The United Kingdom's two newer series (9755 and its complement) are
// the description's; HMRC publishes the form alone. Czech and Slovak birth numbers of before 1954 have no check digit
// at all.
#include "digits.h"
#include "kind_groups.h"
#include "vat_special.h"
#include "vat_weighted.h"

namespace muster::identifiers {
namespace {

constexpr std::string_view kAny = "0123456789", kNotZero = "123456789";

constexpr WeightedRule kDk{"DK", "A Danish VAT number", 8, kNotZero, {2, 7, 6, 5, 4, 3, 2}, 11, -1, 0, Fold::none};
constexpr WeightedRule kEe{"EE", "An Estonian VAT number", 9, kAny, {3, 7, 1, 3, 7, 1, 3, 7}, 10, -1, 0, Fold::none};
constexpr WeightedRule kFi{"FI", "A Finnish VAT number", 8, kAny, {7, 9, 10, 5, 8, 4, 2}, 11, -1, 0, Fold::none};
constexpr WeightedRule kHu{"HU", "A Hungarian VAT number", 8, kAny, {9, 7, 3, 1, 9, 7, 3}, 10, -1, 0, Fold::none};
constexpr WeightedRule kPl{"PL", "A Polish NIP", 10, kAny, {6, 5, 7, 2, 3, 4, 5, 6, 7}, 11, 1, 0, Fold::none};
constexpr WeightedRule kPt{"PT", "A Portuguese NIF", 9, kNotZero, {9, 8, 7, 6, 5, 4, 3, 2}, 11, -1,
                           0,    Fold::ten_is_zero};
constexpr WeightedRule kSi{"SI", "A Slovenian VAT number",   8, kNotZero, {8, 7, 6, 5, 4, 3, 2}, 11, -1,
                           0,    Fold::ten_is_zero_zero_none};

template <const WeightedRule& rule>
Result<std::string> check_rule(std::string_view text) {
  return check_weighted(rule, text);
}

Result<std::string> check_es_vat(std::string_view text) {
  MUSTER_TRY(const std::string nif, check_es_nif(text));
  return "ES" + nif;
}

constexpr const char* kVies = "VIES VAT Number Construction Rules 15";

constexpr Kind kVatKinds[] = {
    {"at_vat", "VAT number (Austria)", Holder::either, "Luhn's sum moved by 4",
     "BMF, UID-Nummer, Prüfziffer; Art. 28 UStG", "AT, U and 8 digits", "ATU13585627", true, check_at_vat},
    {"be_vat", "VAT number (Belgium)", Holder::organisation, "97 minus the number modulo 97",
     "Arrêté royal 2003-06-24, art. 2", "BE and 10 digits", "BE0403019261", true, check_be_vat},
    {"bg_vat", "VAT number (Bulgaria)", Holder::either, "modulo 11 in two passes; persons: EGN, LNCh or modulo 11",
     kVies, "BG and 9 or 10 digits", "BG175074752", false, check_bg_vat},
    {"cy_vat", "VAT number (Cyprus)", Holder::either, "modulo 26 to a letter", kVies, "CY, 8 digits and a letter",
     "CY10259033P", true, check_cy_vat},
    {"cz_vat", "VAT number (Czechia)", Holder::either, "modulo 11; persons: the birth number",
     "VIES VAT Number Construction Rules 15; zákon č. 133/2000 Sb. § 13", "CZ and 8 to 10 digits", "CZ25123891", false,
     check_cz_vat},
    {"de_vat", "VAT number (Germany)", Holder::organisation, "ISO 7064 MOD 11,10",
     "BMF, Umsatzsteuer-Identifikationsnummer, § 27a UStG", "DE and 9 digits", "DE136695976", true, check_de_vat},
    {"dk_vat", "VAT number (Denmark)", Holder::either, "weights 2 7 6 5 4 3 2 1, modulo 11",
     "Erhvervsstyrelsen, Modulus 11 for CVR-nummer", "DK and 8 digits", "DK13585628", true, check_rule<kDk>},
    {"ee_vat", "VAT number (Estonia)", Holder::either, "weights 3 7 1, modulo 10", kVies, "EE and 9 digits",
     "EE100594102", true, check_rule<kEe>},
    {"es_vat", "VAT number (Spain)", Holder::either, "MOD 23 for persons, Luhn-like for organisations",
     "Real Decreto 1065/2007, art. 18 ff. and 25", "ES and the NIF of 9 characters", "ESJ99216582", false,
     check_es_vat},
    {"fi_vat", "VAT number (Finland)", Holder::either, "weights 7 9 10 5 8 4 2 1, modulo 11",
     "PRH, Y-tunnus, tarkistusmerkki", "FI and 8 digits", "FI20774740", true, check_rule<kFi>},
    {"fr_vat", "VAT number (France)", Holder::organisation, "key (12 + 3·(SIREN mod 97)) mod 97",
     "CGI annexe III art. 40; BOI-TVA-DECLA-20-10-20", "FR, a key of 2 characters and 9 digits", "FR40303265045", false,
     check_fr_vat},
    {"gb_vat", "VAT number (United Kingdom)", Holder::either, "modulo 97 in three series", kVies,
     "GB and 9 or 12 digits, or GD or HA and 3 digits", "GB980780684", false, check_gb_vat},
    {"gr_vat", "VAT number (Greece)", Holder::either, "powers of 2, modulo 11, 10 written 0", kVies,
     "EL and 9 digits; GR in front becomes EL", "EL094259216", false, check_gr_vat},
    {"hr_vat", "VAT number (Croatia)", Holder::either, "ISO 7064 MOD 11,10",
     "Pravilnik o osobnom identifikacijskom broju, NN 1/2009", "HR and 11 digits", "HR33392005961", true, check_hr_vat},
    {"hu_vat", "VAT number (Hungary)", Holder::either, "weights 9 7 3 1, modulo 10", kVies, "HU and 8 digits",
     "HU12892312", true, check_rule<kHu>},
    {"ie_vat", "VAT number (Ireland)", Holder::either, "weights 8 to 2 and the second letter, modulo 23",
     "Revenue, PPSN format; VIES VAT Number Construction Rules 15", "IE, 7 digits and one or two letters", "IE6433435F",
     false, check_ie_vat},
    {"it_vat", "VAT number (Italy)", Holder::organisation, "Luhn (ISO/IEC 7812-1) and office", "DM 23-12-1976, art. 4",
     "IT and 11 digits", "IT00743110157", true, check_it_vat},
    {"lt_vat", "VAT number (Lithuania)", Holder::either, "modulo 11 in two passes", kVies, "LT and 9 or 12 digits",
     "LT119511515", false, check_lt_vat},
    {"lu_vat", "VAT number (Luxembourg)", Holder::either, "modulo 89", kVies, "LU and 8 digits", "LU15027442", true,
     check_lu_vat},
    {"lv_vat", "VAT number (Latvia)", Holder::either, "modulo 11; persons: date and modulo 11", kVies,
     "LV and 11 digits", "LV40003521600", false, check_lv_vat},
    {"mt_vat", "VAT number (Malta)", Holder::either, "weights 3 4 6 7 8 9, modulo 37", kVies, "MT and 8 digits",
     "MT11679112", true, check_mt_vat},
    {"nl_vat", "VAT number (Netherlands)", Holder::either, "11-proof, or ISO 7064 MOD 97-10",
     "Belastingdienst, btw-identificatienummer since 2020-01-01", "NL, 9 digits, B and 2 digits", "NL004495445B01",
     false, check_nl_vat},
    {"pl_vat", "VAT number (Poland)", Holder::either, "weights 6 5 7 2 3 4 5 6 7, modulo 11",
     "Ustawa o zasadach ewidencji podatników, Dz.U. 1995 nr 142 poz. 702", "PL and 10 digits", "PL8567346215", true,
     check_rule<kPl>},
    {"pt_vat", "VAT number (Portugal)", Holder::either, "weights 9 to 2, modulo 11, 10 written 0",
     "Decreto-Lei n.º 14/2013; VIES VAT Number Construction Rules 15", "PT and 9 digits", "PT501964843", false,
     check_rule<kPt>},
    {"ro_vat", "VAT number (Romania)", Holder::either, "weights 7 5 3 2 1 7 5 3 2, modulo 11, 10 written 0",
     "OUG 116/2009; VIES VAT Number Construction Rules 15", "RO and 2 to 10 digits", "RO18547290", false, check_ro_vat},
    {"se_vat", "VAT number (Sweden)", Holder::either, "Luhn (ISO/IEC 7812-1)",
     "Skatteverket, Momsregistreringsnummer; SKV 709", "SE, 10 digits and 01", "SE123456789701", true, check_se_vat},
    {"si_vat", "VAT number (Slovenia)", Holder::either, "weights 8 to 2, modulo 11",
     "FURS, Davčna številka; VIES VAT Number Construction Rules 15", "SI and 8 digits", "SI50223054", true,
     check_rule<kSi>},
    {"sk_vat", "VAT number (Slovakia)", Holder::either, "the number is a multiple of 11", kVies, "SK and 10 digits",
     "SK2022749619", false, check_sk_vat},
    {"xi_vat", "VAT number (Northern Ireland)", Holder::either, "modulo 97 in three series",
     "VIES, Northern Ireland (XI) since 2021; the number as in the United Kingdom", "XI and the British number",
     "XI980780684", false, check_xi_vat},
};

}  // namespace

std::span<const Kind> vat_kinds() {
  return kVatKinds;
}

}  // namespace muster::identifiers
