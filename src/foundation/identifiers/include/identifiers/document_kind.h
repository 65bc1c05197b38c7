// The kinds of documents by which persons show who they are: whose number they bear, whether a machine can read them,
// and what a register has to ask with them. Pure and thread-safe; a table, no state.
#pragma once

#include <identifiers/identifier.h>
#include <identifiers/mrz.h>

#include <optional>
#include <span>
#include <string_view>

namespace muster::identifiers {

enum class HolderCategory { citizen, foreigner, either };  // of the issuing state
inline constexpr std::string_view kHolderCategories[] = {"citizen", "foreigner", "either"};

struct DocumentKind {
  std::string_view code;      // "cn_resident_id_card"
  std::string_view country;   // ISO 3166-1 alpha-2 of the state that issues it; empty: any
  std::string_view label_en;  // without the country
  std::string_view label_zh;
  std::string_view number_kind;  // the kind of identifier.h that checks its number; form and source stand there
  std::optional<MrzFormat> mrz;  // nothing: no zone, or one that no published layout describes
  bool temporary;                // ends by itself, so that the register needs its last day
  HolderCategory holder;
  bool minors;                   // is given to persons under age, too
  std::string_view camara_type;  // idDocumentType of CAMARA kyc-match 0.4
  std::string_view source;       // the law that makes it
};

// All kinds, by code.
std::span<const DocumentKind> document_kinds();
const DocumentKind* find_document_kind(std::string_view code);

// The number of a document in its one written form. Errors: document_kind_unknown, and those of the number's kind.
Result<std::string> check_document_number(std::string_view document_kind, std::string_view text);

// What the zone and the record say of one document: same format, issuing state and number. The zone's number may be the
// record's without what only print shows (a check digit behind it). Errors: document_kind_unknown,
// document_without_mrz, mrz_format_differs, mrz_issuer_differs, mrz_number_differs.
Result<> check_document_mrz(std::string_view document_kind, std::string_view number, const Mrz& zone);

}  // namespace muster::identifiers
