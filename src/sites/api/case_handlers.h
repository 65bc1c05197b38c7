// One handler an action, each in the file of its name. Not a public header.
#pragma once

#include "case_json.h"

namespace muster::api {

http::Response ground_list(const Services& services, const http::Request& request);
http::Response case_list(const Services& services, const http::Request& request);
http::Response case_open(const Services& services, const http::Request& request);
http::Response case_show(const Services& services, const http::Request& request);
http::Response case_event(const Services& services, const http::Request& request);
http::Response case_element(const Services& services, const http::Request& request);
http::Response case_notice(const Services& services, const http::Request& request);
http::Response decision_prepare(const Services& services, const http::Request& request);
http::Response decision_show(const Services& services, const http::Request& request);
http::Response decision_event(const Services& services, const http::Request& request);
http::Response decision_sign(const Services& services, const http::Request& request);
http::Response order_list(const Services& services, const http::Request& request);
http::Response order_show(const Services& services, const http::Request& request);
http::Response order_hold_page(const Services& services, const http::Request& request);
http::Response order_xarf(const Services& services, const http::Request& request);
http::Response order_event(const Services& services, const http::Request& request);
http::Response order_renewal(const Services& services, const http::Request& request);
http::Response order_appeal(const Services& services, const http::Request& request);
http::Response appeal_list(const Services& services, const http::Request& request);
http::Response appeal_show(const Services& services, const http::Request& request);
http::Response appeal_event(const Services& services, const http::Request& request);
http::Response received_order_list(const Services& services, const http::Request& request);
http::Response received_order_enter(const Services& services, const http::Request& request);
http::Response received_order_event(const Services& services, const http::Request& request);

}  // namespace muster::api
