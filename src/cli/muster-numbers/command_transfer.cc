// `muster-numbers transfer ask|agree|withdraw|show|list`: a line passes from its holder to another one.
#include "commands.h"
#include "csv_document.h"
#include "csv_input.h"
#include "instance.h"
#include <base/faults.h>
#include <registration/transfer.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using registration::Transfer;
using registration::Transfers;

constexpr std::string_view kTransferHeader[] = {
    "key",        "msisdn",        "giver_kind", "giver_country", "giver_number", "giver_expires_on",
    "category",   "document_kind", "country",    "number",        "expires_on",   "name",
    "birth_date", "address",       "dealer",     "place",         "device",       "consent"};

struct TransferWish {
  std::string id, file, side, given_by = "signature", reference, consent, reason, person, outcome, after;
};

Transfers transfers_of(Instance& i) {
  return {i.database, i.recorder, i.vault, i.policy};
}

void tell_transfer(Globals& globals, const Transfer& t) {
  if (globals.json)
    fmt::print(
        "{{\"id\":\"{}\",\"state\":\"{}\",\"line\":\"{}\",\"giver\":\"{}\",\"receiver\":\"{}\",\"due_at\":\"{}\"}}\n",
        t.id, to_text(t.state), t.line_id, t.giver_id, t.receiver_id, to_rfc3339(t.due_at));
  else
    fmt::print("{}  {}  line {}  until {}\n", t.id, to_text(t.state), t.line_id, to_day(t.due_at));
}
void tell_transfer(Globals& globals, const Result<Transfer>& t) {
  if (!t.ok()) return globals.fail(t.error());
  tell_transfer(globals, *t);
}

// Line and codes of what is refused; the file is somebody's to look into, not ours to repeat.
void ask_transfers(Globals& globals, Instance& instance, const std::string& file) {
  Transfers transfers = transfers_of(instance);
  const auto done = each_record(file, kTransferHeader, [&](std::int64_t line, auto f) -> Result<void> {
    registration::NewTransfer t;
    t.giver = document_at(f, 2);
    registration::Capture& c = t.receiver;
    c.msisdn = std::string(f[1]);
    c.category = std::string(f[6]);
    c.document = document_at(f, 7);
    c.identity = identity_at(f, 11);
    c.dealer_id = std::string(f[14]);
    c.place = std::string(f[15]);
    c.device = std::string(f[16]);
    c.consent = std::string(f[17]);
    const auto asked = transfers.ask(kCommandLine, std::string(f[0]), t);
    if (asked.ok()) {
      tell_transfer(globals, asked->transfer);
      return {};
    }
    if (asked.error().failure == Failure::unavailable) return asked.error();
    globals.exit_code = 1;
    for (const Error& e : faults_of(asked.error()))
      fmt::print("line {}: {}{}\n", line, e.code, e.field.empty() ? "" : " (" + e.field + ")");
    return {};
  });
  if (!done.ok()) globals.fail(done.error());
}

Result<Transfer> agree(Instance& instance, const TransferWish& wish) {
  const auto side = registration::side(wish.side);
  const auto given_by = registration::given_by(wish.given_by);
  if (!side) return invalid("transfer_side", "The side is giver or receiver.", "side");
  if (!given_by) return invalid("consent_given_by", "Given by signature, one_time_code or letter.", "given_by");
  return transfers_of(instance).agree(kCommandLine, wish.id, {*side, wish.consent, *given_by, wish.reference});
}

Result<Transfer> check_transfer(Instance& instance, const TransferWish& wish) {
  const auto outcome = registration::outcome(wish.outcome);
  if (!outcome) return invalid("check_outcome", "The outcome is confirmed or denied.", "outcome");
  return transfers_of(instance).note_check(wish.person, wish.id, *outcome);
}

}  // namespace

void add_transfer(CLI::App& app, Globals& globals) {
  auto* transfer = app.add_subcommand("transfer", "A line passes to another holder");
  transfer->require_subcommand(1);
  auto wish = std::make_shared<TransferWish>();
  const auto with = [&](CLI::App* command, auto body) {
    command->callback([&globals, wish, body] {
      if (Instance* instance = globals.open()) body(*instance, *wish);
    });
  };
  auto* ask = transfer->add_subcommand("ask", "Begin transfers from a CSV file; prints their ids");
  ask->add_option("file", wish->file, "CSV: the key, the line, the giver's document, the receiver as in a capture")
      ->required();
  with(ask, [&globals](Instance& i, const TransferWish& w) { ask_transfers(globals, i, w.file); });

  auto* agreed = transfer->add_subcommand("agree", "One party's consent; with both the line passes");
  agreed->add_option("id", wish->id)->required();
  agreed->add_option("side", wish->side, "giver or receiver")->required();
  agreed->add_option("--consent", wish->consent, "Code of the text that was agreed to")->required();
  agreed->add_option("--by", wish->given_by, "signature, one_time_code or letter")->capture_default_str();
  agreed->add_option("--reference", wish->reference, "Number of the form, message or letter")->required();
  with(agreed, [&globals](Instance& i, const TransferWish& w) { tell_transfer(globals, agree(i, w)); });

  auto* check = transfer->add_subcommand("check", "One of two persons who look at the receiver's document");
  check->add_option("id", wish->id)->required();
  check->add_option("outcome", wish->outcome, "confirmed or denied")->required();
  check->add_option("--person", wish->person, "Id of the person who checked")->required();
  with(check, [&globals](Instance& i, const TransferWish& w) { tell_transfer(globals, check_transfer(i, w)); });

  auto* withdraw = transfer->add_subcommand("withdraw", "Nothing comes of it");
  withdraw->add_option("id", wish->id)->required();
  withdraw->add_option("--reason", wish->reason, "A code: why")->required();
  with(withdraw, [&globals](Instance& i, const TransferWish& w) {
    tell_transfer(globals, transfers_of(i).withdraw(kCommandLine, w.id, w.reason));
  });

  auto* show = transfer->add_subcommand("show", "Where it stands");
  show->add_option("id", wish->id)->required();
  with(show, [&globals](Instance& i, const TransferWish& w) { tell_transfer(globals, transfers_of(i).get(w.id)); });

  auto* list = transfer->add_subcommand("list", "Those that wait, oldest first, a hundred at a time");
  list->add_option("--after", wish->after, "The last id seen");
  with(list, [&globals](Instance& i, const TransferWish& w) {
    const auto waiting = transfers_of(i).waiting(w.after, 100);
    if (!waiting.ok()) return globals.fail(waiting.error());
    for (const Transfer& t : *waiting) tell_transfer(globals, t);
  });
}

}  // namespace muster::cli
