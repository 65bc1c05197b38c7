// Many keys with one statement: a fixed number of parameters, prepared once, for every hundred of them.
#pragma once

#include <store/database.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

namespace muster::store {

inline constexpr std::size_t kKeys = 100;
#define MUSTER_TEN_KEYS(n) \
  ":k" #n "0,:k" #n "1,:k" #n "2,:k" #n "3,:k" #n "4,:k" #n "5,:k" #n "6,:k" #n "7,:k" #n "8,:k" #n "9"
#define MUSTER_KEYS \
  "(" MUSTER_TEN_KEYS(0) "," MUSTER_TEN_KEYS(1) "," MUSTER_TEN_KEYS(2) "," MUSTER_TEN_KEYS(3) ","    \
  MUSTER_TEN_KEYS(4) "," MUSTER_TEN_KEYS(5) "," MUSTER_TEN_KEYS(6) "," MUSTER_TEN_KEYS(7) ","        \
  MUSTER_TEN_KEYS(8) "," MUSTER_TEN_KEYS(9) ")"
// The same as rows of one column, "with given(key) as (values " MUSTER_KEY_ROWS ")": each is looked up by itself. Of
// "owner = :owner and key in …" PostgreSQL may take the owner alone, under a plan that was made for an empty table.
#define MUSTER_TEN_KEY_ROWS(n)                                                                                         \
  "(:k" #n "0),(:k" #n "1),(:k" #n "2),(:k" #n "3),(:k" #n "4),(:k" #n "5),(:k" #n "6),(:k" #n "7),(:k" #n "8),(:k" #n \
  "9)"
#define MUSTER_KEY_ROWS \
  MUSTER_TEN_KEY_ROWS(0) "," MUSTER_TEN_KEY_ROWS(1) "," MUSTER_TEN_KEY_ROWS(2) "," MUSTER_TEN_KEY_ROWS(3) "," \
  MUSTER_TEN_KEY_ROWS(4) "," MUSTER_TEN_KEY_ROWS(5) "," MUSTER_TEN_KEY_ROWS(6) "," MUSTER_TEN_KEY_ROWS(7) "," \
  MUSTER_TEN_KEY_ROWS(8) "," MUSTER_TEN_KEY_ROWS(9)

inline const std::array<std::string, kKeys>& key_names() {
  static const auto names = [] {
    std::array<std::string, kKeys> out;
    for (std::size_t i = 0; i < kKeys; ++i) out[i] = "k" + std::to_string(i / 10) + std::to_string(i % 10);
    return out;
  }();
  return names;
}

// `sql` names the keys by "in " MUSTER_KEYS, or by MUSTER_KEY_ROWS; `more` are its other parameters.
inline void each_of(Transaction& tx, const Sql& sql, const std::vector<std::string>& keys,
                    const std::function<void(const Row&)>& visit, const Binds& more = {}) {
  for (std::size_t from = 0; from < keys.size(); from += kKeys) {
    Binds binds = more;
    binds.reserve(kKeys + more.size());
    for (std::size_t i = 0; i < kKeys; ++i)
      binds.emplace_back(key_names()[i], keys[std::min(from + i, keys.size() - 1)]);
    tx.each(sql, binds, [&](const Row& row) {
      visit(row);
      return true;
    });
  }
}

// The same for a statement that changes rows; returns how many it changed.
inline std::int64_t run_of(Transaction& tx, const Sql& sql, const std::vector<std::string>& keys,
                           const Binds& more = {}) {
  std::int64_t changed = 0;
  for (std::size_t from = 0; from < keys.size(); from += kKeys) {
    Binds binds = more;
    binds.reserve(kKeys + more.size());
    for (std::size_t i = 0; i < kKeys; ++i)
      binds.emplace_back(key_names()[i], keys[std::min(from + i, keys.size() - 1)]);
    changed += tx.run(sql, binds);
  }
  return changed;
}

}  // namespace muster::store
