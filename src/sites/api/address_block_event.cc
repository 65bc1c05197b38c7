// POST /address-blocks/{id}/events: one step of the state machine. data: {source} for record_source, {user_id} for
// assign, {prefix_length} or {parts: [range…]} for split.
#include "address_handlers.h"

namespace muster::api {
namespace {

void read_data(Body& body, resources::BlockStep& step) {
  auto data = body.maybe_object("data");
  if (!data) return;
  step.source = data->maybe_text("source", resources::kTextMax).value_or("");
  step.user_id = data->maybe_text("user_id", 60).value_or("");
  if (const auto length = data->maybe_integer("prefix_length", 0, 128)) step.prefix_length = static_cast<int>(*length);
  for (const auto& text : data->texts("parts", resources::kPartsMax, 100)) {
    const auto range = identifiers::parse_address_range(text);
    if (range.ok())
      step.parts.push_back(*range);
    else
      data->fault("parts", range.error().code, range.error().sentence);
  }
}

}  // namespace

http::Response address_block_event(const Services& services, const http::Request& request) {
  Body body(request);
  const std::string word = body.text("event", 40);
  resources::BlockStep step;
  step.reasons = body.texts("reasons", 50, 1'000);
  read_data(body, step);
  const auto event = resources::block_event(word);
  if (!word.empty() && !event) body.fault("event", "event_unknown", "There is no such step of a block.");
  MUSTER_BODY_DONE(body);
  step.event = *event;
  MUSTER_ANSWER_TRY(const auto block, visible_block(services, request));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, block.version));
  MUSTER_ANSWER_CHECK(services.resources.apply(block.id, block.version, step, address_actor(*request.principal)));
  return block_answer(services, block.id, *request.principal);
}

}  // namespace muster::api
