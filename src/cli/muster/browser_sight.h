// The browser that visits use where plain HTTP shows nothing, made when it is first needed.
#pragma once

#include <testing/browser.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <browser/browser.h>

namespace muster::policy {
class Policy;
}

namespace muster::cli {

class BrowserSight {
 public:
  explicit BrowserSight(const policy::Policy& policy);
  // Nothing where none is installed or wanted: pages are read as they came then.
  std::optional<testing::BrowserEyes> eyes();
  const std::string& program() const { return options_.program; }

 private:
  browser::PoolOptions options_;
  const int percent_;
  std::once_flag once_;
  std::unique_ptr<browser::Pool> pool_;
};

}  // namespace muster::cli
