// POST /legacy-blocks/{id}/events: withdraw {reasons}, open_case {data: {ground, note}}. The others follow by
// themselves: redecide from an order, lapse from the clock.
#include "legacy_handlers.h"
#include <cases/service.h>

namespace muster::api {
namespace {

using restrictions::LegacyEvent;
using restrictions::LegacyService;

Result<void> open_case(const Services& services, const LegacyService& legacy, const restrictions::LegacyBlock& block,
                       const std::string& ground, const std::string& note, const std::string& person) {
  // Before the case is there: a block that has ended opens none.
  if (!find_transition(block.state, LegacyEvent::open_case))
    return conflict("legacy_state", "A case is opened about this block already, or the block has ended.", "event");
  cases::NewCase what;
  what.ground = ground;
  what.name = block.name;
  what.source = "manual";
  what.source_ref = block.id;
  what.note = note;
  MUSTER_TRY([[maybe_unused]] const auto opened,
             services.cases.open_case(what, person, [&](store::Transaction& tx, const cases::Case& c) -> Result<void> {
               MUSTER_CHECK_OK(legacy.note_case(tx, block.id, c.id, person));
               return {};
             }));
  return {};
}

}  // namespace

http::Response legacy_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string word = body.text("event", 40);
  const auto reasons = body.texts("reasons", 1, restrictions::kLegacyTextMax);
  std::string ground, note;
  if (auto data = body.maybe_object("data")) {
    ground = data->text("ground", 60);
    note = data->maybe_text("note", 2'000).value_or("");
  }
  const auto event = restrictions::legacy_event(word);
  if (!word.empty() && event != LegacyEvent::open_case && event != LegacyEvent::withdraw)
    body.fault("event", "event_unknown", "A person opens a case about a block of another system, or withdraws it.");
  if (event == LegacyEvent::open_case && ground.empty())
    body.fault("data.ground", "ground_missing", "Say on which ground the case is opened.");
  MUSTER_BODY_DONE(body);
  const LegacyService legacy(services.database, services.recorder);
  MUSTER_ANSWER_TRY(const auto block, legacy.block(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, block.version));
  const std::string& person = request.principal->person_id;
  if (*event == LegacyEvent::open_case)
    MUSTER_ANSWER_CHECK(open_case(services, legacy, block, ground, note, person));
  else
    MUSTER_ANSWER_CHECK(legacy.withdraw(block.id, reasons.empty() ? "" : reasons.front(), person));
  return legacy_show(services, request);
}

}  // namespace muster::api
