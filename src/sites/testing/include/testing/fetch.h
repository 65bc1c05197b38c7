// Visits sites as a phone would and keeps every hop. libcurl's multi interface; HTTP/1.1 only, so that evidence holds
// the bytes as they came. A Fetcher belongs to one thread at a time; several may run side by side.
//
// What a site can't do to us: reach loopback, private, link-local, multicast or translated addresses (checked at
// connect time, so that a changed DNS answer can't pass), use another scheme than http and https, keep us longer than
// the visit's time, or make us hold more than the visit's bytes.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <content/page.h>
#include <testing/farm_sites.h>
#include <testing/manners.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::policy {
class Policy;
}

namespace muster::testing {

// record: look and note what robots.txt of the first host says, visit anyway (tests of one's own customers).
// obey: every page of every host is asked for only where its robots.txt allows it (discovery of strangers' sites).
enum class RobotsPolicy { ignore, record, obey };
const char* to_text(RobotsPolicy policy);

// Hosts whose every path is a short link.
const std::set<std::string>& known_short_link_hosts();

struct FetchOptions {
  std::string user_agent =
      "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
      "Safari/537.36";
  std::string accept_language = "zh-CN,zh;q=0.9,en;q=0.8";
  bool reads_pages = true;  // false: nobody asks what a page says; it is kept, and redirects alone are followed
  int redirects_max = 10;
  Duration visit_max = std::chrono::seconds(30);  // all hops together
  Duration connect_max = std::chrono::seconds(8);
  std::size_t headers_max_bytes = 256 * 1024;  // of one answer, with interim answers (1xx)
  int headers_max = 2000;                      // fields of one answer
  std::size_t body_max_bytes = 8u << 20;       // of one answer, as received; more is cut and marked
  std::size_t visit_max_bytes = 16u << 20;     // of all hops together
  std::size_t decoded_max_bytes = 8u << 20;    // after Content-Encoding
  int decoded_ratio_max = 200;                 // beyond 1 MB
  int visits_at_once = 16;
  MannersLimits manners;                         // of a fetcher that is given no Manners to share
  Duration patience = std::chrono::seconds(30);  // with a host that is backing off; longer ends with backed_off
  RobotsPolicy robots = RobotsPolicy::record;
  std::string product_token = "Muster";  // ours in robots.txt
  std::string referrer;                  // of the first page; later ones get what a browser sends
  std::string exit_name = "default";     // which of the operator's exits; goes into the vantage
  // The exit: "" for none, or socks5://HOST:PORT, http://HOST:PORT. Names are looked up and addresses are checked here;
  // the exit is given an address, so that it can't be led inside its own network.
  std::string exit_url;
  std::set<std::string> short_link_hosts = known_short_link_hosts();

  // Test sites that are allowed explicitly. Only these hosts may reach that one endpoint.
  FarmSites farm;
  bool farm_address_counts = false;  // whether the farm's addresses have turns as others have
  // Endpoints on loopback, "address:port", that any name may lead to. For tests of what DNS can do.
  std::set<std::string> loopback_endpoints;
};

struct FetchOptions;
// Limits and manners as the policy's section "testing" has them.
FetchOptions fetch_options(const policy::Policy& policy);

// How a page led to the next: by status 30x; the same from a service of short links; by the field Refresh; by meta
// refresh; by a script's plain literal (found, not executed); by a frame that fills the page.
enum class HopKind { first, redirect, short_link, refresh_header, meta_refresh, script, frame };
const char* to_text(HopKind kind);

struct Hop {
  HopKind kind = HopKind::first;
  std::string url;
  std::string host;
  std::string request;  // bytes as sent
  std::string head;     // status line and header fields as received, with the empty line
  std::string body;     // as received: transfer and content encodings still on
  int status = 0;
  std::string content_type;
  std::string location;  // where it leads, absolute; "" for the last one
  std::string address;   // connected to, "192.0.2.1" or "2001:db8::1"
  int port = 0;
  std::string certificate_key;  // SHA-256 of the server's public key, hex; "" without TLS
  Instant started;
  Duration took{};
  std::string truncated;  // "", "length", "time", "disconnect" (WARC-Truncated)
  std::string framing;    // what is odd about it, framing.h: "length_and_chunked,bare_lf"
  std::string error;      // code, "" when answered. See Visit::error
  std::string resolved;   // what the error says in a sentence
  // Why the body is in no evidence: "" (it is), known_picture, not_looked_at. Of a page that is all right but for
  // pictures inside of it, `redacted` is what it says without them, decoded.
  std::string withheld, redacted, redacted_type;
};

struct Visit {
  std::string url;        // as asked
  std::string tag;        // the caller's
  std::vector<Hop> hops;  // at least one
  // Of the last hop: "" or url_invalid, scheme_refused, port_refused, address_refused, dns_failed, connect_failed,
  // tls_failed, timeout, redirects_too_many, redirect_loop, headers_too_large, not_http, framing_ambiguous,
  // disconnected, robots_disallowed, robots_unreachable, backed_off, exit_failed, fetch_failed. A cut body is no error.
  std::string error;
  std::string sentence;
  std::string final_url;
  int status = 0;
  std::string payload;        // of the last hop, decoded, at most decoded_max_bytes
  std::string decode_note;    // "", "decompression_bomb", "encoding_invalid", "encoding_unknown"
  content::Page page;         // read from payload when it is text
  std::string robots;         // "not_asked", "allowed", "disallowed", "unavailable", "unreachable"
  std::string robots_policy;  // under which: "ignore", "record", "obey"
  Instant started;
  Duration took{};
};

// How it ended in one word, of every visit: its error; else cut_length, cut_time, cut_disconnect; else what could not
// be decoded; else odd_framing; else visited.
std::string outcome_of(const Visit& visit);

struct VisitRequest {
  std::string url;
  std::string tag;
  std::string referrer = {};       // the page that a picture stands on
  std::size_t body_max_bytes = 0;  // 0: as the options say
};

inline constexpr int kWaitingRooms = 16;

class Fetcher {
 public:
  // Fetchers that share `manners` are polite together; without it one that is made from the options.
  Fetcher(FetchOptions options, const Clock& clock, std::shared_ptr<Manners> manners = nullptr);
  ~Fetcher();

  // Pulls requests until `next` gives none (it is asked again when a visit has ended), calls `done` on this thread for
  // each as it ends, in any order. Holds at most visits_at_once visits in memory, and up to kWaitingRooms times as many
  // requests that wait for a turn. Stops early when `stop` says so.
  void run(const std::function<std::optional<VisitRequest>()>& next, const std::function<void(Visit&&)>& done,
           const std::function<bool()>& stop = {});
  Visit visit(const std::string& url);
  const FetchOptions& options() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// A file of lines "host address:port", # begins a comment: what `muster demo farm --names-file` writes.
// Errors: farm_line with its number; only loopback addresses are taken.
Result<std::map<std::string, std::string>> parse_farm(std::string_view text);

}  // namespace muster::testing
