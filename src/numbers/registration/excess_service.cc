#include "closing_store.h"
#include "excess_store.h"
#include "registration_store.h"
#include <base/text.h>
#include <persons/notice.h>
#include <persons/records.h>

#include <limits>
#include <set>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kExcessActor = "system:caps";

Error unknown_excess() {
  return not_found("excess_unknown", "There is no such person beyond the cap on the list.");
}
Error excess_changed() {
  return {Failure::stale, "stale_version", "The choice changed meanwhile; look again.", {}};
}

std::int64_t least_cap(const policy::Policy& policy, lines::LineKind kind) {
  std::int64_t out = std::numeric_limits<std::int64_t>::max();
  for (int c = 0; c < persons::kCategoryCount; ++c)
    out = std::min(out, cap_of(policy, static_cast<persons::Category>(c), kind));
  return out;
}

std::vector<ExcessLine> lines_beyond(store::Transaction& tx, const Excess& e) {
  const auto chosen = latest_choice(tx, e.id);
  std::vector<ExcessLine> out;
  for (lines::Ownership& o : lines::open_lines_counted(tx, e.counted_under)) {
    if (o.kind != e.kind) continue;
    auto line = lines::find_line(tx, o.line_id);
    const auto found = chosen.find(o.id);
    const auto keep = found == chosen.end() ? std::nullopt : std::optional(found->second);
    out.push_back({std::move(o), std::move(*line), keep});
  }
  std::sort(out.begin(), out.end(), [](const ExcessLine& a, const ExcessLine& b) {
    return std::tie(a.ownership.from, a.ownership.id) < std::tie(b.ownership.from, b.ownership.id);
  });
  return out;
}

}  // namespace

Result<void> check_choice(const std::vector<ExcessLine>& held, const std::vector<std::string>& keep, std::int64_t cap) {
  if (keep.empty() && cap > 0)
    return invalid("choice_empty", "Name the lines to keep; to close all of them is a wish of its own.", "keep");
  const std::set<std::string> kept(keep.begin(), keep.end());
  if (static_cast<std::int64_t>(kept.size()) > cap)
    return invalid("choice_too_many", "More lines than the cap can't be kept.", "keep");
  for (const std::string& id : kept)
    if (std::none_of(held.begin(), held.end(), [&](const ExcessLine& l) { return l.ownership.id == id; }))
      return invalid("choice_unknown", "A line that is to be kept is not one of this person's now; look again.",
                     "keep");
  return {};
}

Result<Excesses::Found> Excesses::find(const std::string& actor, lines::LineKind kind, const std::string& after,
                                       int limit) {
  return database_.write([&](store::Transaction& tx) -> Result<Found> {
    const Instant now = recorder_.clock().now();
    Found out;
    const auto many = lines::many_held(tx, kind, least_cap(policy_, kind), after, limit);
    for (const lines::HeldCount& held : many) {
      const auto person = persons::find_holder(tx, held.counted_under);
      if (!person) continue;
      const std::int64_t cap = cap_of(policy_, person->category, kind);
      if (held.lines <= cap || unsettled_excess(tx, person->id, kind)) continue;
      Excess e;
      e.id = recorder_.new_id();
      e.counted_under = person->id;
      e.kind = kind;
      e.cap = cap;
      e.held = held.lines;
      e.found_at = now;
      e.due_at = policy_.due("excess.choose_within", now);
      insert(tx, e);
      persons::tell(tx, recorder_, {person->id, {}, persons::notice::kBeyondCap, kExcessRecord, e.id});
      recorder_.record(tx, kExcessFound, actor, kExcessRecord, e.id,
                       fmt::format(R"({{"kind":"{}","cap":{},"held":{}}})", lines::to_text(kind), e.cap, e.held));
      ++out.found;
    }
    if (static_cast<int>(many.size()) == limit) out.last = many.back().counted_under;
    return out;
  });
}

Result<std::vector<Excess>> Excesses::open(const std::optional<Excess>& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Excess>> {
    return open_excesses(tx, after ? after->due_at : Instant{0}, after ? after->id : std::string(),
                         std::clamp(limit, 1, 501));
  });
}
Result<Excess> Excesses::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Excess> {
    auto found = find_excess(tx, id);
    return found ? Result<Excess>(std::move(*found)) : unknown_excess();
  });
}
Result<std::vector<ExcessLine>> Excesses::lines_of(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<ExcessLine>> {
    const auto e = find_excess(tx, id);
    if (!e) return unknown_excess();
    return lines_beyond(tx, *e);
  });
}

