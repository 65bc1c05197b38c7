// Holders: the persons who hold lines. Everything personal stands in the vault under the holder's id; what is here is
// ids, codes and days. Plain values.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::persons {

enum class Category : std::uint8_t { citizen, foreigner, minor, organisation_user };
inline constexpr int kCategoryCount = 4;
const char* to_text(Category category);
std::optional<Category> category(std::string_view text);

// By what a second document, or a second record, is known to be of the same person. `capture` is of the first alone.
enum class Evidence : std::uint8_t {
  capture,
  both_documents_shown,
  register_extract,
  court_record,
  issuer_confirmation
};
inline constexpr int kEvidenceCount = 5;
const char* to_text(Evidence evidence);
std::optional<Evidence> evidence(std::string_view text);

struct Proof {
  Evidence evidence = Evidence::both_documents_shown;
  std::string reference;  // a code: number of the extract, the file …
};

// As a person shows it. `number` is personal.
struct Document {
  std::string kind;     // "cn_resident_id", "passport" …: see find_document_kind
  std::string country;  // ISO 3166-1 alpha-3 of the issuer
  std::string number;
  std::string expires_on;  // YYYY-MM-DD, or ""
};

// Personal, all of it.
struct Identity {
  std::string name;
  std::string birth_date;  // YYYY-MM-DD
  std::string address;
};

struct Holder {
  std::string id;
  Category category = Category::citizen;
  std::string identity_index;  // keyed hash of name and birth date; "" once destroyed
  std::string same_as;         // found to be the same person as this holder, which counts for both; or ""
  std::string guardian_id;     // of a minor
  Instant created_at;
  std::optional<Instant> destroyed_at;
  std::int64_t version = 1;
  const std::string& counts_as() const { return same_as.empty() ? id : same_as; }
};

struct HolderDocument {
  std::string id, holder_id;
  std::int64_t ordinal = 1;  // the number is the vault's field document_<ordinal>
  std::string kind, country, expires_on;
  Evidence evidence = Evidence::capture;
  std::string evidence_ref;  // number of the extract, the court's file …
  std::string added_by;
  Instant added_at;
};

struct NewHolder {
  std::string id;  // given beforehand, so that the fields can be sealed outside of the transaction
  Category category = Category::citizen;
  std::string guardian_id = {};
  Identity identity;
  Document document;
};

// Names of the vault's fields.
inline constexpr const char* kNameField = "name";
inline constexpr const char* kBirthField = "birth_date";
inline constexpr const char* kAddressField = "address";
std::string document_field(std::int64_t ordinal);  // "document_1"

// Bodies hold ids and codes.
inline constexpr events::Kind kRecorded{"holder.recorded", 1, "A person was put on record as a holder."};
inline constexpr events::Kind kDocumentAdded{"holder.document_added", 1,
                                             "A further document of a holder was put on record, with its evidence."};
inline constexpr events::Kind kLinked{"holder.linked", 1,
                                      "Two records were found to be one person, with the evidence."};
inline constexpr events::Kind kUnlinked{"holder.unlinked", 1,
                                        "A link of two records was undone: two persons after all."};
inline constexpr events::Kind kDestroyed{"holder.destroyed", 1, "The personal data of a holder were destroyed."};
inline constexpr events::Kind kLookedUp{"holder.looked_up", 1, "A holder was looked up by a document, for a purpose."};
inline constexpr events::Kind kHoldPlaced{"holder.hold_placed", 1, "A legal hold keeps a holder's data."};
inline constexpr events::Kind kHoldLifted{"holder.hold_lifted", 1, "A legal hold of a holder's data was lifted."};

inline constexpr const char* kHolderRecord = "holder";

}  // namespace muster::persons
