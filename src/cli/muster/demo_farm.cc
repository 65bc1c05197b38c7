#include "demo_farm.h"

#include "endpoint.h"
#include <base/files.h>
#include <testing/farm.h>

#include <csignal>

#include <CLI/CLI.hpp>
#include <billing/flow_farm.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct DemoFarmOptions {
  std::string listen = "127.0.0.1:8090", names_file;
  bool list = false;
};

void print_sites() {
  for (const auto& site : testing::farm_sites()) fmt::print("{:<24} {:<9} {}\n", site.host, site.kind, site.about);
}

void run_farm(Globals& globals, const DemoFarmOptions& options) {
  if (options.list) return print_sites();
  const auto endpoint = endpoint_of(options.listen, "listen");
  if (!endpoint.ok()) return globals.fail(endpoint.error());
  // Before the farm's threads start, so that they leave these signals to us.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto flows = billing::farm_flows(billing::kDemoFlowSeed, billing::kDemoFlowCount);
  testing::Farm farm;
  farm.set_more([&flows](const std::string& host, const std::string& path) {
    return billing::farm_flow_page(flows, host, path);
  });
  if (const auto started = farm.start(endpoint->address, endpoint->port); !started.ok())
    return globals.fail(started.error());
  std::string names = farm.names_file();
  for (const auto& f : flows) names += fmt::format("{} {}\n", f.host, farm.endpoint());
  names += fmt::format("{} {}\n", billing::kFlowChargeHost, farm.endpoint());
  if (!options.names_file.empty())
    if (const auto written = replace_file(options.names_file, names); !written.ok())
      return globals.fail(written.error());
  fmt::print("{} test sites on {}:{}; end with Ctrl-C.\n", testing::farm_sites().size(), endpoint->address,
             farm.port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
}

}  // namespace

void add_demo_farm(CLI::App& demo, Globals& globals) {
  auto options = std::make_shared<DemoFarmOptions>();
  auto* farm = demo.add_subcommand("farm", "Serve the demonstration's test sites on loopback");
  farm->add_option("--listen", options->listen, "Loopback address and port")->capture_default_str();
  farm->add_option("--names-file", options->names_file, "Write the sites' names and where they are, for --farm");
  farm->add_flag("--list", options->list, "Say what each site does, and end");
  farm->callback([&globals, options] { run_farm(globals, *options); });
}

}  // namespace muster::cli
