#include "flow.h"
#include <cases/service.h>
#include <documents/documents.h>
#include <names/name.h>
#include <names/suffix.h>
#include <policy/policy.h>

namespace muster::cases {

using store::Transaction;

Result<ReceivedOrder> Service::enter_received_order(const NewReceivedOrder& in, const std::string& person) const {
  MUSTER_CHECK_OK(check_line(in.reference, "number", 200));
  MUSTER_CHECK_OK(check_line(in.law, "law", 500));
  MUSTER_CHECK_OK(check_line(in.scope_value, "scope", 2000));
  if (!find_ground(in.ground)) return invalid("ground_unknown", "The list of grounds is closed.", "ground");
  if (!parse_day(in.dated).ok()) return invalid("date_form", "Give the date of the order as YYYY-MM-DD.", "dated_on");
  if (!allows(in.ground, in.measure, in.scope_kind))
    return refused("ground_scope", "This ground does not allow that measure at that scope.", "scope");
  std::string value = in.scope_value;
  if (in.scope_kind == "host" || in.scope_kind == "domain") {
    MUSTER_TRY(const names::Name name, names::parse_name(value));
    value = name.ascii;
    if (names::is_public_suffix(value) || policy_.is_never_block(value))
      return refused("never_block",
                     "The root, a top-level domain, a public suffix or a protected name is never blocked.", "scope");
  }
  return database_.write([&](Transaction& tx) -> Result<ReceivedOrder> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"operator"}));
    const auto scan = documents::Service::find(tx, in.document_id);
    if (!scan || scan->destroyed_at) return invalid("document_unknown", "Attach the scan of the order first.", "scan");
    if (in.ends_at <= flow.now) return invalid("expiry_order", "The order's term is over already.", "expires_at");
    ReceivedOrder r;
    r.id = in.id.empty() ? flow.new_id() : in.id;
    r.reference = in.reference;
    r.authority_party_id = in.authority_party_id;
    r.dated = in.dated;
    r.ground = in.ground;
    r.law = in.law;
    r.measure = in.measure;
    r.scope_kind = in.scope_kind;
    r.scope_value = value;
    r.ends_at = in.ends_at;
    r.document_id = scan->id;
    r.document_sha256 = scan->sha256;
    r.entered_by = person;
    r.entered_at = flow.now;
    r.state = "entered";
    insert_received_order(tx, r);
    flow.record(kOrderReceived, kReceivedOrderRecord, r.id,
                Body()
                    .text("authority", r.authority_party_id)
                    .text("ground", r.ground)
                    .text("document_sha256", r.document_sha256));
    return r;
  });
}

Result<ReceivedOrder> Service::check_received_order(const std::string& id, bool right,
                                                    const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<ReceivedOrder> {
    Flow flow(*this, tx, person);
    MUSTER_CHECK_OK(flow.need_role({"operator"}));
    const auto r = select_received_order(tx, id);
    if (!r) return not_found("received_order_unknown", "There is no such order on record.");
    if (r->entered_by == person)
      return refused("received_order_same_person",
                     "You entered this order; another person checks it against the scan.");
    MUSTER_TRY(const std::string to, next_state("received_order", r->state, right ? "check" : "reject"));
    if (!update_received_order(tx, *r, to, person, flow.now)) return stale();
    flow.record(kOrderChecked, kReceivedOrderRecord, id, Body().text("state", to));
    return *select_received_order(tx, id);
  });
}

}  // namespace muster::cases
