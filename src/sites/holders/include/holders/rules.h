// What a registry's record must be, and what follows from it. Pure: no I/O, no clock. Every check has a code, a
// sentence and the field at fault; all faults of a record are told at once (Error::all).
#pragma once

#include <base/bytes.h>
#include <base/result.h>
#include <holders/domain.h>

#include <span>
#include <string>
#include <vector>

namespace muster::holders {

inline constexpr std::size_t kNameServersMax = 13, kStatusesMax = 20, kTextMax = 300, kHandleMax = 80;

// The record in its written form. Errors: name_* (names::parse_name), name_is_public_suffix, registrant_kind,
// registrant_name_missing, registrant_missing, text_too_long, text_not_utf8, handle_form, country_form, status_unknown,
// statuses_too_many, name_server_form, name_servers_too_many, dates_order, verified_how_unknown, time_future.
Result<Record> check_record(const Record& record, Instant now);

// EPP's status words (RFC 5731 §2.3, RFC 3915 §3.1) and RDAP's for the same (RFC 8056 §2), both ways. nullptr: none.
const char* rdap_status(std::string_view epp);
const char* epp_status(std::string_view rdap);

// How a holder can be verified by the register's staff; "registry" comes with files alone.
bool is_verification(std::string_view how);

// The registration is over: expired, and no grace of automatic renewal; or the registry is deleting it.
bool registration_ended(const Record& record, Instant now);

// What of the record goes into its hash, one line each; an individual's name is represented by `identity` alone.
std::string record_text(const Record& record, const std::string& identity);

// The steps that a registry's record brings to a registration known before. `same_holder`: by identity.
std::vector<Event> steps_of(const Registration& before, const Record& record, bool same_holder, Instant now);

// The first state of a name that is new here.
State first_state(const Record& record, Instant now);

// From when another holder answers for the name: what the registry says, but neither in the future nor before the
// former holder began.
Instant changed_from(const Record& record, Instant former_from, Instant now);
// From when nobody does: the day of expiry, if it has passed.
Instant lapsed_from(const std::optional<Instant>& expires_at, Instant held_from, Instant now);

// Whether staff may take the step. Errors: domain_event_not_open, domain_event_not_yours (the registry's or the
// clock's), reasons_missing, reason_too_long, verified_how_unknown.
Result<const Transition*> check_step(State state, Event event, const std::string& how,
                                     const std::vector<std::string>& reasons, By by);

}  // namespace muster::holders
