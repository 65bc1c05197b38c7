// Suspicions: found by tests, raised by people and reports, screened and referred by people.
#include "inside.h"
#include "score_visit.h"
#include "suspicion_store.h"
#include <base/text.h>
#include <names/name.h>
#include <testing/seals.h>

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::size_t kNoteMax = 4000;

std::string quoted_list(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ",") + json_quote(item);
  return "[" + out + "]";
}

// One step by the table; the caller has checked who may.
Result<void> step(store::Transaction& tx, Suspicion& s, SuspicionEvent event, Instant now) {
  MUSTER_TRY(s.state, next_state(s.state, event));
  s.updated_at = now;
  if (!suspicions::update(tx, s))
    return conflict("suspicion_state", "The suspicion was changed by somebody else. Load it again.");
  ++s.version;
  return {};
}

void must(const Result<void>& result) {
  if (!result.ok()) throw std::logic_error(result.error().sentence);
}

// With a sealed test: as far as a machine may take it.
void advance_by_test(store::Transaction& tx, const ledger::Recorder& recorder, Suspicion& s, const TestRun& run,
                     const std::string& actor) {
  const Instant now = recorder.clock().now();
  std::vector<std::string> through;
  if (s.state != "screened_by_human") s.test_run_id = run.id;
  while (s.state == "clue" || s.state == "deduplicated" || s.state == "tested") {
    must(step(tx, s, *suspicion_event(possible_events(s.state).front()), now));
    through.push_back(s.state);
  }
  if (through.empty()) {
    s.updated_at = now;
    if (suspicions::update(tx, s)) ++s.version;
    return;
  }
  recorder.record(tx, kSuspicionMoved, actor, "suspicion", s.id,
                  fmt::format(R"({{"through":{},"test":{}}})", quoted_list(through), json_quote(run.id)));
}

Suspicion raised(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& id,
                 const std::string& name, const std::string& ground, const std::string& source, double score,
                 const std::string& actor) {
  Suspicion s;
  s.id = id;
  s.name = name;
  s.registrable = registrable_of(name);
  s.ground = ground;
  s.source = source;
  s.score = score;
  s.state = "clue";
  s.created_at = s.updated_at = recorder.clock().now();
  suspicions::insert(tx, s);
  recorder.record(tx, kSuspicionRaised, actor, "suspicion", s.id,
                  fmt::format(R"({{"name":{},"ground":{},"source":{},"score":{:.4f}}})", json_quote(name),
                              json_quote(ground), json_quote(source), score));
  return s;
}

void seen_again(store::Transaction& tx, const ledger::Recorder& recorder, Suspicion& s, double score,
                const std::string& actor) {
  ++s.seen;
  s.score = std::max(s.score, score);
  s.updated_at = recorder.clock().now();
  if (suspicions::update(tx, s)) ++s.version;
  recorder.record(tx, kSuspicionSeenAgain, actor, "suspicion", s.id, fmt::format(R"({{"seen":{}}})", s.seen));
}

constexpr const char* kSystem = "system:testing";

}  // namespace

std::string Service::Inside::suspicion_id(store::Transaction& tx, const std::string& name, const std::string& ground) {
  const auto open = suspicions::find_open(tx, name, ground);
  return open ? open->id : recorder.new_id();
}

void Service::Inside::found(store::Transaction& tx, const TestRun& run, const std::string& id, const std::string& name,
                            const std::string& ground, double score) {
  auto open = suspicions::find(tx, id);
  if (open) seen_again(tx, recorder, *open, score, kSystem);
  Suspicion s = open ? *open : raised(tx, recorder, id, name, ground, "test", score, kSystem);
  advance_by_test(tx, recorder, s, run, kSystem);
}

// What people or reports suspected gets its evidence too where a test finds nothing: a person closes it.
void Service::Inside::tested_clean(store::Transaction& tx, const TestRun& run, const std::string& name) {
  for (Suspicion& s : suspicions::open_of(tx, name))
    if (s.state == "clue" || s.state == "deduplicated" || s.state == "tested")
      advance_by_test(tx, recorder, s, run, kSystem);
}

Result<Suspicion> Service::raise(const std::string& name, const std::string& ground, const std::string& source,
                                 const std::string& actor) {
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  return inside_->database.write(
      [&](store::Transaction& tx) -> Result<Suspicion> { return raise(tx, parsed.ascii, ground, source, actor); });
}

