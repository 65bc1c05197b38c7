// SQL of referrals, ours and those of others. Inside of the room.
#pragma once

#include <programme/referral.h>
#include <store/database.h>

namespace muster::programme {

void insert_regulator(store::Transaction& tx, const Regulator& r);
bool end_regulator_row(store::Transaction& tx, const std::string& id, Instant now);
std::vector<Regulator> select_regulators(store::Transaction& tx);  // by name

std::int64_t next_referral_number(store::Transaction& tx, const std::string& year);
void insert_referral(store::Transaction& tx, const Referral& r);
std::vector<Referral> select_referrals(store::Transaction& tx, const std::string& before, int limit);
// To be spoken about: in this state, not since then; the longest silent first.
std::vector<Referral> select_referrals_due(store::Transaction& tx, const std::string& state, Instant asked_before,
                                           int limit);
void update_referral_asked(store::Transaction& tx, const std::string& id, Instant now);
bool update_referral_state(store::Transaction& tx, const std::string& id, const std::string& from,
                           const std::string& to, const std::string& code, Instant now);

void insert_received(store::Transaction& tx, const ReceivedReferral& r);
std::optional<ReceivedReferral> select_received(store::Transaction& tx, const std::string& id);
std::optional<ReceivedReferral> select_received_by_hash(store::Transaction& tx, const std::string& sha256);
std::vector<ReceivedReferral> select_all_received(store::Transaction& tx, const std::string& state,
                                                  const std::string& before, int limit);
bool update_received(store::Transaction& tx, const ReceivedReferral& r);

}  // namespace muster::programme
