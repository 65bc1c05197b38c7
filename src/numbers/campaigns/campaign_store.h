// SQL of campaigns, their waves, moves, exemptions and figures. Inside of the room.
#pragma once

#include <store/database.h>

#include <functional>
#include <map>

#include <campaigns/progress.h>

namespace muster::campaigns {

void insert(store::Transaction& tx, const Campaign& campaign);  // with its waves
std::optional<Campaign> find_campaign(store::Transaction& tx, const std::string& id);
// Newest first; before: an id, or "" for the newest.
std::vector<Campaign> list_campaigns(store::Transaction& tx, const std::string& before, int limit);
std::vector<std::string> running_campaigns(store::Transaction& tx);
// Writes state and approval. False: it is at another version.
bool change(store::Transaction& tx, const Campaign& campaign);
void note_enrolled(store::Transaction& tx, const Campaign& campaign);  // how far enrolment came

void insert(store::Transaction& tx, const std::string& campaign_id, const Move& move);
void change_wave(store::Transaction& tx, const std::string& campaign_id, const Wave& wave);
std::vector<Move> moves_of(store::Transaction& tx, const std::string& campaign_id);

void insert(store::Transaction& tx, const Exemption& exemption);
std::optional<Exemption> find_exemption(store::Transaction& tx, const std::string& id);
std::optional<Exemption> open_exemption(store::Transaction& tx, const std::string& line_id);
void end_exemption(store::Transaction& tx, const std::string& id, const std::string& by, Instant at);
std::vector<Exemption> exemptions_of(store::Transaction& tx, const std::string& campaign_id, const std::string& after,
                                     int limit);
std::vector<Exemption> exemptions_over(store::Transaction& tx, Instant now, int limit);

// How many lines stand where, changed with them.
class CountChange {
 public:
  void add(const std::string& dealer, const std::string& region, std::int64_t wave, LineState state, std::int64_t n) {
    changes_[{dealer, region, wave, to_text(state)}] += n;
  }
  void write(store::Transaction& tx, const std::string& campaign_id) const;

 private:
  std::map<std::tuple<std::string, std::string, std::int64_t, std::string>, std::int64_t> changes_;
};
void add_day(store::Transaction& tx, const std::string& campaign_id, std::int64_t wave, const std::string& day,
             std::int64_t n);
using DayCounts = std::map<std::string, std::int64_t>;
// Of each wave, from that day on.
std::map<std::int64_t, DayCounts> days_since(store::Transaction& tx, const std::string& campaign_id,
                                             const std::string& day);
std::map<std::int64_t, Counts> counts_by_wave(store::Transaction& tx, const std::string& campaign_id);
std::vector<Row> counts_by_region(store::Transaction& tx, const std::string& campaign_id);
std::vector<Row> counts_by_dealer(store::Transaction& tx, const std::string& campaign_id, const std::string& after,
                                  int limit);

}  // namespace muster::campaigns
