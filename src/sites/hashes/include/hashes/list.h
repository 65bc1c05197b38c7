// Lists of hashes of known pictures: the records. A list is a named publisher's; one person proposes it, another
// enables it, and only then it counts. Lists say what a picture is known as; people decide what follows. Plain values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <hashes/index.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::hashes {

// What a list is for: a ground for which a known picture may be a clue, or `harmless`: pictures that look like listed
// ones and are not, by which a match is lifted. There is no other kind.
enum class ListKind : std::uint8_t {
  child_abuse_material,
  explicit_unlawful,
  age_assurance_missing,
  billing_fraud,
  phishing_or_malware,
  harmless,
};
inline constexpr std::size_t kListKindCount = 6;
const char* to_text(ListKind kind);
std::optional<ListKind> list_kind(std::string_view text);

enum class ListState : std::uint8_t { proposed, active, retired };
inline constexpr std::size_t kListStateCount = 3;
enum class ListEvent : std::uint8_t { enable, retire };
const char* to_text(ListState state);
const char* to_text(ListEvent event);
std::optional<ListState> list_state(std::string_view text);

// The state machine; the schema has the same pairs (a test compares them).
struct ListTransition {
  ListState from;
  ListEvent event;
  ListState to;
  bool needs_another_person;  // than the one who proposed the list
};
std::span<const ListTransition> list_transitions();
const ListTransition* find_list_transition(ListState from, ListEvent event);

inline constexpr std::size_t kListNameMax = 80;     // bytes of a name, of a publisher, of a version
inline constexpr std::size_t kListReasonMax = 500;  // bytes
inline constexpr std::size_t kListHashesMax = 20'000'000;
inline constexpr int kListDistanceUsual = 31;  // what Meta's description recommends for PDQ

// What is proposed.
struct NewList {
  std::string name;
  ListKind kind = ListKind::explicit_unlawful;
  std::string publisher, version, licence;
  std::string source_sha256;              // of the file or bundle that it came in: 64 hexadecimal digits
  int distance_max = kListDistanceUsual;  // 0 to 31
  int quality_min = kQualityUsual;        // of the picture that is looked at, 0 to 100
};
struct List : NewList {
  std::string id;
  ListState state = ListState::proposed;
  std::string proposed_by, enabled_by;  // persons
  Instant created_at, state_at;
  std::string end_reason;
  std::int64_t hashes = 0;          // that stand on it
  std::int64_t version_number = 1;  // rises with every change of its entries
  // What came in a signed bundle has the bundle's id, and moves with it alone.
  bool of_bundle() const { return id == source_sha256; }
};

// One hash of a list, as the list's file says it.
struct ListedHash {
  Pdq hash;
  int quality = 100;  // 0 to 100; what says none has 100
};

// All faults at once: list_name, list_publisher, list_version, list_distance, list_quality, list_source.
Result<void> check_list(const NewList& list);

// Bodies: {"kind":…,"hashes":n,"source_sha256":…}; of a change {"added":n,"removed":n}; of a quarantine
// {"list":…,"pictures":n}. Never a hash.
inline constexpr events::Kind kListProposed{"hash_list.proposed", 1, "A list of known pictures was proposed."};
inline constexpr events::Kind kListEnabled{"hash_list.enabled", 1, "A list of known pictures counts from now on."};
inline constexpr events::Kind kListRetired{"hash_list.retired", 1, "A list of known pictures counts no more."};
inline constexpr events::Kind kListChanged{"hash_list.changed", 1, "Hashes were added to a list or taken off it."};
inline constexpr events::Kind kHashQuarantined{
    "hash_list.quarantined", 1, "A listed hash matched very many pictures and was put aside for people."};
inline constexpr events::Kind kHashReleased{"hash_list.released", 1,
                                            "A person decided about a hash that was put aside."};
inline constexpr const char* kListRecord = "hash_list";

}  // namespace muster::hashes
