// `muster-numbers port out|in|complete|cancel|back|list`: numbers that pass between operators.
#include "commands.h"
#include "instance.h"
#include <lines/port.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct PortWish {
  std::string msisdn, other_operator, reference, reserved_for, id, reason, state = "asked", after;
};

lines::Ports ports_of(Instance& i) {
  return {i.database, i.recorder, i.policy};
}

void tell_port(Globals& globals, const Result<lines::Port>& p) {
  if (!p.ok()) return globals.fail(p.error());
  fmt::print("{}  {}  {}  line {}  {}\n", p->id, to_text(p->direction), to_text(p->state), p->line_id, p->reference);
}

Result<lines::Port> ask_port(Instance& instance, const PortWish& wish, bool in) {
  MUSTER_TRY(const auto msisdn, lines::parse_msisdn(wish.msisdn));
  const lines::Ports ports = ports_of(instance);
  return in ? ports.ask_in(kCommandLine, msisdn, wish.other_operator, wish.reference, wish.reserved_for)
            : ports.ask_out(kCommandLine, msisdn, wish.other_operator, wish.reference);
}

void list_ports(Globals& globals, Instance& instance, const PortWish& wish) {
  const auto state = lines::port_state(wish.state);
  if (!state) return globals.fail(invalid("port_state_word", "There is no such state of a porting.", "state"));
  const auto page = ports_of(instance).list(*state, wish.after, 500);
  if (!page.ok()) return globals.fail(page.error());
  for (const lines::Port& p : *page) tell_port(globals, p);
}

}  // namespace

void add_port(CLI::App& app, Globals& globals) {
  auto* port = app.add_subcommand("port", "Numbers that come from other operators and go to them");
  port->require_subcommand(1);
  auto wish = std::make_shared<PortWish>();
  for (const bool in : {false, true}) {
    auto* ask = port->add_subcommand(in ? "in" : "out", in ? "A number is to come in" : "A number is to go out");
    ask->add_option("msisdn", wish->msisdn, "With the country code")->required();
    ask->add_option("--operator", wish->other_operator, "The other one")->required();
    ask->add_option("--reference", wish->reference, "Number of the request at the clearing house")->required();
    if (in) ask->add_option("--for", wish->reserved_for, "The dealer that registers it")->required();
    ask->callback([&globals, wish, in] {
      if (Instance* instance = globals.open()) tell_port(globals, ask_port(*instance, *wish, in));
    });
  }
  auto* complete = port->add_subcommand("complete", "The number has passed");
  complete->add_option("id", wish->id)->required();
  complete->callback([&globals, wish] {
    if (Instance* instance = globals.open()) tell_port(globals, ports_of(*instance).complete(kCommandLine, wish->id));
  });
  for (const bool back : {false, true}) {
    auto* end = port->add_subcommand(back ? "back" : "cancel",
                                     back ? "A number that went out ended there" : "It does not pass");
    end->add_option("id", wish->id)->required();
    end->add_option("--reason", wish->reason, "A code: why")->required();
    end->callback([&globals, wish, back] {
      Instance* instance = globals.open();
      if (!instance) return;
      const lines::Ports ports = ports_of(*instance);
      tell_port(globals, back ? ports.come_back(kCommandLine, wish->id, wish->reason)
                              : ports.cancel(kCommandLine, wish->id, wish->reason));
    });
  }
  auto* list = port->add_subcommand("list", "By state, oldest first, 500 at a time");
  list->add_option("state", wish->state, "asked, done, ended, cancelled or lapsed")->capture_default_str();
  list->add_option("--after", wish->after, "The last id seen");
  list->callback([&globals, wish] {
    if (Instance* instance = globals.open()) list_ports(globals, *instance, *wish);
  });
}

}  // namespace muster::cli
