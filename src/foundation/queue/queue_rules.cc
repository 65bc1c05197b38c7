#include "queue_rules.h"

#include <base/text.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::queue {

Result<void> check(const Options& options) {
  const auto small = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (options.name.empty() || options.name.size() > 40 || options.name[0] < 'a' || options.name[0] > 'z' ||
      !std::all_of(options.name.begin(), options.name.end(), small))
    return invalid("queue_name", "A queue's name is a small letter, then at most 39 small letters, digits and _.");
  return {};
}

Result<void> check(std::span<const Item> items) {
  if (items.size() > kPutMax)
    return invalid("queue_put_size", fmt::format("At most {} items are put at once.", kPutMax), "items");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    // NATS carries the id in a header field: no line breaks, and no blanks that would be lost.
    const bool plain = std::all_of(item.id.begin(), item.id.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (item.id.empty() || item.id.size() > kIdBytesMax || !plain)
      return invalid("queue_item", "An item's id is 1 to 200 printable ASCII characters.",
                     fmt::format("items[{}].id", i));
    if (item.body.size() > kBodyBytesMax || !is_valid_utf8(item.body))
      return invalid("queue_item", "An item's body is UTF-8 text of at most 64 KiB.", fmt::format("items[{}].body", i));
  }
  return {};
}

}  // namespace muster::queue
