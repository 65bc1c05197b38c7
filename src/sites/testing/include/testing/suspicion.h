// A suspicion: what a machine or a report says of a name, on one ground, until a person has looked.
#pragma once

#include <base/result.h>
#include <base/time.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::testing {

// clue → deduplicated → tested → evidence_sealed → screened_by_human → referred; a person may dismiss it at any state.
struct Suspicion {
  std::string id;
  std::string name;         // host, A-labels
  std::string registrable;  // its registrable domain
  std::string ground;       // explicit_unlawful, …
  std::string source;       // "test", "report", "person"
  double score = 0;         // of its last test
  std::string state;
  std::string test_run_id;  // the test that gives the evidence, "" before
  std::string screened_by;  // person, "" before
  std::string case_id;      // once referred
  std::string note;         // of the person who screened or dismissed
  std::int64_t seen = 1;    // how often it was found again while open
  Instant created_at, updated_at;
  std::int64_t version = 1;
  bool sealed = false;  // may show a minor: in no list
};

enum class SuspicionEvent { deduplicate, test, seal, screen, refer, dismiss };
std::optional<SuspicionEvent> suspicion_event(std::string_view text);
const char* to_text(SuspicionEvent event);
bool needs_person(SuspicionEvent event);
// The state after, or an error: suspicion_state (409) with what is possible.
Result<std::string> next_state(std::string_view state, SuspicionEvent event);
std::vector<std::string> possible_events(std::string_view state);

}  // namespace muster::testing
