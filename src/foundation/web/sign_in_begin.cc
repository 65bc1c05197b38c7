#include "sign_in_handlers.h"

namespace muster::web {

http::Response begin_session(const SignInParts& parts, const http::Request& request) {
  Body body(request);
  const std::string login = body.text("login", 64);
  const std::string password = body.text("password", parts.sign_in.options().password_max_bytes);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const http::SignedIn in, parts.sign_in.sign_in(login, password, request.client_key));
  return session_answer(parts, in.principal, in.csrf_token)
      .header("Set-Cookie", parts.sign_in.session_cookie(in.token));
}

}  // namespace muster::web
