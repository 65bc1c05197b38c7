// The file by which figures leave the house (ledger::StatementFile). Whoever has the log's key can verify it.
#pragma once

#include <base/result.h>

#include <string>

namespace muster::cli {

// What is said of a file that is right: whose it is, of when. `key`: the log's, as `ledger keys` prints it. Errors:
// file_missing, figures_form, note_key, and those of verify_statement.
Result<std::string> verify_figures_file(const std::string& path, const std::string& key);

}  // namespace muster::cli
