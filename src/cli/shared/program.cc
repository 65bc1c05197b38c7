#include "program.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {

void add_program_options(CLI::App& app, ProgramOptions& options, const ProgramWords& words) {
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", app.get_name() + " " + words.version);
  app.add_option("--data", options.data, "The instance's folder: " + words.folder_holds)
      ->envname(words.variables + "_DATA")
      ->capture_default_str();
  app.add_option("--database", options.database,
                 "SQLite file or postgresql:// address (default: " + words.database_file + " in the instance's folder)")
      ->envname(words.variables + "_DATABASE");
  app.add_option("--policy", options.policy, "Policy file (default: the one that comes with Muster)")
      ->envname(words.variables + "_POLICY");
  app.add_flag("--json", options.json, "Answers and errors as JSON");
  app.footer("Exit codes: 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable.");
}

int run_program(CLI::App& app, int argc, char** argv, const ProgramOptions& options) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& e) {
    return app.exit(e);
  } catch (const CLI::ParseError& e) {
    app.exit(e);
    return 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}: this is a fault of Muster itself: {}\n", app.get_name(), e.what());
    return 4;
  }
  return options.exit_code;
}

}  // namespace muster::cli
