#include "bundle_handlers.h"
#include <base/bytes.h>
#include <web/records.h>

namespace muster::api {
namespace {

constexpr int kDaysShown = 30;

json::array counts_json(const std::vector<bundles::DayCount>& counts) {
  json::array out;
  for (const auto& day : counts) {
    json::array tenths;
    for (const auto pages : day.tenths) tenths.push_back(pages);
    out.push_back(json::object{{"day", day.day},
                               {"pages", day.pages},
                               {"hits", day.hits},
                               {"clues", day.clues},
                               {"tenths", std::move(tenths)}});
  }
  return out;
}

// Each step, where it leads, and every reason why it is closed to `who`.
json::array bundle_steps(const bundles::BundleRow& bundle, const std::vector<bundles::Rerun>& reruns,
                         const http::Principal& who) {
  json::array out;
  const bool ran = std::any_of(reruns.begin(), reruns.end(), [](const auto& r) { return r.finished_at.has_value(); });
  for (const std::string& name : bundles::possible_events(bundle.state)) {
    const auto event = *bundles::bundle_event(name);
    json::array why_not;
    const auto add = [&](const std::string& code, const std::string& sentence) {
      why_not.push_back(json::object{{"code", code}, {"sentence", sentence}});
    };
    if (!who.has("examiner") && !who.has("supervisor"))
      add("role", "Only an examiner or a supervisor takes this step.");
    if (event == bundles::BundleEvent::enable)
      for (const Error& each : bundles::why_not_enable({bundle.proposed_by, who.person_id, ran}))
        add(each.code, each.sentence);
    out.push_back(json::object{{"event", name},
                               {"to", *bundles::next_state(bundle.state, event)},
                               {"allowed", why_not.empty()},
                               {"why_not", std::move(why_not)},
                               {"needs_reasons", event == bundles::BundleEvent::retire}});
  }
  return out;
}

}  // namespace

json::object bundle_row_json(store::Transaction& tx, const bundles::BundleRow& b) {
  return {{"id", b.sha256},
          {"kind", content::to_text(b.kind)},
          {"publisher", b.publisher},
          {"name", b.name},
          {"version", b.version},
          {"ground", b.ground},
          {"licence", b.licence},
          {"source", b.source},
          {"items", b.items},
          {"bytes", b.bytes},
          {"state", b.state},
          {"loaded_by", person_json(tx, b.loaded_by)},
          {"loaded_at", time_json(b.loaded_at)},
          {"proposed_by", person_json(tx, b.proposed_by)},
          {"proposed_at", time_json(b.proposed_at)},
          {"shadow_at", time_json(b.shadow_at)},
          {"enabled_by", person_json(tx, b.enabled_by)},
          {"enabled_at", time_json(b.enabled_at)},
          {"retired_by", person_json(tx, b.retired_by)},
          {"retired_at", time_json(b.retired_at)},
          {"retired_reason", b.retired_reason}};
}

json::object rerun_json(const bundles::Rerun& r) {
  return {{"id", r.id},
          {"job_id", or_null(r.job_id)},
          {"asked_at", time_json(r.asked_at)},
          {"pages_max", r.pages_max},
          {"pages", r.pages},
          {"skipped", r.skipped},
          {"clues_before", r.clues_before},
          {"clues_after", r.clues_after},
          {"gained", r.gained},
          {"lost", r.lost},
          {"finished_at", time_json(r.finished_at)}};
}

json::object publisher_json(store::Transaction& tx, const bundles::Publisher& p) {
  const auto key = from_base64(p.public_key);
  return {{"id", key.ok() ? to_hex(*key) : ""},
          {"public_key", p.public_key},
          {"publisher", p.publisher},
          {"state", p.state},
          {"proposed_by", person_json(tx, p.proposed_by)},
          {"proposed_at", time_json(p.proposed_at)},
          {"confirmed_by", person_json(tx, p.confirmed_by)},
          {"confirmed_at", time_json(p.confirmed_at)},
          {"withdrawn_by", person_json(tx, p.withdrawn_by)},
          {"withdrawn_at", time_json(p.withdrawn_at)}};
}

http::Response bundle_answer(const Services& services, const std::string& sha256, const http::Principal& who,
                             int status) {
  MUSTER_ANSWER_TRY(const auto bundle, services.bundles.get(sha256));
  MUSTER_ANSWER_TRY(const auto reruns, services.bundles.reruns(sha256));
  MUSTER_ANSWER_TRY(const auto counts, services.bundles.counts(sha256, kDaysShown));
  auto out = services.database.read([&](store::Transaction& tx) -> Result<json::object> {
    json::object shown = bundle_row_json(tx, bundle);
    shown["timeline"] = timeline_json(tx, events::of_record(tx, "bundle", sha256));
    return shown;
  });
  if (!out.ok()) return http::Response::problem(out.error());
  json::array runs;
  for (const auto& r : reruns) runs.push_back(rerun_json(r));
  (*out)["inspection"] = parsed(bundle.inspection);
  (*out)["counts"] = counts_json(counts);
  (*out)["reruns"] = std::move(runs);
  (*out)["next_events"] = bundle_steps(bundle, reruns, who);
  return answer(std::move(*out), status).header("ETag", http::etag_of(bundle.row_version));
}

}  // namespace muster::api
