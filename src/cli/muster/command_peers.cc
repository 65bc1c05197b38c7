// `muster peers`: other operators that this house shares with.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sharing/peers.h>
#include <sharing/publisher.h>

namespace muster::cli {
namespace {

constexpr int kPage = 500;

struct PeerAdding {
  std::string label, identity, url, token_file, by;
};

void list_peers(Globals& globals) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto told = instance->shared_orders.count();
  if (!told.ok()) return globals.fail(told.error());
  fmt::print("{}: {} orders are told\n", instance->shared_orders.speaker().id(), with_separators(*told));
  for (std::string after;;) {
    const auto page = instance->peers.list(after, kPage);
    if (!page.ok()) return globals.fail(page.error());
    for (const auto& p : *page) {
      fmt::print("{}  {:<24} {} standing, {} withdrawn, {} wait", p.id, p.label, with_separators(p.standing),
                 with_separators(p.withdrawn), with_separators(p.waiting));
      if (p.ended_at)
        fmt::print(", shares no more\n");
      else if (p.collection_url.empty())
        fmt::print(", is not asked\n");
      else
        fmt::print(", {}{}\n", p.reached_at ? "answered last " + to_rfc3339(*p.reached_at) : "never answered",
                   p.fault.empty() ? "" : " (" + p.fault + ")");
    }
    if (page->size() < static_cast<std::size_t>(kPage)) return;
    after = page->back().id;
  }
}

void add_peer(Globals& globals, const PeerAdding& given) {
  Instance* instance = globals.open();
  if (!instance) return;
  sharing::NewPeer made{given.label, given.identity, given.url, ""};
  if (!given.token_file.empty()) {
    const auto token = read_private_file(given.token_file);
    if (!token.ok()) return globals.fail(token.error());
    made.token = std::string(trim(*token));
  }
  const auto added = instance->peers.add(given.by, made, instance->shared_orders.speaker().id());
  if (!added.ok()) return globals.fail(added.error());
  fmt::print("{}\nIts token, shown once: {}\n", added->peer.id, added->token);
}

void ask_peer(Globals& globals, const std::string& id) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto polled = instance->peers.poll(id);
  if (!polled.ok()) return globals.fail(polled.error());
  fmt::print("{} objects: {} new, {} withdrawn, {} refused\n", with_separators(polled->objects),
             with_separators(polled->added), with_separators(polled->withdrawn), with_separators(polled->refused));
}

void end_peer(Globals& globals, const std::string& id, const std::string& by) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto done = instance->peers.end(by, id);
  if (!done.ok()) return globals.fail(done.error());
  fmt::print("Nothing is shared with it any more; what it told is kept.\n");
}

}  // namespace

void add_peers(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("peers", "Other operators: what they are told of orders, and what they tell");
  command->require_subcommand(1);
  command->add_subcommand("list", "Each of them, and the identity of this house")->callback([&globals] {
    list_peers(globals);
  });
  auto given = std::make_shared<PeerAdding>();
  auto* adding = command->add_subcommand("add", "Share with another operator");
  adding->add_option("label", given->label, "Who it is")->required();
  adding->add_option("--identity", given->identity, "The id of its identity: identity--…")->required();
  adding->add_option("--collection", given->url, "https://…/collections/ID/, where it is read");
  adding->add_option("--token-file", given->token_file, "File with the token by which it lets us read");
  adding->add_option("--by", given->by, "Id of the operator who adds it")->required();
  adding->callback([&globals, given] { add_peer(globals, *given); });
  auto id = std::make_shared<std::string>();
  auto* asking = command->add_subcommand("ask", "Ask it for what is new, now");
  asking->add_option("id", *id)->required();
  asking->callback([&globals, id] { ask_peer(globals, *id); });
  auto by = std::make_shared<std::string>();
  auto* over = command->add_subcommand("end", "Share with it no more");
  over->add_option("id", *id)->required();
  over->add_option("--by", *by, "Id of the operator")->required();
  over->callback([&globals, id, by] { end_peer(globals, *id, *by); });
}

}  // namespace muster::cli
