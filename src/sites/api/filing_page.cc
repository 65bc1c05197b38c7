// A filing as its page shows it: what is filed, what waits, what each step would need.
#include "case_json.h"
#include "domain_handlers.h"
#include "filing_json.h"
#include <filings/rules.h>
#include <holders/service.h>
#include <names/name.h>
#include <testing/testing.h>

#include <set>

namespace muster::api {
namespace {

constexpr int kRelatedOfAName = 5, kNamesAsked = 10;

json::array next_events_json(const filings::Filing& filing, const http::Principal& who, Instant now,
                             const std::optional<filings::QueuePlace>& place) {
  json::array out;
  for (const auto& next : filings::next_events(filing, actor_of(who), now, place)) {
    json::array why;
    if (next.why_not) why.push_back({{"code", next.why_not->code}, {"sentence", next.why_not->sentence}});
    out.push_back({{"event", filings::to_text(next.event)},
                   {"to", filings::to_text(next.to)},
                   {"allowed", !next.why_not},
                   {"why_not", why},
                   {"needs_reasons", next.needs_reasons}});
  }
  return out;
}

json::value change_json(const Services& services, const std::optional<filings::Change>& change) {
  if (!change) return nullptr;
  json::array add, remove, services_after;
  for (const auto& type : change->service_types.value_or(std::vector<std::string>())) services_after.emplace_back(type);
  for (const auto& name : change->add_domains) add.emplace_back(name);
  for (const auto& name : change->remove_domains) remove.emplace_back(name);
  json::array add_approvals, remove_approvals;
  for (const auto& a : change->add_pre_approvals) add_approvals.push_back(pre_approval_json(services, a));
  for (const auto& k : change->remove_pre_approvals)
    remove_approvals.push_back({{"kind", filings::to_text(k.kind)}, {"number", k.number}});
  return {{"name", text_json(change->name)},
          {"home_url", text_json(change->home_url)},
          {"language", text_json(change->language)},
          {"service_types", change->service_types ? json::value(services_after) : json::value(nullptr)},
          {"add_domains", add},
          {"remove_domains", remove},
          {"add_pre_approvals", add_approvals},
          {"remove_pre_approvals", remove_approvals}};
}

// Who reviews is the register's own affair: nobody is told whom to ask for a favour.
json::value queue_json(const std::optional<filings::QueuePlace>& place, const std::string& me) {
  if (!place) return nullptr;
  return {{"place", place->place},
          {"position", place->position},
          {"entered_at", time_json(place->entered_at)},
          {"taken_until", time_json(place->taken_until)},
          {"mine", place->taken_by == me}};
}

const char* clock_of(filings::State state) {
  return state == filings::State::defect_notice || state == filings::State::public_notice ? "cure_period" : "review";
}

json::object site_input_json(const Services& all, const filings::Filing& filing) {
  json::array domains, services, approvals;
  for (const auto& d : filing.domains) domains.emplace_back(d.name);
  for (const auto& s : filing.service_types) services.emplace_back(s);
  for (const auto& a : filing.pre_approvals) approvals.push_back(pre_approval_json(all, a));
  return {{"name", filing.name},       {"home_url", filing.home_url}, {"domains", domains},
          {"service_types", services}, {"pre_approvals", approvals},  {"language", filing.language}};
}

bool may_open_cases(const http::Principal& who) {
  for (const char* role : {"examiner", "decider", "confirmer", "appeal_officer", "auditor"})
    if (who.has(role)) return true;
  return false;
}

}  // namespace

json::array related_json(const Services& services, const filings::Filing& filing, const http::Principal& who) {
  json::array out;
  if (!may_open_cases(who)) return out;
  std::set<std::string> names;
  for (const auto& domain : filing.domains)
    if (names.size() < kNamesAsked) names.insert(domain.name);
  if (const auto url = identifiers::check_home_url(filing.home_url); url.ok()) names.insert(url->host);
  std::set<std::string> seen;
  const auto link = [&](const char* kind, const std::string& id, const std::string& title, const std::string& state,
                        const std::string& detail) {
    if (seen.insert(id).second)
      out.push_back({{"record_kind", kind}, {"record_id", id}, {"title", title}, {"state", state}, {"detail", detail}});
  };
  for (const auto& name : names) {
    cases::CaseFilter of_name;
    of_name.name = name;
    if (const auto found = services.cases.cases(of_name, "", kRelatedOfAName); found.ok())
      for (const auto& c : found->items) link("case", c.id, c.number, c.state, c.name);
    testing::TestFilter tests;
    tests.host = name;
    tests.limit = kRelatedOfAName;
    if (const auto runs = services.testing.runs(tests); runs.ok())
      for (const auto& run : *runs) link("test", run.id, run.url, run.verdict, run.top_reason);
  }
  return out;
}

http::Response filing_answer(const Services& services, const std::string& id, const http::Principal& who, int status) {
  MUSTER_ANSWER_TRY(const auto filing, services.filings.get(id));
  MUSTER_ANSWER_TRY(const auto subject, services.filings.subject(filing.subject_id));
  MUSTER_ANSWER_TRY(auto timeline, filing_timeline(services, id));
  MUSTER_ANSWER_TRY(const auto place, services.filings.queue_place(id));
  ProviderNames providers(services);
  const Instant now = services.clock.now();
  json::object out = filing_summary_json(row_of(filing, subject), providers);
  json::array accesses, reasons, clocks;
  for (const auto& access : filing.accesses) accesses.push_back(access_json(access, providers));
  for (const auto& reason : filing.reasons) reasons.emplace_back(reason);
  if (filing.due_at) clocks.push_back(clock_json(clock_of(filing.state), *filing.due_at, now));
  out["subject"] = subject_json(subject);
  out["site"] = site_input_json(services, filing);
  out["accesses"] = std::move(accesses);
  out["verification"] = nullptr;
  out["reasons"] = std::move(reasons);
  out["filed_at"] = time_json(filing.filed_at);
  out["cancelled_at"] = time_json(filing.cancelled_at);
  out["queue"] = queue_json(place, who.person_id);
  if (place) out["queue_position"] = place->position;
  out["pending_change"] = change_json(services, filing.pending_change);
  MUSTER_ANSWER_TRY(const auto flags, services.holders.flags_of_site(id));
  out["domain_flags"] = flags_json(flags);
  MUSTER_ANSWER_TRY(const auto conflicts, filings::Conflicts(services.database, services.recorder).of_filing(id));
  json::array differing;
  for (const auto& conflict : conflicts) differing.push_back(conflict_json(conflict));
  out["conflicts"] = std::move(differing);
  out["next_events"] = next_events_json(filing, who, now, place);
  out["clocks"] = std::move(clocks);
  out["related"] = related_json(services, filing, who);
  out["timeline"] = std::move(timeline);
  auto response = answer(out, status);
  response.header("ETag", http::etag_of(filing.version));
  if (status == 201) response.header("Location", "/api/filings/" + id);
  return response;
}

}  // namespace muster::api