Result<Excess> Excesses::choose(const std::string& actor, const std::string& id, const std::vector<std::string>& keep,
                                const std::string& reference) {
  if (!lines::is_code(reference))
    return invalid("reference_form", "Give the number of the form, of the message or of the letter.", "reference");
  return database_.write([&](store::Transaction& tx) -> Result<Excess> {
    auto e = find_excess(tx, id);
    if (!e) return unknown_excess();
    if (e->state == ExcessState::settled)
      return conflict("excess_state", "This person holds no more lines than the cap any more.");
    const auto all = lines_beyond(tx, *e);
    MUSTER_CHECK_OK(check_choice(all, keep, e->cap));
    const Instant now = recorder_.clock().now();
    e->state = ExcessState::chosen;
    e->chosen_at = e->chosen_at && *e->chosen_at >= now ? *e->chosen_at + Duration(1) : now;
    e->chosen_by = actor;
    e->evidence_ref = reference;
    ++e->version;
    if (!change(tx, *e)) return excess_changed();
    const std::set<std::string> kept(keep.begin(), keep.end());
    for (const ExcessLine& l : all) insert_choice(tx, *e, l.ownership.id, kept.contains(l.ownership.id));
    for (const ExcessLine& l : all) {
      auto open = open_closing(tx, l.line.id);
      const bool keeps = kept.contains(l.ownership.id);
      if (keeps && open && open->cause == ClosingCause::beyond_cap)
        MUSTER_CHECK_OK(end_closing(tx, recorder_, policy_, *open, ClosingState::withdrawn, actor, "chosen_to_keep"));
      if (keeps || open) continue;
      Closing c;
      c.line_id = l.line.id;
      c.ownership_id = l.ownership.id;
      c.holder_id = l.ownership.holder_id;
      c.cause = ClosingCause::beyond_cap;
      c.excess_id = e->id;
      c.evidence_ref = reference;
      c.asked_by = actor;
      MUSTER_CHECK_OK(open_one(tx, recorder_, policy_, c));
    }
    recorder_.record(tx, kExcessChosen, actor, kExcessRecord, e->id,
                     fmt::format(R"({{"kept":{},"closed":{},"reference":{}}})", kept.size(), all.size() - kept.size(),
                                 json_quote(reference)));
    return std::move(*e);
  });
}

Result<void> Excesses::settle_if_within(store::Transaction& tx, Excess& e, const std::string& actor) {
  std::int64_t held = 0;
  for (const lines::Ownership& o : lines::open_lines_counted(tx, e.counted_under)) held += o.kind == e.kind;
  if (held > e.cap) return {};
  // Lines that were to be closed and need not be any more: the person holds few enough without.
  e.state = ExcessState::settled;
  e.ended_at = recorder_.clock().now();
  ++e.version;
  if (!change(tx, e)) return excess_changed();
  for (Closing& c : closings_of_excess(tx, e.id))
    if (c.state == ClosingState::open)
      MUSTER_CHECK_OK(end_closing(tx, recorder_, policy_, c, ClosingState::withdrawn, actor, "within_cap"));
  lines::settle_excess(tx, e.counted_under);
  recorder_.record(tx, kExcessSettled, actor, kExcessRecord, e.id,
                   fmt::format(R"({{"held":{},"cap":{}}})", held, e.cap));
  return {};
}

Result<int> Excesses::tick(int limit) {
  struct Place {
    std::string chosen, open;
    Instant open_due{0};
    int settled = 0;
    bool more = true;
  };
  Place place;
  int settled = 0;
  while (place.more) {
    MUSTER_TRY(place, database_.write([&](store::Transaction& tx) -> Result<Place> {
      auto chosen = chosen_excesses(tx, place.chosen, limit);
      auto open = open_excesses(tx, place.open_due, place.open, limit);
      Place next = place;
      next.settled = 0;
      for (auto* list : {&chosen, &open})
        for (Excess& e : *list) {
          MUSTER_CHECK_OK(settle_if_within(tx, e, kExcessActor));
          next.settled += e.state == ExcessState::settled;
        }
      if (!chosen.empty()) next.chosen = chosen.back().id;
      if (!open.empty()) {
        next.open_due = open.back().due_at;
        next.open = open.back().id;
      }
      next.more = static_cast<int>(chosen.size()) == limit || static_cast<int>(open.size()) == limit;
      return next;
    }));
    settled += place.settled;
  }
  return settled;
}

}  // namespace muster::registration
