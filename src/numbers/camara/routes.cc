#include "serve.h"

#include <camara/routes.h>

namespace muster::camara {
namespace {

struct Path {
  const char* method;
  const char* pattern;
  http::Response (*handle)(const Service&, const http::Request&);
};

constexpr Path kPaths[] = {
    {"POST", "/kyc-match/v0.4/match", match},
    {"POST", "/kyc-fill-in/v0.4/fill-in", fill_in},
    {"POST", "/kyc-age-verification/v0.2/verify", verify_age},
    {"POST", "/kyc-tenure/v0.3rc1/check-tenure", check_tenure},
    {"POST", "/number-verification/v2/verify", verify_number},
    {"GET", "/number-verification/v2/device-phone-number", share_number},
    {"POST", "/sim-swap/v2/check", check_sim_swap},
    {"POST", "/sim-swap/v2/retrieve-date", retrieve_sim_swap_date},
    {"POST", "/number-recycling/v0.2/check", check_recycling},
    {"POST", "/subscription-status/v0.1/retrive-subscription-status", retrieve_status},
    // As the published plan spells it, against its own definition.
    {"POST", "/subscription-status/v0.1/retrieve-subscription-status", retrieve_status},
    {"POST", "/oauth2/token", token},
};

struct SubscriptionPath {
  const char* method;
  const char* pattern;
  http::Response (*handle)(const Service&, const Subscriptions&, const http::Request&);
};
constexpr SubscriptionPath kSubscriptionPaths[] = {
    {"POST", "/sim-swap-subscriptions/v0.3/subscriptions", create_subscription},
    {"GET", "/sim-swap-subscriptions/v0.3/subscriptions", list_subscriptions},
    {"GET", "/sim-swap-subscriptions/v0.3/subscriptions/{id}", show_subscription},
    {"DELETE", "/sim-swap-subscriptions/v0.3/subscriptions/{id}", delete_subscription},
};

void add_route(http::Router& router, const char* method, const char* pattern, http::Handler handler) {
  http::Route route;
  route.method = method;
  route.pattern = pattern;
  route.access = http::Access::anybody();  // a bearer token decides, not a session
  route.handler = std::move(handler);
  route.body_max_bytes = kBodyMaxBytes;
  route.csrf = http::Csrf::none;
  router.add(std::move(route));
}

}  // namespace

void add_routes(http::Router& router, const Service& service, const Subscriptions& subscriptions) {
  for (const Path& path : kPaths)
    add_route(router, path.method, path.pattern,
              [&service, handle = path.handle](const http::Request& request) { return handle(service, request); });
  for (const SubscriptionPath& path : kSubscriptionPaths)
    add_route(router, path.method, path.pattern,
              [&service, &subscriptions, handle = path.handle](const http::Request& request) {
                return handle(service, subscriptions, request);
              });
}

}  // namespace muster::camara
