#include "browser_sight.h"

#include <policy/policy.h>

namespace muster::cli {

BrowserSight::BrowserSight(const policy::Policy& policy)
    : percent_(static_cast<int>(policy.number("testing.browser_percent"))) {
  options_.program = policy.text("testing.browser");
  options_.browsers = static_cast<int>(policy.number("testing.browsers_at_once"));
  options_.memory_max_bytes = static_cast<std::size_t>(policy.number("testing.browser_memory_max"));
}

std::optional<testing::BrowserEyes> BrowserSight::eyes() {
  if (!browser::is_installed(options_.program)) return {};
  testing::BrowserEyes out;
  out.at_once = options_.browsers;
  out.percent = percent_;
  out.render = [this](const testing::RenderRequest& request) {
    std::call_once(once_, [this] { pool_ = std::make_unique<browser::Pool>(options_); });
    return pool_->render(request);
  };
  return out;
}

}  // namespace muster::cli
