#include <identifiers/document_kind.h>

#include <algorithm>

namespace muster::identifiers {
namespace {

using enum HolderCategory;
constexpr auto kNone = std::nullopt;
constexpr auto kTd1 = MrzFormat::td1, kTd3 = MrzFormat::td3;
constexpr std::string_view kCard = "national_id_card", kPermit = "residence_permit";

constexpr DocumentKind kKinds[] = {
    {"bd_nid_card", "BD", "National identity card", "国民身份证", "bd_nid", kNone, false, citizen, false, kCard,
     "National Identity Registration Act 2010"},
    {"be_identity_card", "BE", "Identity card (eID)", "电子身份证", "be_id_card", kTd1, false, citizen, true, kCard,
     "Loi du 19 juillet 1991"},
    {"br_identity_card", "BR", "National identity card (CIN)", "国民身份证", "br_cpf", kNone, false, citizen, true,
     kCard, "Lei 14.534/2023; Decreto 10.977/2022"},
    {"cn_foreign_permanent_card", "CN", "Foreigner's permanent residence card", "外国人永久居留身份证",
     "cn_foreign_permanent_id", kNone, true, foreigner, true, kPermit, "出境入境管理法 第47条; 国家移民管理局 2023"},
    {"cn_hk_mo_permit", "CN", "Mainland travel permit, Hong Kong and Macao", "港澳居民来往内地通行证",
     "cn_hk_mo_permit", kNone, true, citizen, true, "other", "中国公民因私事往来香港地区或者澳门地区的暂行管理办法"},
    {"cn_hmt_residence_permit", "CN", "Residence permit, Hong Kong, Macao and Taiwan", "港澳台居民居住证",
     "cn_hmt_residence_id", kNone, true, citizen, true, kPermit, "国办发〔2018〕81号"},
    {"cn_household_register", "CN", "Household register", "户口簿", "cn_resident_id", kNone, false, citizen, true,
     "other", "户口登记条例 (1958)"},
    {"cn_resident_id_card", "CN", "Resident identity card", "居民身份证", "cn_resident_id", kNone, false, citizen, true,
     kCard, "居民身份证法 (2011)"},
    {"cn_temporary_id_card", "CN", "Temporary resident identity card", "临时居民身份证", "cn_resident_id", kNone, true,
     citizen, true, kCard, "临时居民身份证管理办法 (2005)"},
    {"cn_tw_permit", "CN", "Mainland travel permit, Taiwan", "台湾居民来往大陆通行证", "cn_tw_permit", kNone, true,
     citizen, true, "other", "中国公民往来台湾地区管理办法 (2015)"},
    {"de_identity_card", "DE", "Identity card (Personalausweis)", "身份证", "de_id_card", kTd1, false, citizen, true,
     kCard, "PAuswG"},
    {"de_residence_title", "DE", "Electronic residence title", "电子居留证", "de_id_card", kTd1, true, foreigner, true,
     kPermit, "AufenthG § 78; Regulation (EC) 1030/2002"},
    {"es_dni", "ES", "National identity document (DNI)", "国民身份证", "es_dni", kTd1, false, citizen, true, kCard,
     "Ley Orgánica 4/2015, art. 8 ff."},
    {"es_tie", "ES", "Foreigner's identity card (TIE)", "外国人身份证", "es_nie", kTd1, true, foreigner, true, kPermit,
     "Ley Orgánica 4/2000, art. 4; Regulation (EC) 1030/2002"},
    {"fr_identity_card", "FR", "National identity card (CNIe)", "国民身份证", "fr_id_card", kTd1, false, citizen, true,
     kCard, "Décret 55-1397 du 22 octobre 1955; Regulation (EU) 2025/1208"},
    {"gh_card", "GH", "Ghana card", "加纳身份卡", "gh_card", kNone, false, either, true, kCard,
     "National Identity Register Act 750 (2008)"},
    {"hk_identity_card", "HK", "Identity card", "香港身份证", "hk_id", kNone, false, either, true, kCard,
     "Registration of Persons Ordinance, Cap. 177"},
    {"id_ktp", "ID", "Electronic identity card (KTP-el)", "电子身份证", "id_nik", kNone, false, either, false, kCard,
     "UU 24/2013"},
    {"in_aadhaar", "IN", "Aadhaar letter or card", "Aadhaar 身份证", "in_aadhaar", kNone, false, either, true, kCard,
     "Aadhaar Act 2016"},
    {"in_pan_card", "IN", "Permanent account number card", "永久账号卡", "in_pan", kNone, false, either, true, "other",
     "Income-tax Act 1961, s. 139A"},
    {"it_identity_card", "IT", "Electronic identity card (CIE)", "电子身份证", "it_id_card", kTd1, false, citizen, true,
     kCard, "DM 23 dicembre 2015"},
    {"kr_residence_card", "KR", "Residence card (foreigners)", "外国人登录证", "kr_arc", kNone, true, foreigner, true,
     kPermit, "출입국관리법 제33조"},
    {"kr_resident_card", "KR", "Resident registration card", "居民登录证", "kr_rrn", kNone, false, citizen, true, kCard,
     "주민등록법 제24조"},
    {"mx_curp", "MX", "Population register code (CURP)", "人口登记号", "mx_curp", kNone, false, either, true, kCard,
     "Ley General de Población, art. 91"},
    {"my_kad", "MY", "Identity card (MyKad)", "身份证", "my_nric", kNone, false, citizen, true, kCard,
     "National Registration Act 1959"},
    {"ng_nin_slip", "NG", "National identification number slip or card", "国民身份号码单", "ng_nin", kNone, false,
     either, true, kCard, "NIMC Act 2007"},
    {"nl_identity_card", "NL", "Identity card", "身份证", "nl_id_card", kTd1, false, citizen, true, kCard,
     "Paspoortwet"},
    {"other", "", "Other document", "其他证件", "other", kNone, true, either, true, "other", "none"},
    {"passport", "", "Passport", "护照", "passport", kTd3, true, either, true, "passport", "ICAO Doc 9303-4"},
    {"ph_philsys_card", "PH", "Philippine identification card", "国民身份证", "ph_pcn", kNone, false, either, true,
     kCard, "Republic Act 11055"},
    {"pk_cnic", "PK", "Computerised national identity card", "国民身份证", "pk_cnic", kNone, false, citizen, false,
     kCard, "NADRA Ordinance 2000, s. 10"},
    {"pl_identity_card", "PL", "Identity card", "身份证", "pl_id_card", kTd1, false, citizen, true, kCard,
     "Ustawa o dowodach osobistych, Dz.U. 2010 nr 167 poz. 1131"},
    {"residence_permit_eu", "", "Residence permit, uniform format of the European Union", "欧盟统一格式居留证", "other",
     kTd1, true, foreigner, true, kPermit, "Regulation (EC) 1030/2002"},
    {"th_identity_card", "TH", "Identity card", "身份证", "th_pin", kNone, false, citizen, true, kCard,
     "Identity Card Act B.E. 2526"},
    {"tr_identity_card", "TR", "Identity card", "身份证", "tr_kimlik", kTd1, false, citizen, true, kCard,
     "Nüfus Hizmetleri Kanunu 5490, m. 41"},
    {"travel_document", "", "Travel document of a refugee or a stateless person", "难民或无国籍人旅行证件", "passport",
     kTd3, true, foreigner, true, "passport", "Convention of 1951, art. 28; Convention of 1954, art. 28"},
    {"vn_cccd", "VN", "Citizen identity card (CCCD)", "公民身份证", "vn_cccd", kNone, false, citizen, true, kCard,
     "Luật Căn cước 2023"},
    {"za_identity_card", "ZA", "Identity card or book", "身份证", "za_id", kNone, false, either, false, kCard,
     "Identification Act 68 of 1997"},
};

// The states that issue cards with a zone, as the zone writes them.
struct ZoneState {
  std::string_view alpha_2, in_zone;
};
constexpr ZoneState kZoneStates[] = {
    {"BE", "BEL"}, {"DE", "D"},   {"ES", "ESP"}, {"FR", "FRA"},
    {"IT", "ITA"}, {"NL", "NLD"}, {"PL", "POL"}, {"TR", "TUR"},
};

bool issued_by(std::string_view alpha_2, std::string_view in_zone) {
  if (alpha_2.empty()) return true;
  return std::any_of(std::begin(kZoneStates), std::end(kZoneStates),
                     [&](const ZoneState& s) { return s.alpha_2 == alpha_2 && s.in_zone == in_zone; });
}

Error unknown_kind() {
  return invalid("document_kind_unknown", "This kind of document is not known; use one of the list, or \"other\".");
}

}  // namespace

std::span<const DocumentKind> document_kinds() {
  return kKinds;
}

const DocumentKind* find_document_kind(std::string_view code) {
  const auto* const at = std::lower_bound(std::begin(kKinds), std::end(kKinds), code,
                                          [](const DocumentKind& kind, std::string_view c) { return kind.code < c; });
  return at != std::end(kKinds) && at->code == code ? at : nullptr;
}

Result<std::string> check_document_number(std::string_view document_kind, std::string_view text) {
  const DocumentKind* kind = find_document_kind(document_kind);
  if (!kind) return unknown_kind();
  return check(kind->number_kind, text);
}

Result<> check_document_mrz(std::string_view document_kind, std::string_view number, const Mrz& zone) {
  const DocumentKind* kind = find_document_kind(document_kind);
  if (!kind) return unknown_kind();
  if (!kind->mrz) return invalid("document_without_mrz", "Documents of this kind have no machine-readable zone.");
  if (*kind->mrz != zone.format)
    return invalid("mrz_format_differs",
                   "The machine-readable zone is of another size than documents of this kind have.");
  if (!issued_by(kind->country, zone.issuer))
    return invalid("mrz_issuer_differs",
                   "The machine-readable zone names another state than documents of this kind do.", "issuer");
  MUSTER_TRY(const std::string written, check(kind->number_kind, number));
  std::string read = zone.document_number;
  read.erase(std::remove(read.begin(), read.end(), '<'), read.end());
  // Some cards show the check digit behind the number, which the zone keeps in a column of its own; others bear the
  // person's number, and the zone has it in the optional data.
  const bool same = written == read || written == read + mrz_check_digit(zone.document_number) ||
                    (!zone.optional.empty() && written == zone.optional) ||
                    (!zone.optional_2.empty() && written == zone.optional_2);
  if (!same)
    return invalid("mrz_number_differs", "The machine-readable zone has another number than was written down.",
                   "document_number");
  return {};
}

}  // namespace muster::identifiers
