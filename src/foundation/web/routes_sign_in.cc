#include "sign_in_handlers.h"

namespace muster::web {

void add_sign_in_routes(http::Router& router, const SignInParts& parts) {
  using Handle = http::Response (*)(const SignInParts&, const http::Request&);
  const auto with = [parts](Handle handle) {
    return [parts, handle](const http::Request& request) { return handle(parts, request); };
  };
  constexpr std::size_t kBodyMax = 4'096;
  router.add({"GET", "/api/session", http::Access::anybody(), with(show_session), 0});
  // No session token yet, or an old one that is being replaced: other sites are kept out by fetch metadata, by Origin
  // and by the content type that no form can send.
  router.add({"POST", "/api/session", http::Access::anybody(), with(begin_session), kBodyMax, http::Csrf::same_site});
  router.add({"DELETE", "/api/session", http::Access::signed_in(), with(end_session), 0});
  router.add({"POST", "/api/session/password", http::Access::signed_in(), with(change_password), kBodyMax});
}

}  // namespace muster::web
