// The desk of those who work on cases: queues, claims, conflicts of interest, duties, who is missing, care. Not a
// public header.
#pragma once

#include "case_json.h"
#include <cases/desk.h>

namespace muster::http {
class Router;
}

namespace muster::api {

cases::Desk desk_of(const Services& services);
json::object queue_row_json(store::Transaction& tx, const cases::QueueRow& row, const http::Principal& who,
                            Instant now);
http::Response queue_rows_answer(const Services& services, const std::vector<cases::QueueRow>& rows,
                                 const http::Principal& who, const std::string& next);
json::object conflict_json(const cases::Conflict& conflict);
json::object duty_json(store::Transaction& tx, const cases::Duty& duty, Instant now);

http::Response queue_list(const Services& services, const http::Request& request);
http::Response queue_mine(const Services& services, const http::Request& request);
http::Response queue_next(const Services& services, const http::Request& request);
http::Response case_claim_show(const Services& services, const http::Request& request);
http::Response case_claim_event(const Services& services, const http::Request& request);
http::Response case_history(const Services& services, const http::Request& request);
http::Response conflict_list(const Services& services, const http::Request& request);
http::Response conflict_declare(const Services& services, const http::Request& request);
http::Response conflict_event(const Services& services, const http::Request& request);
http::Response duty_list(const Services& services, const http::Request& request);
http::Response duty_enter(const Services& services, const http::Request& request);
http::Response duty_event(const Services& services, const http::Request& request);
http::Response staffing_list(const Services& services, const http::Request& request);
http::Response staffing_people(const Services& services, const http::Request& request);
http::Response delegation_list(const Services& services, const http::Request& request);
http::Response delegation_give(const Services& services, const http::Request& request);
http::Response delegation_event(const Services& services, const http::Request& request);
http::Response pool_list(const Services& services, const http::Request& request);
http::Response pool_propose(const Services& services, const http::Request& request);
http::Response pool_event(const Services& services, const http::Request& request);
http::Response care_show(const Services& services, const http::Request& request);
http::Response care_change(const Services& services, const http::Request& request);
http::Response care_view(const Services& services, const http::Request& request);

void add_desk_routes(http::Router& router, const Services& services);

}  // namespace muster::api
