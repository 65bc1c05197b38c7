// SQL of lines, pools, SIMs and commands. Inside of the room.
#pragma once

#include <lines/records.h>

namespace muster::lines {

void insert(store::Transaction& tx, const Pool& pool);
std::optional<Pool> find_pool(store::Transaction& tx, const std::string& id);
std::vector<Pool> all_pools(store::Transaction& tx);
void stocked(store::Transaction& tx, const Pool& pool);  // writes pool.stocked
void insert_lines(store::Transaction& tx, std::span<const Line> lines);

std::optional<Line> lowest_free(store::Transaction& tx, const std::string& pool_id);
// With numbers above `above` up to `last`, in order, until `visit` says false.
void each_line(store::Transaction& tx, std::int64_t above, std::int64_t last,
               const std::function<bool(const Line&)>& visit);
std::vector<Line> stopped_lines(store::Transaction& tx, State state, const std::string& after, int limit);
std::vector<Line> due_lines(store::Transaction& tx, Instant now, int limit);
// Of our own numbers, those that serve at no other operator.
std::vector<Line> disconnected_lines(store::Transaction& tx, Instant since, int limit);
std::optional<Pool> foreign_pool_of(store::Transaction& tx, std::int64_t msisdn);
// Writes state, due_at, reserved_for and version. Nothing changed: the line is at another version.
bool change(store::Transaction& tx, const Line& line);
void each_count(store::Transaction& tx, const std::function<void(const std::string&, State, std::int64_t)>& visit);

void insert(store::Transaction& tx, const Ownership& ownership);
void end_ownership(store::Transaction& tx, const std::string& line_id, Instant at);

void insert(store::Transaction& tx, const Sim& sim);
std::optional<Sim> find_sim(store::Transaction& tx, const std::string& iccid);
std::vector<Sim> sims_on(store::Transaction& tx, const std::string& eid);
bool sim_used(store::Transaction& tx, const std::string& sim_id);
void begin_sim(store::Transaction& tx, const std::string& line_id, const std::string& sim_id, const std::string& reason,
               Instant at);
void end_sim(store::Transaction& tx, const std::string& line_id, Instant at);

void hold_sms(store::Transaction& tx, const std::string& command_id, Instant until);  // of a change of SIM
// One command for each of the lines, in a few statements; the ids are new.
void insert_commands(store::Transaction& tx, const ledger::Recorder& recorder, std::span<const Line> lines,
                     Action action, Instant now);
void insert_command(store::Transaction& tx, const std::string& id, const Line& line, Action action, Instant now);
// Reserved for this code, with the ICCID of the SIM that is in it.
std::vector<std::pair<Line, std::string>> stocked(store::Transaction& tx, const std::string& reserved_for,
                                                  const std::string& after, int limit);

}  // namespace muster::lines
