// SQL of the lines of campaigns. Inside of the room.
#pragma once

#include <store/database.h>

#include <set>
#include <span>

#include <campaigns/campaign.h>

namespace muster::campaigns {

struct Enrolled {
  std::string line_id, campaign_id;
  std::int64_t wave = 0;
  LineState state = LineState::unverified;
  Instant state_since, least_at;
  std::string put_state;  // where this campaign put the line, or ""
  std::int64_t told = 0;
  std::string region, dealer;
};

void insert_all(store::Transaction& tx, std::span<const Enrolled> lines);
// Which of these are in a campaign that is not over for them.
std::set<std::string> enrolled_of(store::Transaction& tx, const std::vector<std::string>& line_ids);
std::optional<Enrolled> open_enrolment(store::Transaction& tx, const std::string& line_id);
// The last one that ended by a registration; nothing where another one is open.
std::optional<Enrolled> registered_enrolment(store::Transaction& tx, const std::string& line_id);
// Whose least term is over and whose registration no authority is looking at, the longest first.
std::vector<Enrolled> due_enrolments(store::Transaction& tx, const std::string& campaign_id, std::int64_t wave,
                                     LineState state, Instant now, int limit);
// Whose holders were told of an earlier deadline than that of the wave's last move.
std::vector<Enrolled> untold_enrolments(store::Transaction& tx, const std::string& campaign_id, const Wave& wave,
                                        int limit);

struct EnrolledStep {
  LineState from, to;
  Instant now, least_at;
  std::optional<std::string> put_state;  // nothing: stays
  std::int64_t told = 0;                 // 0: stays
};
// All of them, or it throws: they were read in this transaction.
void step_enrolments(store::Transaction& tx, const std::string& campaign_id, const std::vector<std::string>& line_ids,
                     const EnrolledStep& step);
void note_told(store::Transaction& tx, const std::string& campaign_id, const std::vector<std::string>& line_ids,
               std::int64_t told);

}  // namespace muster::campaigns
