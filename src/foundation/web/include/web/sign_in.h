// Signing in and out, and who am I, at /api/session.
#pragma once

#include <base/time.h>
#include <http/router.h>
#include <http/sign_in.h>
#include <policy/policy.h>
#include <store/database.h>

namespace muster::web {

// All of it outlives the router.
struct SignInParts {
  const Clock& clock;
  store::Database& database;
  const policy::Policy& policy;
  http::SignIn& sign_in;
};

// GET /api/session for anybody (so that the sign-in page can show the instance's kind), POST and DELETE, and POST
// /api/session/password. Errors: sign_in_failed (403), too_many (429), sign_in_busy (503), password_wrong (403),
// password_short and its like (422).
void add_sign_in_routes(http::Router& router, const SignInParts& parts);

}  // namespace muster::web
