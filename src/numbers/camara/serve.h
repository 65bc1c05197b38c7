// What every operation has in common: bearer token, scope, x-correlator, body, the number that is asked about. Not a
// public header.
#pragma once

#include "body.h"

#include <functional>

#include <camara/service.h>
#include <camara/subscriptions.h>

namespace muster::camara {

struct Operation {
  const char* name;                                                     // in the ledger
  bool (*allowed)(const Token& token);                                  // by its scopes
  const BodyRules* body = nullptr;                                      // nullptr: none is read
  std::variant<Body, Problem> (*read)(const http::Request&) = nullptr;  // instead: a body that is not flat
  Identifying identifying = Identifying::exclusive;
  bool may_be_excluded = true;
  Fault excluded = Fault::service_not_applicable;  // how that is answered
};

// What can be refused before the register is asked.
using Precheck = std::function<std::optional<Problem>(const Access&, const Body&)>;
using Work = std::function<Result<Answer>(store::Transaction&, const Subject&, const Access&, const Body&)>;

// Who asks, if they may: in this order 401, 429 for the client's rate, 403 for the scope, 400 for x-correlator.
std::variant<Access, Problem> admit(const Service& service, const http::Request& request,
                                    bool (*allowed)(const Token& token));
// With the request's x-correlator.
http::Response respond(const Service& service, const http::Request& request, const Answer& answer, int status = 200);
Problem problem_of(const Error& error);

// Admission, 400 for the body, the precheck, the number, the work.
http::Response serve(const Service& service, const http::Request& request, const Operation& operation,
                     const Precheck& precheck, const Work& work);

// One file an action.
http::Response match(const Service& service, const http::Request& request);
http::Response fill_in(const Service& service, const http::Request& request);
http::Response verify_age(const Service& service, const http::Request& request);
http::Response check_tenure(const Service& service, const http::Request& request);
http::Response verify_number(const Service& service, const http::Request& request);
http::Response share_number(const Service& service, const http::Request& request);
http::Response check_sim_swap(const Service& service, const http::Request& request);
http::Response retrieve_sim_swap_date(const Service& service, const http::Request& request);
http::Response check_recycling(const Service& service, const http::Request& request);
http::Response retrieve_status(const Service& service, const http::Request& request);
http::Response token(const Service& service, const http::Request& request);
http::Response create_subscription(const Service& service, const Subscriptions& subscriptions,
                                   const http::Request& request);
http::Response list_subscriptions(const Service& service, const Subscriptions& subscriptions,
                                  const http::Request& request);
http::Response show_subscription(const Service& service, const Subscriptions& subscriptions,
                                 const http::Request& request);
http::Response delete_subscription(const Service& service, const Subscriptions& subscriptions,
                                   const http::Request& request);

}  // namespace muster::camara
