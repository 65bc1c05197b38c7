// The kept zone in the forms that resolvers read as files: response policy zones (whole; large and small), constant
// databases for dnsdist, JSON lines with differences. Each with a manifest: what it is, its hash and its end, signed
// (C2SP signed-note, Ed25519) with the key of the ledger. One serial and hour give the same bytes wherever they are
// made. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <ledger/note.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <zones/publisher.h>

namespace muster::zones {

// rpz is the whole zone; rpz_authority and rpz_own are its two parts by who gave the order, for resolvers that tell
// visitors (RFC 8914: 16 and 15); rpz_base and rpz_hot its two parts by age (zones/hot.h).
enum class FeedForm : std::uint8_t {
  rpz,
  rpz_authority,
  rpz_own,
  rpz_base,
  rpz_hot,
  names_cdb,
  domains_cdb,
  entries,
  orders
};
inline constexpr int kFeedFormCount = 9;
const char* to_text(
    FeedForm form);  // rpz, rpz-authority, rpz-own, rpz-base, rpz-hot, names.cdb, domains.cdb, entries, orders
std::optional<FeedForm> feed_form(std::string_view text);
const char* media_type(FeedForm form);

struct FeedFile {
  FeedForm form = FeedForm::rpz;
  std::string body;
  std::int64_t serial = 0, entries = 0;
  Instant made_at, valid_until, changed_at;  // made_at: the hour's beginning
  std::string etag;
  std::string manifest;  // signed note
};

// Puts a file in the place of another, whole or not at all, and later than that by a whole second: servers that look at
// the time of a file look at seconds (dnsdist 1.7).
Result<void> place_file(const std::string& path, const std::string& body);

class Feeds {
 public:
  // `key`: of the ledger. `validity`: policy order.feed_validity; 24 hours at most are ever said.
  Feeds(store::Database& database, const ledger::Recorder& recorder, const enforcement::Service& orders,
        ledger::SigningKey key, Duration validity)
      : publisher_(database, recorder, orders),
        database_(database),
        recorder_(recorder),
        orders_(orders),
        key_(std::move(key)),
        validity_(validity) {}

  // Follows what happened to orders first. `since`: of entries alone, a difference from that serial where it is known.
  // Errors: feed_filling (orders are looked at for the first time; ask again), feed_since.
  Result<FeedFile> file(FeedForm form, std::optional<std::int64_t> since = {}) const;
  // The etag that the file would have now, without making it.
  Result<std::string> etag(FeedForm form) const;
  // Of the file as it would be made now; made for it where that was not done in this hour.
  Result<std::string> manifest(FeedForm form) const;
  // The signed note about a file that another room makes of what stands, with the times of those above. `orders`: the
  // numbers that it rests on.
  std::string note(std::string_view form, std::string_view body, std::int64_t serial, std::int64_t entries,
                   const std::set<std::string, std::less<>>& orders) const;
  // A resolver with that token (or "cli") has it now: its orders are carried out.
  Result<void> fetched(const FeedFile& file, const std::string& by) const;

  const Publisher& publisher() const { return publisher_; }

 private:
  struct Now {
    std::int64_t serial = 0;
    Instant made_at, valid_until, changed_at;
    std::string closed;
    std::int64_t base = 0;  // serial of the large zone
  };
  Result<Now> now() const;
  Result<FeedFile> made(FeedForm form, const Now& now, std::optional<std::int64_t> since) const;
  // When what is made now counts as made, and until when it counts.
  std::pair<Instant, Instant> times() const;
  // `file`: its form goes by `form`. `more`: further lines.
  std::string signed_note(std::string_view form, const FeedFile& file, const std::set<std::string, std::less<>>& orders,
                          std::string_view more) const;

  const Publisher publisher_;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const enforcement::Service& orders_;
  const ledger::SigningKey key_;
  const Duration validity_;
  mutable std::mutex mutex_;                                                   // of the two below
  mutable std::map<FeedForm, std::pair<std::string, std::string>> manifests_;  // form → etag, manifest
};

}  // namespace muster::zones
