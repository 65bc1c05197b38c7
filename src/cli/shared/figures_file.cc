#include "figures_file.h"

#include <base/files.h>
#include <ledger/statement.h>

#include <fmt/format.h>

namespace muster::cli {

Result<std::string> verify_figures_file(const std::string& path, const std::string& key) {
  MUSTER_TRY(const auto verifier, ledger::VerifierKey::parse(key));
  MUSTER_TRY(const std::string bytes, read_file(path));
  const auto file = ledger::read_statement_file(bytes);
  if (!file) return invalid("figures_form", "This is no file of figures.");
  MUSTER_TRY(const auto said, ledger::verify_statement(file->note, file->text, verifier));
  if (said.kind != "figures") return invalid("figures_form", "What is signed here are no figures.");
  return fmt::format("Figures of {}, {}, as they were signed.", said.origin, to_rfc3339(said.at));
}

}  // namespace muster::cli
