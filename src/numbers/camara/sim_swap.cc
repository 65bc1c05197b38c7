// POST /sim-swap/v2/check and /sim-swap/v2/retrieve-date
#include "serve.h"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::camara {
namespace {

constexpr const char* kMonitored = "camara.sim_swap_monitored";
constexpr std::int64_t kMaxAge = 240;

constexpr Property kCheckProperties[] = {
    {"phoneNumber", Form::phone},
    {.name = "maxAge", .form = Form::integer, .min = 1, .max = 2400},
};
constexpr BodyRules kCheckBody{kCheckProperties};
constexpr Property kDateProperties[] = {{"phoneNumber", Form::phone}};
constexpr BodyRules kDateBody{kDateProperties};
constexpr Operation kCheckOperation{
    .name = "sim-swap:check",
    .allowed = [](const Token& token) { return token.has("sim-swap") || token.has("sim-swap:check"); },
    .body = &kCheckBody,
};
constexpr Operation kDateOperation{
    .name = "sim-swap:retrieve-date",
    .allowed = [](const Token& token) { return token.has("sim-swap") || token.has("sim-swap:retrieve-date"); },
    .body = &kDateBody,
};

std::int64_t monitored_days(const Service& service) {
  return std::chrono::duration_cast<std::chrono::hours>(service.policy().duration(kMonitored)).count() / 24;
}

std::optional<Instant> changed_at(store::Transaction& tx, const Subject& subject) {
  return latest_sim_change(lines::sims_of(tx, subject.line.id), subject.ownership.from);
}

}  // namespace

http::Response check_sim_swap(const Service& service, const http::Request& request) {
  return serve(
      service, request, kCheckOperation,
      [&](const Access&, const Body& body) -> std::optional<Problem> {
        if (std::chrono::hours(body.integer_or("maxAge", kMaxAge)) <= service.policy().duration(kMonitored))
          return std::nullopt;
        return problem(Fault::out_of_range,
                       fmt::format("maxAge goes beyond the monitored period of {} days.", monitored_days(service)));
      },
      [&](store::Transaction& tx, const Subject& subject, const Access&, const Body& body) -> Result<Answer> {
        const auto at = changed_at(tx, subject);
        const std::chrono::hours age(body.integer_or("maxAge", kMaxAge));
        boost::json::object out;
        out["swapped"] = at && *at >= service.clock().now() - age;
        return Answer(boost::json::serialize(out));
      });
}

http::Response retrieve_sim_swap_date(const Service& service, const http::Request& request) {
  return serve(service, request, kDateOperation, {},
               [&](store::Transaction& tx, const Subject& subject, const Access&, const Body&) -> Result<Answer> {
                 const auto at = changed_at(tx, subject);
                 boost::json::object out;
                 if (at && *at >= service.clock().now() - service.policy().duration(kMonitored)) {
                   out["latestSimChange"] = to_rfc3339(*at);
                 } else {
                   out["latestSimChange"] = nullptr;
                   out["monitoredPeriod"] = monitored_days(service);
                 }
                 return Answer(boost::json::serialize(out));
               });
}

}  // namespace muster::camara
