// What the handlers of the sites' API may use. Filled once by the program's composition (src/cli/muster/instance.cc);
// everything outlives the server.
#pragma once

#include <base/random.h>
#include <base/result.h>
#include <base/time.h>

#include <functional>
#include <string>
#include <string_view>

namespace muster {
namespace store {
class Database;
}
namespace jobs {
class Service;
}
namespace policy {
class Policy;
}
namespace vault {
class Vault;
}
namespace ledger {
class Recorder;
class Log;
}  // namespace ledger
namespace parties {
class Service;
}
namespace documents {
class Service;
}
namespace notices {
class Service;
}
namespace resources {
class Service;
}
namespace restrictions {
class Service;
class DebarmentService;
}  // namespace restrictions
namespace filings {
class Service;
}
namespace holders {
class Service;
}
namespace census {
class Service;
}
namespace queue {
class Queue;
}
namespace schedule {
class Service;
}
namespace hashes {
class Service;
}
namespace bundles {
class Service;
}
namespace likeness {
class Service;
}
namespace testing {
class Service;
}
namespace evidence {
class Service;
}
namespace reports {
class Service;
}
namespace reviews {
class Service;
}
namespace cases {
class Service;
}
namespace statements {
class Service;
}
namespace partners {
class Service;
}
namespace promotion {
class Inventories;
class Inspector;
class Findings;
class Suspensions;
}  // namespace promotion
namespace enforcement {
class Service;
}
namespace zones {
class Feeds;
}
namespace metrics {
class Service;
}
namespace training {
class Service;
}
namespace billing {
struct Service;
}
namespace convergence {
class Service;
}
namespace sharing {
class Publisher;
class Peers;
}  // namespace sharing
namespace programme {
class Service;
}
namespace http {
class Router;
class SignIn;
}  // namespace http
}  // namespace muster

namespace muster::api {

struct Services {
  const Clock& clock;
  Random& random;
  store::Database& database;
  const policy::Policy& policy;
  const ledger::Recorder& recorder;
  ledger::Log& ledger;
  vault::Vault& vault;
  jobs::Service& jobs;
  parties::Service& parties;
  documents::Service& documents;
  notices::Service& notices;
  resources::Service& resources;
  restrictions::Service& restrictions;
  restrictions::DebarmentService& debarments;
  filings::Service& filings;
  holders::Service& holders;
  census::Service& census;
  schedule::Service& schedule;
  hashes::Service& hashes;
  bundles::Service& bundles;
  likeness::Service& likeness;
  testing::Service& testing;
  evidence::Service& evidence;
  reports::Service& reports;
  reviews::Service& reviews;
  cases::Service& cases;
  partners::Service& partners;
  promotion::Inventories& inventories;
  promotion::Inspector& inspector;
  promotion::Findings& findings;
  promotion::Suspensions& suspensions;
  statements::Service& statements;
  enforcement::Service& enforcement;
  zones::Feeds& feeds;
  metrics::Service& metrics;
  training::Service& training;
  programme::Service& programme;
  const billing::Service& billing;
  const sharing::Publisher& shared_orders;
  const sharing::Peers& peers;
  const convergence::Service& convergence;
  http::SignIn& sign_in;
  // The queue that carries tests; opened when it is first asked for. Errors: those of the queue.
  std::function<Result<queue::Queue*>()> test_queue = {};
  // Signs a text with the key of the ledger (ledger/statement.h); nothing: this program signs none.
  std::function<std::string(std::string_view kind, std::string_view text, Instant at)> sign = {};
};

// One function a room, each in routes_<room>.cc; it adds the routes of that room's handlers (one file an action).
void add_sign_in_routes(http::Router& router, const Services& services);
void add_job_routes(http::Router& router, const Services& services);
void add_ledger_routes(http::Router& router, const Services& services);
void add_party_routes(http::Router& router, const Services& services);
void add_filing_routes(http::Router& router, const Services& services);
void add_resource_routes(http::Router& router, const Services& services);
void add_domain_routes(http::Router& router, const Services& services);
void add_restriction_routes(http::Router& router, const Services& services);
void add_debarment_routes(http::Router& router, const Services& services);  // with the page for everybody
void add_census_routes(http::Router& router, const Services& services);
void add_bundle_routes(http::Router& router, const Services& services);
void add_testing_routes(http::Router& router, const Services& services);
void add_report_routes(http::Router& router, const Services& services);  // with the pages for everybody
void add_review_routes(http::Router& router, const Services& services);
void add_case_routes(http::Router& router, const Services& services);
void add_partner_routes(http::Router& router, const Services& services);
void add_statement_routes(http::Router& router, const Services& services);  // with the pages behind secret links
void add_enforcement_routes(http::Router& router, const Services& services);
void add_billing_routes(http::Router& router, const Services& services);
void add_resolver_routes(http::Router& router, const Services& services);
void add_sharing_routes(http::Router& router, const Services& services);      // with TAXII, for other operators
void add_instruction_routes(http::Router& router, const Services& services);  // with what providers' machines say
void add_figure_routes(http::Router& router, const Services& services);       // with the pages for everybody
void add_training_routes(http::Router& router, const Services& services);
void add_programme_routes(http::Router& router, const Services& services);  // with calendars behind their tokens
void add_home_routes(http::Router& router, const Services& services);
void add_rdap_routes(http::Router& router, const Services& services);     // for everybody, at /rdap
void add_public_routes(http::Router& router, const Services& services);   // server-rendered pages
void add_console_routes(http::Router& router, const Services& services);  // the embedded console

}  // namespace muster::api
