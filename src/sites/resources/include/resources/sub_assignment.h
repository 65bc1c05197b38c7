// Unrecorded sub-assignment: a host is seen on an address; the record says who has that address, who may give access to
// the host, and who owns its name. Where these don't fit, somebody handed addresses on without saying so. Pure rules: a
// clue with its steps in words, for people to look at; never a decision.
#pragma once

#include <base/result.h>
#include <resources/service.h>

#include <functional>
#include <string>
#include <vector>

namespace muster::resources {

enum class FindingKind : std::uint8_t {
  provider_not_in_chain,  // the filed access is a provider's that has not got the address
  address_not_filed,      // the provider has the address, but filed another one for this host
  user_serves_others,     // the block is one customer's, and the host is somebody else's
  lease_not_in_force,     // a tenant has addresses without a lease in force
  sublet_forbidden,       // a tenant handed addresses on although its lease forbids it
};
inline constexpr int kFindingKindCount = 5;
const char* to_text(FindingKind kind);
std::optional<FindingKind> finding_kind(std::string_view text);

// What was seen: by a census, an inventory, a scan of one's own network. No client is in it.
struct Seen {
  std::string host;  // as names::Name normalises it
  AddressRange address;
};

// What is filed for a host, from the register of sites.
struct FiledUse {
  struct Access {
    std::string provider_id, address_range;
  };
  bool filed = false;
  std::string number;        // the site's
  std::string subject_name;  // empty: an individual's, or not known; then it is not compared
  std::vector<Access> accesses;
  std::string registrant;  // of the domain, if known
};
// Asked outside of the examiner's transactions, and only of hosts on addresses of ours.
using FiledUseOf = std::function<Result<FiledUse>(const std::string& host)>;

// A party as an explanation names it.
struct TenantOf {
  Tenant tenant;
  std::string holder_name, user_name;
};

struct Finding {
  std::string id;
  FindingKind kind = FindingKind::provider_not_in_chain;
  std::string host, address, block_id, lease_id;
  std::vector<std::string> explain;  // the steps, one sentence each
  Instant first_seen_at, last_seen_at;
};

// Innermost tenant first; an empty chain finds nothing (the address is not ours). What isn't filed at all is the
// census's finding and none here.
std::vector<Finding> examine(const Seen& seen, const std::vector<TenantOf>& chain, const FiledUse& filed,
                             const std::function<std::string(const std::string& party_id)>& party_name);

struct FindingFilter {
  std::optional<FindingKind> kind = {};
  std::string block_id = {};
};
struct FindingPage {
  std::vector<Finding> items;  // newest first
  std::string next;
};

struct Examined {
  std::int64_t seen = 0, outside = 0, bad = 0;  // lines; addresses that no block holds; lines that can't be read
  std::int64_t found = 0, made = 0;             // findings, and those that were new
};

// Takes pairs of host and address one by one, in bounded memory.
class Examiner {
 public:
  Examiner(store::Database& database, const ledger::Recorder& recorder, FiledUseOf filed)
      : database_(database), recorder_(recorder), filed_(std::move(filed)) {}

  // Every finding is kept once for its host, address and kind, and renewed when seen again. `on_error`: line, fault.
  Result<Examined> run(const std::function<Result<bool>(std::string& host, std::string& address)>& next,
                       const std::string& actor,
                       const std::function<void(std::int64_t line, const Error&)>& on_error = {}) const;
  Result<FindingPage> list(const FindingFilter& filter, const std::string& after, int limit) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  FiledUseOf filed_;
};

}  // namespace muster::resources
