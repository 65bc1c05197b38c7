#include <base/bytes.h>
#include <base/text.h>
#include <base/words.h>
#include <hashes/list.h>

#include <algorithm>
#include <array>

namespace muster::hashes {
namespace {

constexpr std::array<const char*, kListKindCount> kKinds{"child_abuse_material",  "explicit_unlawful",
                                                         "age_assurance_missing", "billing_fraud",
                                                         "phishing_or_malware",   "harmless"};
constexpr std::array<const char*, kListStateCount> kListStates{"proposed", "active", "retired"};
constexpr std::array<const char*, 2> kListEvents{"enable", "retire"};

constexpr ListTransition kListTable[] = {
    {ListState::proposed, ListEvent::enable, ListState::active, true},
    {ListState::proposed, ListEvent::retire, ListState::retired, false},
    {ListState::active, ListEvent::retire, ListState::retired, false},
};

bool is_line(std::string_view text) {
  return !trim(text).empty() && text.size() <= kListNameMax && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

const char* to_text(ListKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
const char* to_text(ListState state) {
  return kListStates[static_cast<std::size_t>(state)];
}
const char* to_text(ListEvent event) {
  return kListEvents[static_cast<std::size_t>(event)];
}
std::optional<ListKind> list_kind(std::string_view text) {
  return find_word<ListKind>(kKinds, text);
}
std::optional<ListState> list_state(std::string_view text) {
  return find_word<ListState>(kListStates, text);
}

std::span<const ListTransition> list_transitions() {
  return kListTable;
}
const ListTransition* find_list_transition(ListState from, ListEvent event) {
  for (const ListTransition& t : kListTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

Result<void> check_list(const NewList& list) {
  std::vector<Error> wrong;
  const auto check = [&](bool right, const char* code, const char* sentence, const char* field) {
    if (!right) wrong.push_back(invalid(code, sentence, field));
  };
  check(is_line(list.name), "list_name", "Give the list a name of at most 80 bytes.", "name");
  check(is_line(list.publisher), "list_publisher", "Say who publishes the list, in at most 80 bytes.", "publisher");
  check(is_line(list.version), "list_version", "Say which version of the list this is, in at most 80 bytes.",
        "version");
  check(list.licence.size() <= kListNameMax && is_valid_utf8(list.licence), "list_licence",
        "The licence has at most 80 bytes.", "licence");
  check(list.distance_max >= 0 && list.distance_max <= kDistanceMax, "list_distance",
        "A list's greatest distance is 0 to 31 bits.", "distance_max");
  check(list.quality_min >= 0 && list.quality_min <= 100, "list_quality", "A quality is 0 to 100.", "quality_min");
  check(list.source_sha256.size() == 64 && hash_from_hex(list.source_sha256).ok(), "list_source",
        "A list names the SHA-256 of the file that it came in: 64 hexadecimal digits.", "source_sha256");
  if (wrong.empty()) return {};
  Error first = wrong.front();
  first.all = std::move(wrong);
  return first;
}

}  // namespace muster::hashes
