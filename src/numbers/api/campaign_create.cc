// POST /campaigns: a draft. POST /campaigns/{id}/events: a step of the table. POST /campaigns/{id}/deadlines: one
// moves.
#include "campaign_handlers.h"

namespace muster::numbers_api {
namespace {

constexpr std::size_t kCodeMax = 100;

// The words of a list as values of an enum; a word that is none is a fault of the field.
template <class T>
std::vector<T> values_of(Body& body, const char* field, std::optional<T> (*find)(std::string_view)) {
  std::vector<T> out;
  for (const std::string& word : body.texts(field, campaigns::kListMax, kCodeMax)) {
    if (const auto value = find(word))
      out.push_back(*value);
    else
      body.fault(field, "word_unknown", "The list holds a word that is none of its kind.");
  }
  return out;
}

campaigns::Cohort cohort_in(Body body) {
  campaigns::Cohort c;
  c.categories = values_of<persons::Category>(body, "categories", persons::category);
  c.kinds = values_of<lines::LineKind>(body, "kinds", lines::line_kind);
  c.regions = body.texts("regions", campaigns::kListMax, kCodeMax);
  c.dealers = body.texts("dealers", campaigns::kListMax, kCodeMax);
  c.document_kinds = body.texts("document_kinds", campaigns::kListMax, kCodeMax);
  c.held_min = body.maybe_integer("held_min", 0, 1'000'000).value_or(0);
  c.held_max = body.maybe_integer("held_max", 0, 1'000'000).value_or(0);
  c.registered_before = body.maybe_text("registered_before", 10).value_or("");
  c.excess_only = body.flag_or("excess_only", false);
  const std::string other = body.maybe_text("differs_from", 20).value_or("");
  c.differs_from = reconciliation::source_of(other);
  if (!other.empty() && !c.differs_from) body.fault("differs_from", "word_unknown", "There is no such register.");
  c.differences = values_of<reconciliation::Difference>(body, "differences", reconciliation::difference_of);
  return c;
}

campaigns::NewWave wave_in(Body& body) {
  campaigns::NewWave w;
  w.name = body.text("name", 100);
  w.held_min = body.maybe_integer("held_min", 1, 1'000'000).value_or(1);
  w.held_max = body.maybe_integer("held_max", 0, 1'000'000).value_or(0);
  w.regions = body.texts("regions", campaigns::kListMax, kCodeMax);
  w.invite_at = body.instant("invite_at");
  w.deadline = body.instant("deadline");
  w.warn_at = body.maybe_instant("warn_at");
  w.bar_at = body.maybe_instant("bar_at");
  w.disconnect_at = body.maybe_instant("disconnect_at");
  return w;
}

}  // namespace

http::Response campaign_create(const Services& services, const http::Request& request) {
  Body body(request);
  campaigns::NewCampaign given;
  given.name = body.text("name", 100);
  given.law = body.maybe_text("law", 500).value_or("");
  given.sender = body.text("sender", 30);
  given.place = body.text("place", 100);
  if (auto cohort = body.maybe_object("cohort")) given.cohort = cohort_in(std::move(*cohort));
  for (Body& wave : body.objects("waves", campaigns::kWavesMax, 1)) given.waves.push_back(wave_in(wave));
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto made, services.campaigns.create(request.principal->person_id, given));
  return campaign_answer(services, request, made, 201).header("Location", "/api/campaigns/" + made.id);
}

http::Response campaign_event(const Services& services, const http::Request& request) {
  Body body(request);
  const auto event = step_of(body, campaigns::event);
  const std::string reason = body.maybe_text("reason", 64).value_or("");
  MUSTER_BODY_DONE(body);
  if (event == campaigns::Event::approve && !request.principal->has("supervisor"))
    return http::Response::problem(refused("role_missing", "A supervisor approves a campaign.", "event"));
  MUSTER_ANSWER_TRY(const auto before, services.campaigns.campaign(request.param("id")));
  MUSTER_ANSWER_CHECK(http::check_if_match(request, before.version));
  MUSTER_ANSWER_TRY(const auto after,
                    services.campaigns.apply(request.principal->person_id, before.id, before.version, *event, reason));
  return campaign_answer(services, request, after);
}

http::Response campaign_deadline(const Services& services, const http::Request& request) {
  Body body(request);
  const auto wave = body.integer("wave", 1, static_cast<std::int64_t>(campaigns::kWavesMax));
  const Instant deadline = body.instant("deadline");
  const std::string reason = body.text("reason", 500);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto moved, services.campaigns.move_deadline(request.principal->person_id,
                                                                       request.param("id"), wave, deadline, reason));
  return answer(wave_json(moved), 201);
}

}  // namespace muster::numbers_api
