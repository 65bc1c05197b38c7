// `muster-numbers dealer place|person|worker|code|devices|revoke|packets|signals|scan|decide`: where a dealer sells,
// who works there, with which devices, what they sent, and what looks odd.
#include "command_dealer.h"
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <cmath>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct ShopChoices {
  std::string dealer, code, region = "unknown", person, name, identity, place, device, reason, signal, outcome, note,
                            day;
  std::optional<double> latitude, longitude;
  bool open = false;
};
using Choices = std::shared_ptr<ShopChoices>;

constexpr int kShown = 500;

std::optional<std::int64_t> e5(const std::optional<double>& degrees) {
  return degrees ? std::optional<std::int64_t>(std::llround(*degrees * 1e5)) : std::nullopt;
}

Result<void> list_devices(Instance& instance, const std::string& dealer) {
  for (std::string after;;) {
    MUSTER_TRY(const auto page, instance.dealers.devices(dealer, after, kShown));
    for (const auto& d : page)
      fmt::print("{}  {}  {}  delivered {}  {}\n", d.id, d.place, d.label, to_rfc3339(d.synced_at),
                 d.revoked_at ? "revoked (" + d.revoked_reason + ")" : "in use");
    if (page.size() < kShown) return {};
    after = page.back().id;
  }
}

Result<void> list_packets(Instance& instance, const std::string& dealer) {
  MUSTER_TRY(const auto packets, instance.packets.of_dealer(dealer, "", kShown));
  for (const auto& p : packets) {
    std::string codes;
    for (const auto& f : p.faults) codes += " " + f.code + (f.field.empty() ? "" : "(" + f.field + ")");
    fmt::print("{}  {:9}  captured {}  received {}{}\n", p.id, dealers::to_text(p.state), to_rfc3339(p.captured_at),
               p.received_at ? to_rfc3339(*p.received_at) : "-", codes);
  }
  return {};
}

Result<void> list_signals(Instance& instance, const ShopChoices& c) {
  const auto state = c.open ? std::optional(dealers::SignalState::open) : std::nullopt;
  for (std::string before;;) {
    MUSTER_TRY(const auto page, instance.signals.list(state, c.dealer, before, kShown));
    for (const auto& s : page)
      fmt::print("{}  {}  {:9}  {} {} (usual {})  {}\n", s.id, s.day, dealers::to_text(s.state),
                 dealers::to_text(s.code), s.count, s.threshold, dealers::sentence_of(s.code));
    if (page.size() < kShown) return {};
    before = page.back().id;
  }
}

Result<void> decide_signal(Instance& instance, const ShopChoices& c) {
  const auto outcome = dealers::signal_state(c.outcome);
  if (!outcome) return invalid("signal_outcome", "A signal is dismissed or confirmed.", "outcome");
  MUSTER_TRY(const auto before, instance.signals.get(c.signal));
  MUSTER_CHECK_OK(instance.signals.decide(kCommandLine, c.signal, before.version, *outcome, c.note));
  return {};
}

CLI::App* command_of(CLI::App& dealer, Globals& globals, const char* name, const char* help, const Choices& c,
                     Result<void> (*work)(Instance&, const ShopChoices&)) {
  auto* command = dealer.add_subcommand(name, help);
  command->callback(
      [&globals, c, work] { with_instance(globals, [&](Instance& instance) { return work(instance, *c); }); });
  return command;
}

void add_people(CLI::App& dealer, Globals& globals) {
  auto c = std::make_shared<ShopChoices>();
  auto* place = command_of(dealer, globals, "place", "Put a place where it sells on record", c,
                           [](Instance& instance, const ShopChoices& o) -> Result<void> {
                             MUSTER_CHECK_OK(instance.dealers.add_place(
                                 kCommandLine, {o.dealer, o.code, o.region, e5(o.latitude), e5(o.longitude)}));
                             return {};
                           });
  place->add_option("dealer", c->dealer, "The dealer's id")->required();
  place->add_option("code", c->code, "Code of the place")->required();
  place->add_option("--region", c->region);
  place->add_option("--latitude", c->latitude, "Degrees north");
  place->add_option("--longitude", c->longitude, "Degrees east");

  auto p = std::make_shared<ShopChoices>();
  auto* person = command_of(
      dealer, globals, "person", "Put a person of the dealer on record; prints the id", p,
      [](Instance& instance, const ShopChoices& o) -> Result<void> {
        MUSTER_TRY(const auto made, instance.parties.create_person(kCommandLine, {o.dealer, o.name, "en", o.identity}));
        MUSTER_CHECK_OK(instance.dealers.add_worker(kCommandLine, o.dealer, made.id));
        fmt::print("{}\n", made.id);
        return {};
      });
  person->add_option("dealer", p->dealer, "The dealer's id")->required();
  person->add_option("--name", p->name)->required();
  person->add_option("--identity", p->identity, "kind:number, as in passport:E12345678; its blind index alone is kept")
      ->required();

  auto w = std::make_shared<ShopChoices>();
  auto* leaves = command_of(dealer, globals, "leaves", "A person works there no more; the person's devices are revoked",
                            w, [](Instance& instance, const ShopChoices& o) {
                              return instance.dealers.end_worker(kCommandLine, o.dealer, o.person);
                            });
  leaves->add_option("dealer", w->dealer, "The dealer's id")->required();
  leaves->add_option("person", w->person, "The person's id")->required();
}

