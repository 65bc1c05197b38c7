// Test sites on loopback, told apart by their Host header: neutral pages, pages with planted markers, and sites that do
// everything to a tester that a site can do. For demonstrations and tests; serves nobody but loopback.
#pragma once

#include <base/result.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::testing {

struct FarmSite {
  std::string host;          // under .example (RFC 2606)
  std::string kind;          // neutral, planted, redirect, hostile, charset, cloaked, pictures, mirror, scripted
  std::string about;         // one line for the demonstration's list
  bool clue = false;         // a test of its front page should give a clue
  std::string error;         // the error that a visit ends with, "" for none
  std::string outcome = {};  // outcome_of(visit), where it isn't the error or "visited"
};
const std::vector<FarmSite>& farm_sites();

// What the farm's sites with pictures show: PNG of hills, drawn by arithmetic, another one for each number from 1 to 9.
std::string farm_picture(int number);

// What a farm saw of its visitors.
struct FarmRecord {
  std::string host, path;
  std::chrono::steady_clock::time_point arrived;  // of the connection
};
inline constexpr std::size_t kFarmRecordsMax = 1'000'000;

// Hosts beyond farm_sites(), for tests of manners: robots.txt in every state, and any host below crowd.example.
std::vector<std::string> farm_test_hosts();

// Links as a partner promotes them, drawn from a seed: `of_each_kind` with each planted fault, an innocent twin for
// each of them, and forty links that make up the inventory. Names below promo-filed.example, promo-own.example and
// promo-short.example are the ones to file; hosts of promo-own.example are the partner's own sites.
struct PromotedLink {
  std::string code, channel, service, landing_url, short_url, qr;
  std::string fault;  // what an inspection is to find: a kind of finding, "" of an innocent one
};
std::vector<PromotedLink> promoted_links(std::uint64_t seed, int of_each_kind);
// Pages elsewhere that lead to the partner's, half of them by addresses that are not among the listed ones.
struct WildLink {
  std::string url;
  bool unlisted = false;
};
std::vector<WildLink> wild_links(std::uint64_t seed, const std::vector<PromotedLink>& listed, int of_each);
std::vector<std::string> promoted_hosts();

// Thread-safe. At most 256 connections at a time.
class Farm {
 public:
  Farm();
  ~Farm();
  // Returns once it listens. `address` must be loopback; port 0 takes any free one. Errors: farm_address, port_in_use.
  Result<void> start(const std::string& address = "127.0.0.1", std::uint16_t port = 0);
  void stop();
  // Before start(): pages of further hosts, by host and path with its query; nothing: none of its.
  using MorePages = std::function<std::optional<std::string>(const std::string& host, const std::string& path)>;
  void set_more(MorePages more);
  std::uint16_t port() const;
  // What parse_farm reads: a line a host.
  std::string names_file() const;
  std::string endpoint() const;  // "127.0.0.1:8080"
  std::vector<FarmRecord> records() const;
  std::size_t most_at_once() const;  // connections that stood at the same time

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace muster::testing
