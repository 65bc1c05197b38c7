// Verified registrations of a dealer in doubt are put to the test again, in batches by key.
#include "registration_store.h"
#include <registration/service.h>

namespace muster::registration {

Result<Service::Rechecked> Service::recheck_of_dealer(const std::string& actor, const std::string& dealer_id,
                                                      const std::string& after, int limit, Instant first_check,
                                                      Duration every) {
  return database_.write([&](store::Transaction& tx) -> Result<Rechecked> {
    Rechecked out;
    const int most = std::clamp(limit, 1, 1000);
    for (Registration& r : of_dealer(tx, dealer_id, after, most)) {
      ++out.looked_at;
      out.last = r.id;
      if (r.state != State::verified) continue;  // it waits already, or it has ended
      if (r.method == Method::authority) r.next_check_at = first_check + every * out.rechecked;
      MUSTER_CHECK_OK(take_step(tx, r, Event::recheck, actor, {"dealer_suspended"}));
      ++out.rechecked;
    }
    if (out.looked_at < most) out.last.clear();
    return out;
  });
}

}  // namespace muster::registration
