// Who works for a dealer.
#include "dealer_store.h"
#include "device_store.h"
#include "faults.h"
#include <base/text.h>
#include <parties/parties.h>

#include <dealers/service.h>
#include <fmt/format.h>

namespace muster::dealers {
namespace {

std::string person_body(const std::string& person_id) {
  return fmt::format(R"({{"person":{}}})", json_quote(person_id));
}

}  // namespace

Result<bool> Service::works_there(const std::string& dealer_id, const std::string& person_id) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<bool> { return find_worker(tx, dealer_id, person_id).has_value(); });
}

Result<Worker> Service::add_worker(const std::string& actor, const std::string& dealer_id,
                                   const std::string& person_id) const {
  return database_.write([&](store::Transaction& tx) -> Result<Worker> {
    if (!find_dealer(tx, dealer_id)) return unknown_dealer();
    const auto person = parties::find_person(tx, person_id);
    if (!person || person->state != "active" || person->party_id != dealer_id)
      return invalid("worker_person", "Who works for a dealer is a person of its party.", "person_id");
    if (find_worker(tx, dealer_id, person_id))
      return conflict("worker_known", "This person works for this dealer already.", "person_id");
    Worker worker{recorder_.new_id(), dealer_id, person_id, recorder_.clock().now(), {}};
    insert(tx, worker);
    recorder_.record(tx, kWorkerAdded, actor, kDealerRecord, dealer_id, person_body(person_id));
    return worker;
  });
}

Result<void> Service::end_worker(const std::string& actor, const std::string& dealer_id,
                                 const std::string& person_id) const {
  return database_.write([&](store::Transaction& tx) -> Result<void> {
    const auto worker = find_worker(tx, dealer_id, person_id);
    if (!worker) return unknown_worker();
    const Instant now = recorder_.clock().now();
    dealers::end_worker(tx, worker->id, now);
    recorder_.record(tx, kWorkerEnded, actor, kDealerRecord, dealer_id, person_body(person_id));
    for (const Device& device : devices_of_person(tx, dealer_id, person_id)) {
      dealers::revoke(tx, device.id, "left", now);
      recorder_.record(tx, kDeviceRevoked, actor, kDeviceRecord, device.id, R"({"reason":"left"})");
    }
    return {};
  });
}

Result<std::vector<Worker>> Service::workers(const std::string& dealer_id, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Worker>> {
    return workers_of(tx, dealer_id, after, page_limit(limit));
  });
}

}  // namespace muster::dealers
