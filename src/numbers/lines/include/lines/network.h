// Commands to the network, out of the table network_command: written with the change that asks for them, executed at
// least once and in order for each line, never lost. The network does a command once by its id.
#pragma once

#include <base/result.h>
#include <ledger/recorder.h>
#include <lines/line.h>
#include <store/database.h>

#include <string>

namespace muster::lines {

struct Command {
  std::string id;  // the key by which the network tells a repetition
  std::string line_id;
  std::int64_t ordinal = 0;  // goes up with each command of the line
  Action action = Action::activate;
  std::string msisdn;       // "+…"
  std::string iccid, imsi;  // of the SIM that was in the line when the command was asked for; or ""
  std::int64_t attempts = 0;
  // Of a change of SIM: no short message to or from the line before then, so that who takes over a number gets no
  // codes.
  std::optional<Instant> sms_held_until = {};
  // Emergency calls go through whatever the action is: an adapter that can't bar without them does not bar. The schema
  // allows no command that says otherwise.
  bool emergency_calls = true;
};

// The port. Called from the dispatcher's thread, outside of any transaction. Failure::unavailable is tried again; every
// other error refuses the command, which then waits for a person and keeps the line's later ones waiting.
class Network {
 public:
  virtual ~Network() = default;
  virtual Result<void> execute(const Command& command) = 0;
};

struct DispatchOptions {
  int batch = 100;                                 // commands taken at once, at most one of a line
  Duration lease = std::chrono::minutes(2);        // then another process may take it again
  Duration retry_first = std::chrono::seconds(5);  // doubled with each attempt
  Duration retry_max = std::chrono::minutes(10);
};

// One at a time in a process; several processes may run one each.
class Dispatcher {
 public:
  Dispatcher(store::Database& database, const ledger::Recorder& recorder, Network& network,
             DispatchOptions options = {})
      : database_(database), recorder_(recorder), network_(network), options_(options) {}
  // Executes what is due. Returns how many commands were done; call again while it is above 0.
  Result<int> run_once();
  // A refused command waits again, by a person. Errors: command_unknown, command_state.
  Result<void> retry(const std::string& actor, const std::string& command_id);

 private:
  Result<std::vector<Command>> take();
  Result<void> settle(const Command& command, const Result<void>& outcome);

  store::Database& database_;
  const ledger::Recorder& recorder_;
  Network& network_;
  DispatchOptions options_;
};

}  // namespace muster::lines
