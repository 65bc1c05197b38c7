#pragma once

#include "dns.h"
#include "robots_cache.h"
#include "turns.h"

namespace muster::testing {

struct Manners::Inside {
  Inside(const MannersLimits& l, std::shared_ptr<Resolver> resolver)
      : turns(l), dns(l, std::move(resolver)), robots(l) {}
  Turns turns;
  DnsCache dns;
  RobotsCache robots;
};

}  // namespace muster::testing
