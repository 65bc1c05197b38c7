#include "sign_in_handlers.h"

namespace muster::web {

http::Response end_session(const SignInParts& parts, const http::Request& request) {
  MUSTER_ANSWER_CHECK(parts.sign_in.sign_out(*request.principal));
  return http::Response::no_content().header("Set-Cookie", parts.sign_in.session_cookie(""));
}

}  // namespace muster::web
