#include <identifiers/document_kind.h>

#include <gtest/gtest.h>

namespace muster::identifiers {
namespace {

using namespace std::chrono_literals;
constexpr MrzOptions kToday{.today = 2026y / 3 / 1};

std::string outcome(const Result<>& result) {
  return result.ok() ? "ok" : result.error().code;
}

TEST(DocumentKinds, AreSortedAndWhole) {
  std::string_view before;
  for (const DocumentKind& kind : document_kinds()) {
    EXPECT_LT(before, kind.code);
    before = kind.code;
    EXPECT_EQ(find_document_kind(kind.code), &kind);
    ASSERT_NE(find_kind(kind.number_kind), nullptr) << kind.code;
    EXPECT_NE(find_kind(kind.number_kind)->holder, Holder::organisation) << kind.code;
    EXPECT_TRUE(kind.country.empty() || kind.country.size() == 2) << kind.code;
    for (const std::string_view text : {kind.label_en, kind.label_zh, kind.source, kind.camara_type})
      EXPECT_FALSE(text.empty()) << kind.code;
    // A document for foreigners alone is a leave to be there, and a leave ends.
    if (kind.holder == HolderCategory::foreigner) EXPECT_TRUE(kind.temporary) << kind.code;
    EXPECT_TRUE(check_document_number(kind.code, find_kind(kind.number_kind)->specimen).ok()) << kind.code;
  }
  EXPECT_GE(document_kinds().size(), 30u);
  EXPECT_EQ(find_document_kind("nothing"), nullptr);
  EXPECT_EQ(check_document_number("nothing", "1").error().code, "document_kind_unknown");
}

TEST(DocumentKinds, CamaraTypesAreThoseOfItsEnumeration) {
  constexpr std::string_view kTypes[] = {"passport",      "national_id_card", "residence_permit",
                                         "diplomatic_id", "driver_licence",   "social_security_id",
                                         "other"};
  for (const DocumentKind& kind : document_kinds())
    EXPECT_NE(std::find(std::begin(kTypes), std::end(kTypes), kind.camara_type), std::end(kTypes)) << kind.code;
}

TEST(DocumentKinds, NumbersAreCheckedByTheirKind) {
  EXPECT_EQ(*check_document_number("cn_resident_id_card", "11010519491231002x"), "11010519491231002X");
  EXPECT_EQ(check_document_number("cn_resident_id_card", "110105194912310021").error().code, "identifier_check_digit");
  EXPECT_EQ(*check_document_number("passport", "l898902c3"), "L898902C3");
  EXPECT_EQ(*check_document_number("in_aadhaar", "2341 2341 2346"), "234123412346");
}

// The French authority's specimen card.
constexpr const char* kFrench =
    "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n"
    "9007138F3002119FRA<<<<<<<<<<<6\n"
    "MARTIN<<MAELYS<GAELLE<MARIE<<<";

TEST(DocumentKinds, ZoneAndRecordAreOfOneDocument) {
  const auto french = parse_mrz(kFrench, kToday);
  ASSERT_TRUE(french.ok()) << french.error().sentence;
  EXPECT_EQ(outcome(check_document_mrz("fr_identity_card", "X4RTBPFW4", *french)), "ok");
  EXPECT_EQ(outcome(check_document_mrz("fr_identity_card", "X4RTBPFW5", *french)), "mrz_number_differs");
  EXPECT_EQ(outcome(check_document_mrz("de_identity_card", "T220001293", *french)), "mrz_issuer_differs");
  EXPECT_EQ(outcome(check_document_mrz("passport", "X4RTBPFW4", *french)), "mrz_format_differs");
  EXPECT_EQ(outcome(check_document_mrz("cn_resident_id_card", "11010519491231002X", *french)), "document_without_mrz");
  EXPECT_EQ(outcome(check_document_mrz("nothing", "1", *french)), "document_kind_unknown");
}

// The specimen of the Council's register PRADO (BEL-BO-11005): a number of twelve digits, that goes on in the optional
// data.
TEST(DocumentKinds, ALongNumberIsTheRecords) {
  const auto belgian = parse_mrz(
      "IDBEL600001795<0152<<<<<<<<<<<\n1301014F2311207BEL130101987398\nSPECIMEN<<SPECIMEN<<<<<<<<<<<<", kToday);
  ASSERT_TRUE(belgian.ok()) << belgian.error().sentence;
  EXPECT_EQ(outcome(check_document_mrz("be_identity_card", "600-0017950-15", *belgian)), "ok");
}

Mrz card(std::string issuer, std::string number, std::string optional) {
  Mrz data;
  data.format = MrzFormat::td1;
  data.document_code = "ID";
  data.issuer = data.nationality = std::move(issuer);
  data.document_number = std::move(number);
  data.optional = std::move(optional);
  data.birth_date = {1964, 8, 12};
  data.expiry_date = {2030, 10, 31};
  data.name = {"MUSTERMANN", "ERIKA", false};
  return data;
}

TEST(DocumentKinds, ACheckDigitBehindTheNumberAndAPersonsNumberInTheOptionalData) {
  EXPECT_EQ(outcome(check_document_mrz("de_identity_card", "T220001293", card("D", "T22000129", ""))), "ok");
  EXPECT_EQ(outcome(check_document_mrz("de_identity_card", "T22000129", card("D", "T22000129", ""))), "ok");
  EXPECT_EQ(outcome(check_document_mrz("es_dni", "54362315K", card("ESP", "AAA000000", "54362315K"))), "ok");
  EXPECT_EQ(outcome(check_document_mrz("es_dni", "54362315Z", card("ESP", "AAA000000", "54362315K"))),
            "identifier_check_digit");
}

}  // namespace
}  // namespace muster::identifiers
