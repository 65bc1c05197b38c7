// The census itself: a stream of observed names against a register. No database, no clock.
#pragma once

#include <base/time.h>
#include <census/intake.h>
#include <census/observation.h>
#include <census/register.h>
#include <census/standing.h>
#include <identifiers/contact.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::census {

// Shared with another thread: shows how far it is, and stops it.
struct Progress {
  std::atomic<std::uint64_t> bytes_done{0};
  std::atomic<std::uint64_t> bytes_total{0};  // 0 when unknown
  std::atomic<bool> cancel{false};            // for good
  std::atomic<bool> suspend{false};           // the process ends: the run is to be taken up again
};

struct ReconcileOptions {
  Format format = Format::automatic;
  int k = kDistinctClientsDefault;
  unsigned threads = 2;
  std::size_t sites_max = kSitesMax;
  std::string salt = {};    // of this run's client sketch, 16 random bytes; never stored
  std::int32_t day = 0;     // days since 1970 for formats that carry none
  std::string origin = {};  // of a zone file's relative names, until its first $ORIGIN
};

// The error with which work ends that is to stop, or nothing.
std::optional<Error> stopped(const Progress* progress);

// IPv4 as ::ffff:a.b.c.d. Of a server, never of a client: inventories alone name one.
using ServerAddress = identifiers::AddressRange::Bytes;
std::string address_text(const ServerAddress& address);  // "" for none

// A site whose standing is not `filed`.
struct Difference {
  std::string name;  // the registrable site, or the longer filed name that covers what was seen
  Standing standing = Standing::unfiled;
  Rule rule = Rule::no_filing;
  std::string provider;     // as the observation called it; "" when it did not
  ServerAddress address{};  // of the server as the observation named it; all zero when it did not
  std::int32_t first_day = 0;
  std::int32_t last_day = 0;
};

struct Outcome {
  Format format = Format::plain;
  IntakeReport intake;
  std::array<std::uint64_t, kStandings> sites{};  // distinct sites by standing
  std::vector<Difference> differences;            // ordered by name
  std::uint64_t of(Standing s) const { return sites[static_cast<std::size_t>(s)]; }
  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const auto n : sites) sum += n;
    return sum;
  }
};

// Errors: census_empty, census_binary, census_compressed, census_content, census_frames, census_format,
// census_no_names, census_k, census_cancelled, census_memory, census_source.
Result<Outcome> reconcile(Source& source, const Register& known, const ReconcileOptions& options,
                          Progress* progress = nullptr);

// The same with a register that is chosen once the format is known: an inventory asks for access records, a list
// doesn't.
using RegisterFor = std::function<Result<std::shared_ptr<const Register>>(Format)>;
Result<Outcome> reconcile(Source& source, const RegisterFor& known_for, const ReconcileOptions& options,
                          Progress* progress = nullptr);

// Sites that were seen before, against a register. Errors: census_cancelled, census_memory.
Result<Outcome> reconcile(const Seen& seen, const Register& known, const ReconcileOptions& options,
                          Progress* progress = nullptr);

}  // namespace muster::census
