// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "json.h"
#include <api/services.h>
#include <http/message.h>

#include <reports/service.h>

namespace muster::api {

// For everybody, without a session: the answer to a reporter who has the secret.
http::Response report_challenge(const Services& services, const http::Request& request);
http::Response report_receive(const Services& services, const http::Request& request);
http::Response report_status(const Services& services, const http::Request& request);
http::Response report_withdraw(const Services& services, const http::Request& request);

http::Response report_list(const Services& services, const http::Request& request);
http::Response report_enter(const Services& services, const http::Request& request);
http::Response report_show(const Services& services, const http::Request& request);
http::Response report_words(const Services& services, const http::Request& request);
http::Response report_event(const Services& services, const http::Request& request);
http::Response flagger_list(const Services& services, const http::Request& request);
http::Response flagger_propose(const Services& services, const http::Request& request);
http::Response flagger_event(const Services& services, const http::Request& request);

// The header by which a reporter shows the secret: never in an address.
inline constexpr const char* kSecretHeader = "report-secret";

// The fields that a report has whoever sends it; the faults are the body's.
reports::NewReport report_in(Body& body);
json::object receipt_json(const reports::Receipt& receipt);
json::object status_json(const reports::Status& status);
json::object report_summary_json(const reports::Report& report, Instant now);
json::object flagger_json(store::Transaction& tx, const reports::Flagger& flagger);
// With addresses, time line and the steps that are open to `who`; carries an ETag.
http::Response report_answer(const Services& services, const std::string& id, const http::Principal& who);

}  // namespace muster::api
