// `muster-numbers company enrol|end|list|allot|waiting`: legal persons and the lines set aside for their users.
#include "commands.h"
#include "instance.h"
#include <registration/companies.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using registration::Company;

struct CompanyWish {
  registration::NewCompany company;
  std::string id;
  std::vector<std::string> msisdns;
};

registration::Companies companies_of(Instance& i) {
  return {i.database, i.recorder, i.vault, i.policy};
}

void tell_company(Globals& globals, const Result<Company>& c) {
  if (!c.ok()) return globals.fail(c.error());
  fmt::print("{}  {}  {} {}  {} lines{}\n", c->id, c->name, c->organisation_kind, c->organisation_number, c->lines_max,
             c->ended_at ? "  ended" : "");
}

Result<int> allot(Instance& instance, const CompanyWish& wish) {
  std::vector<std::int64_t> msisdns;
  for (const std::string& text : wish.msisdns) {
    MUSTER_TRY(const auto msisdn, lines::parse_msisdn(text));
    msisdns.push_back(msisdn);
  }
  return companies_of(instance).allot(kCommandLine, wish.id, msisdns);
}

void list_waiting(Globals& globals, Instance& instance, const std::string& id) {
  std::int64_t after = 0;
  for (;;) {
    const auto page = companies_of(instance).waiting(id, after, 500);
    if (!page.ok()) return globals.fail(page.error());
    for (const lines::Line& l : *page)
      fmt::print("{}  until {}{}\n", lines::msisdn_text(l.msisdn), to_day(*l.due_at),
                 l.sim_id.empty() ? "  without a SIM" : "");
    if (page->size() < 500) return;
    after = page->back().msisdn;
  }
}

}  // namespace

void add_company(CLI::App& app, Globals& globals) {
  auto* company = app.add_subcommand("company", "Legal persons; each of their lines waits for its named user");
  company->require_subcommand(1);
  auto wish = std::make_shared<CompanyWish>();
  auto* enrol = company->add_subcommand("enrol", "Put a contract on record; prints its id");
  enrol->add_option("--kind", wish->company.organisation_kind, "cn_uscc, lei …")->required();
  enrol->add_option("--number", wish->company.organisation_number)->required();
  enrol->add_option("--name", wish->company.name)->required();
  enrol->add_option("--responsible", wish->company.responsible_id, "Id of the holder who answers for it")->required();
  enrol->add_option("--resolution", wish->company.resolution_ref, "Number of the resolution or power")->required();
  enrol->add_option("--lines", wish->company.lines_max, "At most so many")->required();
  enrol->callback([&globals, wish] {
    if (Instance* instance = globals.open())
      tell_company(globals, companies_of(*instance).enrol(kCommandLine, wish->company));
  });
  auto* end = company->add_subcommand("end", "It gets no more lines");
  end->add_option("id", wish->id)->required();
  end->callback([&globals, wish] {
    if (Instance* instance = globals.open()) tell_company(globals, companies_of(*instance).end(kCommandLine, wish->id));
  });
  company->add_subcommand("list", "All of them")->callback([&globals] {
    Instance* instance = globals.open();
    if (!instance) return;
    std::string after;
    for (;;) {
      const auto page = companies_of(*instance).list(after, 500);
      if (!page.ok()) return globals.fail(page.error());
      for (const Company& c : *page) tell_company(globals, c);
      if (page->size() < 500) return;
      after = page->back().id;
    }
  });
  auto* more = company->add_subcommand("allot", "Set free numbers aside for its users");
  more->add_option("id", wish->id)->required();
  more->add_option("msisdn", wish->msisdns, "With the country code")->required();
  more->callback([&globals, wish] {
    Instance* instance = globals.open();
    if (!instance) return;
    const auto done = allot(*instance, *wish);
    if (!done.ok()) return globals.fail(done.error());
    fmt::print("{} numbers are set aside.\n", *done);
  });
  auto* waiting = company->add_subcommand("waiting", "Lines without a user yet");
  waiting->add_option("id", wish->id)->required();
  waiting->callback([&globals, wish] {
    if (Instance* instance = globals.open()) list_waiting(globals, *instance, wish->id);
  });
}

}  // namespace muster::cli
