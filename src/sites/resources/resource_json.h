// JSON that is stored: reasons and bodies of events. Inside of resources.
#pragma once

#include <resources/block.h>

#include <string>
#include <vector>

namespace muster::resources {

std::string to_json(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(const std::string& json);  // what isn't an array of texts reads as empty

std::string recorded_body(const Block& block, const std::string& import_id);
std::string step_body(const Block& block, BlockState from, BlockEvent event, const std::vector<std::string>& parts);
std::string changed_body(const Block& block);
std::string lease_body(const Lease& lease, const AddressRange& range, LeaseState from);

}  // namespace muster::resources
