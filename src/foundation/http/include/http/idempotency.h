// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a creating request sent twice with one key creates once.
// Kept 24 hours: a hash of key and person, a hash of the request, and the answer sealed with a key derived from the
// client's own key, so that whoever reads the database can't read answers in it.
#pragma once

#include <base/random.h>
#include <base/time.h>
#include <http/router.h>
#include <store/database.h>

namespace muster::http {

inline constexpr Duration kIdempotencyKept = std::chrono::hours(24);
inline constexpr std::size_t kIdempotencyKeyMax = 64;

// Wraps a creating handler; without the header it is called as is. Answers below 500 are kept and given again with
// `Idempotency-Replayed: true`. Errors: idempotency_key_invalid, idempotency_key_reused (422: other request, same key),
// idempotency_in_progress (409). Answers over 256 KiB and streams are not kept: their second call is refused as 409.
Handler once(store::Database& database, const Clock& clock, Random& random, Handler handler);

// Removes what is older than a day. Returns how many.
Result<int> sweep_idempotency(store::Database& database, Instant now);

}  // namespace muster::http
