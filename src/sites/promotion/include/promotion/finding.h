// What an inspection finds of a link, and what becomes of it. A finding is a machine's: it is shown with its evidence,
// people decide what follows. Plain values.
#pragma once

#include <base/time.h>
#include <events/event.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::promotion {

enum class FindingKind : std::uint8_t {
  unknown_hop,            // a host on the way that no inventory has and that is no filed site of the partner
  unfiled_landing,        // the landing page's name has no filing
  advertising_network,    // an advertising network on the way
  name_content_mismatch,  // the page is not about what the link says
  cloaking,               // it shows other things to other visitors
  dead,                   // it leads nowhere
  unlisted_link,          // seen in the wild, leading to the partner's page, in no inventory
  qr_elsewhere,           // the QR code leads to another page of the partner than the filed one
};
inline constexpr int kFindingKindCount = 8;
const char* to_text(FindingKind kind);
std::optional<FindingKind> finding_kind(std::string_view text);

// open → fixed (a later inspection no longer finds it) | dismissed (a person, with reasons). Found again: a new one.
enum class FindingState : std::uint8_t { open, fixed, dismissed };
inline constexpr int kFindingStateCount = 3;
const char* to_text(FindingState state);
std::optional<FindingState> finding_state(std::string_view text);

struct NewFinding {
  FindingKind kind = FindingKind::dead;
  std::string host;      // that it is about
  std::string detail;    // a sentence
  std::string url = {};  // of an unlisted link
  auto key() const { return std::pair(kind, host); }
};

// Whether the partner told of it: before we found it, after, or not.
enum class Told : std::uint8_t { no, before, after };
const char* to_text(Told told);

struct Finding : NewFinding {
  std::string id, partner_id, partner_number;
  std::string code;     // of the link; "" of an unlisted one
  std::string channel;  // its path
  std::string provider_id;
  std::string first_run_id, last_run_id;
  Instant found_at, last_seen_at;
  std::int64_t seen = 1;
  std::optional<Instant> told_at;
  std::string case_id;
  FindingState state = FindingState::open;
  Instant state_at;
  std::string closed_by, closed_run_id, close_reason;
  std::int64_t version = 1;
  Told told() const { return !told_at ? Told::no : *told_at <= found_at ? Told::before : Told::after; }
};

// Bodies: {"partner":…,"code":…,"kind":…,"host":…,"run":…,"told":…}; of an inspection {"partner":…,"code":…,"run":…,
// "outcome":…,"findings":n}.
inline constexpr events::Kind kInspected{"promo_link.inspected", 1, "A promoted link was walked hop by hop."};
inline constexpr events::Kind kFound{"promo_finding.found", 1, "Something was found of a promoted link."};
inline constexpr events::Kind kFixed{"promo_finding.fixed", 1, "A finding is gone: the link was tested again."};
inline constexpr events::Kind kDismissed{"promo_finding.dismissed", 1, "A person dismissed a finding."};
inline constexpr events::Kind kTold{"promo_finding.told", 1, "A partner told of a fault of its own links."};
inline constexpr events::Kind kReferred{"promo_finding.referred", 1, "A case was opened on a finding."};
// {"scope":…,"order":…,"number":…}
inline constexpr events::Kind kScopeSuspended{"promo_scope.suspended", 1,
                                              "A partner, a channel or a link was suspended by an order."};
inline constexpr events::Kind kScopeRestored{"promo_scope.restored", 1,
                                             "A suspension of a partner, a channel or a link ended."};
inline constexpr const char* kFindingRecord = "promo_finding";
inline constexpr const char* kScopeRecord = "promo_scope";

}  // namespace muster::promotion
