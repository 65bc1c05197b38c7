#include <base/bytes.h>
#include <http/prometheus.h>

#include <array>
#include <chrono>
#include <mutex>
#include <optional>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace muster::http {
namespace {

constexpr std::chrono::seconds kLookEvery{5};

// Only methods of our own, so that a client can't make up labels without end.
std::string known_method(const std::string& method) {
  static constexpr std::array<std::string_view, 7> kKnown{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return std::find(kKnown.begin(), kKnown.end(), method) == kKnown.end() ? "other" : method;
}

}  // namespace

const char* program_version() {
  return MUSTER_VERSION;
}

struct Metrics::Inside {
  std::mutex looking;
  std::function<void()> look;
  std::optional<std::chrono::steady_clock::time_point> looked;
  ::prometheus::Registry registry;
  ::prometheus::Family<::prometheus::Counter>& requests =
      ::prometheus::BuildCounter().Name("muster_http_requests_total").Help("Requests answered.").Register(registry);
  ::prometheus::Family<::prometheus::Histogram>& seconds = ::prometheus::BuildHistogram()
                                                               .Name("muster_http_request_seconds")
                                                               .Help("Time to answer, by route.")
                                                               .Register(registry);
  ::prometheus::Gauge& open =
      ::prometheus::BuildGauge().Name("muster_http_connections").Help("Open connections.").Register(registry).Add({});
  ::prometheus::Gauge& waiting = ::prometheus::BuildGauge()
                                     .Name("muster_http_queue_depth")
                                     .Help("Requests that wait for a worker.")
                                     .Register(registry)
                                     .Add({});
};

Metrics::Metrics() : inside_(std::make_unique<Inside>()) {
  ::prometheus::BuildGauge()
      .Name("muster_build_info")
      .Help("The version that runs; always 1.")
      .Register(inside_->registry)
      .Add({{"version", program_version()}})
      .Set(1);
}
Metrics::~Metrics() = default;

void Metrics::request(const std::string& method, const std::string& pattern, int status, double seconds) {
  static const ::prometheus::Histogram::BucketBoundaries kBuckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                                  0.25,  0.5,    1,     2.5,  5,     10};
  inside_->requests.Add({{"method", known_method(method)}, {"route", pattern}, {"status", std::to_string(status)}})
      .Increment();
  inside_->seconds.Add({{"route", pattern}}, kBuckets).Observe(seconds);
}

void Metrics::connections(std::int64_t open) {
  inside_->open.Set(static_cast<double>(open));
}
void Metrics::queue_depth(std::int64_t waiting) {
  inside_->waiting.Set(static_cast<double>(waiting));
}

void Metrics::gauge(const std::string& name, const std::string& help, double value) {
  ::prometheus::BuildGauge().Name(name).Help(help).Register(inside_->registry).Add({}).Set(value);
}

void Metrics::before_reading(std::function<void()> look) {
  const std::lock_guard lock(inside_->looking);
  inside_->look = std::move(look);
}

std::string Metrics::text() const {
  {
    const std::lock_guard lock(inside_->looking);
    const auto now = std::chrono::steady_clock::now();
    if (inside_->look && (!inside_->looked || now - *inside_->looked >= kLookEvery)) {
      inside_->look();
      inside_->looked = now;
    }
  }
  return ::prometheus::TextSerializer().Serialize(inside_->registry.Collect());
}

void add_metrics_route(Router& router, Metrics& metrics, std::string bearer_token) {
  router.add({"GET", "/metrics", Access::anybody(),
              [&metrics, wanted = "Bearer " + bearer_token, open = bearer_token.empty()](const Request& request) {
                if (!open && !constant_time_equal(request.header("authorization"), wanted)) {
                  Response refusal = Response::problem(refused("sign_in_required", "Send the token for metrics."));
                  return refusal.header("WWW-Authenticate", "Bearer");
                }
                return Response::text(metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
              }});
}

}  // namespace muster::http
