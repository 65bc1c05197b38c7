// A census on record and what it found. Plain values.
#pragma once

#include <base/time.h>
#include <census/standing.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::census {

struct Run {
  std::int64_t number = 0;  // 1, 2, 3 …
  std::string id;
  std::string state;        // running, storing, done, failed, cancelled
  std::string source_name;  // a file's name, for people
  std::string source_file;  // in the inbox, while the run is to come
  std::string job_id;
  std::string format;
  int k = 0;
  std::string actor;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t lines = 0, names = 0, bad_lines = 0, not_sites = 0, below_k = 0;
  std::int64_t left_out = 0;  // observations whose site found no room (IntakeReport::over_sites_max)
  std::array<std::int64_t, kStandings> sites{};
  std::int64_t found_new = 0;   // differences that the previous run did not have
  std::int64_t found_gone = 0;  // those of the previous run that are no more
  // Differences that both have, of another standing, seen with another provider, at another address (delta.h).
  std::int64_t found_standing = 0, found_provider = 0, found_address = 0;
  std::string differences_sha256;        // over "name\tstanding\trule\n" in order of name: what the ledger vouches for
  std::optional<std::int64_t> previous;  // number of the run that it was compared with
  std::string error_code, error_sentence;
};

struct Finding {
  std::string run_id;
  std::string name;
  Standing standing = Standing::unfiled;
  Rule rule = Rule::no_filing;
  std::string provider;               // as observed
  std::string provider_id;            // the party, when known
  std::string address;                // of the server, as the inventory named it
  std::string country;                // of the address, ISO 3166 alpha-2, when it is known
  std::int64_t network = 0;           // its autonomous system, 0 when it is not known
  std::string first_seen, last_seen;  // days, carried over from run to run while it stands
  bool is_new = false;
  bool noticed = false;
  std::string notice;                 // of a finding with a known provider: due, told (within its term), overdue
  std::optional<Instant> notice_due;  // of the newest notice of it
};

struct FindingQuery {
  std::string run_id = {};               // "": the newest finished run
  std::vector<Standing> standings = {};  // none: all
  std::string prefix = {};               // of the name; with a dot in front: its end (that one reads the whole run)
  std::string delta = {};                // "", "new", "gone"
  std::string provider_id = {};          // of one party alone
  std::string country = {};              // ISO 3166 alpha-2, or "foreign": any but the policy's own
  std::string after = {};                // name of the last row seen
  int limit = 50;                        // 1..500
};

}  // namespace muster::census
