#include <base/month.h>
#include <base/time.h>

namespace muster {

bool is_month(std::string_view text) {
  return text.size() == 7 && parse_day(std::string(text) + "-01").ok();
}

}  // namespace muster
