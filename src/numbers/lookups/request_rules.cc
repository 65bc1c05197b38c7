#include <base/text.h>
#include <base/words.h>
#include <lines/rules.h>

#include <algorithm>

#include <fmt/format.h>
#include <lookups/request_rules.h>

namespace muster::lookups {
namespace {

using S = RequestState;
using E = RequestEvent;
constexpr bool kPerson = true;

constexpr RequestTransition kRequestTable[] = {
    {S::received, E::check, S::checked, kPerson},    {S::received, E::refuse, S::refused, kPerson},
    {S::received, E::expire, S::expired, !kPerson},  {S::checked, E::approve, S::approved, kPerson},
    {S::checked, E::refuse, S::refused, kPerson},    {S::checked, E::expire, S::expired, !kPerson},
    {S::approved, E::answer, S::answered, kPerson},  {S::approved, E::expire, S::expired, !kPerson},
    {S::answered, E::notify, S::notified, !kPerson},  // when the law lets the person be told
    {S::answered, E::close, S::closed, !kPerson},     // nobody was found: there is nobody to tell
    {S::notified, E::close, S::closed, kPerson},
};

constexpr const char* kRequestStates[] = {"received", "checked",  "approved", "refused",
                                          "answered", "notified", "closed",   "expired"};
constexpr const char* kRequestEvents[] = {"check", "approve", "refuse", "answer", "notify", "close", "expire"};
constexpr const char* kRequestKinds[] = {"number", "person", "comparison"};
constexpr std::size_t kLetterMax = 100, kLawMax = 200, kOfficerMax = 100, kReasonsMax = 10;

bool is_line(std::string_view text, std::size_t max) {
  return !trim(text).empty() && text.size() <= max && is_valid_utf8(text) &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool within(const std::vector<std::string>& fields, const std::vector<std::string>& allowed) {
  return std::all_of(fields.begin(), fields.end(), [&](const std::string& f) {
    return std::find(allowed.begin(), allowed.end(), f) != allowed.end();
  });
}

void judge_fields(std::vector<Error>& faults, const NewRequest& r, const AuthorityScope& scope) {
  if (r.fields.empty()) {
    faults.push_back(invalid("request_fields", "Say which data are asked for.", "fields"));
    return;
  }
  for (const std::string& code : r.fields) {
    const RequestField* field = find_request_field(code);
    const bool fits = field && (r.kind == RequestKind::number   ? field->of_number
                                : r.kind == RequestKind::person ? field->of_person
                                                                : code == "match");
    if (!fits) {
      faults.push_back(invalid("request_fields", "A request of this kind can't ask for one of these.", "fields"));
      return;
    }
  }
  if (!within(r.fields, scope.fields))
    faults.push_back(
        refused("request_fields", "This authority may not ask for all of these under this law.", "fields"));
}

void judge_delay(std::vector<Error>& faults, const NewRequest& r, const policy::Policy& policy, Instant now) {
  if (!r.delay_until && r.delay_law.empty()) return;
  if (!r.delay_until || !is_line(r.delay_law, kLawMax)) {
    faults.push_back(invalid("request_delay", "A delay has its day, and the law that says so.", "delay_until"));
    return;
  }
  if (*r.delay_until <= now || *r.delay_until > policy.due("authority_request.delay_max", now))
    faults.push_back(invalid("request_delay", "The day of a delay lies ahead, and not beyond the policy's longest one.",
                             "delay_until"));
}

}  // namespace

const char* to_text(RequestState state) {
  return kRequestStates[static_cast<int>(state)];
}
std::optional<RequestState> request_state(std::string_view text) {
  return find_word<RequestState>(kRequestStates, text);
}
const char* to_text(RequestEvent event) {
  return kRequestEvents[static_cast<int>(event)];
}
std::optional<RequestEvent> request_event(std::string_view text) {
  return find_word<RequestEvent>(kRequestEvents, text);
}
const char* to_text(RequestKind kind) {
  return kRequestKinds[static_cast<int>(kind)];
}
std::optional<RequestKind> request_kind(std::string_view text) {
  return find_word<RequestKind>(kRequestKinds, text);
}

const std::vector<RequestField>& request_fields() {
  static const std::vector<RequestField> fields{
      {"name", persons::kNameField, true, true},
      {"birth_date", persons::kBirthField, true, true},
      {"address", persons::kAddressField, true, true},
      {"document", nullptr, true, true},  // kind, country and number of the document that was shown
      {"category", nullptr, true, true},
      {"line_state", nullptr, true, false},
      {"held_since", nullptr, true, false},
      {"held_until", nullptr, true, false},
      {"registered_at", nullptr, true, false},  // dealer and place
      {"sim", nullptr, true, false},            // ICCID and IMSI at the moment asked about
      {"numbers", nullptr, false, true},        // that the person held at that moment
      {"match", nullptr, false, false},         // of comparisons
  };
  return fields;
}
const RequestField* find_request_field(std::string_view code) {
  for (const RequestField& field : request_fields())
    if (field.code == code) return &field;
  return nullptr;
}

std::span<const RequestTransition> request_transitions() {
  return kRequestTable;
}
const RequestTransition* find_request_transition(RequestState from, RequestEvent event) {
  for (const RequestTransition& t : kRequestTable)
    if (t.from == from && t.event == event) return &t;
  return nullptr;
}

std::vector<Error> check_request(const NewRequest& r, const AuthorityScope& scope, const policy::Policy& policy,
                                 Instant now) {
  std::vector<Error> faults;
  if (scope.ended_at) faults.push_back(refused("scope_ended", "This authority may no longer ask under this law."));
  if (!is_line(r.letter, kLetterMax))
    faults.push_back(invalid("request_letter", "Give the number of the authority's letter.", "letter"));
  if (!lines::is_code(r.purpose))
    faults.push_back(invalid("purpose_missing", "A request needs its purpose, by a code.", "purpose"));
  judge_fields(faults, r, scope);
  if (!is_line(r.officer_name, kOfficerMax) || !is_line(r.officer_id, kOfficerMax))
    faults.push_back(invalid("request_officer", "Give the name and the service number of the officer.", "officer_id"));
  judge_delay(faults, r, policy, now);
  if (r.about_at && *r.about_at > now)
    faults.push_back(invalid("request_about", "The moment that is asked about does not lie ahead.", "about_at"));
  const bool compares = r.kind == RequestKind::comparison;
  if (compares ? r.rows_max < 1 || r.rows_max > scope.comparisons : r.rows_max != 0)
    faults.push_back(
        invalid("request_rows", "Say how many records are compared, within what this authority may.", "rows_max"));
  return faults;
}

std::vector<Error> check_scope(const AuthorityScope& scope) {
  std::vector<Error> faults;
  if (!is_line(scope.law, kLawMax) || scope.law.size() < 3)
    faults.push_back(invalid("scope_law", "Name the law by which this authority may ask.", "law"));
  const bool known = std::all_of(scope.fields.begin(), scope.fields.end(),
                                 [](const std::string& code) { return find_request_field(code) != nullptr; });
  if (scope.fields.empty() || !known)
    faults.push_back(invalid("request_fields", "Say which data this authority may ask for.", "fields"));
  if (scope.comparisons < 0 || scope.comparisons > 1'000'000)
    faults.push_back(invalid("scope_comparisons", "A request compares at most a million records.", "comparisons"));
  return faults;
}

Result<void> may_step(const AuthorityRequest& request, RequestEvent event, const std::string& person_id,
                      const std::vector<std::string>& reasons) {
  if (!find_request_transition(request.state, event))
    return conflict("request_state",
                    fmt::format("This step is not open to a request that is {}.", to_text(request.state)));
  if (event == RequestEvent::approve && (person_id == request.entered_by || person_id == request.checked_by))
    return refused("request_two_persons", "Who entered or checked a request does not approve it.");
  if (event == RequestEvent::refuse &&
      (reasons.empty() || reasons.size() > kReasonsMax ||
       !std::all_of(reasons.begin(), reasons.end(), [](const std::string& r) { return lines::is_code(r); })))
    return invalid("request_reasons", "Say why it is refused, by codes.", "reasons");
  return {};
}

}  // namespace muster::lookups
