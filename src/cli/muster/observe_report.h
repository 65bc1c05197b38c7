// The continuous census's counts: on the screen, as metrics, and as the report of a run.
#pragma once

#include <census/observation.h>
#include <census/service.h>
#include <intake/receiver.h>

namespace muster::http {
class Metrics;
}

namespace muster::cli {

// What the receiver took and dropped since `told` becomes part of the next run's report.
void add_receiver(census::IntakeReport& report, const intake::ReceiverCounts& now, const intake::ReceiverCounts& told);
void print_run(const census::Run& run, const census::IntakeReport& intake);
void print_totals(const intake::ReceiverCounts& counts, const census::Observation::Size& size);
void set_figures(http::Metrics& metrics, const intake::ReceiverCounts& counts, const census::Observation::Size& size);

}  // namespace muster::cli
