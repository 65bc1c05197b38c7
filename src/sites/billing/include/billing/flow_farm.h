// Charge flows on loopback, drawn from a seed: innocent ones, and twins of them with one planted fault each, for phones
// with a browser and for plain pages. For demonstrations, tests and benches; the farm of `testing` serves them
// (Farm::set_more). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <billing/register.h>

namespace muster::billing {

inline constexpr std::uint64_t kDemoFlowSeed = 7;  // of the demonstration
inline constexpr int kDemoFlowCount = 60;
inline constexpr const char* kFlowChargeHost = "pay.flows.example";

struct FarmFlow {
  std::string host;   // flow-07.flows.example
  std::string fault;  // "" innocent; else a kind of finding
  std::string form;   // of the fault: colour, size, outside, not_shown, absent …
  Flow flow;
  std::int64_t amount = 0;  // registered, CNY
  std::string behalf_text, first_text, second_text;
  std::vector<std::string> pages;  // by step
};
// `count` of them: a half innocent, the others of all kinds in turn.
std::vector<FarmFlow> farm_flows(std::uint64_t seed, int count);
// For Farm::set_more.
std::optional<std::string> farm_flow_page(const std::vector<FarmFlow>& flows, const std::string& host,
                                          const std::string& path);

}  // namespace muster::billing
