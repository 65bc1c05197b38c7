// What other operators may read of orders: objects of STIX 2.1, version by version, in the order in which they were
// added. An indicator stands while its order does, by enforcement::Service::judge alone; when the order ends, whatever
// the reason, the indicator is revoked, and the revocation travels like any other version. Sealed grounds and contracts
// are told to nobody. Thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <enforcement/service.h>
#include <enforcement/watch.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <sharing/misp.h>
#include <sharing/stix.h>
#include <sharing/xarf.h>

namespace muster::sharing {

inline constexpr events::Kind kShared{"share.told", 1, "Orders were told to other operators, or withdrawn."};
inline constexpr int kOrdersAStep = 200;  // looked at in one transaction

struct SharedObject {
  std::string id, type, body;  // body: one JSON object
  Instant version, added_at;
  bool is_last = true;
  bool is_sealed = false;  // by this house (enforcement::Service::seal); no other is told
};
// What an object is sealed by. `order_id`: "" it stands for none.
std::string sealed_text(const SharedObject& object, std::string_view order_id);

// Which of them (TAXII 2.1 §3.4). Empty sets: any.
struct ObjectFilter {
  Instant after = {};  // added later than that
  std::set<std::string> ids = {}, types = {};
  bool all_versions = false;            // else the last of each
  std::optional<Instant> version = {};  // this one alone
  bool first_versions = false;          // the first of each
  int limit = 100;
};
struct ObjectPage {
  std::vector<SharedObject> objects;  // by added_at
  bool more = false;
};

struct StepDone {
  std::int64_t told = 0, withdrawn = 0;
  bool more = false;  // orders wait to be looked at
};

class Publisher {
 public:
  Publisher(store::Database& database, const ledger::Recorder& recorder, const enforcement::Service& orders,
            Speaker speaker)
      : database_(database),
        recorder_(recorder),
        orders_(orders),
        speaker_(std::move(speaker)),
        watch_(database, "sharing") {}

  const Speaker& speaker() const { return speaker_; }
  // Takes what happened since the last call and tells it. Reads alone when nothing did.
  Result<StepDone> step() const;
  Result<ObjectPage> objects(const ObjectFilter& filter) const;
  // What a provider is told of an order, as a report of XARF v4 (xarf.h). `house`: who tells; `address`: of the public
  // pages, "" none. Errors: order_unknown, order_state and whatever else keeps it from being carried out, xarf_*.
  Result<std::string> xarf(const std::string& order, const XarfOrganisation& house, const std::string& address) const;
  // Ids of orders that providers carry out now, oldest first; `provider`: a party's id, "" whoever's.
  Result<std::vector<std::string>> provider_orders(const std::string& provider, const std::string& after,
                                                   int limit) const;
  // What is told as a feed of MISP (misp.h), event by event, oldest first; what happened is taken before. Errors:
  // feed_filling (orders are looked at for the first time; ask again), and those of `take`, which ends it.
  Result<void> misp(const std::function<Result<void>(const MispEvent&)>& take) const;
  // One of them; nothing: there is none with this UUID. Errors: feed_filling.
  Result<std::optional<MispEvent>> misp_event(const std::string& uuid) const;
  // How many are told and not revoked, by type "indicator".
  Result<std::int64_t> count() const;

 private:
  Result<void> take_all() const;
  Result<std::optional<Instant>> misp_day(Instant from) const;  // the next with orders that were told
  Result<std::optional<MispEvent>> misp_of(Instant day) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const enforcement::Service& orders_;
  Speaker speaker_;
  enforcement::OrderWatch watch_;
};

}  // namespace muster::sharing
