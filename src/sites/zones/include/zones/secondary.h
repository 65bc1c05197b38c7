// Resolvers that fetch the zone: each with a key of its own (TSIG, RFC 8945). Keys lie as files beside the database,
// readable by its owner alone, in the form that tsig-keygen writes; the database knows their names. What can't sign
// (Unbound 1.17) is known by its address: no more than the network between keeps it honest. Thread-safe.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <intake/transfer.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <vector>

namespace muster::zones {

struct Secondary {
  std::string id, label, key_name;
  bool is_signed = true;
  std::string address;  // where NOTIFY (RFC 1996) goes, "" nowhere
  std::uint16_t port = 0;
  Instant added_at;
  std::optional<Instant> ended_at, fetched_at;
  std::int64_t serial = 0;  // that it fetched last, 0 none
  std::string how;          // AXFR, IXFR, current (it had it already)
  std::int64_t records = 0;
};

struct NewSecondary {
  std::string label, address;
  std::uint16_t port = 0;
  bool is_signed = true;  // false needs an address
};

class Secondaries {
 public:
  // `folder`: of the key files; made when the first is needed.
  Secondaries(store::Database& database, const ledger::Recorder& recorder, const enforcement::Service& orders,
              std::string folder)
      : database_(database), recorder_(recorder), orders_(orders), folder_(std::move(folder)) {}

  // Makes the key too; its file is the clause for the resolver's own configuration. Errors: label, address.
  Result<Secondary> add(const std::string& actor, const NewSecondary& given) const;
  Result<void> end(const std::string& actor, const std::string& id) const;  // secondary_unknown
  Result<std::vector<Secondary>> list(const std::string& after, int limit) const;
  Result<std::vector<Secondary>> active() const;
  std::string key_file(const Secondary& secondary) const;
  // Who asks, of the active ones: by its key's name, or by its address where it doesn't sign.
  std::optional<Secondary> by_key(const std::string& key_name) const;
  std::optional<Secondary> by_address(const std::string& address) const;
  std::optional<intake::TsigKey> key(const Secondary& secondary) const;
  // It has the zone of this serial now; orders that came with it count as carried out.
  Result<void> fetched(const std::string& id, std::int64_t serial, const std::string& how, std::int64_t records) const;

 private:
  Result<void> make_key(const Secondary& secondary) const;
  std::optional<Secondary> found(const store::Sql& sql, const store::Binds& binds) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const enforcement::Service& orders_;
  std::string folder_;
};

}  // namespace muster::zones
