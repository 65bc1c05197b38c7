#include <base/text.h>
#include <cases/rules.h>
#include <content/calibration.h>

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <training/training.h>

namespace muster::training {
namespace {

using store::Sql;
using store::Transaction;

constexpr Sql kKind{"training_instance_kind", "select kind from instance where only_row = 1"};
constexpr Sql kOwn{"exercise_answers_own", "select * from exercise_answer where person_id = :person"};
constexpr Sql kOwnOne{"exercise_answer_own",
                      "select * from exercise_answer where person_id = :person and exercise = :exercise"};
constexpr Sql kInsertAnswer{
    "exercise_answer_insert",
    "insert into exercise_answer(id, exercise, person_id, ground, month, outcome, measure, scope_kind, known_outcome, "
    "scope_agrees, answered_at) values(:id, :exercise, :person, :ground, :month, :outcome, :measure, :scope_kind, "
    ":known, "
    ":agrees, :now)"};
constexpr Sql kScores{
    "exercise_scores",
    "select month, ground, known_outcome, outcome, count(*) as n, cast(sum(scope_agrees) as bigint) as "
    "scopes from exercise_answer group by month, ground, known_outcome, outcome order by month desc, ground "
    "limit 10000"};

Result<void> need_training(Transaction& tx) {
  const auto row = tx.one(kKind);
  if (row && row->text("kind") == "training") return {};
  return refused("training_only", "Exercises are in instances of the kind training alone.");
}
Error exercise_unknown() {
  return not_found("exercise_unknown", "There is no such exercise.");
}

Answered answered_of(const store::Row& row) {
  return {{row.text("outcome"), row.text("measure"), row.text("scope_kind")}, row.instant("answered_at")};
}

Result<void> check_choice(const Exercise& e, const Choice& choice) {
  static constexpr std::string_view kOutcomes[] = {"violation", "none", "more_evidence"};
  const bool known = std::find(std::begin(kOutcomes), std::end(kOutcomes), choice.outcome) != std::end(kOutcomes);
  const bool fits = choice.outcome == "violation" ? cases::allows(e.ground, choice.measure, choice.scope_kind)
                                                  : choice.measure.empty() && choice.scope_kind.empty();
  if (known && fits) return {};
  return invalid("exercise_choice",
                 "Choose an outcome, and for a violation a measure and scope that the ground allows.",
                 known ? "scope_kind" : "outcome");
}

// How outcomes agree beyond chance.
double kappa_of(const std::map<std::pair<std::string, std::string>, std::int64_t>& pairs) {
  std::vector<std::string> known, said;
  for (const auto& [pair, n] : pairs) {
    known.insert(known.end(), static_cast<std::size_t>(n), pair.first);
    said.insert(said.end(), static_cast<std::size_t>(n), pair.second);
  }
  return content::cohen_kappa(known, said);
}

}  // namespace

const Exercise* Service::find(const std::string& id) const {
  const auto found = std::find_if(exercises_.begin(), exercises_.end(), [&](const Exercise& e) { return e.id == id; });
  return found == exercises_.end() ? nullptr : &*found;
}

Result<std::vector<Service::Listed>> Service::list(const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Listed>> {
    MUSTER_CHECK_OK(need_training(tx));
    std::map<std::string, Answered> own;
    for (const auto& row : tx.query(kOwn, {{"person", person}})) own.emplace(row.text("exercise"), answered_of(row));
    std::vector<Listed> out;
    for (const Exercise& e : exercises_) {
      const auto mine = own.find(e.id);
      out.push_back({&e, mine == own.end() ? std::nullopt : std::optional(mine->second)});
    }
    return out;
  });
}

Result<Service::Listed> Service::exercise(const std::string& id, const std::string& person) const {
  return database_.read([&](Transaction& tx) -> Result<Listed> {
    MUSTER_CHECK_OK(need_training(tx));
    const Exercise* e = find(id);
    if (!e) return exercise_unknown();
    const auto row = tx.one(kOwnOne, {{"person", person}, {"exercise", id}});
    return Listed{e, row ? std::optional(answered_of(*row)) : std::nullopt};
  });
}

Result<Service::Listed> Service::answer(const std::string& id, const Choice& choice, const std::string& person) const {
  return database_.write([&](Transaction& tx) -> Result<Listed> {
    MUSTER_CHECK_OK(need_training(tx));
    const Exercise* e = find(id);
    if (!e) return exercise_unknown();
    MUSTER_CHECK_OK(check_choice(*e, choice));
    if (tx.one(kOwnOne, {{"person", person}, {"exercise", id}}))
      return conflict("exercise_answered", "You answered this exercise already; the first answer counts.");
    const Instant now = recorder_.clock().now();
    tx.run(kInsertAnswer, {{"id", recorder_.new_id()},
                           {"exercise", e->id},
                           {"person", person},
                           {"ground", e->ground},
                           {"month", to_day(now).substr(0, 7)},
                           {"outcome", choice.outcome},
                           {"measure", choice.measure},
                           {"scope_kind", choice.scope_kind},
                           {"known", e->answer.outcome},
                           {"agrees", choice == e->answer},
                           {"now", now}});
    recorder_.record(tx, kAnswered, person, kExerciseRecord, e->id,
                     fmt::format(R"({{"exercise":{},"ground":"{}"}})", json_quote(e->id), e->ground));
    return Listed{e, Answered{choice, now}};
  });
}

Result<std::vector<Score>> Service::scores() const {
  return database_.read([&](Transaction& tx) -> Result<std::vector<Score>> {
    MUSTER_CHECK_OK(need_training(tx));
    std::vector<Score> out;
    std::vector<std::map<std::pair<std::string, std::string>, std::int64_t>> pairs;
    for (const auto& row : tx.query(kScores)) {
      if (out.empty() || out.back().month != row.text("month") || out.back().ground != row.text("ground")) {
        out.push_back({row.text("month"), row.text("ground")});
        pairs.emplace_back();
      }
      Score& s = out.back();
      const std::string known = row.text("known_outcome"), said = row.text("outcome");
      const std::int64_t n = row.integer("n");
      s.answers += n;
      if (known == said) s.agreed += n;
      if (known == said && known == "violation") {
        s.violations += n;
        s.scope_agreed += row.integer("scopes");
      }
      pairs.back()[{known, said}] += n;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out[i].answers < kFewest) {
        out[i] = {out[i].month, out[i].ground, true};
        continue;
      }
      out[i].kappa = kappa_of(pairs[i]);
    }
    return out;
  });
}

}  // namespace muster::training
