// Steps of staff, single records, flags and the clock.
#include "mirror.h"
#include <base/text.h>
#include <filings/service.h>
#include <holders/rules.h>
#include <names/name.h>

#include <fmt/format.h>

namespace muster::holders {
namespace {

constexpr const char* kSelf = "system:holders";
constexpr int kBatch = 200;

Error unknown_domain() {
  return not_found("domain_unknown", "No registration of this name is on record.");
}

const events::Kind& kind_of(Event event) {
  switch (event) {
    case Event::hand_in:
      return kHandedIn;
    case Event::refuse:
      return kDocumentsRefused;
    case Event::verify:
      return kVerified;
    case Event::revoke:
      return kRevoked;
    default:
      return kLapsed;
  }
}

std::string step_body(State from, State to, Event event, const std::string& how,
                      const std::vector<std::string>& reasons) {
  return fmt::format(R"({{"from":"{}","to":"{}","event":"{}","how":{},"reasons":{}}})", to_text(from), to_text(to),
                     to_text(event), json_quote(how), reasons_text(reasons));
}

}  // namespace

void raise_flag(store::Transaction& tx, const MirrorParts& parts, const std::string& name, FlagKind kind, Instant from,
                const std::string& former_holder, const std::string& actor) {
  const Instant now = parts.recorder.clock().now();
  if (const int names = queue_tests(tx, former_holder, name, to_text(kind), now); names > 0)
    parts.recorder.record(tx, kTestsAsked, actor, kDomainRecord, name,
                          fmt::format(R"({{"names":{},"reason":"{}"}})", names, to_text(kind)));
  const auto site = parts.filings.site_of(tx, name);
  if (!site || site->domain_state == filings::DomainState::cancelled || has_open_flag(tx, name, kind)) return;
  const Flag flag{parts.recorder.new_id(), name, site->site_id, kind, from, former_holder, now, {}, {}, {}};
  insert(tx, flag);
  parts.recorder.record(tx, kFlagged, actor, kDomainRecord, name,
                        fmt::format(R"({{"site":"{}","kind":"{}","from":"{}","flag":"{}"}})", site->site_id,
                                    to_text(kind), to_rfc3339(from), flag.id));
}

void settle_flag(store::Transaction& tx, const MirrorParts& parts, const std::string& name, FlagKind kind,
                 const std::string& note, const std::string& actor) {
  for (Flag flag : flags_of_name(tx, name)) {
    if (flag.cleared_at || flag.kind != kind) continue;
    flag.cleared_at = parts.recorder.clock().now();
    flag.cleared_by = actor;
    flag.note = note;
    clear(tx, flag);
    parts.recorder.record(tx, kFlagCleared, actor, kDomainRecord, name,
                          fmt::format(R"({{"site":"{}","flag":"{}"}})", flag.site_id, flag.id));
  }
}

Result<Registration> Service::apply(const std::string& name, std::int64_t version, const Step& step,
                                    const std::string& actor) const {
  MUSTER_TRY(const auto parsed, names::parse_name(name));
  return database_.write([&](store::Transaction& tx) -> Result<Registration> {
    auto r = find_registration(tx, parsed.ascii);
    if (!r) return unknown_domain();
    if (r->version != version)
      return Error{Failure::stale, "version_stale", "Somebody else has changed this record; look at it again.", {}};
    MUSTER_TRY(const Transition* row, check_step(r->state, step.event, step.how, step.reasons, By::registrar));
    const State from = r->state;
    const Instant now = recorder_.clock().now();
    r->state = row->to;
    r->state_since = now;
    r->reasons = step.reasons;
    r->due_at = row->starts_term ? std::optional(policy_.due("domain.documents", now)) : std::nullopt;
    r->verified_at.reset();
    r->verified_by.clear();
    r->verified_how.clear();
    if (step.event == Event::verify) {
      r->verified_at = now;
      r->verified_by = actor;
      r->verified_how = step.how;
    }
    ++r->version;
    if (!update(tx, *r)) return conflict("version_stale", "Somebody else was faster; look at the record again.");
    recorder_.record(tx, kind_of(step.event), actor, kDomainRecord, r->name,
                     step_body(from, r->state, step.event, step.how, step.reasons));
    return *r;
  });
}

Result<Mirrored> Service::mirror(const Record& asked, const std::string& source, const std::string& actor) const {
  if (source.empty() || source.size() > 100)
    return invalid("source_form", "Name the registry in 1 to 100 bytes.", "source");
  MUSTER_TRY(Record record, check_record(asked, recorder_.clock().now()));
  const std::vector<Prepared> rows{prepare(vault_, source, std::move(record))};
  const MirrorParts parts{recorder_, vault_, policy_, filings_};
  return database_.write([&](store::Transaction& tx) -> Result<Mirrored> {
    MUSTER_TRY(const auto counts, mirror_batch(tx, parts, rows, source, actor, "", 0));
    if (counts.already_in) return Mirrored::already_in;
    recorder_.record(tx, kMirrored, actor, kDomainRecord, rows[0].record.name,
                     fmt::format(R"({{"source":{},"hash":"{}"}})", json_quote(source), to_hex(rows[0].hash)));
    return counts.added ? Mirrored::added : Mirrored::changed;
  });
}

Result<Flag> Service::clear_flag(const std::string& id, const std::string& note, const std::string& actor) const {
  const std::string words(trim(note));
  if (words.empty() || words.size() > 2000 || !is_valid_utf8(words))
    return invalid("note_missing", "Say in a sentence why the flag can go (at most 2,000 bytes).", "note");
  return database_.write([&](store::Transaction& tx) -> Result<Flag> {
    auto flag = find_flag(tx, id);
    if (!flag) return not_found("flag_unknown", "There is no such flag.");
    if (flag->cleared_at) return conflict("flag_cleared", "This flag was cleared already.");
    flag->cleared_at = recorder_.clock().now();
    flag->cleared_by = actor;
    flag->note = words;
    clear(tx, *flag);
    recorder_.record(tx, kFlagCleared, actor, kDomainRecord, flag->name,
                     fmt::format(R"({{"site":"{}","flag":"{}"}})", flag->site_id, flag->id));
    return *flag;
  });
}

Result<Ticked> Service::tick() const {
  Ticked all;
  const MirrorParts parts{recorder_, vault_, policy_, filings_};
  for (bool more = true; more;) {
    const auto done = database_.write([&](store::Transaction& tx) -> Result<int> {
      const Instant now = recorder_.clock().now();
      const auto names = overdue(tx, now, kBatch);
      for (const auto& name : names) {
        Registration r = *find_registration(tx, name);
        const State from = r.state;
        const Instant due = *r.due_at;
        MUSTER_TRY(const Transition* row, check_step(r.state, Event::expire, "", {}, By::clock));
        r.state = row->to;
        r.state_since = now;
        r.due_at.reset();
        r.lapsed_why = "documents";
        ++r.version;
        update(tx, r);
        recorder_.record(tx, kLapsed, kSelf, kDomainRecord, name, step_body(from, r.state, Event::expire, "", {}));
        raise_flag(tx, parts, name, FlagKind::lapsed, due, r.holder_id, kSelf);
      }
      return static_cast<int>(names.size());
    });
    if (!done.ok()) return done.error();
    all.lapsed += *done;
    more = *done == kBatch;
  }
  MUSTER_TRY(all.sources_late, database_.write([&](store::Transaction& tx) -> Result<int> {
    const auto late = late_sources(tx, recorder_.clock().now());
    for (const Source& source : late) {
      mark_late(tx, source.name);
      recorder_.record(tx, kMirrorLate, kSelf, kSourceRecord, source.name,
                       fmt::format(R"({{"due_at":"{}"}})", to_rfc3339(source.due_at)));
    }
    return static_cast<int>(late.size());
  }));
  return all;
}

int Service::ask_tests(store::Transaction& tx, const std::string& name, const std::string& reason,
                       const std::string& actor) const {
  const auto r = find_registration(tx, name);
  if (!r) return 0;
  const int names = queue_tests(tx, r->holder_id, name, reason, recorder_.clock().now());
  if (names > 0)
    recorder_.record(tx, kTestsAsked, actor, kDomainRecord, name,
                     fmt::format(R"({{"names":{},"reason":{}}})", names, json_quote(reason)));
  return names;
}

Result<int> Service::hand_out_tests(int limit,
                                    const std::function<Result<void>(const std::vector<std::string>&)>& take) const {
  MUSTER_TRY(const auto names, database_.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return waiting_tests(tx, limit);
  }));
  if (names.empty()) return 0;
  MUSTER_CHECK_OK(take(names));
  MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
    for (const auto& name : names) take_off(tx, name);
    return {};
  }));
  return static_cast<int>(names.size());
}

}  // namespace muster::holders
