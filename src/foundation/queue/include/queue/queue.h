// Work for many hands: small items that any worker of any machine may take. At least once, never lost: an item that was
// put stays until somebody says that it is done with. Who takes one has it for a lease; what is not done with by then
// goes to the next. An item that ends its workers again and again is set aside with the reason, for people.
//
// Two forms with one contract and one suite of tests (queue_test.cc): `embedded` in the database (one machine, or a
// few on one PostgreSQL), `jetstream` in a NATS JetStream work queue (many machines; survives a lost node where it has
// three). Both are thread-safe. What work does must bear being done twice: a lease can run out under a worker that
// lives, and of two that end the same item both may have done it.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <store/database.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muster::queue {

inline constexpr std::size_t kIdBytesMax = 200, kBodyBytesMax = 64 * 1024, kPutMax = 1'000, kTakeMax = 1'000;

struct Item {
  std::string id;    // its name for ever: the same id put again within `remembered` is the same item
  std::string body;  // no personal data
};

struct Taken {
  std::string id, body;
  std::int64_t attempt = 1;  // the how manieth worker this is, from 1
  std::string lease;         // names this taking; the queue's own
};

struct Aside {
  std::string key;  // for retry() and drop()
  std::string id, body;
  std::string code, sentence;  // why
  std::int64_t attempts = 0;
  Instant at;
};

struct Counts {
  std::int64_t waiting = 0, taken = 0, aside = 0;
};

struct Options {
  std::string name;  // [a-z][a-z0-9_]{0,39}
  Duration lease = std::chrono::seconds(60);
  Duration remembered = std::chrono::minutes(10);
  std::int64_t attempts_max = 5;
  std::int64_t waiting_max = 1'000'000;  // taken ones among them; more are refused
};

// Errors of all: queue_unavailable (try again), queue_name.
class Queue {
 public:
  virtual ~Queue() = default;
  virtual Duration lease() const = 0;
  // Kept when it returns. After an error some may be in: put all again. Errors: queue_full, queue_item (a field says
  // which), queue_put_size.
  virtual Result<void> put(std::span<const Item> items) = 0;
  // At most `most`, the longest waiting first as far as several machines have an order. Waits for the first one.
  virtual Result<std::vector<Taken>> take(int most, Duration wait) = 0;
  virtual Result<void> done(const Taken& item) = 0;
  // The lease begins anew. Error: queue_lease_lost, where the queue can tell.
  virtual Result<void> extend(const Taken& item) = 0;
  // The same of many, at one go where the queue can do so; a lease that was lost costs none of the others theirs.
  virtual Result<void> extend_all(std::span<const Taken* const> items) {
    for (const Taken* item : items) (void)extend(*item);
    return {};
  }
  // Back to the queue, not before `after`; counts as an attempt.
  virtual Result<void> again(const Taken& item, Duration after) = 0;
  // Nobody should try again before a person has looked.
  virtual Result<void> set_aside(const Taken& item, const Error& why) = 0;

  virtual Result<Counts> counts() = 0;
  // By key; `after`: the last one seen.
  virtual Result<std::vector<Aside>> aside(const std::string& after, int limit) = 0;
  // Errors: queue_aside_unknown.
  virtual Result<void> retry(const std::string& key) = 0;
  virtual Result<void> drop(const std::string& key) = 0;
};

Result<std::unique_ptr<Queue>> embedded(store::Database& database, const Clock& clock, Random& random, Options options);

struct JetStreamOptions {
  std::string servers = {};           // "nats://host:port", several with commas; tls:// asks for TLS
  std::string credentials_file = {};  // of NATS's own kind; empty: none, or name and password in the address
  std::string ca_file = {};           // for tls://; empty: the system's
  int replicas = 0;                   // 0: three where three servers are named, one otherwise
};
// Makes the streams where they are missing. Errors: queue_servers, queue_unavailable; queue_stream (what stands there
// is not ours).
Result<std::unique_ptr<Queue>> jetstream(const JetStreamOptions& where, Options options);

}  // namespace muster::queue
