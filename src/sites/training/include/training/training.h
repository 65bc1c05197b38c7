// Exercises: cases whose answer is known, for people who learn to judge. They exist in instances of the kind `training`
// alone. What comes of them is how far answers agree with what is known, by month and ground, and never by person.
// Plain values.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <events/event.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::training {

struct Both {
  std::string en, zh;
  const std::string& in(std::string_view language) const { return language == "zh" ? zh : en; }
};
struct Piece {
  std::string element;  // of the ground's list
  Both words;
};
struct Choice {
  std::string outcome;              // violation, none, more_evidence
  std::string measure, scope_kind;  // of a violation, else ""
  bool operator==(const Choice&) const = default;
};
struct Exercise {
  std::string id, ground, site;
  Both title, story, why;
  std::vector<Piece> evidence;
  Choice answer;
};

// The embedded exercises. Errors: exercise_form (our own bug).
Result<std::vector<Exercise>> parse_exercises(std::string_view json);
const std::vector<Exercise>& standard_exercises();

struct Answered {
  Choice choice;
  Instant at;
};
// Answers of one ground in one month. Fewer than kFewest tell of persons: only that there are some is told.
struct Score {
  std::string month, ground;
  bool few = false;
  std::int64_t answers = 0, agreed = 0;           // with the outcome that is known
  std::int64_t violations = 0, scope_agreed = 0;  // of known violations answered as such: measure and scope too
  double kappa = 0;                               // Cohen's, of outcomes
};
inline constexpr std::int64_t kFewest = 5;

// Body: {"exercise":"…","ground":"…"}: neither the answer nor whether it was right.
inline constexpr events::Kind kAnswered{"exercise.answered", 1, "A person answered an exercise."};
inline constexpr const char* kExerciseRecord = "exercise";

// Thread-safe.
class Service {
 public:
  Service(store::Database& database, const ledger::Recorder& recorder, const std::vector<Exercise>& exercises)
      : database_(database), recorder_(recorder), exercises_(exercises) {}

  // Errors of all: training_only (this instance is of another kind).
  struct Listed {
    const Exercise* exercise = nullptr;
    std::optional<Answered> own;
  };
  Result<std::vector<Listed>> list(const std::string& person) const;
  Result<Listed> exercise(const std::string& id, const std::string& person) const;  // exercise_unknown
  // The first answer counts, and is the only one. Errors: exercise_unknown, exercise_answered, exercise_choice.
  Result<Listed> answer(const std::string& id, const Choice& choice, const std::string& person) const;
  Result<std::vector<Score>> scores() const;  // newest month first

 private:
  const Exercise* find(const std::string& id) const;

  store::Database& database_;
  const ledger::Recorder& recorder_;
  const std::vector<Exercise>& exercises_;
};

}  // namespace muster::training
