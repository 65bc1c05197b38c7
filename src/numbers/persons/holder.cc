#include <base/words.h>
#include <persons/holder.h>

#include <array>

namespace muster::persons {
namespace {

constexpr std::array<const char*, kCategoryCount> kCategories{"citizen", "foreigner", "minor", "organisation_user"};
constexpr std::array<const char*, kEvidenceCount> kEvidence{"capture", "both_documents_shown", "register_extract",
                                                            "court_record", "issuer_confirmation"};

}  // namespace

const char* to_text(Category category) {
  return kCategories[static_cast<std::size_t>(category)];
}
const char* to_text(Evidence evidence) {
  return kEvidence[static_cast<std::size_t>(evidence)];
}
std::optional<Category> category(std::string_view text) {
  return find_word<Category>(kCategories, text);
}
std::optional<Evidence> evidence(std::string_view text) {
  return find_word<Evidence>(kEvidence, text);
}
std::string document_field(std::int64_t ordinal) {
  return "document_" + std::to_string(ordinal);
}

}  // namespace muster::persons
