// POST /sim-swap-subscriptions/v0.3/subscriptions
#include "serve.h"
#include <base/text.h>

#include <camara/subscription_rules.h>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr Operation kSubscribe{
    .name = "sim-swap-subscriptions:create",
    .allowed =
        [](const Token& token) {
          return token.has("sim-swap-subscriptions:org.camaraproject.sim-swap-subscriptions.v0.swapped:create");
        },
    .read = &read_subscription,
    .excluded = Fault::unsupported_identifier,
};

std::optional<Instant> instant_in(const Body& body, std::string_view name) {
  const auto text = body.maybe_text(name);
  return text ? std::optional(*parse_rfc3339(*text)) : std::nullopt;
}

NewSubscription asked_in(const Access& access, const Body& body) {
  NewSubscription asked;
  asked.sink = body.text("sink");
  asked.sink_token = body.text("sinkToken");
  asked.token_expires_at = instant_in(body, "sinkTokenExpires");
  asked.expires_at = instant_in(body, "expires");
  if (const std::int64_t most = body.integer_or("maxEvents", 0); most > 0) asked.max_events = most;
  asked.by_token = access.msisdn != 0;
  return asked;
}

std::optional<Problem> refused_now(const Body& body, Instant now, const std::vector<std::string>& networks) {
  if (const auto expires = instant_in(body, "expires"); expires && *expires <= now)
    return problem(Fault::invalid_argument, "subscriptionExpireTime is in the past.");
  if (const auto expires = instant_in(body, "sinkTokenExpires"); expires && *expires <= now + kBeforeTokenExpiry)
    return problem(Fault::invalid_argument, "The access token of the sink expires within a minute.");
  if (!is_sink(body.text("sink"), networks)) return problem(Fault::invalid_sink);
  return std::nullopt;
}

// RFC 7240: whether the client wants 202 with the identifier instead of 201 with the whole of it.
bool prefers_async(const http::Request& request) {
  for (const auto part : split(request.header("prefer"), ','))
    if (to_lower_ascii(trim(part)) == "respond-async") return true;
  return false;
}

}  // namespace

http::Response create_subscription(const Service& service, const Subscriptions& subscriptions,
                                   const http::Request& request) {
  const bool async = prefers_async(request);
  http::Response out = serve(
      service, request, kSubscribe,
      [&](const Access&, const Body& body) {
        return refused_now(body, service.clock().now(), service.policy().list("camara.sink_networks"));
      },
      [&](store::Transaction& tx, const Subject& subject, const Access& access, const Body& body) -> Result<Answer> {
        MUSTER_TRY(const auto made, subscriptions.make(tx, access, subject, asked_in(access, body)));
        if (const auto* refusal = std::get_if<Problem>(&made)) return Answer(*refusal);
        const auto& shown = std::get<Shown>(made);
        return Answer(async ? fmt::format(R"({{"id":{}}})", json_quote(shown.subscription.id))
                            : subscription_json(shown.subscription, shown.phone));
      });
  if (out.status != 200) return out;
  out.status = async ? 202 : 201;
  if (async) out.header("Preference-Applied", "respond-async");
  return out;
}

}  // namespace muster::camara
