// Sign-in of the sites' API. Not a public header.
#pragma once

#include <base/time.h>
#include <http/router.h>
#include <http/sign_in.h>
#include <policy/policy.h>
#include <store/database.h>

namespace muster::api {

struct SignInParts {
  const Clock& clock;
  store::Database& database;
  const policy::Policy& policy;
  http::SignIn& sign_in;
};

// Who am I, what is this instance; for anybody, so that the sign-in page can show the instance's kind.
http::Response show_session(const SignInParts& parts, const http::Request& request);
// Errors: sign_in_failed (403), too_many (429), sign_in_busy (503).
http::Response begin_session(const SignInParts& parts, const http::Request& request);
http::Response end_session(const SignInParts& parts, const http::Request& request);
// Errors: password_wrong (403), password_short and its like (422).
http::Response change_password(const SignInParts& parts, const http::Request& request);

// The session's JSON for a principal (or nobody) whose CSRF token is known.
http::Response session_answer(const SignInParts& parts, const std::optional<http::Principal>& principal,
                              const std::string& csrf_token);

void add_sign_in_routes(http::Router& router, const SignInParts& parts);

}  // namespace muster::api
