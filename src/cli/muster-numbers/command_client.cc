// `muster-numbers client add|list|end|token|consent|withdraw`: who may ask about lines, and with what.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::cli {
namespace {

struct ClientAdd {
  camara::NewClient client;
  bool all_scopes = false;
};
struct ClientToken {
  std::string client, msisdn, by;
  std::vector<std::string> scopes;
  std::int64_t minutes = 60;
};
struct ClientConsent {
  std::string client, msisdn, consent;
};

Result<std::string> mint(Instance& instance, const ClientToken& asked) {
  camara::NewToken token;
  token.client_id = asked.client;
  token.scopes = asked.scopes;
  token.valid = std::chrono::minutes(asked.minutes);
  if (!asked.msisdn.empty()) {
    MUSTER_TRY(token.msisdn, lines::parse_msisdn(asked.msisdn));
    const auto by = camara::authentication(asked.by.empty() ? "network" : asked.by);
    if (!by) return invalid("token_authentication", "A subscriber is authenticated by network, sim, otp or password.");
    token.authenticated_by = *by;
  }
  if (token.scopes.empty()) {
    MUSTER_TRY(const auto clients, instance.camara.clients());
    for (const auto& client : clients)
      if (client.id == asked.client) token.scopes = client.scopes;
  }
  return instance.camara.mint(kCommandLine, token);
}

Result<std::string> consent(Instance& instance, const ClientConsent& asked) {
  MUSTER_TRY(const auto msisdn, lines::parse_msisdn(asked.msisdn));
  return instance.camara.give_consent(kCommandLine, asked.client, msisdn, asked.consent);
}

void add_add(CLI::App& client, Globals& globals) {
  auto options = std::make_shared<ClientAdd>();
  auto* add = client.add_subcommand("add", "Put a client on record; prints its id and its secret, shown once");
  add->add_option("--name", options->client.name, "Of the organisation")->required();
  add->add_option("--purpose", options->client.purpose, "Of its contract, e.g. fraud_prevention")->required();
  add->add_option("--scope", options->client.scopes, "What it is granted; may be given again")->delimiter(',');
  add->add_flag("--all-scopes", options->all_scopes, "Grant every scope");
  add->add_flag("--scores", options->client.scores, "It may see how similar what differs is");
  add->add_flag("--document-first", options->client.document_first, "A comparison needs the document's number");
  add->add_option("--subjects-per-day", options->client.subjects_per_day, "Different numbers that it may ask about")
      ->capture_default_str();
  add->add_option("--questions-per-subject", options->client.questions_per_subject, "A day, about one number")
      ->capture_default_str();
  add->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (options->all_scopes)
      for (const auto scope : camara::scopes()) options->client.scopes.emplace_back(scope);
    const auto made = instance->camara.add_client(kCommandLine, options->client);
    if (!made.ok()) return globals.fail(made.error());
    fmt::print("{} {}\n", made->client.id, made->secret);
  });
}

void add_token(CLI::App& client, Globals& globals) {
  auto options = std::make_shared<ClientToken>();
  auto* token = client.add_subcommand(
      "token", "Mint an access token: of two parties, or with --msisdn of three; prints it, shown once");
  token->add_option("client", options->client, "The client's id")->required();
  token->add_option("--scope", options->scopes, "Of those it was granted (default: all)")->delimiter(',');
  token->add_option("--msisdn", options->msisdn, "The line whose subscriber was authenticated");
  token->add_option("--by", options->by, "How: network (default), sim, otp or password");
  token->add_option("--minutes", options->minutes, "How long it is valid; 0: it has expired already")
      ->capture_default_str();
  token->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto minted = mint(*instance, *options);
    if (!minted.ok()) return globals.fail(minted.error());
    fmt::print("{}\n", *minted);
  });
}

void add_consent(CLI::App& client, Globals& globals) {
  auto options = std::make_shared<ClientConsent>();
  auto* give = client.add_subcommand("consent", "The holder of a line agreed that this client has data; prints the id");
  give->add_option("client", options->client, "The client's id")->required();
  give->add_option("--msisdn", options->msisdn, "The holder's line")->required();
  give->add_option("--consent", options->consent, "Code of the text that the holder agreed to")->required();
  give->callback([&globals, options] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto given = consent(*instance, *options);
    if (!given.ok()) return globals.fail(given.error());
    fmt::print("{}\n", *given);
  });
  auto id = std::make_shared<std::string>();
  auto* withdraw = client.add_subcommand("withdraw", "The holder withdraws a consent");
  withdraw->add_option("consent", *id, "The consent's id")->required();
  withdraw->callback([&globals, id] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto done = instance->camara.withdraw_consent(kCommandLine, *id); !done.ok()) globals.fail(done.error());
  });
}

void add_list(CLI::App& client, Globals& globals) {
  client.add_subcommand("list", "All clients")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto clients = instance->camara.clients();
    if (!clients.ok()) return globals.fail(clients.error());
    for (const auto& c : *clients)
      fmt::print("{}  {}  {}  {} numbers a day{}{}  {}\n", c.id, c.name, c.purpose, c.subjects_per_day,
                 c.scores ? ", scores" : "", c.ended_at ? ", ended" : "", fmt::join(c.scopes, " "));
  });
  auto id = std::make_shared<std::string>();
  auto* end = client.add_subcommand("end", "End a client: its tokens are refused from now on");
  end->add_option("client", *id, "The client's id")->required();
  end->callback([&globals, id] {
    Instance* instance = globals.open();
    if (!instance) return;
    if (const auto done = instance->camara.end_client(kCommandLine, *id); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace

void add_client(CLI::App& app, Globals& globals) {
  auto* client = app.add_subcommand("client", "Clients of the identity interfaces, their tokens and consents");
  client->require_subcommand(1);
  add_add(*client, globals);
  add_list(*client, globals);
  add_token(*client, globals);
  add_consent(*client, globals);
}

}  // namespace muster::cli
