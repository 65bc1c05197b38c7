// How the ledger's findings are written for people and for programs.
#pragma once

#include <ledger/proof_file.h>
#include <ledger/verify.h>

#include <string>

namespace muster::cli {

std::string report_text(const ledger::Report& report, bool compared_with_outside);
std::string report_json(const ledger::Report& report);
std::string proven_text(const ledger::ProvenEntry& entry);
std::string proven_json(const ledger::ProvenEntry& entry);

}  // namespace muster::cli
