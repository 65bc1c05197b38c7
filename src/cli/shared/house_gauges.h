// How the instance stands, for Prometheus: read when somebody reads /metrics, every five seconds at most. Names begin
// with muster_; deploy/prometheus/muster.rules.yml alarms on them.
#pragma once

#include <base/time.h>
#include <http/prometheus.h>
#include <store/database.h>

#include <functional>
#include <string>

namespace muster::cli {

// `more`: what one program has beside the other. Everything outlives the metrics' last reading.
void export_house(http::Metrics& metrics, store::Database& database, const std::string& data, const Clock& clock,
                  std::function<void(http::Metrics&)> more = {});

}  // namespace muster::cli
