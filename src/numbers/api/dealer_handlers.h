// Dealers, their people, devices and signals as docs/openapi-numbers.yaml has them. Not a public header.
#pragma once

#include "handlers.h"

#include <dealers/packets.h>
#include <dealers/service.h>
#include <dealers/signal_service.h>

namespace muster::numbers_api {

// People of a dealer see their own dealer alone.
bool sees_dealer(const http::Principal& who, const std::string& dealer_id);
http::Response not_your_dealer();

json::object dealer_json(const dealers::Dealer& dealer);
json::object place_json(const dealers::Place& place);
json::object device_json(const Services& services, const dealers::Device& device);
json::object packet_json(const dealers::Packet& packet);
json::object signal_json(const dealers::Signal& signal);
// The whole record with its ETag: name, what was registered today, what is open next, time line.
http::Response dealer_answer(const Services& services, const http::Request& request, const dealers::Dealer& dealer,
                             int status = 200);
json::value party_name(store::Transaction& tx, const std::string& id);  // null: there is none

http::Response dealer_list(const Services& services, const http::Request& request);
http::Response dealer_create(const Services& services, const http::Request& request);
http::Response dealer_show(const Services& services, const http::Request& request);
http::Response dealer_contract(const Services& services, const http::Request& request);
http::Response dealer_event(const Services& services, const http::Request& request);
http::Response dealer_place_list(const Services& services, const http::Request& request);
http::Response dealer_place_create(const Services& services, const http::Request& request);
http::Response dealer_worker_list(const Services& services, const http::Request& request);
http::Response dealer_candidates(const Services& services, const http::Request& request);
http::Response dealer_worker_create(const Services& services, const http::Request& request);
http::Response dealer_worker_end(const Services& services, const http::Request& request);
http::Response dealer_code_create(const Services& services, const http::Request& request);
http::Response dealer_device_list(const Services& services, const http::Request& request);
http::Response dealer_device_event(const Services& services, const http::Request& request);
http::Response dealer_packet_list(const Services& services, const http::Request& request);
http::Response signal_list(const Services& services, const http::Request& request);
http::Response signal_event(const Services& services, const http::Request& request);

}  // namespace muster::numbers_api
