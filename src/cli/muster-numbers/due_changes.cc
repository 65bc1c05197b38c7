#include "due_changes.h"

#include "instance.h"
#include <lines/port.h>
#include <persons/correction.h>
#include <persons/duplicates.h>
#include <persons/majority.h>
#include <persons/notice.h>
#include <registration/companies.h>
#include <registration/document_terms.h>
#include <registration/excess.h>
#include <registration/transfer.h>

#include <functional>

#include <fmt/format.h>
#include <reconciliation/compare_job.h>
#include <things/service.h>

namespace muster::cli {
namespace {

constexpr std::pair<const char*, int ChangesDone::*> kChangeNames[] = {
    {"transfers_lapsed", &ChangesDone::transfers_lapsed},
    {"closings", &ChangesDone::closings},
    {"beyond_cap", &ChangesDone::beyond_cap},
    {"documents_told", &ChangesDone::documents_told},
    {"documents_barred", &ChangesDone::documents_barred},
    {"documents_renewed", &ChangesDone::documents_renewed},
    {"former_values", &ChangesDone::former_values},
    {"of_age", &ChangesDone::of_age},
    {"ports", &ChangesDone::ports},
    {"commands_swept", &ChangesDone::commands_swept},
    {"compared", &ChangesDone::compared},
    {"suspected", &ChangesDone::suspected},
    {"proxies", &ChangesDone::proxies},
    {"notices", &ChangesDone::notices},
    {"things", &ChangesDone::things},
};

Result<int> to_the_end(const std::function<Result<int>()>& once) {
  int all = 0;
  for (int some = 1; some > 0; all += some) {
    MUSTER_TRY(some, once());
  }
  return all;
}

Result<int> find_beyond_cap(registration::Excesses& excesses) {
  int found = 0;
  for (int kind = 0; kind < lines::kLineKindCount; ++kind) {
    std::string after;
    do {
      MUSTER_TRY(const auto some, excesses.find("system:caps", static_cast<lines::LineKind>(kind), after));
      found += some.found;
      after = some.last;
    } while (!after.empty());
  }
  return found;
}

}  // namespace

std::string ChangesDone::json() const {
  std::string out;
  for (const auto& [name, member] : kChangeNames)
    out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", name, this->*member);
  return "{" + out + "}";
}

std::string ChangesDone::words() const {
  std::string out;
  for (const auto& [name, member] : kChangeNames)
    if (this->*member > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", this->*member, name);
  return out;
}

namespace {

Result<void> run_frequent(Instance& i, ChangesDone& out) {
  registration::Transfers transfers(i.database, i.recorder, i.vault, i.policy);
  registration::Closings closings(i.database, i.recorder, i.vault, i.policy);
  persons::Duplicates duplicates(i.database, i.recorder, i.vault, i.policy);
  lines::Ports ports(i.database, i.recorder, i.policy);
  MUSTER_TRY(out.transfers_lapsed, to_the_end([&] { return transfers.tick(); }));
  MUSTER_TRY(out.closings, to_the_end([&] { return closings.tick(); }));
  MUSTER_TRY(out.ports, to_the_end([&] { return ports.tick(); }));
  const things::Service devices(i.database, i.recorder, i.policy);
  MUSTER_TRY(out.things, to_the_end([&] { return devices.tick(); }));
  MUSTER_TRY(out.compared, to_the_end([&]() -> Result<int> {
               MUSTER_TRY(const auto some, duplicates.scan());
               out.suspected += some.suspected;
               return some.seen;
             }));
  const std::string& language = i.policy.text("languages.fallback");
  MUSTER_TRY(out.notices, to_the_end([&] { return persons::hand_to_sms(i.database, i.recorder, language); }));
  return {};
}

// What looks through much, for something that falls due by the day.
Result<void> run_daily(Instance& i, ChangesDone& out) {
  registration::Excesses excesses(i.database, i.recorder, i.policy);
  registration::DocumentTerms terms(i.database, i.recorder, i.policy);
  registration::Companies companies(i.database, i.recorder, i.vault, i.policy);
  persons::Corrections corrections(i.database, i.recorder, i.vault, i.policy);
  persons::Majorities majorities(i.database, i.recorder, i.vault, i.policy);
  MUSTER_TRY(out.beyond_cap, find_beyond_cap(excesses));
  MUSTER_TRY([[maybe_unused]] const int settled, excesses.tick());
  MUSTER_TRY(const auto documents, terms.tick());
  out.documents_told = documents.told;
  out.documents_barred = documents.barred;
  out.documents_renewed = documents.renewed;
  MUSTER_TRY(out.former_values, to_the_end([&] { return corrections.tick(); }));
  MUSTER_TRY(out.of_age, to_the_end([&] { return majorities.tick(); }));
  MUSTER_TRY(out.commands_swept, to_the_end([&] { return i.lines.sweep_commands(); }));
  MUSTER_TRY(out.proxies, to_the_end([&] { return companies.tick(); }));
  MUSTER_TRY([[maybe_unused]] const int swept, things::Service(i.database, i.recorder, i.policy).sweep());
  i.inbox.sweep();
  return {};
}

}  // namespace

Result<ChangesDone> run_changes(Instance& instance) {
  ChangesDone out;
  MUSTER_CHECK_OK(run_daily(instance, out));
  MUSTER_CHECK_OK(run_frequent(instance, out));
  return out;
}

Result<void> add_changes_work(Instance& instance) {
  const auto kind = [&](const char* name, Result<void> (*run)(Instance&, ChangesDone&), Duration every) {
    instance.jobs.add_kind(name, [&instance, run](jobs::JobContext&) -> Result<std::string> {
      ChangesDone done;
      MUSTER_CHECK_OK(run(instance, done));
      return done.json();
    });
    return instance.jobs.schedule(name, every, instance.clock.now());
  };
  instance.jobs.add_kind(reconciliation::kCompareJob, reconciliation::compare_job(instance.jobs, instance.database,
                                                                                  instance.recorder, instance.inbox));
  MUSTER_CHECK_OK(kind("changes_due", run_frequent, std::chrono::minutes(1)));
  return kind("changes_due_daily", run_daily, std::chrono::hours(24));
}

Result<int> verify_receivers(Instance& i, registration::Authority& authority) {
  registration::Transfers transfers(i.database, i.recorder, i.vault, i.policy);
  return to_the_end([&] { return transfers.verify_due(authority); });
}

}  // namespace muster::cli
