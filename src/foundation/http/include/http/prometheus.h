// Figures about the server itself for Prometheus. Labels are route patterns, methods and statuses, never paths or
// people. Thread-safe.
#pragma once

#include <http/router.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace muster::http {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  void request(const std::string& method, const std::string& pattern, int status, double seconds);
  void connections(std::int64_t open);
  void queue_depth(std::int64_t waiting);
  // A gauge that another room sets, e.g. ("muster_ledger_pending", "Leaves without an index.", 3).
  void gauge(const std::string& name, const std::string& help, double value);
  // Called before text() is made, every five seconds at most: for gauges that are read when somebody asks.
  void before_reading(std::function<void()> look);
  std::string text() const;  // text exposition format 0.0.4

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

const char* program_version();  // "0.1.0"

// GET /metrics. With a token it asks for `Authorization: Bearer <token>`; without one anybody may read it.
void add_metrics_route(Router& router, Metrics& metrics, std::string bearer_token = {});

}  // namespace muster::http
