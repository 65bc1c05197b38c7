// Points of sale of the demonstration: they get packs of SIMs, and register
// people.
#pragma once

#include "demo_history.h"
#include "demo_specimens.h"

#include <map>
#include <string>
#include <vector>

namespace muster::cli {

// Everybody gets one line; each such citizen below the second number gets four,
// so that two of them together are beyond the cap.
inline constexpr int kDemoManyLines = 4, kDemoManyUntil = 80;

struct DemoSold {
  std::string line_id, holder_id;
  int person = 0;
};

class DemoSeller {
 public:
  explicit DemoSeller(std::vector<DemoDealer> dealers) : dealers_(std::move(dealers)) {}
  void sells_from(const std::string& region, const std::string& pool_id) { pools_[region] = pool_id; }
  void captured_by(std::string person_id) { actor_ = std::move(person_id); }
  // Registers the persons from `first` up to, not including, `last`.
  Result<void> sell(Instance& instance, int first, int last);
  lines::NewSim next_sim();
  const std::vector<DemoSold>& sold() const { return sold_; }
  std::int64_t refused() const { return refused_; }
  std::string holder_of(int person) const;  // "": nobody sold them a line

 private:
  Result<void> sell_block(Instance& instance, const DemoDealer& dealer, int first, int last);
  std::vector<DemoDealer> dealers_;
  std::map<std::string, std::string> pools_;  // by region
  std::string actor_ = kDemo;
  std::vector<DemoSold> sold_;
  std::map<int, std::string> holders_;
  std::int64_t refused_ = 0, serial_ = 0;
};

}  // namespace muster::cli
