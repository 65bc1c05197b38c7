#include "service_parts.h"
#include "visit_store.h"
#include <base/text.h>
#include <parties/parties.h>
#include <store/page.h>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

namespace muster::programme {
namespace {

using store::Transaction;

constexpr int kVisitsPageMax = 500;

Error visit_unknown() {
  return not_found("visit_unknown", "There is no such visit.");
}

}  // namespace

// Looks of the last minutes, by person and path.
struct Visits::Remembered {
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, Instant> looks;

  bool again(const std::string& person, const std::string& path, Instant now) {
    const std::lock_guard lock(mutex);
    const auto found = looks.find({person, path});
    return found != looks.end() && now - found->second < kLookAgain;
  }
  void keep(const std::string& person, const std::string& path, Instant now) {
    const std::lock_guard lock(mutex);
    if (looks.size() >= kLooksRemembered)
      std::erase_if(looks, [&](const auto& look) { return now - look.second >= kLookAgain; });
    if (looks.size() >= kLooksRemembered) looks.clear();  // then a look is on record twice, never not at all
    looks[{person, path}] = now;
  }
};

Visits::Visits(store::Database& database, const ledger::Recorder& recorder)
    : database_(database), recorder_(recorder), remembered_(std::make_unique<Remembered>()) {}
Visits::~Visits() = default;

Result<Visit> Visits::grant(const NewVisit& what, const Actor& actor) const {
  MUSTER_CHECK_OK(need_supervisor(actor));
  if (trim(what.purpose).empty() || what.purpose.size() > kNoteMax || !is_valid_utf8(what.purpose))
    return invalid("purpose_missing", "State the purpose, in at most 2,000 bytes.", "purpose");
  const Instant now = recorder_.clock().now();
  if (what.until_at <= now || what.until_at - now > kVisitMost)
    return invalid("visit_until", "A visit ends in the future, within 30 days.", "until");
  return database_.write([&](Transaction& tx) -> Result<Visit> {
    MUSTER_CHECK_OK(need_person(tx, what.person_id, "person_id"));
    const auto person = parties::find_person(tx, what.person_id);
    const auto party = parties::find_party(tx, person->party_id);
    if (!party || (party->kind != "authority" && party->kind != "court"))
      return refused("visit_authority", "Only a person of an authority or a court inspects.", "person_id");
    if (!parties::roles_of(tx, what.person_id, now).empty())
      return conflict("visit_roles", "Who has a role of this house does not inspect it.", "person_id");
    if (select_current_visit(tx, what.person_id, now))
      return conflict("visit_there", "This person's visit lasts already; end it before you grant another one.",
                      "person_id");
    Visit v;
    v.id = recorder_.new_id();
    v.person_id = what.person_id;
    v.purpose = what.purpose;
    v.granted_by = actor.id;
    v.granted_at = now;
    v.until_at = what.until_at;
    insert_visit(tx, v);
    recorder_.record(tx, kVisitGranted, actor.id, kVisitRecord, v.id,
                     fmt::format(R"({{"person":{},"until":"{}"}})", json_quote(v.person_id), to_rfc3339(v.until_at)));
    return *select_visit(tx, v.id);
  });
}

Result<Visit> Visits::end(const std::string& id, const Actor& actor) const {
  return database_.write([&](Transaction& tx) -> Result<Visit> {
    const auto found = select_visit(tx, id);
    if (!found) return visit_unknown();
    if (!actor.supervisor && found->person_id != actor.id)
      return refused("role_missing", "This step is for: supervisor, and for the inspector.");
    const Instant now = recorder_.clock().now();
    if (found->ended_at || found->until_at <= now || !end_visit_row(tx, id, actor.id, now))
      return conflict("visit_over", "This visit is over.");
    recorder_.record(tx, kVisitEnded, actor.id, kVisitRecord, id);
    return *select_visit(tx, id);
  });
}

Result<VisitPage> Visits::list(const std::string& after, int limit) const {
  return database_.read([&](Transaction& tx) -> Result<VisitPage> {
    const int wanted = std::clamp(limit, 1, kVisitsPageMax);
    return store::cut(VisitPage{select_visits(tx, after, wanted + 1), {}}, wanted);
  });
}

Result<WholeVisit> Visits::visit(const std::string& id) const {
  return database_.read([&](Transaction& tx) -> Result<WholeVisit> {
    auto found = select_visit(tx, id);
    if (!found) return visit_unknown();
    return WholeVisit{std::move(*found), events::of_record(tx, kVisitRecord, id)};
  });
}

Result<std::optional<Visit>> Visits::current(const std::string& person_id) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Visit>> {
    return select_current_visit(tx, person_id, recorder_.clock().now());
  });
}

Result<void> Visits::looked(const std::string& person_id, const std::string& path) const {
  const Instant now = recorder_.clock().now();
  if (remembered_->again(person_id, path, now)) return {};
  MUSTER_CHECK_OK(database_.write([&](Transaction& tx) -> Result<void> {
    const auto visit = select_current_visit(tx, person_id, now);
    if (!visit) return refused("role_missing", "The time of your visit is over.");
    recorder_.record(tx, kVisitLooked, person_id, kVisitRecord, visit->id,
                     fmt::format(R"({{"path":{}}})", json_quote(path.substr(0, kRefMax))));
    return {};
  }));
  remembered_->keep(person_id, path, now);
  return {};
}

}  // namespace muster::programme