void add_devices(CLI::App& dealer, Globals& globals) {
  auto c = std::make_shared<ShopChoices>();
  auto* code = command_of(dealer, globals, "code", "Issue a one-time code that enrols a device; printed once", c,
                          [](Instance& instance, const ShopChoices& o) -> Result<void> {
                            MUSTER_TRY(const auto issued,
                                       instance.dealers.issue_code(kCommandLine, o.dealer, o.person, o.place));
                            fmt::print("{}\n", issued.code);
                            return {};
                          });
  code->add_option("dealer", c->dealer, "The dealer's id")->required();
  code->add_option("person", c->person, "Who will use the device")->required();
  code->add_option("place", c->place, "Code of the place")->required();

  auto d = std::make_shared<ShopChoices>();
  command_of(dealer, globals, "devices", "Its devices", d,
             [](Instance& instance, const ShopChoices& o) { return list_devices(instance, o.dealer); })
      ->add_option("dealer", d->dealer, "The dealer's id")
      ->required();

  auto r = std::make_shared<ShopChoices>();
  auto* revoke = command_of(dealer, globals, "revoke", "A device is lost, stolen or given back", r,
                            [](Instance& instance, const ShopChoices& o) {
                              return instance.dealers.revoke(kCommandLine, o.device, o.reason);
                            });
  revoke->add_option("device", r->device, "The device's id")->required();
  revoke->add_option("--reason", r->reason, "A code: lost, stolen, left")->required();

  auto p = std::make_shared<ShopChoices>();
  command_of(dealer, globals, "packets", "What its devices sent, newest first", p,
             [](Instance& instance, const ShopChoices& o) { return list_packets(instance, o.dealer); })
      ->add_option("dealer", p->dealer, "The dealer's id")
      ->required();
}

void add_signals(CLI::App& dealer, Globals& globals) {
  auto s = std::make_shared<ShopChoices>();
  auto* signals = command_of(dealer, globals, "signals", "What looks odd, for a person to decide", s, list_signals);
  signals->add_option("dealer", s->dealer, "The dealer's id; without it, all");
  signals->add_flag("--open", s->open, "Those that nobody decided on");

  auto n = std::make_shared<ShopChoices>();
  auto* scan = command_of(
      dealer, globals, "scan", "Look for signals in a day", n,
      [](Instance& instance, const ShopChoices& o) -> Result<void> {
        const std::string day = o.day.empty() ? instance.policy.calendar().local_day(instance.clock.now()) : o.day;
        MUSTER_TRY(const int found,
                   instance.signals.scan_day(day, "", [](const std::string&, int) { return Result<void>(); }));
        fmt::print("{} signals are new.\n", found);
        return {};
      });
  scan->add_option("--day", n->day, "YYYY-MM-DD of the working calendar; today");

  auto d = std::make_shared<ShopChoices>();
  auto* decide = command_of(dealer, globals, "decide", "Dismiss or confirm a signal", d, decide_signal);
  decide->add_option("signal", d->signal, "The signal's id")->required();
  decide->add_option("outcome", d->outcome, "dismissed or confirmed")->required();
  decide->add_option("--note", d->note, "A code: why")->required();
}

}  // namespace

void add_dealer_shop(CLI::App& dealer, Globals& globals) {
  add_people(dealer, globals);
  add_devices(dealer, globals);
  add_signals(dealer, globals);
}

}  // namespace muster::cli
