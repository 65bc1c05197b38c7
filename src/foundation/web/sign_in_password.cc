#include "sign_in_handlers.h"

namespace muster::web {

http::Response change_password(const SignInParts& parts, const http::Request& request) {
  Body body(request);
  const std::string current = body.text("current", parts.sign_in.options().password_max_bytes);
  const std::string next = body.text("next", parts.sign_in.options().password_max_bytes);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_CHECK(parts.sign_in.change_password(*request.principal, current, next));
  return http::Response::no_content();
}

}  // namespace muster::web
