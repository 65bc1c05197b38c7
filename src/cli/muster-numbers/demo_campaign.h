// The demonstration's campaign: the lines of the former register are to be registered again. Drafted by the operator; a
// supervisor approves it.
#pragma once

#include "instance.h"

namespace muster::cli {

Result<campaigns::Campaign> draft_demo_campaign(Instance& instance, const std::string& operator_id);

}  // namespace muster::cli
