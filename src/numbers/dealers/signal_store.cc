#include "signal_store.h"

#include <base/words.h>

namespace muster::dealers {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertSignal{
    "dealer_signal_insert",
    "insert into dealer_signal(id, dealer_id, device_id, code, day, found_at, count, threshold, state, note, version) "
    "values(:id, :dealer, :device, :code, :day, :at, :count, :threshold, 'open', '', 1)"};
constexpr Sql kSignal{"dealer_signal_get", "select * from dealer_signal where id = :id"};
constexpr Sql kSameSignal{"dealer_signal_same",
                          "select * from dealer_signal where dealer_id = :dealer and device_id = :device and code = "
                          ":code and day = :day"};
constexpr Sql kChangeSignal{"dealer_signal_change",
                            "update dealer_signal set count = :count, state = :state, decided_by = :by, decided_at = "
                            ":at, note = :note, version = :version where id = :id and version = :version - 1"};
constexpr Sql kOpenSignals{"dealer_signal_open",
                           "select * from dealer_signal where state = 'open' and (:before = '' or id < :before) order "
                           "by id desc limit :limit"};
constexpr Sql kSignalsOfDealer{"dealer_signal_of_dealer",
                               "select * from dealer_signal where dealer_id = :dealer and (:state = '' or state = "
                               ":state) and (:before = '' or id < :before) order by id desc limit :limit"};
constexpr Sql kAllSignals{"dealer_signal_list",
                          "select * from dealer_signal where (:state = '' or state = :state) and (:before = '' or id < "
                          ":before) order by id desc limit :limit"};
constexpr const char* kSignalStates[] = {"open", "dismissed", "confirmed"};

Signal signal_of(const Row& row) {
  Signal s;
  s.id = row.text("id");
  s.dealer_id = row.text("dealer_id");
  s.device_id = row.text("device_id");
  s.code = known(signal_code(row.text("code")));
  s.day = row.text("day");
  s.found_at = row.instant("found_at");
  s.count = row.integer("count");
  s.threshold = row.integer("threshold");
  s.state = known(signal_state(row.text("state")));
  s.decided_by = row.text("decided_by");
  s.decided_at = row.maybe_instant("decided_at");
  s.note = row.text("note");
  s.version = row.integer("version");
  return s;
}

}  // namespace

const char* to_text(SignalState state) {
  return kSignalStates[static_cast<int>(state)];
}
std::optional<SignalState> signal_state(std::string_view text) {
  return find_word<SignalState>(kSignalStates, text);
}

void insert(store::Transaction& tx, const Signal& s) {
  tx.run(kInsertSignal, {{"id", s.id},
                         {"dealer", s.dealer_id},
                         {"device", s.device_id},
                         {"code", to_text(s.code)},
                         {"day", s.day},
                         {"at", s.found_at},
                         {"count", s.count},
                         {"threshold", s.threshold}});
}
std::optional<Signal> find_signal(store::Transaction& tx, const std::string& id) {
  const auto row = tx.one(kSignal, {{"id", id}});
  return row ? std::optional(signal_of(*row)) : std::nullopt;
}
std::optional<Signal> find_same(store::Transaction& tx, const Signal& like) {
  const auto row =
      tx.one(kSameSignal,
             {{"dealer", like.dealer_id}, {"device", like.device_id}, {"code", to_text(like.code)}, {"day", like.day}});
  return row ? std::optional(signal_of(*row)) : std::nullopt;
}
bool change(store::Transaction& tx, const Signal& s) {
  return tx.run(kChangeSignal, {{"id", s.id},
                                {"count", s.count},
                                {"state", to_text(s.state)},
                                {"by", s.decided_by.empty() ? std::nullopt : std::optional(s.decided_by)},
                                {"at", s.decided_at},
                                {"note", s.note},
                                {"version", s.version}}) == 1;
}
std::vector<Signal> list_signals(store::Transaction& tx, std::optional<SignalState> state, const std::string& dealer_id,
                                 const std::string& before, int limit) {
  const std::string word = state ? to_text(*state) : "";
  std::vector<Signal> out;
  const auto take = [&](const Sql& sql, const store::Binds& binds) {
    for (const Row& row : tx.query(sql, binds)) out.push_back(signal_of(row));
  };
  if (!dealer_id.empty())
    take(kSignalsOfDealer, {{"dealer", dealer_id}, {"state", word}, {"before", before}, {"limit", limit}});
  else if (state == SignalState::open)
    take(kOpenSignals, {{"before", before}, {"limit", limit}});
  else
    take(kAllSignals, {{"state", word}, {"before", before}, {"limit", limit}});
  return out;
}

}  // namespace muster::dealers
