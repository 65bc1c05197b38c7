// `muster-numbers party add` and `muster-numbers person add`: authorities, and the people of a party. The official
// identity of a person ("<kind of document>:<number>") is read from standard input, so that it stands in no list of
// processes.
#include "commands.h"
#include "instance.h"
#include <base/text.h>

#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

template <class T>
void print_made_id(Globals& globals, const Result<T>& made) {
  if (!made.ok()) return globals.fail(made.error());
  fmt::print("{}\n", made->id);
}

Result<parties::Person> person_from_input(Instance& instance, parties::NewPerson person) {
  std::string line;
  std::getline(std::cin, line);
  person.identity = std::string(trim(line));
  return instance.parties.create_person(kCommandLine, person);
}

}  // namespace

void add_party(CLI::App& app, Globals& globals) {
  auto* party = app.add_subcommand("party", "Authorities, carriers, partners");
  party->require_subcommand(1);
  auto made = std::make_shared<parties::Party>();
  made->kind = "authority";
  auto* add = party->add_subcommand("add", "Put a party on record; prints its id");
  add->add_option("--kind", made->kind, "authority, court, carrier or partner")->capture_default_str();
  add->add_option("--name", made->name)->required();
  add->add_option("--licence", made->licence_number);
  add->callback([&globals, made] {
    if (Instance* instance = globals.open())
      print_made_id(globals, instance->parties.create_party(kCommandLine, *made));
  });

  auto* person = app.add_subcommand("person", "The people of a party");
  person->require_subcommand(1);
  auto one = std::make_shared<parties::NewPerson>();
  auto* add_one = person->add_subcommand(
      "add", "Put a person of a party on record, with the official identity from standard input; prints the id");
  add_one->add_option("party", one->party_id, "The party's id")->required();
  add_one->add_option("--name", one->display_name, "As others see it")->required();
  add_one->add_option("--language", one->language)->capture_default_str();
  add_one->callback([&globals, one] {
    if (Instance* instance = globals.open()) print_made_id(globals, person_from_input(*instance, *one));
  });
}

}  // namespace muster::cli
