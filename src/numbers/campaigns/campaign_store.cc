#include "campaign_store.h"

#include <base/text.h>
#include <base/words.h>

#include <boost/json.hpp>
#include <campaigns/rules.h>

namespace muster::campaigns {
namespace {

using store::Sql;

constexpr Sql kInsertCampaign{
    "campaign_insert",
    "insert into campaign(id, name, state, state_since, law, sender, place, cohort, created_by, created_at, "
    "approved_by, approved_at, enrol_after, enrolled, version) values(:id, :name, 'draft', :at, :law, :sender, :place, "
    ":cohort, :by, :at, '', null, '', 0, 1)"};
constexpr Sql kInsertWave{
    "campaign_wave_insert",
    "insert into campaign_wave(campaign_id, ordinal, name, held_min, held_max, regions, invite_at, warn_at, "
    "one_way_at, bar_at, disconnect_at, moves) values(:campaign, :ordinal, :name, :held_min, :held_max, :regions, "
    ":invite, :warn, :one_way, :bar, :disconnect, 0)"};
constexpr Sql kCampaign{"campaign_get", "select * from campaign where id = :id"};
constexpr Sql kCampaigns{"campaign_list", "select * from campaign where id < :before order by id desc limit :limit"};
constexpr Sql kRunning{"campaign_running", "select id from campaign where state = 'running' order by id"};
constexpr Sql kWaves{"campaign_waves", "select * from campaign_wave where campaign_id = :id order by ordinal"};
constexpr Sql kChangeCampaign{
    "campaign_change",
    "update campaign set state = :state, state_since = :since, approved_by = :by, approved_at = :at, version = "
    ":version where id = :id and version = :version - 1"};
// No change for who looks at the campaign: its version stays.
constexpr Sql kNoteEnrolled{"campaign_note_enrolled",
                            "update campaign set enrol_after = :after, enrolled = :enrolled where id = :id"};
constexpr Sql kInsertMove{"campaign_move_insert",
                          "insert into campaign_move(campaign_id, wave, ordinal, from_at, to_at, reason, moved_by, "
                          "moved_at) values(:campaign, :wave, :ordinal, :from, :to, :reason, :by, :at)"};
constexpr Sql kChangeWave{"campaign_wave_change",
                          "update campaign_wave set warn_at = :warn, one_way_at = :one_way, bar_at = :bar, "
                          "disconnect_at = :disconnect, moves = :moves where campaign_id = :campaign and ordinal = "
                          ":ordinal"};
constexpr Sql kMoves{"campaign_moves",
                     "select * from campaign_move where campaign_id = :id order by moved_at, wave, ordinal"};

std::string regions_json(const std::vector<std::string>& regions) {
  std::string out;
  for (const std::string& region : regions) out += (out.empty() ? "" : ",") + json_quote(region);
  return "[" + out + "]";
}

Wave wave_of_row(const store::Row& row) {
  Wave w;
  w.ordinal = row.integer("ordinal");
  w.name = row.text("name");
  w.held_min = row.integer("held_min");
  w.held_max = row.integer("held_max");
  const boost::json::value regions = boost::json::parse(row.text("regions"));
  for (const auto& region : regions.as_array()) w.regions.emplace_back(std::string(region.as_string()));
  w.invite_at = row.instant("invite_at");
  w.warn_at = row.instant("warn_at");
  w.one_way_at = row.instant("one_way_at");
  w.bar_at = row.instant("bar_at");
  w.disconnect_at = row.instant("disconnect_at");
  w.moves = row.integer("moves");
  return w;
}

Campaign campaign_of_row(store::Transaction& tx, const store::Row& row) {
  Campaign c;
  c.id = row.text("id");
  c.name = row.text("name");
  c.state = known(state(row.text("state")));
  c.state_since = row.instant("state_since");
  c.law = row.text("law");
  c.sender = row.text("sender");
  c.place = row.text("place");
  auto cohort = cohort_of(row.text("cohort"));
  if (!cohort.ok()) throw std::logic_error("the record of whom a campaign is about can't be read");
  c.cohort = std::move(*cohort);
  c.created_by = row.text("created_by");
  c.created_at = row.instant("created_at");
  c.approved_by = row.text("approved_by");
  c.approved_at = row.maybe_instant("approved_at");
  c.enrol_after = row.text("enrol_after");
  c.enrolled = row.flag("enrolled");
  c.version = row.integer("version");
  for (const store::Row& wave : tx.query(kWaves, {{"id", c.id}})) c.waves.push_back(wave_of_row(wave));
  return c;
}

}  // namespace

void insert(store::Transaction& tx, const Campaign& c) {
  tx.run(kInsertCampaign, {{"id", c.id},
                           {"name", c.name},
                           {"at", c.created_at},
                           {"law", c.law},
                           {"sender", c.sender},
                           {"place", c.place},
                           {"cohort", to_json(c.cohort)},
                           {"by", c.created_by}});
  for (const Wave& w : c.waves)
    tx.run(kInsertWave, {{"campaign", c.id},
                         {"ordinal", w.ordinal},
                         {"name", w.name},
                         {"held_min", w.held_min},
                         {"held_max", w.held_max},
                         {"regions", regions_json(w.regions)},
                         {"invite", w.invite_at},
                         {"warn", w.warn_at},
                         {"one_way", w.one_way_at},
                         {"bar", w.bar_at},
                         {"disconnect", w.disconnect_at}});
}

std::optional<Campaign> find_campaign(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kCampaign, {{"id", id}});
  return row ? std::optional(campaign_of_row(tx, *row)) : std::nullopt;
}
std::vector<Campaign> list_campaigns(store::Transaction& tx, const std::string& before, int limit) {
  std::vector<Campaign> out;
  for (const auto& row : tx.query(kCampaigns, {{"before", before.empty() ? "g" : before}, {"limit", limit}}))
    out.push_back(campaign_of_row(tx, row));
  return out;
}
std::vector<std::string> running_campaigns(store::Transaction& tx) {
  std::vector<std::string> out;
  for (const auto& row : tx.query(kRunning)) out.push_back(row.text("id"));
  return out;
}
bool change(store::Transaction& tx, const Campaign& c) {
  return tx.run(kChangeCampaign, {{"id", c.id},
                                  {"state", to_text(c.state)},
                                  {"since", c.state_since},
                                  {"by", c.approved_by},
                                  {"at", c.approved_at},
                                  {"version", c.version}}) == 1;
}
void note_enrolled(store::Transaction& tx, const Campaign& c) {
  tx.run(kNoteEnrolled, {{"id", c.id}, {"after", c.enrol_after}, {"enrolled", c.enrolled}});
}

void insert(store::Transaction& tx, const std::string& campaign_id, const Move& m) {
  tx.run(kInsertMove, {{"campaign", campaign_id},
                       {"wave", m.wave},
                       {"ordinal", m.ordinal},
                       {"from", m.from},
                       {"to", m.to},
                       {"reason", m.reason},
                       {"by", m.moved_by},
                       {"at", m.moved_at}});
}
void change_wave(store::Transaction& tx, const std::string& campaign_id, const Wave& w) {
  tx.run(kChangeWave, {{"campaign", campaign_id},
                       {"ordinal", w.ordinal},
                       {"warn", w.warn_at},
                       {"one_way", w.one_way_at},
                       {"bar", w.bar_at},
                       {"disconnect", w.disconnect_at},
                       {"moves", w.moves}});
}
std::vector<Move> moves_of(store::Transaction& tx, const std::string& campaign_id) {
  std::vector<Move> out;
  for (const auto& row : tx.query(kMoves, {{"id", campaign_id}}))
    out.push_back({row.integer("wave"), row.integer("ordinal"), row.instant("from_at"), row.instant("to_at"),
                   row.text("reason"), row.text("moved_by"), row.instant("moved_at")});
  return out;
}

}  // namespace muster::campaigns
