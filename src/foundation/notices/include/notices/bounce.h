// Letters that came back: delivery status notifications (RFC 3464) in a report (RFC 6522), read for which letter it was
// and whether it failed for good. Nothing of the recipient is kept.
#pragma once

#include <base/result.h>

#include <optional>
#include <string>
#include <string_view>

namespace muster::notices {

class Service;

struct Bounce {
  std::string notice_id;  // out of the letter's Message-ID
  std::string status;     // "5.1.1" (RFC 3463), "" where none is said
};

inline constexpr std::size_t kBounceMaxBytes = 1u << 20;

// Nothing: it is no notification of failure (delayed, relayed, delivered, an answer from a person, or of nobody's
// letter). Pure.
std::optional<Bounce> read_bounce(std::string_view message);

struct TakenBounces {
  int failed = 0;  // letters that are known to have failed now
  int others = 0;  // messages that said nothing of that kind
};
// Reads the maildir that the mail server puts answers into, at most `limit` messages; what was read moves from new/ to
// cur/. A folder that isn't there has none. Errors: file_write, and those of the database.
Result<TakenBounces> take_bounces(const std::string& folder, Service& notices, int limit = 500);

}  // namespace muster::notices
