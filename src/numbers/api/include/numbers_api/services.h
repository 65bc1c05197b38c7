// What the handlers of the number register's API may use. Filled once by the program's composition
// (src/cli/muster-numbers/instance.cc); everything outlives the server.
#pragma once

#include <base/random.h>
#include <base/time.h>

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
namespace lines {
class Service;
}
namespace persons {
class Service;
}
namespace campaigns {
class Service;
}
namespace registration {
class Service;
}
namespace dealers {
class Service;
class Packets;
class Signals;
}  // namespace dealers
namespace reconciliation {
class Inbox;
}
namespace lookups {
class Requests;
class Disputes;
}  // namespace lookups
namespace http {
class Router;
class SignIn;
}  // namespace http
}  // namespace muster

namespace muster::numbers_api {

struct Services {
  const Clock& clock;
  Random& random;
  store::Database& database;
  const policy::Policy& policy;
  const ledger::Recorder& recorder;
  ledger::Log& ledger;
  const vault::Vault& vault;
  jobs::Service& jobs;
  parties::Service& parties;
  lines::Service& lines;
  persons::Service& persons;
  registration::Service& registration;
  campaigns::Service& campaigns;
  dealers::Service& dealers;
  dealers::Packets& packets;
  dealers::Signals& signals;
  lookups::Requests& requests;
  lookups::Disputes& disputes;
  http::SignIn& sign_in;
  reconciliation::Inbox& inbox;  // of other registers' files
};

// Sign-in, home, jobs, parties with people, the ledger: what the room `web` has for both programs.
void add_common_routes(http::Router& router, const Services& services);
// One function a room, each in routes_<room>.cc; it adds the routes of that room's handlers (one file an action).
void add_line_routes(http::Router& router, const Services& services);
void add_person_routes(http::Router& router, const Services& services);
void add_registration_routes(http::Router& router, const Services& services);
void add_dealer_routes(http::Router& router, const Services& services);
// The point of sale: its page and files under /pos, for anybody.
void add_pos_files(http::Router& router);
// What changes who is on record and who holds what: duplicates, lines beyond the cap, companies, transfers,
// corrections, numbers that pass between operators.
void add_change_routes(http::Router& router, const Services& services);
// Devices that lines of things are bound to.
void add_thing_routes(http::Router& router, const Services& services);
// Comparisons with other registers, their files on the way in, and what differs.
void add_reconciliation_routes(http::Router& router, const Services& services);
void add_campaign_routes(http::Router& router, const Services& services);
void add_lookup_routes(http::Router& router, const Services& services);

}  // namespace muster::numbers_api
