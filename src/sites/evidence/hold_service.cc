#include "hold_store.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::evidence {
namespace {

Result<void> check_person(const std::string& person) {
  if (person.empty() || person.starts_with("system:"))
    return refused("needs_person", "Only a person may take this step.");
  return {};
}

std::string time_or_null(const std::optional<Instant>& at) {
  return at ? "\"" + to_rfc3339(*at) + "\"" : "null";
}

Error hold_unknown() {
  return not_found("hold_unknown", "There is no such legal hold.");
}

}  // namespace

Result<Hold> Holds::set(const NewHold& wanted, const std::string& person) const {
  MUSTER_CHECK_OK(check_person(person));
  MUSTER_TRY(const NewHold good, checked(wanted, recorder_.clock().now()));
  return database_.write([&](store::Transaction& tx) -> Result<Hold> {
    Hold hold;
    static_cast<NewHold&>(hold) = good;
    if (hold.kind == "case") {
      const auto found = holds::case_of(tx, hold.case_id);
      if (!found) return invalid("hold_case", "There is no such case.", "case_id");
      hold.case_id = found->id;
      hold.case_number = found->number;
    }
    if (holds::standing_count(tx) >= kHoldsStandingMax)
      return refused("hold_limit",
                     fmt::format("{} holds stand, and no more can. Lift those that nobody needs.", kHoldsStandingMax));
    hold.id = recorder_.new_id();
    hold.set_by = person;
    hold.set_at = recorder_.clock().now();
    holds::insert(tx, hold);
    recorder_.record(
        tx, kHoldSet, person, "evidence_hold", hold.id,
        fmt::format(R"({{"kind":"{}","site":{},"case_id":{},"from":{},"to":{},"law":{},"reference":{},"until":{}}})",
                    hold.kind, json_quote(hold.site), json_quote(hold.case_id), time_or_null(hold.from),
                    time_or_null(hold.to), json_quote(hold.law), json_quote(hold.reference), time_or_null(hold.until)));
    return hold;
  });
}

Result<Hold> Holds::lift(const std::string& id, const std::string& reason, const std::string& person) const {
  MUSTER_CHECK_OK(check_person(person));
  const std::string why(trim(reason));
  if (why.empty() || why.size() > kHoldReasonMax || !is_valid_utf8(why))
    return invalid("hold_reason", fmt::format("Say why it is lifted, in at most {} letters.", kHoldReasonMax),
                   "reason");
  return database_.write([&](store::Transaction& tx) -> Result<Hold> {
    auto hold = holds::find(tx, id);
    if (!hold) return hold_unknown();
    if (hold->lifted_at) return conflict("hold_lifted", "This hold was lifted already.");
    hold->lifted_at = recorder_.clock().now();
    hold->lifted_by = person;
    hold->lift_reason = why;
    holds::lift(tx, *hold);
    recorder_.record(tx, kHoldLifted, person, "evidence_hold", id,
                     fmt::format(R"({{"reference":{}}})", json_quote(hold->reference)));
    return *hold;
  });
}

Result<Hold> Holds::hold(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Hold> {
    auto hold = holds::find(tx, id);
    if (!hold) return hold_unknown();
    return *hold;
  });
}

Result<std::vector<Hold>> Holds::list(const HoldFilter& filter) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Hold>> {
    return holds::list(tx, filter, recorder_.clock().now());
  });
}

}  // namespace muster::evidence
