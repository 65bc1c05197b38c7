// A name server for one zone alone, whole and in two parts (zones/hot.h), as their hidden primary: SOA over UDP and
// TCP, AXFR (RFC 5936) and IXFR (RFC 1995, condensed to one difference) over TCP, NOTIFY (RFC 1996) when the zone
// changed. Every question has to be signed with the key of a registered resolver (TSIG, RFC 8945), every answer is; a
// resolver that can't sign is known by its address. Anything else gets REFUSED or NOTAUTH and nothing of the zone. No
// recursion, no other zones, no logs of who asked for what.
//
// Limits: a question of 64 KiB over TCP and 4,096 bytes over UDP, kConnectionsMax at once, kSilence without a byte.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <memory>
#include <string>

#include <zones/publisher.h>
#include <zones/secondary.h>

namespace muster::zones {

inline constexpr int kConnectionsMax = 64;
inline constexpr Duration kSilence = std::chrono::seconds(20);
inline constexpr std::size_t kDifferenceMax = 200'000;  // entries of one IXFR; more is a whole zone

struct PrimaryOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one
  // The origin of the whole zone, without its last dot. Its parts stand below it: "base." and "hot.", "authority." and
  // "own." (what the operator's own security ordered).
  std::string zone = "rpz.muster";
  Duration validity = std::chrono::hours(24);  // SOA expire: silent for so long, and the network opens
};

class Primary {
 public:
  // Error: zones_listen.
  static Result<std::unique_ptr<Primary>> start(PrimaryOptions options, const Publisher& publisher,
                                                const Secondaries& secondaries, const Clock& clock);
  ~Primary();  // stops; waits for its threads
  std::uint16_t port() const;
  // Tells every registered resolver that has an address that there is something new, in the background.
  // `base`: the large zone is another one, too.
  void notify(std::int64_t serial, bool base = false);

 private:
  Primary();
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::zones
