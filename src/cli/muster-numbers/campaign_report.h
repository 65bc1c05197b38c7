// What `muster-numbers campaign` prints, for people and as JSON.
#pragma once

#include <string>
#include <vector>

#include <campaigns/service.h>

namespace muster::cli {

std::string campaign_json(const campaigns::Campaign& campaign);
std::string campaign_text(const campaigns::Campaign& campaign);
std::string progress_json(const campaigns::Progress& progress, const std::vector<campaigns::Row>& dealers,
                          const std::vector<campaigns::Forecast>& forecast);
std::string progress_text(const campaigns::Progress& progress, const std::vector<campaigns::Row>& dealers,
                          const std::vector<campaigns::Forecast>& forecast);
// For readers outside of the house: small cells are null.
std::string outward_json(const campaigns::Progress& progress, std::int64_t cell_min);
std::string exemption_json(const campaigns::Exemption& exemption);
std::string move_json(const campaigns::Move& move);

}  // namespace muster::cli
