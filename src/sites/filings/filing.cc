#include <base/words.h>
#include <filings/filing.h>

#include <array>

namespace muster::filings {
namespace {

constexpr std::array<const char*, 5> kSubjectKinds{"government", "institution", "company", "association", "individual"};
constexpr std::array<const char*, 6> kMethods{"dedicated_line", "colocation", "virtual_host", "cloud", "cdn", "other"};

}  // namespace

const char* to_text(SubjectKind kind) {
  return kSubjectKinds[static_cast<std::size_t>(kind)];
}
const char* to_text(AccessMethod method) {
  return kMethods[static_cast<std::size_t>(method)];
}
std::optional<SubjectKind> subject_kind(std::string_view text) {
  return find_word<SubjectKind>(kSubjectKinds, text);
}
std::optional<AccessMethod> access_method(std::string_view text) {
  return find_word<AccessMethod>(kMethods, text);
}

}  // namespace muster::filings
