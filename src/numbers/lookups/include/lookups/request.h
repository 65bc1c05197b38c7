// Requests of authorities for data of a person. Plain values. The authority's officer, and the number or document that
// the letter names, are personal: they stand in the vault under the request's id.
#pragma once

#include <base/result.h>
#include <events/event.h>
#include <persons/holder.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::lookups {

enum class RequestState : std::uint8_t {
  received,  // entered by one person of the house
  checked,   // the letter is real, of that authority, under a law that it may ask by
  approved,  // by another person; can be answered until it expires
  refused,   // with reasons
  answered,  // the authority has its answer
  notified,  // the person was told, or may be told now
  closed,
  expired,
};
inline constexpr int kRequestStateCount = 8;
const char* to_text(RequestState state);
std::optional<RequestState> request_state(std::string_view text);

enum class RequestEvent : std::uint8_t { check, approve, refuse, answer, notify, close, expire };
inline constexpr int kRequestEventCount = 7;
const char* to_text(RequestEvent event);
std::optional<RequestEvent> request_event(std::string_view text);

// One number, one person, or a comparison by machine that yields yes and no alone.
enum class RequestKind : std::uint8_t { number, person, comparison };
inline constexpr int kRequestKindCount = 3;
const char* to_text(RequestKind kind);
std::optional<RequestKind> request_kind(std::string_view text);

// What can be asked for. Nothing else is ever in an answer.
struct RequestField {
  const char* code;
  const char* vault_field;  // nullptr: not of the vault
  bool of_number, of_person;
};
const std::vector<RequestField>& request_fields();
const RequestField* find_request_field(std::string_view code);

// What an authority may ask for under one law.
struct AuthorityScope {
  std::string id, authority_id;
  std::string law;
  std::vector<std::string> fields;
  std::int64_t comparisons = 0;  // so many records compared by one request; 0: none
  std::string made_by;
  Instant made_at;
  std::optional<Instant> ended_at = {};
};

struct NewRequest {
  std::string scope_id;  // names authority and law
  std::string letter;    // the authority's own number
  std::string purpose;   // a code
  RequestKind kind = RequestKind::number;
  std::vector<std::string> fields;
  std::string officer_id, officer_name;  // personal
  std::string msisdn;                    // of kind number; personal
  persons::Document document = {};       // of kind person; personal
  std::optional<Instant> about_at = {};  // the moment that is asked about; nothing: when it is entered
  std::optional<Instant> delay_until = {};
  std::string delay_law;      // that keeps the person from being told until then
  std::int64_t rows_max = 0;  // of a comparison
};

struct AuthorityRequest {
  std::string id;
  std::string number;  // "R-2026-000017"
  RequestState state = RequestState::received;
  Instant state_since;
  std::string authority_id, scope_id, letter, law, purpose;
  RequestKind kind = RequestKind::number;
  std::vector<std::string> fields;
  Instant about_at;
  std::string line_id, holder_id;  // what was found; "": nothing
  std::int64_t rows_max = 0;
  std::string entered_by, checked_by, decided_by;  // persons
  Instant entered_at;
  std::optional<Instant> decided_at;
  std::vector<std::string> reasons;  // codes, why refused
  Instant due_at;                    // when it must be decided
  std::optional<Instant> expires_at, delay_until;
  std::string delay_law;
  std::optional<Instant> answered_at, notified_at;
  std::int64_t readings = 0;  // how often the answer was read; of a comparison: records compared
  std::int64_t version = 1;
};

// Exactly what was asked for, of what there is; a field that the register does not hold is absent.
struct RequestAnswer {
  AuthorityRequest request;
  bool found = false;
  std::vector<std::pair<std::string, std::string>> fields;  // in the order of the request
};

struct Probe {
  persons::Document document;
  persons::Identity identity;  // name and birth date
  std::string msisdn;          // or ""
};
struct Match {
  bool known = false;                      // the document is on record
  std::optional<bool> same_identity = {};  // where it is known: name and birth date
  std::optional<bool> same_number = {};    // where a number was given: whether this person holds it
};

// Bodies hold ids, codes and counts.
inline constexpr events::Kind kScopeMade{"authority_scope.made", 1, "What an authority may ask for was put on record."};
inline constexpr events::Kind kScopeEnded{"authority_scope.ended", 1, "An authority may no longer ask under a law."};
inline constexpr events::Kind kRequestEntered{"authority_request.entered", 1, "A request of an authority was entered."};
inline constexpr events::Kind kRequestStepped{"authority_request.stepped", 1,
                                              "A request of an authority changed its state."};
inline constexpr events::Kind kRequestRead{"authority_request.read", 1,
                                           "The answer to an authority's request was read."};
inline constexpr events::Kind kRequestCompared{"authority_request.compared", 1,
                                               "Records were compared for an authority; it learned matches alone."};
inline constexpr const char* kScopeRecord = "authority_scope";
inline constexpr const char* kRequestRecord = "authority_request";

// Names of the vault's fields under the request's id.
inline constexpr const char* kOfficerIdField = "officer_id";
inline constexpr const char* kOfficerNameField = "officer_name";
inline constexpr const char* kSubjectField = "subject";

}  // namespace muster::lookups
