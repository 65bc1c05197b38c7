#include "exercise_handlers.h"
#include <cases/rules.h>

namespace muster::api {
namespace {

json::object choice_json(const training::Choice& choice) {
  return {{"outcome", choice.outcome},
          {"measure", choice.measure.empty() ? json::value() : json::value(choice.measure)},
          {"scope_kind", choice.scope_kind.empty() ? json::value() : json::value(choice.scope_kind)}};
}

}  // namespace

json::object exercise_json(const training::Service::Listed& listed, const std::string& language, bool whole) {
  const training::Exercise& e = *listed.exercise;
  json::object out{{"id", e.id}, {"ground", e.ground}, {"site", e.site}, {"title", e.title.in(language)}};
  out["answered_at"] = listed.own ? json::value(to_rfc3339(listed.own->at)) : json::value();
  if (!whole) return out;
  out["story"] = e.story.in(language);
  json::array evidence, elements, allows;
  for (const auto& piece : e.evidence)
    evidence.push_back(json::object{{"element", piece.element}, {"words", piece.words.in(language)}});
  for (const auto& rule : cases::element_rules())
    if (rule.ground == e.ground)
      elements.push_back(
          json::object{{"element", json::string(rule.element)}, {"sentence", json::string(rule.sentence)}});
  for (const auto& a : cases::allowances())
    if (a.ground == e.ground)
      allows.push_back(json::object{{"measure", json::string(a.measure)}, {"scope_kind", json::string(a.scope_kind)}});
  out["evidence"] = std::move(evidence);
  out["elements"] = std::move(elements);
  out["allows"] = std::move(allows);
  out["own"] = listed.own ? json::value(choice_json(listed.own->choice)) : json::value();
  out["known"] = listed.own ? json::value(choice_json(e.answer)) : json::value();
  out["why"] = listed.own ? json::value(e.why.in(language)) : json::value();
  return out;
}

}  // namespace muster::api
