// Reading, and what people of the house do by hand.
#include "step.h"
#include <base/text.h>
#include <policy/policy.h>
#include <policy/regions.h>
#include <store/page.h>

#include <algorithm>

namespace muster::instructions {

using store::Transaction;

Result<Page> Service::list(const Filter& filter, const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<Page> {
    return store::cut(Page{select_page(tx, filter, after, limit + 1, recorder_.clock().now()), ""}, limit);
  });
}

Result<View> Service::find(const std::string& key, const std::string& party_id) const {
  return database_.read([&](Transaction& tx) -> Result<View> {
    MUSTER_TRY(Instruction found, Step(*this, tx, {"", party_id, ""}).need(key));
    View view{found, select_deliveries(tx, found.id), select_of_order(tx, found.order_id)};
    return view;
  });
}

Result<Counts> Service::counts(const std::string& party_id) const {
  return database_.read(
      [&](Transaction& tx) -> Result<Counts> { return select_counts(tx, party_id, recorder_.clock().now()); });
}

Result<ProviderPage> Service::providers(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<ProviderPage> {
    ProviderPage page{select_providers(tx, after, limit + 1, recorder_.clock().now()), ""};
    if (static_cast<int>(page.items.size()) > limit) {
      page.items.pop_back();
      page.next = page.items.back().party_id;
    }
    return page;
  });
}

Result<MessagePage> Service::messages(const std::string& party_id, const std::string& state, const std::string& after,
                                      int limit) const {
  return database_.read([&](Transaction& tx) -> Result<MessagePage> {
    return store::cut(MessagePage{select_messages(tx, party_id, state, after, limit + 1), ""}, limit);
  });
}

namespace {

Result<void> check_note(const std::string& note) {
  if (trim(note).empty()) return invalid("note_missing", "Say why, in a sentence.", "note");
  if (note.size() > kNoteMax || !is_valid_utf8(note))
    return invalid("note_too_long", "A note is text of at most 1,000 bytes.", "note");
  return {};
}

}  // namespace

Result<Instruction> Service::verify_by_hand(const std::string& key, const std::string& note,
                                            const std::string& person) const {
  MUSTER_CHECK_OK(check_note(note));
  return database_.write([&](Transaction& tx) -> Result<Instruction> {
    const Step step(*this, tx, {person, "", "person"});
    MUSTER_TRY(Instruction found, step.need(key));
    return step.move(std::move(found), "verify", note);
  });
}

Result<Instruction> Service::settle(const std::string& key, const std::string& note, const std::string& person) const {
  MUSTER_CHECK_OK(check_note(note));
  return database_.write([&](Transaction& tx) -> Result<Instruction> {
    const Step step(*this, tx, {person, "", "person"});
    MUSTER_TRY(Instruction found, step.need(key));
    if (!found.escalated())
      return conflict("instruction_not_escalated", "This instruction is put before nobody, or was settled already.");
    found.settled_at = step.now;
    found.settled_by = person;
    found.note = note;
    // From then on it has the time that an order has, at least.
    if (found.state != "executed" && found.open())
      found.late_at =
          std::max(found.execute_due_at, policy::due_in(policy_, found.region, "clock.execution", step.now));
    update_instruction(tx, found);
    step.record(kSettled, found);
    return found;
  });
}

Result<Message> Service::retry(const std::string& id, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Message> {
    auto found = select_message(tx, id);
    if (!found) return not_found("message_unknown", "There is no such message.");
    if (found->state == "sent") return conflict("message_state", "This message has reached its provider.");
    found->state = "queued";
    found->attempts = 0;
    found->next_at = recorder_.clock().now();
    update_message(tx, *found);
    recorder_.record(tx, kMessageRetried, person, kMessageRecord, found->id);
    return std::move(*found);
  });
}

}  // namespace muster::instructions
