// What the command lines of both programs have in common.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

// Who acts, in events and the ledger, when a person acts through the command line.
inline constexpr const char* kCommandLine = "system:command_line";

struct ProgramOptions {
  std::string data;      // the instance's folder
  std::string database;  // SQLite file or postgresql://…; empty: a file in the folder
  std::string policy;    // policy file; empty: the embedded default
  bool json = false;
  int exit_code = 0;  // 0 done, 1 findings, 2 usage, 3 refused, 4 unavailable
};

// How one program words them.
struct ProgramWords {
  std::string version;
  std::string variables;      // the environment's, before _DATA, _DATABASE and _POLICY
  std::string folder_holds;   // "database and keys"
  std::string database_file;  // in the folder
};

// The options come before or after the command. `options` outlives the application.
void add_program_options(CLI::App& app, ProgramOptions& options, const ProgramWords& words);
// Runs the chosen command; returns the exit code.
int run_program(CLI::App& app, int argc, char** argv, const ProgramOptions& options);

}  // namespace muster::cli
