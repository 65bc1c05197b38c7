#include <base/words.h>
#include <resources/block.h>

#include <array>

namespace muster::resources {
namespace {

constexpr std::array<const char*, 4> kModes{"unknown", "static", "dynamic", "reserved"};

}  // namespace

const char* to_text(UseMode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}
std::optional<UseMode> use_mode(std::string_view text) {
  return find_word<UseMode>(kModes, text);
}

std::vector<std::string> lacking(const Block& block) {
  std::vector<std::string> out;
  if (block.parent_id.empty() && block.source.empty()) out.emplace_back("source");
  if (block.particulars.mode == UseMode::unknown) out.emplace_back("mode");
  // What nobody uses yet has no gateway.
  if (block.state == BlockState::assigned && block.particulars.gateway.empty()) out.emplace_back("gateway");
  if (block.particulars.location.empty()) out.emplace_back("location");
  return out;
}

}  // namespace muster::resources
