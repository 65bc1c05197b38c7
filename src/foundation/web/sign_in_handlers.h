// One file an action. Not a public header.
#pragma once

#include <web/json.h>
#include <web/sign_in.h>

namespace muster::web {

http::Response show_session(const SignInParts& parts, const http::Request& request);
http::Response begin_session(const SignInParts& parts, const http::Request& request);
http::Response end_session(const SignInParts& parts, const http::Request& request);
http::Response change_password(const SignInParts& parts, const http::Request& request);

// The session's JSON for a principal (or nobody) whose CSRF token is known.
http::Response session_answer(const SignInParts& parts, const std::optional<http::Principal>& principal,
                              const std::string& csrf_token);

}  // namespace muster::web
