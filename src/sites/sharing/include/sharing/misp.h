// What is told other operators, as a feed of MISP (draft-dulaunoy-misp-core-format-18: Event, Attribute, Manifest): a
// folder with an event for each UTC day on which orders were issued, manifest.json and hashes.csv
// (docs/decisions/0043). Everything in it is read out of indicators that were told (stix.h). An attribute is one name
// of one indicator: `domain` where everything below it is meant too, `hostname` where it is not. What was withdrawn is
// deleted in its event, never left out of it: a reader that has it would keep it. Pure.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sharing/stix.h>

namespace muster::sharing {

struct MispEvent {
  std::string day, uuid;
  std::string json;                                // the file UUID.json
  std::string manifest_entry;                      // of manifest.json: one JSON object
  std::string hashes;                              // of hashes.csv: a line for each name that stands
  std::int64_t timestamp = 0;                      // seconds
  std::int64_t standing = 0;                       // attributes that are not deleted
  std::set<std::string, std::less<>> orders = {};  // numbers of those that stand
};

// The same for the same speaker and day ("2026-03-02"), for ever.
std::string misp_event_uuid(const Speaker& speaker, std::string_view day);

// `indicators`: the last version of each of that day, as JSON. `now`: when it is made. MISP takes an event or an
// attribute again only when its timestamp, in seconds, has grown: what changed in the second that isn't over yet is
// told as of the second before, so that whatever else comes in it is seen. Errors: those of read_object.
Result<MispEvent> misp_event(const Speaker& speaker, const std::string& day, const std::vector<std::string>& indicators,
                             Instant now);

// What lies beside the events.
class MispIndex {
 public:
  void add(const MispEvent& event);
  std::string manifest_json() const;
  std::string hashes_csv() const;
  std::int64_t events() const { return static_cast<std::int64_t>(entries_.size()); }
  std::int64_t newest() const { return newest_; }  // seconds; 0 there is nothing
  std::int64_t standing() const { return standing_; }
  const std::set<std::string, std::less<>>& orders() const { return orders_; }

 private:
  std::map<std::string, std::string> entries_;  // UUID → entry
  std::string hashes_;
  std::int64_t newest_ = 0, standing_ = 0;
  std::set<std::string, std::less<>> orders_;
};

}  // namespace muster::sharing
