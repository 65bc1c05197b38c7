#include "demo_load.h"

#include "demo_billing.h"
#include "demo_never_block.h"
#include "demo_partners.h"
#include "demo_people.h"
#include "demo_programme.h"
#include "demo_register.h"
#include "demo_reports.h"
#include "demo_resources.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <filings/import.h>
#include <ledger/log.h>
#include <ledger/sequencer.h>
#include <testing/testing.h>

#include <sstream>

#include <CLI/CLI.hpp>
#include <bundles/bundles.h>
#include <embedded_lexicons.h>
#include <embedded_text_models.h>
#include <fmt/format.h>

namespace muster::cli {
namespace {

constexpr std::size_t kObservedMaxBytes = 256u << 20;

struct DemoLoadOptions {
  std::string observed, inventory, witness_key, witness_url, farm;
};

Result<std::vector<std::string>> read_names(const std::string& file) {
  MUSTER_TRY(const std::string text, read_file(file, kObservedMaxBytes));
  std::vector<std::string> out;
  for (const auto line : split(text, '\n'))
    if (!trim(line).empty()) out.emplace_back(trim(line));
  return out;
}

Result<DemoRegister> load_register(Instance& instance, const DemoLoadOptions& options) {
  MUSTER_TRY(const auto observed, read_names(options.observed));
  const std::vector<std::string> providers{"Alder Hosting", "Birch Cloud", "Cedar Colocation", "Dogwood Data",
                                           "Elm Edge"};
  DemoRegister made = make_demo_register(observed, providers);
  std::istringstream in(made.csv);
  std::string first_error;
  filings::ImportOptions wanted;
  wanted.source_name = "demo-register.csv";
  wanted.actor = kDemo;
  wanted.on_error = [&first_error](const filings::LineError& e) {
    if (!first_error.empty()) return;
    first_error = fmt::format("line {}: {}: {}", e.line, e.error.field, e.error.sentence);
  };
  wanted.on_progress = [](const filings::ImportProgress& progress) {
    fmt::print(stderr, "\r{} filings", with_separators(progress.accepted));
    return true;
  };
  const filings::Importer importer(instance.database, instance.recorder, instance.vault, instance.restrictions);
  MUSTER_TRY(const auto result, importer.run(in, wanted));
  fmt::print(stderr, "\n");
  if (result.refused > 0) fmt::print(stderr, "{} lines were refused, the first one: {}\n", result.refused, first_error);
  if (!options.inventory.empty()) MUSTER_CHECK_OK(replace_file(options.inventory, made.inventory));
  return made;
}

// Muster's own lexicons, text models and their calibrations, signed by the demonstration's publisher and enabled by two
// persons.
Result<int> enable_lexicons(Instance& instance, const std::string& first, const std::string& second) {
  MUSTER_TRY(const auto there, instance.bundles.in_force());
  if (!there.empty()) return 0;
  std::array<std::uint8_t, 32> seed;
  instance.random.fill(seed);
  const auto keys = content::key_pair_from_seed({reinterpret_cast<const char*>(seed.data()), seed.size()});
  MUSTER_CHECK_OK(instance.bundles.propose_publisher({"Muster demonstration", keys.public_key}, first));
  MUSTER_CHECK_OK(instance.bundles.confirm_publisher(keys.public_key, second));
  int count = 0;
  for (const auto& drafts : {muster_lexicons::files(), muster_text_models::files()})
    for (const EmbeddedFile& draft : drafts) {
      MUSTER_TRY(const std::string bundle, content::sign_draft(draft.bytes, "Muster demonstration", keys));
      MUSTER_TRY([[maybe_unused]] const auto row, instance.bundles.bring_into_force(bundle, first, second));
      ++count;
    }
  return count;
}

Result<void> enrol_witness(Instance& instance, const DemoLoadOptions& options) {
  if (options.witness_key.empty()) return {};
  return instance.database.write([&](store::Transaction& tx) -> Result<void> {
    return instance.log.enrol_witness(tx, options.witness_key, options.witness_url, kDemo);
  });
}

Result<void> load(Globals& globals, const DemoLoadOptions& options) {
  if (const auto made = Instance::create({globals.data, globals.database, globals.policy}, "demo", "demo");
      !made.ok()) {
    if (made.error().code != "instance_exists" && made.error().code != "keyring_exists") return made.error();
    fmt::print(stderr, "An instance is there already; loading goes on where it was.\n");
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  if (instance->kind != "demo")
    return refused("instance_kind", "Only an instance of kind demo takes the demonstration.");
  MUSTER_TRY(const auto parties, make_demo_parties(*instance));
  MUSTER_TRY(const auto people, make_demo_people(*instance, parties));
  MUSTER_TRY([[maybe_unused]] const int lexicons, enable_lexicons(*instance, people[2].person_id, people[3].person_id));
  MUSTER_CHECK_OK(enrol_witness(*instance, options));
  MUSTER_CHECK_OK(load_demo_never_block(*instance, people[4].person_id, people[7].person_id));
  MUSTER_TRY(const auto made, load_register(*instance, options));
  MUSTER_CHECK_OK(load_demo_blocks(*instance, parties));
  MUSTER_TRY(const auto registrations, load_demo_registry(*instance, made));
  MUSTER_TRY(const int reports, load_demo_reports(*instance, people[4].person_id, people[9].person_id));
  MUSTER_TRY(const int links, load_demo_partners(*instance, parties, people));
  MUSTER_TRY(const int owned, begin_demo_programme(*instance, parties, people));
  MUSTER_TRY(const int billed,
             load_demo_billing(*instance, people[2].person_id, people[9].person_id, parties.promoters[0]));
  ledger::Sequencer sequencer(instance->log, nullptr);
  MUSTER_CHECK_OK(sequencer.flush());
  fmt::print("Filed {} sites, cancelled {}; {} observed sites have no filing.\n", with_separators(made.filed),
             with_separators(made.cancelled), with_separators(made.unfiled));
  fmt::print("A registry told of {} names; each provider holds a block of addresses.\n",
             with_separators(registrations));
  fmt::print("{} reports of the public wait.\n", reports);
  fmt::print("Two partners; one of them promotes {} links.\n", links);
  fmt::print("{} services are charged on bills; a day of charges was compared.\n", billed);
  fmt::print("The programme has 51 items; {} have an owner.\n", owned);
  print_demo_people(people);
  return {};
}

}  // namespace

void add_demo_load(CLI::App& demo, Globals& globals) {
  auto options = std::make_shared<DemoLoadOptions>();
  auto* command = demo.add_subcommand("load", "Make an instance of kind demo and fill it");
  command->add_option("--observed", options->observed, "List of observed names")->required();
  command->add_option("--inventory", options->inventory, "Where to write what was seen: name, provider, address (CSV)");
  command->add_option("--farm", options->farm, "File of the test sites");
  command->add_option("--witness-key", options->witness_key, "Key of a ledger witness");
  command->add_option("--witness-url", options->witness_url, "Where it listens");
  command->callback([&globals, options] {
    if (const auto loaded = load(globals, *options); !loaded.ok()) globals.fail(loaded.error());
  });
}

}  // namespace muster::cli
