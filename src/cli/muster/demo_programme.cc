#include "demo_programme.h"

#include "instance.h"
#include <programme/inspection.h>
#include <programme/service.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr int kBegunDaysAgo = 100;

// How far an item has come: by its place in the list, so that there is some of everything.
enum class Far { owned, begun, shown, submitted, accepted };

struct Walk {
  const programme::Service& service;
  const programme::Actor lead;

  Result<void> go(programme::Item item, const std::string& owner, const std::string& deputy, Far far) const {
    programme::ItemChange change;
    change.owner_id = owner;
    change.deputies = std::vector<std::string>{deputy};
    MUSTER_TRY(auto now, service.change_item(item.id, item.version, change, lead));
    const programme::Actor own{owner, "", false, false};
    if (far == Far::owned) return {};
    MUSTER_TRY(now, service.move(item.id, now.item.version, "begin", "", own));
    if (far == Far::begun) return {};
    for (const auto& step : now.steps) {
      if (far == Far::shown && step.seq > 1) break;
      MUSTER_TRY([[maybe_unused]] const auto done, service.do_step(item.id, step.seq, own));
    }
    MUSTER_TRY(
        now, service.show_evidence(
                 item.id, {0, "note", "", "A note of the demonstration stands for what would be shown.", "", {}}, own));
    if (far == Far::shown) return {};
    MUSTER_TRY(now, service.move(item.id, now.item.version, "submit", "", own));
    if (far == Far::submitted) return {};
    MUSTER_TRY(now, service.move(item.id, now.item.version, "accept", "", lead));
    return {};
  }
};

// One provider is being inspected; another told of a site by itself.
Result<void> inspect_somebody(Instance& instance, const DemoParties& parties, const programme::Actor& lead) {
  const programme::Inspections inspections(instance.database, instance.recorder, instance.policy,
                                           instance.programme.shipped());
  const std::string today = instance.programme.today();
  MUSTER_TRY(const auto opened,
             inspections.open(parties.providers.at(0), "provider", "The yearly look at who is connected.",
                              programme::day_after(today, 14), lead));
  for (const auto& [seq, said] : std::vector<std::pair<int, const char*>>{{1, "not_met"}, {2, "met"}, {3, "met"}})
    MUSTER_CHECK_OK(inspections.answer(opened.inspection.id, seq, said,
                                       *said == 'n' ? "Two sites are connected that nobody filed." : "", lead));
  MUSTER_CHECK_OK(inspections.write(
      {parties.providers.at(0), opened.inspection.id, "major", "others", programme::day_after(today, -20),
       "Two sites were connected before they were filed.", programme::day_after(today, 30)},
      lead));
  MUSTER_CHECK_OK(
      inspections.write({parties.providers.at(2), "", "minor", "itself", programme::day_after(today, -3),
                         "A rack was let to another provider without record.", programme::day_after(today, 20)},
                        lead));
  return {};
}

}  // namespace

Result<int> begin_demo_programme(Instance& instance, const DemoParties& parties,
                                 const std::vector<DemoPerson>& people) {
  const auto& service = instance.programme;
  std::string supervisor;
  std::vector<std::string> owners;
  for (const DemoPerson& p : people) {
    if (p.user_name == "supervisor") supervisor = p.person_id;
    if (p.user_name == "registrar" || p.user_name == "examiner" || p.user_name == "operator" ||
        p.user_name == "decider" || p.user_name == "appeals")
      owners.push_back(p.person_id);
  }
  const programme::Actor lead{supervisor, "", true, false};
  MUSTER_TRY(const auto there, service.list(lead));
  if (!there.empty()) return 0;
  MUSTER_TRY(const auto made,
             service.create({{}, programme::day_after(service.today(), -kBegunDaysAgo), supervisor, true}, lead));
  for (const auto& provider : parties.providers) MUSTER_CHECK_OK(service.add_party(made.id, provider, lead));
  MUSTER_TRY(const auto page, service.items(made.id, {}, "", 500, lead));
  const Walk walk{service, lead};
  int owned = 0;
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    const programme::Item& item = page.items[i].item;
    const int left = programme::days_between(service.today(), item.due_on);
    if (left > 200) continue;
    const Far far = left < -30  ? (i % 4 == 3 ? Far::shown : Far::accepted)
                    : left < 0  ? (i % 3 == 0 ? Far::begun : Far::submitted)
                    : left < 60 ? (i % 2 == 0 ? Far::shown : Far::begun)
                                : Far::owned;
    MUSTER_CHECK_OK(walk.go(item, owners[i % owners.size()], owners[(i + 1) % owners.size()], far));
    ++owned;
  }
  MUSTER_CHECK_OK(inspect_somebody(instance, parties, lead));
  return owned;
}

}  // namespace muster::cli