Suspicion Service::raise(store::Transaction& tx, const std::string& name, const std::string& ground,
                         const std::string& source, const std::string& actor) {
  if (source == "report")
    inside_->schedule->happened(tx, inside_->recorder.new_id(), name, schedule::Happening::report);
  if (auto open = suspicions::find_open(tx, name, ground)) {
    seen_again(tx, inside_->recorder, *open, 0, actor);
    return *open;
  }
  return raised(tx, inside_->recorder, inside_->recorder.new_id(), name, ground, source, 0, actor);
}

Result<Suspicion> Service::apply(const std::string& id, SuspicionEvent event, const std::string& person,
                                 const std::string& note, std::optional<std::int64_t> version) {
  if (!needs_person(event))
    return refused("machine_step", "This step follows from a test; nobody takes it by hand.", "event");
  if (person.empty() || person.starts_with("system:"))
    return refused("needs_person", "Only a person may take this step.");
  if (event == SuspicionEvent::refer)
    return refused("refer_opens_case", "A suspicion is referred by opening a case from it.", "event");
  if (note.size() > kNoteMax) return invalid("note_too_long", "The note is longer than 4,000 bytes.", "note");
  if (event == SuspicionEvent::dismiss && trim(note).empty())
    return invalid("note_required", "Say why the suspicion is dismissed.", "note");
  return inside_->database.write([&](store::Transaction& tx) -> Result<Suspicion> {
    auto s = suspicions::find(tx, id);
    if (!s) return not_found("suspicion_not_found", "There is no such suspicion.");
    if (version && *version != s->version)
      return Error{Failure::stale, "stale", "The suspicion was changed since you loaded it. Load it again.", ""};
    s->screened_by = person;
    if (!trim(note).empty()) s->note = note;
    const std::string from = s->state;
    MUSTER_CHECK_OK(step(tx, *s, event, inside_->now()));
    inside_->recorder.record(tx, kSuspicionMoved, person, "suspicion", s->id,
                             fmt::format(R"({{"event":"{}","from":"{}","to":"{}"}})", to_text(event), from, s->state));
    return *s;
  });
}

Result<void> Service::seal(store::Transaction& tx, const std::string& id, const std::string& person) {
  auto s = suspicions::find(tx, id);
  if (!s || s->sealed) return {};
  if (s->state != "referred" && s->state != "dismissed") {
    s->screened_by = person;
    s->note = "sealed";
    MUSTER_CHECK_OK(step(tx, *s, SuspicionEvent::dismiss, inside_->now()));
  }
  suspicions::seal(tx, id, inside_->now());
  inside_->recorder.record(tx, kSuspicionSealed, person, "suspicion", id);
  seal_tests(tx, inside_->recorder, s->name, person);
  return {};
}

Result<Suspicion> Service::refer(store::Transaction& tx, const ledger::Recorder& recorder, const std::string& id,
                                 const std::string& actor, const std::string& case_id) {
  auto s = suspicions::find(tx, id);
  if (!s) return not_found("suspicion_not_found", "There is no such suspicion.");
  s->case_id = case_id;
  MUSTER_CHECK_OK(step(tx, *s, SuspicionEvent::refer, recorder.clock().now()));
  recorder.record(tx, kSuspicionMoved, actor, "suspicion", s->id,
                  fmt::format(R"({{"event":"refer","to":"referred","case":{}}})", json_quote(case_id)));
  return *s;
}

std::optional<Suspicion> Service::find(store::Transaction& tx, const std::string& id) {
  return suspicions::find(tx, id);
}

Result<std::vector<Suspicion>> Service::suspicions(const SuspicionFilter& filter) {
  return inside_->database.read([&](store::Transaction& tx) { return suspicions::list(tx, filter); });
}

Result<Suspicion> Service::suspicion(const std::string& id) {
  return inside_->database.read([&](store::Transaction& tx) -> Result<Suspicion> {
    auto s = suspicions::find(tx, id);
    if (!s || s->sealed) return not_found("suspicion_not_found", "There is no such suspicion.");
    return std::move(*s);
  });
}

Result<std::vector<content::Outcome>> Service::outcomes(const std::string& month) {
  const auto from = parse_rfc3339(month + "-01T00:00:00Z");
  if (month.size() != 7 || !from.ok()) return invalid("month_form", "Give the month as YYYY-MM.", "month");
  const int year = std::stoi(month.substr(0, 4)), number = std::stoi(month.substr(5, 2));
  const auto until =
      parse_rfc3339(fmt::format("{:04}-{:02}-01T00:00:00Z", number == 12 ? year + 1 : year, number % 12 + 1));
  if (!until.ok()) return until.error();
  return inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<content::Outcome>> {
    return suspicions::outcomes(tx, *from, *until);
  });
}

}  // namespace muster::testing
