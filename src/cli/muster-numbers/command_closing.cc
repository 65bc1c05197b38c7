// `muster-numbers closing ask|withdraw|list` and `reconnect`: a line is closed at its holder's wish, and had back.
#include "commands.h"
#include "csv_document.h"
#include "csv_input.h"
#include "instance.h"
#include <registration/closing.h>
#include <registration/reconnection.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using registration::Closing;

constexpr std::string_view kClosingHeader[] = {"msisdn", "document_kind", "country",
                                               "number", "expires_on",    "reference"};
constexpr std::string_view kReconnectHeader[] = {"key",   "msisdn", "document_kind", "country", "number", "expires_on",
                                                 "iccid", "dealer", "place",         "device",  "consent"};

struct ClosingWish {
  std::string file, id, reason;
};

registration::Closings closings_of(Instance& i) {
  return {i.database, i.recorder, i.vault, i.policy};
}

void tell_closing(Globals& globals, const Result<Closing>& c) {
  if (!c.ok()) return globals.fail(c.error());
  fmt::print("{}  {}  {}  line {}{}\n", c->id, to_text(c->state), to_text(c->cause), c->line_id,
             c->next_at ? "  next " + to_rfc3339(*c->next_at) : "");
}

void ask_closings(Globals& globals, Instance& instance, const std::string& file) {
  const auto done = each_record(file, kClosingHeader, [&](std::int64_t, auto f) -> Result<void> {
    MUSTER_TRY(const auto msisdn, lines::parse_msisdn(f[0]));
    const auto asked = closings_of(instance).ask(kCommandLine, msisdn, document_at(f, 1), std::string(f[5]));
    if (!asked.ok()) return asked.error();
    tell_closing(globals, asked);
    return {};
  });
  if (!done.ok()) globals.fail(done.error());
}

void list_closings(Globals& globals, Instance& instance) {
  std::optional<Closing> after;
  for (;;) {
    const auto page = closings_of(instance).open(after, 500);
    if (!page.ok()) return globals.fail(page.error());
    for (const Closing& c : *page) tell_closing(globals, c);
    if (page->size() < 500) return;
    after = page->back();
  }
}

void reconnect_all(Globals& globals, Instance& i, const std::string& file) {
  registration::Reconnections service(i.database, i.recorder, i.vault, i.policy);
  const auto done = each_record(file, kReconnectHeader, [&](std::int64_t, auto f) -> Result<void> {
    const auto back = service.reconnect(kCommandLine, std::string(f[0]),
                                        {std::string(f[1]), document_at(f, 2), std::string(f[6]), std::string(f[7]),
                                         std::string(f[8]), std::string(f[9]), std::string(f[10])});
    if (!back.ok()) return back.error();
    fmt::print("{}  {}\n", back->registration.id, to_text(back->registration.state));
    return {};
  });
  if (!done.ok()) globals.fail(done.error());
}

}  // namespace

void add_closing(CLI::App& app, Globals& globals) {
  auto* closing = app.add_subcommand("closing", "A line is closed at its holder's wish");
  closing->require_subcommand(1);
  auto wish = std::make_shared<ClosingWish>();
  auto* ask = closing->add_subcommand("ask", "From a CSV file; prints the ids");
  ask->add_option("file", wish->file, "CSV: msisdn,document_kind,country,number,expires_on,reference")->required();
  ask->callback([&globals, wish] {
    if (Instance* instance = globals.open()) ask_closings(globals, *instance, wish->file);
  });
  auto* withdraw = closing->add_subcommand("withdraw", "The line stays");
  withdraw->add_option("id", wish->id)->required();
  withdraw->add_option("--reason", wish->reason, "A code: why")->required();
  withdraw->callback([&globals, wish] {
    if (Instance* instance = globals.open())
      tell_closing(globals, closings_of(*instance).withdraw(kCommandLine, wish->id, wish->reason));
  });
  closing->add_subcommand("list", "Open ones, by the time of their next step")->callback([&globals] {
    if (Instance* instance = globals.open()) list_closings(globals, *instance);
  });

  auto* reconnect = app.add_subcommand("reconnect", "A number back to its former holder, within days");
  reconnect
      ->add_option("file", wish->file,
                   "CSV: key,msisdn,document_kind,country,number,expires_on,iccid,dealer,place,device,consent")
      ->required();
  reconnect->callback([&globals, wish] {
    if (Instance* instance = globals.open()) reconnect_all(globals, *instance, wish->file);
  });
}

}  // namespace muster::cli
