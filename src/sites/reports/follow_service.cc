// In the background: what came in becomes suspicions, what became of them closes reports, what is over is forgotten.
#include "inside.h"
#include <base/text.h>

#include <fmt/format.h>

namespace muster::reports {
namespace {

constexpr const char* kSystem = "system:reports";

// Of one address: the suspicion of its host, that of the entry's first host once there are too many.
std::string suspicion_for(const Service::Inside& in, store::Transaction& tx, const Unraised& u) {
  if (auto known = suspicion_of_host(tx, u.lead_id, u.host); !known.empty()) return known;
  const auto all = select_suspicions(tx, u.lead_id, kHostsMax);
  if (all.size() >= static_cast<std::size_t>(kHostsMax)) return all.front();
  return in.testing.raise(tx, u.host, u.ground, "report", kSystem).id;
}

std::vector<Fate> fates_of(const Service::Inside& in, store::Transaction& tx, const Report& r, std::string& case_id) {
  std::vector<Fate> out;
  for (const std::string& id : select_suspicions(tx, r.id, kHostsMax)) {
    const auto s = testing::Service::find(tx, id);
    if (!s) continue;
    if (s->state == "dismissed") {
      out.push_back(Fate::no_violation);
    } else if (s->state == "referred") {
      case_id = s->case_id;
      out.push_back(in.options.fate_of_case ? in.options.fate_of_case(tx, s->case_id) : Fate::in_case);
    } else {
      out.push_back(Fate::open);
    }
  }
  return out;
}

Result<void> follow_entry(const Service::Inside& in, store::Transaction& tx, const std::string& lead_id) {
  auto r = select_report(tx, lead_id);
  if (!r) return {};
  // From screening through in_case to closed in one go, where all of it happened meanwhile.
  for (int steps = 0; steps < 3; ++steps) {
    std::string case_id = r->case_id;
    const auto next = reports::follow(r->state, r->outcome, fates_of(in, tx, *r, case_id));
    if (next.event.empty()) return {};
    r->case_id = case_id;
    if (!next.outcome.empty()) r->outcome = next.outcome;
    MUSTER_CHECK_OK(in.move(tx, *r, next.event, kSystem));
  }
  return {};
}

Result<bool> reached_hotline(const Service::Inside& in, const std::string& id) {
  MUSTER_TRY(const auto letters, in.notices.of_record(kReportRecord, id, 20));
  for (const auto& letter : letters)
    if (letter.kind == kHotlineLetter && (letter.state == "sent" || letter.state == "delivered")) return true;
  return false;
}

}  // namespace

Result<int> Service::advance(int limit) {
  return inside_->database.write([&](store::Transaction& tx) -> Result<int> {
    const auto unraised = select_unraised(tx, limit);
    for (const Unraised& u : unraised) set_suspicion(tx, u.lead_id, u.url, suspicion_for(*inside_, tx, u));
    auto raised = select_raised(tx, limit);
    for (Report& r : raised) {
      MUSTER_CHECK_OK(inside_->move(tx, r, "screen", kSystem));
      MUSTER_CHECK_OK(follow_entry(*inside_, tx, r.id));
    }
    return static_cast<int>(unraised.size() + raised.size());
  });
}

Result<void> Service::follow(store::Transaction& tx, const events::Event& event) {
  std::vector<std::string> leads;
  if (event.kind == testing::kSuspicionMoved.name) leads = leads_of_suspicion(tx, event.record_id);
  if (event.kind == "case.moved") leads = leads_of_case(tx, event.record_id);
  for (const std::string& id : leads) MUSTER_CHECK_OK(follow_entry(*inside_, tx, id));
  return {};
}

Result<Ticked> Service::tick(int limit) {
  MUSTER_TRY(const auto sealed, inside_->database.read([&](store::Transaction& tx) -> Result<std::vector<Report>> {
    return select_sealed(tx, "", limit);
  }));
  std::vector<std::string> delivered;
  for (const Report& r : sealed) {
    MUSTER_TRY(const bool there, reached_hotline(*inside_, r.id));
    if (there) delivered.push_back(r.id);
  }
  return inside_->database.write([&](store::Transaction& tx) -> Result<Ticked> {
    Ticked out;
    for (const std::string& id : delivered) {
      MUSTER_TRY(Report r, inside_->need(tx, id));
      if (r.state != "sealed") continue;
      r.outcome = "referred";
      MUSTER_CHECK_OK(inside_->move(tx, r, "deliver", kSystem));
      MUSTER_CHECK_OK(inside_->vault.destroy(tx, select_keys(tx, r.id).sealed_id, "delivered", kSystem));
      ++out.delivered;
    }
    for (const std::string& id : select_to_forget(tx, inside_->now(), limit)) {
      MUSTER_CHECK_OK(inside_->vault.destroy(tx, id, "term_ended", kSystem));
      mark_forgotten(tx, id);
      inside_->recorder.record(tx, kForgotten, kSystem, kReportRecord, id);
      ++out.forgotten;
    }
    sweep_reporters(tx, inside_->now() - inside_->standing_rules().counts_for, limit);
    return out;
  });
}

Result<std::string> Service::sealed_address(const std::string& report_id) const {
  return inside_->database.write([&](store::Transaction& tx) -> Result<std::string> {
    const std::string sealed = select_keys(tx, report_id).sealed_id;
    if (sealed.empty()) return not_found("report_unknown", "There is no sealed address of this report.");
    return inside_->vault.get(tx, sealed, "address", "deliver_hotline", kSystem);
  });
}

}  // namespace muster::reports
