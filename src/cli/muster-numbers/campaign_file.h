// A campaign as a file (TOML): what `muster-numbers campaign create` reads.
#pragma once

#include <base/result.h>

#include <string>

#include <campaigns/campaign.h>

namespace muster::cli {

//   name = "Second stage"          sender = "Example"      place = "any shop"      law = "…" (default: the policy's)
//   [cohort]                       all of them may be left out
//   categories = ["citizen"]       regions, dealers, document_kinds, kinds = ["voice"]
//   held_min = 1                   held_max = 0             registered_before = "2013-09-01"      excess_only = false
//   [[waves]]                      in the order in which a line is tried
//   name = "Three and more"        held_min = 3             held_max = 0            regions = []
//   invite_at = "2026-03-10T08:00:00Z"                      deadline = "2026-05-01T00:00:00Z"
//   warn_at, bar_at, disconnect_at                          later than the least terms
// Errors: file_read, campaign_file (with line and what is wrong; also for a key that is unknown).
Result<campaigns::NewCampaign> read_campaign(const std::string& path);

}  // namespace muster::cli
