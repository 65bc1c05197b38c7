#include "figures_file.h"

#include <base/files.h>
#include <base/text.h>
#include <ledger/statement.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {

std::string figures_file(const std::string& text, const std::string& note) {
  return fmt::format("{{\"text\":{},\"note\":{}}}\n", json_quote(text), json_quote(note));
}

Result<std::string> verify_figures_file(const std::string& path, const std::string& key) {
  MUSTER_TRY(const auto verifier, ledger::VerifierKey::parse(key));
  MUSTER_TRY(const std::string bytes, read_file(path));
  boost::system::error_code fault;
  const auto value = boost::json::parse(bytes, fault);
  const auto* object = fault ? nullptr : value.if_object();
  const auto* text = object ? object->if_contains("text") : nullptr;
  const auto* note = object ? object->if_contains("note") : nullptr;
  if (!text || !note || !text->is_string() || !note->is_string())
    return invalid("figures_form", "This is no file of figures.");
  MUSTER_TRY(const auto said,
             ledger::verify_statement(std::string(note->get_string()), std::string(text->get_string()), verifier));
  if (said.kind != "figures") return invalid("figures_form", "What is signed here are no figures.");
  return fmt::format("Figures of {}, {}, as they were signed.", said.origin, to_rfc3339(said.at));
}

}  // namespace muster::cli
