// SQL of signals. Inside of the room.
#pragma once

#include <store/database.h>

#include <dealers/signal_service.h>

namespace muster::dealers {

void insert(store::Transaction& tx, const Signal& signal);
std::optional<Signal> find_signal(store::Transaction& tx, const std::string& id);
std::optional<Signal> find_same(store::Transaction& tx, const Signal& like);
bool change(store::Transaction& tx, const Signal& signal);
std::vector<Signal> list_signals(store::Transaction& tx, std::optional<SignalState> state, const std::string& dealer_id,
                                 const std::string& before, int limit);

}  // namespace muster::dealers
