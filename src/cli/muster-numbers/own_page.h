// The person's own page, put together with what other rooms hold of a person and with the way of a code to its phone.
#pragma once

#include "instance.h"
#include <notices/sms.h>

#include <memory>

#include <lookups/pages.h>

namespace muster::cli {

struct WiredOwnPage {
  std::unique_ptr<lookups::CodeSender> sender;
  lookups::OwnPage page;
  lookups::PageOptions options;
  void add_routes(http::Router& router) { lookups::add_person_pages(router, page, options); }
};
// The instance outlives it. `gateway`: takes the codes; without one, training and demonstration instances write them
// into a file of their folder, and production instances send none.
std::unique_ptr<WiredOwnPage> make_own_page(Instance& instance, std::unique_ptr<notices::SmsGateway> gateway = nullptr);

// What the server does by itself: requests that expire or may be told of, disputes that are decided, old codes, and
// rotations of the vault's keys that were asked for. Before jobs.start(); the page lives as long as the jobs run.
Result<void> add_lookup_work(Instance& instance, WiredOwnPage& wired);

}  // namespace muster::cli
