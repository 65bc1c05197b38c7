// Bundles on the terminal, as tables or JSON.
#pragma once

#include <content/neutral.h>

#include <string>
#include <vector>

#include <bundles/bundles.h>

namespace muster::cli {

void print_bundles(const std::vector<bundles::BundleRow>& found, bool json);
void print_bundle(const bundles::BundleRow& bundle, const std::vector<bundles::Rerun>& reruns,
                  const std::vector<bundles::DayCount>& counts, bool json);
void print_rerun(const bundles::Rerun& rerun, bool json);
void print_publishers(const std::vector<bundles::Publisher>& found, bool json);
// False positives by corpus.
void print_rates(const content::NeutralReport& report, bool json);

}  // namespace muster::cli
