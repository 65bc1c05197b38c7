#include <filings/filing.h>

#include <array>

namespace muster::filings {
namespace {

constexpr std::array<const char*, 5> kSubjectKinds{"government", "institution", "company", "association", "individual"};
constexpr std::array<const char*, 6> kMethods{"dedicated_line", "colocation", "virtual_host", "cloud", "cdn", "other"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<const char*, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

const char* to_text(SubjectKind kind) {
  return kSubjectKinds[static_cast<std::size_t>(kind)];
}
const char* to_text(AccessMethod method) {
  return kMethods[static_cast<std::size_t>(method)];
}
std::optional<SubjectKind> subject_kind(std::string_view text) {
  return find<SubjectKind>(kSubjectKinds, text);
}
std::optional<AccessMethod> access_method(std::string_view text) {
  return find<AccessMethod>(kMethods, text);
}

}  // namespace muster::filings
