// One visit as a state machine: robots.txt, then hop by hop until an answer leads nowhere else. No I/O of its own.
#pragma once

#include "robots_cache.h"
#include "transfer.h"
#include "url.h"
#include <testing/fetch.h>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace muster::testing {

class VisitMachine {
 public:
  VisitMachine(const FetchOptions& options, const Clock& clock, RobotsCache& robots, Transfers& transfers,
               VisitRequest request);
  ~VisitMachine() { transfers_.give(std::move(transfer_)); }
  VisitMachine(const VisitMachine&) = delete;

  // Where to go first; nothing when the visit is over already.
  std::optional<Url> start();
  // Takes an answer; where to go next, or nothing when the visit is over.
  std::optional<Url> answer(Hop hop);
  Transfer::Limits limits() const;
  std::string referrer() const;  // of the request that comes next
  // Taken when first asked for, with that the visit has begun.
  Transfer& transfer();
  bool has_begun() const { return transfer_ != nullptr; }
  // Time spent on waiting for a turn is not the site's.
  void waited(Duration time) { waited_ += time; }
  Duration left() const;
  Visit take();

 private:
  std::optional<Url> page(std::optional<RobotsState> robots = {});
  std::optional<Url> robots_answer(const Hop& hop);
  std::optional<Url> page_answer(Hop hop);
  std::optional<Url> follow(HopKind kind, std::string_view reference);
  std::optional<Url> fail(const std::string& error, const std::string& sentence = {});
  void fail_at(HopKind kind, std::string_view url, const Error& error);
  bool minds_robots() const;
  void settle_robots(const RobotsState& state);

  const FetchOptions& options_;
  const Clock& clock_;
  RobotsCache& robots_;
  Transfers& transfers_;
  std::unique_ptr<Transfer> transfer_;
  Visit visit_;
  std::optional<Url> url_, page_;  // asked for now; the page behind a robots.txt
  HopKind kind_ = HopKind::first;
  bool in_robots_ = false;
  int robots_redirects_ = 0;
  const std::string referrer_;
  const std::size_t body_max_;
  std::size_t bytes_ = 0;
  std::map<std::string, int> seen_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Duration waited_{};
};

}  // namespace muster::testing
