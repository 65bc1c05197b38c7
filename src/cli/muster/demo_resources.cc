#include "demo_resources.h"

#include "demo_people.h"
#include "instance.h"
#include <holders/import.h>
#include <identifiers/contact.h>
#include <resources/service.h>

#include <sstream>

#include <fmt/format.h>

namespace muster::cli {
namespace {

const resources::Actor kRegister{kDemo, "", true};

identifiers::AddressRange range_of(const std::string& text) {
  return *identifiers::parse_address_range(text);
}

Result<void> lease(Instance& instance, const resources::Block& block, const std::string& to, int number, bool checked) {
  using resources::LeaseEvent;
  MUSTER_TRY(auto made, instance.resources.propose({block.id, to, fmt::format("DEMO-L-{}", number), true}, kRegister));
  MUSTER_TRY(made, instance.resources.apply_lease(made.id, made.version, {LeaseEvent::check_licence}, kRegister));
  if (!checked) return {};
  MUSTER_TRY(made, instance.resources.apply_lease(made.id, made.version, {LeaseEvent::activate}, kRegister));
  return {};
}

Result<std::int64_t> import_registry(Instance& instance, const std::string& csv, const std::string& file) {
  std::istringstream in(csv);
  holders::ImportOptions options;
  options.source = "registry.example";
  options.file_name = file;
  options.actor = kDemo;
  const holders::Importer importer(instance.database, instance.recorder, instance.vault, instance.policy,
                                   instance.filings);
  MUSTER_TRY(const auto result, importer.run(in, options));
  return result.added + result.changed + result.already_in;
}

}  // namespace

Result<void> load_demo_blocks(Instance& instance, const DemoParties& parties) {
  MUSTER_TRY(const auto root, instance.resources.record_root(
                                  {range_of("192.0.2.0/24"), parties.carrier, "Registry (demo), 2026-01"}, kRegister));
  for (std::size_t i = 0; i < parties.providers.size(); ++i) {
    const auto number = static_cast<int>(i);
    resources::NewAllocation asked{root.id, range_of(fmt::format("192.0.2.{}/27", number * 32)), parties.providers[i]};
    asked.particulars.name = fmt::format("DEMO-NET-{}", number + 1);
    asked.particulars.location = "Exampleton, room " + std::to_string(number + 1);
    MUSTER_TRY(const auto block, instance.resources.allocate(asked, kRegister));
    MUSTER_CHECK_OK(lease(instance, block, parties.providers[i], number + 1, i + 1 < parties.providers.size()));
  }
  // A second block whose source nobody has recorded yet: nothing can be given out of it.
  MUSTER_TRY([[maybe_unused]] const auto open,
             instance.resources.record_root({range_of("198.51.100.0/24"), parties.carrier, ""}, kRegister));
  return {};
}

Result<std::int64_t> load_demo_registry(Instance& instance, const DemoRegister& made) {
  MUSTER_TRY(const auto before, import_registry(instance, made.registry_before, "registry-2025.csv"));
  MUSTER_TRY(const auto now, import_registry(instance, made.registry_now, "registry-2026.csv"));
  return std::max(before, now);
}

}  // namespace muster::cli
