#include "farm_option.h"

#include "instance.h"
#include <base/files.h>
#include <testing/testing.h>

#include <billing/service.h>

namespace muster::cli {
namespace {

constexpr std::size_t kFarmBytesMax = 64u << 20;

}  // namespace

Result<void> allow_farm(Instance& instance, const std::string& file) {
  if (file.empty()) return {};
  if (instance.kind == "production")
    return refused("farm_in_production", "Sites on loopback can be tested in demo and training instances alone.");
  MUSTER_TRY(const std::string text, read_file(file, kFarmBytesMax));
  MUSTER_TRY(auto sites, testing::parse_farm(text));
  const testing::FarmSites farm(std::move(sites));
  instance.billing.flows.set_farm(farm);
  instance.testing.allow_farm(farm);
  return {};
}

}  // namespace muster::cli
