#include <base/bytes.h>
#include <base/text.h>
#include <http/idempotency.h>

#include <charconv>

#include <sodium.h>

namespace muster::http {
namespace {

constexpr std::size_t kSealedMax = 256u << 10;
constexpr Duration kInProgressMax = std::chrono::minutes(5);  // then whoever began it has died; the key is free again

constexpr store::Sql kFind{"idempotency_find",
                           "select request_hash, at, sealed from idempotency where key_hash = :key"};
constexpr store::Sql kBegin{"idempotency_begin",
                            "insert into idempotency(key_hash, request_hash, at) values(:key, :request, :now)"};
constexpr store::Sql kForget{"idempotency_forget", "delete from idempotency where key_hash = :key"};
constexpr store::Sql kKeep{"idempotency_keep", "update idempotency set sealed = :sealed where key_hash = :key"};
constexpr store::Sql kSweep{"idempotency_sweep", "delete from idempotency where at < :before"};

// Three secrets from what only the client and this request know together. They are never stored.
struct Keys {
  std::string key_hash, request_hash;
  std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES> seal{};
};

Keys keys_of(const Request& request, const std::string& key) {
  const std::string base = key + "\n" + (request.principal ? request.principal->person_id : std::string()) + "\n" +
                           request.method + " " + request.path;
  Keys out;
  out.key_hash = to_hex(sha256("key\n" + base));
  const Hash seal = sha256("seal\n" + base);
  std::copy(seal.begin(), seal.end(), out.seal.begin());
  // Keyed, so that a guessed body can't be checked against the table.
  out.request_hash = to_hex(sha256("request\n" + base + "\n" + request.body));
  return out;
}

std::string sealed(const Keys& keys, const std::string& plain, Random& random) {
  std::string out(
      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  random.fill({bytes, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES});
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, nullptr,
                                             reinterpret_cast<const unsigned char*>(plain.data()), plain.size(),
                                             nullptr, 0, nullptr, bytes, keys.seal.data());
  return to_base64(out);
}

std::optional<std::string> opened(const Keys& keys, const std::string& text) {
  const auto bytes = from_base64(text);
  constexpr std::size_t kOver =
      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (!bytes.ok() || bytes->size() < kOver) return std::nullopt;
  const auto* in = reinterpret_cast<const unsigned char*>(bytes->data());
  std::string plain(bytes->size() - kOver, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr,
                                                 in + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                                                 bytes->size() - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, nullptr,
                                                 0, in, keys.seal.data()) != 0)
    return std::nullopt;
  return plain;
}

// Status line, header lines, an empty line, body: what is kept of an answer.
std::string packed(const Response& response) {
  std::string out = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers)
    if (name.find('\n') == std::string::npos && value.find('\n') == std::string::npos) out += name + ":" + value + "\n";
  return out + "\n" + response.body;
}

Response unpacked(std::string_view text) {
  Response response;
  const auto line = [&] {
    const auto end = text.find('\n');
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(text.size(), end + 1));
    return one;
  };
  const std::string_view status = line();
  std::from_chars(status.data(), status.data() + status.size(), response.status);
  for (std::string_view one = line(); !one.empty(); one = line()) {
    const auto colon = one.find(':');
    response.header(std::string(one.substr(0, colon)), std::string(one.substr(colon + 1)));
  }
  response.body = std::string(text);
  return response.header("Idempotency-Replayed", "true");
}

// Nothing: go on and do it. Otherwise what is answered instead.
Result<std::optional<Response>> begin(store::Database& database, const Keys& keys, Instant now) {
  return database.write([&](store::Transaction& tx) -> Result<std::optional<Response>> {
    auto row = tx.one(kFind, {{"key", keys.key_hash}});
    if (row) {
      const Duration age = now - row->instant("at");
      if (age > kIdempotencyKept || (row->is_null("sealed") && age > kInProgressMax)) {
        tx.run(kForget, {{"key", keys.key_hash}});
        row.reset();
      }
    }
    if (!row) {
      tx.run(kBegin, {{"key", keys.key_hash}, {"request", keys.request_hash}, {"now", now}});
      return std::optional<Response>();
    }
    if (row->text("request_hash") != keys.request_hash)
      return invalid("idempotency_key_reused", "This Idempotency-Key was used for another request. Take a new one.",
                     "idempotency-key");
    const auto plain = row->is_null("sealed") ? std::nullopt : opened(keys, row->text("sealed"));
    if (!plain)
      return conflict("idempotency_in_progress",
                      "The same request is being worked on, or its answer was too large to keep. Look at the record.");
    return std::optional<Response>(unpacked(*plain));
  });
}

Response run(store::Database& database, Instant now, Random& random, const Handler& handler, const Request& request,
             const std::string& key) {
  const Keys keys = keys_of(request, key);
  auto before = begin(database, keys, now);
  if (!before.ok()) return Response::problem(before.error());
  if (*before) return **std::move(before);
  const auto forget = [&] {
    (void)database.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kForget, {{"key", keys.key_hash}});
      return {};
    });
  };
  Response response;
  try {
    response = handler(request);
  } catch (...) {
    forget();
    throw;
  }
  // What failed on our side may be tried again under the same key.
  if (response.status >= 500) {
    forget();
  } else if (!response.stream && response.body.size() <= kSealedMax) {
    const std::string kept = sealed(keys, packed(response), random);
    (void)database.write([&](store::Transaction& tx) -> Result<void> {
      tx.run(kKeep, {{"key", keys.key_hash}, {"sealed", kept}});
      return {};
    });
  }
  return response;
}

}  // namespace

Handler once(store::Database& database, const Clock& clock, Random& random, Handler handler) {
  return [&database, &clock, &random, handler = std::move(handler)](const Request& request) {
    const std::string key = request.header("idempotency-key");
    if (key.empty()) return handler(request);
    const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (key.size() > kIdempotencyKeyMax || !plain)
      return Response::problem(invalid("idempotency_key_invalid",
                                       "An Idempotency-Key has 1 to 64 printable characters.", "idempotency-key"));
    return run(database, clock.now(), random, handler, request, key);
  };
}

Result<int> sweep_idempotency(store::Database& database, Instant now) {
  return database.write([&](store::Transaction& tx) -> Result<int> {
    return static_cast<int>(tx.run(kSweep, {{"before", now - kIdempotencyKept}}));
  });
}

}  // namespace muster::http
