// What every operation has in common: bearer token, scope, x-correlator, body, the number that is asked about. Not a
// public header.
#pragma once

#include "body.h"

#include <functional>

#include <camara/service.h>

namespace muster::camara {

struct Operation {
  const char* name;                     // in the ledger
  bool (*allowed)(const Token& token);  // by its scopes
  const BodyRules* body = nullptr;      // nullptr: none is read
  Identifying identifying = Identifying::exclusive;
  bool may_be_excluded = true;
};

// What can be refused before the register is asked.
using Precheck = std::function<std::optional<Problem>(const Access&, const Body&)>;
using Work = std::function<Result<Answer>(store::Transaction&, const Subject&, const Access&, const Body&)>;

// In this order: 401, 403 for the scope, 400 for x-correlator and body, the precheck, the number, the work. The answer
// carries the request's x-correlator.
http::Response serve(const Service& service, const http::Request& request, const Operation& operation,
                     const Precheck& precheck, const Work& work);

http::Response to_response(const Problem& problem);

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

}  // namespace muster::camara
