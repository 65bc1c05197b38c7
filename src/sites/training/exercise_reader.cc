#include <cases/rules.h>

#include <stdexcept>

#include <boost/json.hpp>
#include <embedded_training_exercises.h>
#include <training/training.h>

namespace muster::training {
namespace {

namespace json = boost::json;

std::string text(const json::object& from, const char* name) {
  return std::string(from.at(name).as_string());
}
Both both(const json::object& from) {
  return {text(from, "en"), text(from, "zh")};
}
std::string maybe(const json::object& from, const char* name) {
  const json::value* found = from.if_contains(name);
  return found ? std::string(found->as_string()) : std::string();
}

Exercise exercise_of(const json::object& from) {
  Exercise e;
  e.id = text(from, "id");
  e.ground = text(from, "ground");
  e.site = text(from, "site");
  e.title = both(from.at("title").as_object());
  e.story = both(from.at("story").as_object());
  e.why = both(from.at("why").as_object());
  for (const auto& piece : from.at("evidence").as_array())
    e.evidence.push_back({text(piece.as_object(), "element"), both(piece.as_object())});
  const auto& answer = from.at("answer").as_object();
  e.answer = {text(answer, "outcome"), maybe(answer, "measure"), maybe(answer, "scope_kind")};
  return e;
}

}  // namespace

Result<std::vector<Exercise>> parse_exercises(std::string_view text) {
  const auto wrong = [](const std::string& what) {
    return invalid("exercise_form", "An exercise is not in the form: " + what);
  };
  boost::system::error_code fault;
  const json::value all = json::parse({text.data(), text.size()}, fault);
  if (fault || !all.is_array()) return wrong("no list");
  std::vector<Exercise> out;
  try {
    for (const auto& one : all.get_array()) out.push_back(exercise_of(one.as_object()));
  } catch (const std::exception& e) {
    return wrong(e.what());
  }
  for (const Exercise& e : out) {
    const bool violation = e.answer.outcome == "violation";
    if (!cases::find_ground(e.ground)) return wrong(e.id + ": ground");
    if (violation ? !cases::allows(e.ground, e.answer.measure, e.answer.scope_kind)
                  : !e.answer.measure.empty() || !e.answer.scope_kind.empty())
      return wrong(e.id + ": answer");
  }
  return out;
}

const std::vector<Exercise>& standard_exercises() {
  static const std::vector<Exercise> all = [] {
    auto parsed = parse_exercises(muster_training_exercises::files().front().bytes);
    if (!parsed.ok()) throw std::logic_error(parsed.error().sentence);
    return std::move(parsed).value();
  }();
  return all;
}

}  // namespace muster::training
