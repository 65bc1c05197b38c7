// What is true of authorities' requests without asking anybody. Pure and thread-safe.
#pragma once

#include <policy/policy.h>

#include <span>

#include <lookups/request.h>

namespace muster::lookups {

// The state machine; the schema has the same pairs (a test compares them). `by_person`: a person takes the step.
struct RequestTransition {
  RequestState from;
  RequestEvent event;
  RequestState to;
  bool by_person;
};
std::span<const RequestTransition> request_transitions();
const RequestTransition* find_request_transition(RequestState from, RequestEvent event);

// All that is wrong with what was entered. Errors: request_letter, purpose_missing, request_fields (none, unknown, not
// of this kind, or beyond the scope), request_officer, request_delay (both or neither, ahead, at most the policy's),
// request_rows (of a comparison, within the scope), request_about (not ahead), scope_ended.
std::vector<Error> check_request(const NewRequest& request, const AuthorityScope& scope, const policy::Policy& policy,
                                 Instant now);
// Errors: scope_law, request_fields, scope_comparisons.
std::vector<Error> check_scope(const AuthorityScope& scope);

// Who approves neither entered nor checked. Errors: request_state, request_two_persons, request_reasons (to refuse).
Result<void> may_step(const AuthorityRequest& request, RequestEvent event, const std::string& person_id,
                      const std::vector<std::string>& reasons);

}  // namespace muster::lookups
