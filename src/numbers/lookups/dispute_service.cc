#include "dispute_store.h"
#include "request_store.h"
#include <base/text.h>
#include <persons/notice.h>
#include <persons/records.h>

#include <fmt/format.h>
#include <lookups/disputes.h>

namespace muster::lookups {
namespace {

constexpr const char* kDisputeClock = "system:clock";
constexpr const char* kToldDecided = "dispute_decided";  // the words: letters/holder_dispute_decided
constexpr const char* kNotMine = "not_mine";

Error unknown_dispute() {
  return not_found("dispute_unknown", "There is no such dispute.");
}
Error stale_dispute() {
  return {Failure::stale, "stale_version", "The dispute changed meanwhile; look again.", {}};
}

}  // namespace

Result<Dispute> Disputes::keep(store::Transaction& tx, const std::string& actor, Dispute d,
                               const std::string& words) const {
  d.id = recorder_.new_id();
  d.opened_at = d.state_since = recorder_.clock().now();
  d.due_at = policy_.due("dispute.decision", d.opened_at);
  insert(tx, d);
  if (!trim(words).empty()) MUSTER_CHECK_OK(vault_.put(tx, d.id, kWordsField, std::string(trim(words))));
  recorder_.record(tx, kDisputeOpened, actor, kDisputeRecord, d.id,
                   fmt::format(R"({{"kind":"{}","line":{},"fields":{}}})", to_text(d.kind), json_quote(d.line_id),
                               json_quote(joined_codes(d.fields))));
  return d;
}

Result<Dispute> Disputes::open_not_mine(const std::string& actor, const std::string& holder_id,
                                        const std::string& ownership_id, const std::string& words) const {
  MUSTER_CHECK_OK(check_dispute(DisputeKind::not_mine, words, {}));
  return database_.write([&](store::Transaction& tx) -> Result<Dispute> {
    Dispute d;
    for (const auto& o : lines::ownerships_of_holder(tx, holder_id)) {
      if (o.id != ownership_id || o.until) continue;
      d.line_id = o.line_id;
      d.ownership_id = o.id;
      if (const auto by = registered_by(tx, o.ground_ref)) {
        d.dealer_id = by->dealer_id;
        d.captured_by = by->captured_by;
      }
    }
    if (d.ownership_id.empty())
      return not_found("ownership_unknown", "There is no such line in this person's name now.");
    if (auto open = open_dispute_of(tx, ownership_id)) return std::move(*open);
    d.holder_id = holder_id;
    return keep(tx, actor, std::move(d), words);
  });
}

Result<Dispute> Disputes::open_wrong_data(const std::string& actor, const std::string& holder_id,
                                          const std::vector<std::string>& fields, const std::string& words) const {
  MUSTER_CHECK_OK(check_dispute(DisputeKind::wrong_data, words, fields));
  return database_.write([&](store::Transaction& tx) -> Result<Dispute> {
    if (!persons::find_holder(tx, holder_id)) return not_found("holder_unknown", "There is no such holder.");
    Dispute d;
    d.kind = DisputeKind::wrong_data;
    d.holder_id = holder_id;
    d.fields = fields;
    return keep(tx, actor, std::move(d), words);
  });
}

Result<Dispute> Disputes::at(store::Transaction& tx, const std::string& id, std::int64_t version) const {
  auto found = find_dispute(tx, id);
  if (!found) return unknown_dispute();
  if (found->version != version) return stale_dispute();
  return std::move(*found);
}

Result<void> Disputes::step(store::Transaction& tx, Dispute& d, DisputeEvent event, const events::Kind& kind,
                            const std::string& actor) const {
  const DisputeTransition* found = find_dispute_transition(d.state, event);
  if (!found)
    return conflict("dispute_state", fmt::format("This step is not open to a dispute that is {}.", to_text(d.state)));
  d.state = found->to;
  d.state_since = recorder_.clock().now();
  ++d.version;
  if (!change(tx, d)) return stale_dispute();
  recorder_.record(
      tx, kind, actor, kDisputeRecord, d.id,
      fmt::format(R"({{"outcome":{},"reason":{}}})", d.outcome ? json_quote(to_text(*d.outcome)) : std::string("null"),
                  json_quote(d.reason)));
  return {};
}

Result<Dispute> Disputes::ask_dealer(const std::string& person, const std::string& id, std::int64_t version) const {
  return database_.write([&](store::Transaction& tx) -> Result<Dispute> {
    MUSTER_TRY(Dispute d, at(tx, id, version));
    if (d.dealer_id.empty()) return conflict("dispute_no_dealer", "No dealer is on record for this.");
    d.dealer_due_at = policy_.due("dispute.dealer_answer", recorder_.clock().now());
    MUSTER_CHECK_OK(step(tx, d, DisputeEvent::ask_dealer, kDealerAsked, person));
    return d;
  });
}

Result<Dispute> Disputes::note_answer(const std::string& actor, const std::string& id, std::int64_t version,
                                      DealerAnswer answer, const std::string& words) const {
  if (words.size() > kDisputeWordsMax || !is_valid_utf8(words))
    return invalid("dispute_words", "Say it in at most 2,000 bytes of text.", "words");
  return database_.write([&](store::Transaction& tx) -> Result<Dispute> {
    MUSTER_TRY(Dispute d, at(tx, id, version));
    if (d.state != DisputeState::dealer_asked)
      return conflict("dispute_state", "The dealer answers while it is asked.");
    d.dealer_answer = answer;
    ++d.version;
    if (!change(tx, d)) return stale_dispute();
    if (!trim(words).empty()) MUSTER_CHECK_OK(vault_.put(tx, d.id, kDealerWordsField, std::string(trim(words))));
    recorder_.record(tx, kDealerAnswered, actor, kDisputeRecord, d.id,
                     fmt::format(R"({{"answer":"{}"}})", to_text(answer)));
    return d;
  });
}

// The line may have gone its own way meanwhile.
Result<void> Disputes::close_line(store::Transaction& tx, const Dispute& d, const std::string& person) const {
  const auto held = lines::open_ownership(tx, d.line_id);
  if (!held || held->id != d.ownership_id) return {};
  auto line = lines::find_line(tx, d.line_id);
  const auto event = line->state == lines::State::registered ? lines::Event::release : lines::Event::disconnect;
  return lines::step(tx, {recorder_, policy_, person}, *line, event, kNotMine);
}

Result<Dispute> Disputes::decide(const std::string& person, const std::string& id, std::int64_t version,
                                 DisputeOutcome outcome, const std::string& reason) const {
  return database_.write([&](store::Transaction& tx) -> Result<Dispute> {
    MUSTER_TRY(Dispute d, at(tx, id, version));
    MUSTER_CHECK_OK(may_decide(d, person, outcome, reason));
    d.outcome = outcome;
    d.reason = reason;
    d.decided_by = person;
    d.decided_at = recorder_.clock().now();
    MUSTER_CHECK_OK(step(tx, d, DisputeEvent::decide, kDisputeDecided, person));
    if (outcome == DisputeOutcome::closed) MUSTER_CHECK_OK(close_line(tx, d, person));
    persons::tell(tx, recorder_, {d.holder_id, {}, kToldDecided, kDisputeRecord, d.id});
    return d;
  });
}

Result<Dispute> Disputes::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Dispute> {
    auto found = find_dispute(tx, id);
    return found ? Result<Dispute>(std::move(*found)) : unknown_dispute();
  });
}
Result<std::vector<Dispute>> Disputes::list(const std::string& state, const std::string& after, int limit) const {
  if (!state.empty() && !dispute_state(state))
    return invalid("dispute_state", "There is no such state of a dispute.", "state");
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Dispute>> {
    return list_disputes(tx, state, after, std::clamp(limit, 1, 501));
  });
}
Result<std::vector<Dispute>> Disputes::overdue(int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Dispute>> {
    return overdue_disputes(tx, recorder_.clock().now(), std::clamp(limit, 1, 501));
  });
}
Result<std::vector<Dispute>> Disputes::of_person(const std::vector<std::string>& holder_ids) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Dispute>> {
    std::vector<Dispute> out;
    for (const auto& id : holder_ids)
      for (Dispute& d : disputes_of(tx, id)) out.push_back(std::move(d));
    return out;
  });
}

Result<vault::Fields> Disputes::words(const std::string& actor, const std::string& id,
                                      const std::string& purpose) const {
  return database_.write([&](store::Transaction& tx) -> Result<vault::Fields> {
    if (!find_dispute(tx, id)) return unknown_dispute();
    return vault_.get(tx, id, std::vector<std::string>{kWordsField, kDealerWordsField}, purpose, actor);
  });
}

Result<int> Disputes::tick(int limit) const {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    int count = 0;
    for (Dispute& d : untold_disputes(tx, limit)) {
      d.told_at = recorder_.clock().now();
      MUSTER_CHECK_OK(step(tx, d, DisputeEvent::tell, kDisputeTold, kDisputeClock));
      ++count;
    }
    return count;
  });
}

}  // namespace muster::lookups
