// What changes who is on record and who holds what, as docs/openapi-numbers.yaml has it: duplicates, lines beyond the
// cap, companies, transfers, corrections, numbers that pass between operators. Numbers of lines and whatever is
// personal stand in bodies alone. Not a public header.
#pragma once

#include "handlers.h"
#include <lines/port.h>
#include <persons/correction.h>
#include <persons/duplicates.h>
#include <registration/companies.h>
#include <registration/excess.h>
#include <registration/transfer.h>

namespace muster::numbers_api {

// One step that is open, or closed to who asks. `closed`: why, or nothing.
json::object step_json(std::string_view event, std::string_view to, const std::optional<Error>& closed,
                       bool needs_reasons = false);
// Nothing where who asks has one of the roles.
std::optional<Error> lacks(const http::Principal& who, std::initializer_list<const char*> roles, const char* sentence);
// {"id", "msisdn_masked"} of a line; null where there is none.
json::value line_ref(store::Transaction& tx, const std::string& line_id);
// The proof of a body: its fields "evidence" and "reference".
persons::Proof proof_of(Body& body);

persons::Duplicates duplicates_of(const Services& services);
json::object pair_json(store::Transaction& tx, const persons::DuplicatePair& pair);
http::Response pair_answer(const Services& services, const http::Request& request, const persons::DuplicatePair& pair);
http::Response duplicate_list(const Services& services, const http::Request& request);
http::Response duplicate_show(const Services& services, const http::Request& request);
http::Response duplicate_review(const Services& services, const http::Request& request);
http::Response duplicate_event(const Services& services, const http::Request& request);

registration::Excesses excesses_of(const Services& services);
http::Response excess_list(const Services& services, const http::Request& request);
http::Response excess_show(const Services& services, const http::Request& request);
http::Response excess_choose(const Services& services, const http::Request& request);

registration::Companies companies_of(const Services& services);
http::Response company_answer(const Services& services, const registration::Company& company, int status = 200);
json::object company_json(const registration::Company& company);
http::Response company_list(const Services& services, const http::Request& request);
http::Response company_create(const Services& services, const http::Request& request);
http::Response company_show(const Services& services, const http::Request& request);
http::Response company_event(const Services& services, const http::Request& request);
http::Response company_waiting(const Services& services, const http::Request& request);
http::Response company_allot(const Services& services, const http::Request& request);
http::Response company_user_list(const Services& services, const http::Request& request);
http::Response company_users(const Services& services, const http::Request& request);

registration::Transfers transfers_of(const Services& services);
json::object transfer_json(store::Transaction& tx, const registration::Transfer& transfer);
http::Response transfer_answer(const Services& services, const http::Request& request,
                               const registration::Transfer& transfer, int status = 200);
http::Response transfer_list(const Services& services, const http::Request& request);
http::Response transfer_ask(const Services& services, const http::Request& request);
http::Response transfer_show(const Services& services, const http::Request& request);
http::Response transfer_consent(const Services& services, const http::Request& request);
http::Response transfer_event(const Services& services, const http::Request& request);

persons::Corrections corrections_of(const Services& services);
json::object correction_json(store::Transaction& tx, const persons::Correction& correction);
http::Response correction_answer(const Services& services, const http::Request& request,
                                 const persons::Correction& correction, int status = 200);
http::Response correction_list(const Services& services, const http::Request& request);
http::Response correction_ask(const Services& services, const http::Request& request);
http::Response correction_show(const Services& services, const http::Request& request);
http::Response correction_compare(const Services& services, const http::Request& request);
http::Response correction_event(const Services& services, const http::Request& request);

lines::Ports ports_of(const Services& services);
json::object port_json(store::Transaction& tx, const lines::Port& port);
http::Response port_answer(const Services& services, const http::Request& request, const lines::Port& port,
                           int status = 200);
http::Response port_list(const Services& services, const http::Request& request);
http::Response port_ask(const Services& services, const http::Request& request);
http::Response port_show(const Services& services, const http::Request& request);
http::Response port_event(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
