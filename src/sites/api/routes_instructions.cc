// What providers are told of orders: their own people see and say what is theirs, operators work with all.
#include "instruction_handlers.h"
#include "routes.h"
#include <http/rate_limit.h>

#include <memory>

namespace muster::api {
namespace {

constexpr int kAnswersAMinute = 120;  // of one client

}  // namespace

void add_instruction_routes(http::Router& router, const Services& services) {
  using http::Access;
  const Routes routes(router, services);
  const Access readers =
      Access::any_of({"partner_user", "operator", "examiner", "decider", "confirmer", "security_decider",
                      "security_confirmer", "appeal_officer", "auditor", "supervisor"});
  const Access house = Access::any_of({"operator", "auditor", "supervisor"});
  const Access ways = Access::any_of({"partner_user", "operator", "auditor", "supervisor"});
  const Access speakers = Access::any_of({"partner_user", "operator"});
  const Access operators = Access::any_of({"operator"});
  routes.add("GET", "/api/instructions", readers, instruction_list);
  routes.add("GET", "/api/instructions.csv", readers, instruction_csv);
  routes.add("POST", "/api/instructions/answers", speakers, instruction_say);
  routes.create("/api/instructions/files", speakers, instruction_file, instructions::kFileMax);
  routes.add("GET", "/api/instructions/{id}", readers, instruction_show);
  routes.add("POST", "/api/instructions/{id}/events", operators, instruction_event);
  routes.add("GET", "/api/instruction-providers", house, instruction_providers);
  routes.add("GET", "/api/instruction-messages", ways, instruction_messages);
  routes.add("POST", "/api/instruction-messages/{id}/events", operators, instruction_message_event);
  routes.add("GET", "/api/provider-channels", ways, provider_channel_show);
  routes.create("/api/provider-channels", speakers, provider_channel_file);
  routes.add("POST", "/api/provider-channels/{id}/events", speakers, provider_channel_event);
  routes.add("PUT", "/api/provider-contacts", speakers, provider_contact_put);
  // A provider's machine shows its key with each answer. The limiter lives as long as the route.
  const auto limiter = std::make_shared<http::RateLimiter>(services.clock, kAnswersAMinute, std::chrono::minutes(1));
  const auto take = http::limited(
      *limiter, [services](const http::Request& request) { return instruction_answer(services, request); });
  router.add({.method = "POST",
              .pattern = "/api/instruction-answers",
              .access = Access::anybody(),
              .handler = [limiter, take](const http::Request& request) { return take(request); },
              .body_max_bytes = 1 << 20,
              .csrf = http::Csrf::none});
}

}  // namespace muster::api
