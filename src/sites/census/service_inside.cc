#include "service_inside.h"

#include <base/text.h>
#include <names/name.h>
#include <policy/policy.h>

#include <fmt/format.h>

namespace muster::census {

const policy::Policy& Service::Inside::policy() const {
  return config.policy ? *config.policy : policy::Policy::standard();
}

Result<void> Service::Inside::check_k(int k) const {
  if (k > kDistinctClientsMax) return invalid("census_k", "k must lie between 1 and 1,000 distinct clients.", "k");
  if (k >= config.k_min) return {};
  return refused("census_k_below_policy",
                 fmt::format("k may not be less than {}: sites that fewer clients asked for could point to a person.",
                             config.k_min),
                 "k");
}

Result<Outcome> Service::Inside::compute(Service& service, Source& source, const RunOptions& options,
                                         Progress* progress) {
  ReconcileOptions how;
  how.format = options.format;
  how.k = options.k;
  how.origin = options.origin;
  how.threads = config.threads;
  how.day = static_cast<std::int32_t>(recorder.clock().now().micros / 86'400'000'000);
  how.salt.resize(16);
  recorder.random().fill({reinterpret_cast<std::uint8_t*>(how.salt.data()), how.salt.size()});
  return reconcile(
      source, [&](Format format) { return service.current_register(format == Format::csv); }, how, progress);
}

std::string clean_source_name(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  std::string out(utf8_prefix(name, 200));
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return out;
}

Result<std::string> clean_prefix(std::string_view text) {
  text = trim(text);
  const auto wrong = [] {
    return invalid("census_query", "Search for the begin of a name, or for its end with a dot in front.", "q");
  };
  if (text.size() > names::kNameMax) return wrong();
  if (text.starts_with('*')) text.remove_prefix(1);
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      // International text can only be searched for as whole labels.
      const bool ending = text.starts_with('.');
      const auto name = names::parse_name(ending ? text.substr(1) : text, {.single_label = true});
      if (!name.ok()) return wrong();
      return (ending ? "." : "") + name.value().ascii;
    }
    const bool good =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!good) return wrong();
    out += c;
  }
  return to_lower_ascii(out);
}

}  // namespace muster::census
