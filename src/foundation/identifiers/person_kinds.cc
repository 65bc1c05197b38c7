// Persons. For these the authorities publish the form and no check: bd_nid, cn_hk_mo_permit, cn_tw_permit, the older
// cn_foreign_permanent_id, fr_id_card, gh_card and in_pan (their last characters follow unpublished rules), id_nik,
// it_id_card, kr_arc and kr_rrn (since October 2020), my_nric, ng_nin, nl_id_card, passport, ph_pcn, pk_cnic, vn_cccd.
// The check of hk_id is common knowledge of long standing, not an official publication; that of be_id_card, br_cpf,
// pl_id_card and th_pin was published by the authorities as code or notices.
#include "digits.h"
#include "kind_groups.h"
#include "persons.h"

namespace muster::identifiers {
namespace {

constexpr Kind kPersonKinds[] = {
    {"bd_nid", "National identity number (Bangladesh)", Holder::person, "form only",
     "Bangladesh Election Commission, NIDW", "10, 13 or 17 digits", "1984269123456", false, check_bd_nid},
    {"be_id_card", "Identity card (Belgium)", Holder::person, "ten digits modulo 97",
     "Arrêté royal 2003-03-25 (carte d'identité)", "12 digits", "600001795015", true, check_be_id_card},
    {"br_cpf", "CPF (Brazil)", Holder::person, "two digits, modulo 11, 10 written 0",
     "Receita Federal, IN RFB 2172/2024", "11 digits", "39053344705", false, check_br_cpf},
    {"cn_foreign_permanent_id", "Foreigner's permanent residence number (China)", Holder::person,
     "ISO 7064 MOD 11-2 and the date; 15 characters: form only", "国家移民管理局 2023 年第 4 号公告; GB 11643",
     "18 characters, the first 9; or 3 letters and 12 digits", "911756194912310022", false,
     check_cn_foreign_permanent_id},
    {"cn_hk_mo_permit", "Mainland travel permit of a resident of Hong Kong or Macao", Holder::person, "form only",
     "公安部公告 2012 (往来内地通行证)", "H or M and 8 or 10 digits", "H12345678", false, check_cn_hk_mo_permit},
    {"cn_hmt_residence_id", "Residence permit of a resident of Hong Kong, Macao or Taiwan", Holder::person,
     "ISO 7064 MOD 11-2 and the date", "国办发〔2018〕81号; GB 11643-1999", "18 characters, X in upper case",
     "810000199408230021", true, check_cn_hmt_residence_id},
    {"cn_resident_id", "Resident identity number (China)", Holder::person, "ISO 7064 MOD 11-2 and the date of birth",
     "GB 11643-1999", "18 characters, X in upper case", "11010519491231002X", true, check_cn_resident_id},
    {"cn_tw_permit", "Mainland travel permit of a resident of Taiwan", Holder::person, "form only",
     "公安部公告 2015 (电子台胞证)", "8 digits", "01234567", false, check_cn_tw_permit},
    {"de_id_card", "Identity card or residence title (Germany)", Holder::person, "weights 7 3 1, modulo 10",
     "PAuswG § 2, § 5; ICAO Doc 9303-3 §4.9", "9 characters, or 10 with the check digit", "T220001293", false,
     check_de_id_card},
    {"es_dni", "DNI (Spain)", Holder::person, "MOD 23", "Real Decreto 255/2025; Orden INT/2058/2008",
     "8 digits and a letter", "54362315K", true, check_es_dni},
    {"es_nie", "NIE (Spain)", Holder::person, "MOD 23", "Real Decreto 1155/2024; Orden INT/2058/2008",
     "X, Y or Z, 7 digits and a letter", "X2482300W", true, check_es_nie},
    {"es_nif", "NIF (Spain)", Holder::either, "MOD 23 for persons, Luhn-like for organisations",
     "Real Decreto 1065/2007, art. 18 ff.", "9 characters", "J99216582", false, check_es_nif},
    {"fr_id_card", "National identity card (France)", Holder::person, "form only",
     "Décret 55-1397; Règlement (UE) 2025/1208", "9 letters and digits, or 12 digits", "X4RTBPFW4", false,
     check_fr_id_card},
    {"gh_card", "Ghana card", Holder::person, "form only", "National Identity Register Act 750 (2008); NIA",
     "3 letters and 10 digits", "GHA1234567890", false, check_gh_card},
    {"hk_id", "Identity card (Hong Kong)", Holder::person, "weights 9 to 1, modulo 11",
     "Registration of Persons Regulations, Cap. 177A; check: common knowledge",
     "1 or 2 letters, 6 digits and a digit or A, without brackets", "A1234563", false, check_hk_id},
    {"id_nik", "NIK (Indonesia)", Holder::person, "form and the date of birth", "PP 40/2019, Permendagri 102/2019",
     "16 digits", "3171011708450001", false, check_id_nik},
    {"in_aadhaar", "Aadhaar (India)", Holder::person, "Verhoeff", "UIDAI, A UID Numbering Scheme (2010)", "12 digits",
     "234123412346", true, check_in_aadhaar},
    {"in_pan", "PAN (India)", Holder::either, "form and kind of holder", "Income-tax Act 1961 s. 139A; CBDT",
     "5 letters, 4 digits and a letter", "AAAPZ1234C", false, check_in_pan},
    {"it_codice_fiscale", "Codice fiscale (Italy)", Holder::person, "two tables, modulo 26, and the date of birth",
     "DM 23-12-1976; DM 12-3-1974", "16 letters and digits", "RCCMNL83S18D969H", true, check_it_codice_fiscale},
    {"it_id_card", "Electronic identity card (Italy)", Holder::person, "form only", "DM 23-12-2015 (CIE 3.0)",
     "2 letters, 5 digits and 2 letters", "CA00000AA", false, check_it_id_card},
    {"kr_arc", "Foreigner's registration number (Korea)", Holder::person, "form and the date of birth",
     "출입국관리법 시행규칙 제47조; 2020-10", "13 digits", "8501015678901", false, check_kr_arc},
    {"kr_rrn", "Resident registration number (Korea)", Holder::person, "form and the date of birth",
     "주민등록법 시행규칙 제2조 (2020-10-05)", "13 digits", "9710139019902", false, check_kr_rrn},
    {"mx_curp", "CURP (Mexico)", Holder::person, "weights 18 to 2, modulo 10, and the date of birth",
     "DOF 2021-06-16, Instructivo normativo para la CURP", "18 letters and digits", "BOXW310820HNERXN09", false,
     check_mx_curp},
    {"my_nric", "NRIC (Malaysia)", Holder::person, "form and the date of birth",
     "National Registration Regulations 1990", "12 digits", "770305021234", false, check_my_nric},
    {"ng_nin", "NIN (Nigeria)", Holder::person, "form only", "NIMC Act 2007", "11 digits", "12345678901", false,
     check_ng_nin},
    {"nl_id_card", "Identity card (Netherlands)", Holder::person, "form only",
     "Paspoortwet; RvIG, kenmerken reisdocumenten", "2 letters, 6 letters or digits and a digit", "SPECI2014", false,
     check_nl_id_card},
    {"passport", "Passport", Holder::person, "form only", "ICAO Doc 9303-4", "5 to 9 letters and digits", "L898902C3",
     false, check_passport},
    {"ph_pcn", "PhilSys card number (Philippines)", Holder::person, "form only", "Republic Act 11055 and its rules",
     "16 digits", "1234567890123456", false, check_ph_pcn},
    {"pk_cnic", "CNIC (Pakistan)", Holder::person, "form and province", "NADRA, Pakistan Identity Card Rules 2002",
     "13 digits", "3420108912318", false, check_pk_cnic},
    {"pl_id_card", "Identity card (Poland)", Holder::person, "weights 7 3 1 9 7 3 1 7 3, modulo 10",
     "Rozporządzenie MSWiA, Dz.U. 2021 poz. 1865", "3 letters and 6 digits", "ABA300000", false, check_pl_id_card},
    {"pl_pesel", "PESEL (Poland)", Holder::person, "weights 1 3 7 9, modulo 10, and the date of birth",
     "Ustawa o ewidencji ludności, Dz.U. 2010 nr 217 poz. 1427, art. 15 ff.", "11 digits", "44051401359", true,
     check_pl_pesel},
    {"th_pin", "Identity number (Thailand)", Holder::person, "weights 13 to 2, modulo 11 modulo 10",
     "DOPA, เลขประจำตัวประชาชน 13 หลัก", "13 digits", "1234545678781", false, check_th_pin},
    {"tr_kimlik", "T.C. Kimlik No (Türkiye)", Holder::person, "two digits, modulo 10",
     "Nüfus Hizmetleri Kanunu 5490, m. 46; NVİ", "11 digits", "17291716060", true, check_tr_kimlik},
    {"vn_cccd", "Citizen identity number (Vietnam)", Holder::person, "form and province",
     "Thông tư 59/2021/TT-BCA; Nghị định 137/2015/NĐ-CP điều 13", "12 digits", "001085123456", false, check_vn_cccd},
    {"za_id", "Identity number (South Africa)", Holder::person, "Luhn (ISO/IEC 7812-1) and the date of birth",
     "Identification Act 68 of 1997, s. 7", "13 digits", "7503305044089", true, check_za_id},
};

}  // namespace

std::span<const Kind> person_kinds() {
  return kPersonKinds;
}

}  // namespace muster::identifiers
