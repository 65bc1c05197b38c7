#include "demo_never_block.h"

#include "instance.h"
#include <restrictions/never_block_service.h>

#include <vector>

namespace muster::cli {
namespace {

struct DemoNames {
  restrictions::NeverBlockKind kind;
  std::vector<std::string> names;
  const char* reason;
  bool confirmed;
};

std::vector<DemoNames> demo_names() {
  using K = restrictions::NeverBlockKind;
  return {{K::emergency, {"112.example", "fire.example", "flood-warning.example"}, "Emergency services.", true},
          {K::health, {"hospital.example", "poison-centre.example"}, "The register of hospitals.", true},
          {K::news_agency, {"press-agency.example"}, "The press council's list.", true},
          {K::resolver, {"dns.carrier.example"}, "Resolvers of the operator.", true},
          {K::operator_name, {"carrier.example", "authority.example"}, "The operator's and the register's own.", true},
          {K::top_site, {"search.example", "maps.example"}, "The most visited of the year.", false}};
}

}  // namespace

Result<void> load_demo_never_block(Instance& instance, const std::string& first, const std::string& second) {
  const restrictions::NeverBlockService list(instance.database, instance.recorder);
  MUSTER_TRY(const auto there, list.proposals({}, "", 1));
  if (!there.items.empty()) return {};
  for (const DemoNames& each : demo_names()) {
    MUSTER_TRY(const auto made,
               list.propose(restrictions::NeverBlockAction::add, each.kind, each.names, each.reason, first));
    if (each.confirmed) MUSTER_CHECK_OK(list.confirm(made.id, made.version, second));
  }
  return {};
}

}  // namespace muster::cli
