// One visit as a state machine: robots.txt, then hop by hop until an answer leads nowhere else. No I/O of its own.
#pragma once

#include "robots.h"
#include "transfer.h"
#include "url.h"
#include <testing/fetch.h>

#include <map>
#include <optional>
#include <string>

namespace muster::testing {

// What robots.txt said, kept for each authority while a fetcher lives.
struct RobotsState {
  std::string state;  // allowed (so far), unavailable, unreachable
  Robots rules;
};
using RobotsCache = std::map<std::string, RobotsState>;
inline constexpr std::size_t kRobotsCacheMax = 10'000;

class VisitMachine {
 public:
  VisitMachine(const FetchOptions& options, const Clock& clock, RobotsCache& robots, VisitRequest request);

  // Where to go first; nothing when the visit is over already.
  std::optional<Url> start();
  // Takes an answer; where to go next, or nothing when the visit is over.
  std::optional<Url> answer(Hop hop);
  Transfer::Limits limits() const;
  Transfer& transfer() { return transfer_; }
  Visit take();

 private:
  std::optional<Url> first_page();
  std::optional<Url> robots_answer(const Hop& hop);
  std::optional<Url> page_answer(Hop hop);
  std::optional<Url> follow(HopKind kind, std::string_view reference);
  std::optional<Url> fail(const std::string& error, const std::string& sentence = {});
  void fail_at(HopKind kind, std::string_view url, const Error& error);
  void settle_robots(RobotsState state);
  Duration left() const;

  const FetchOptions& options_;
  const Clock& clock_;
  RobotsCache& robots_;
  Transfer transfer_;
  Visit visit_;
  std::optional<Url> url_, asked_;
  HopKind kind_ = HopKind::first;
  bool in_robots_ = false;
  int robots_redirects_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::string, int> seen_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace muster::testing
