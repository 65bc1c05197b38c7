#include <base/bytes.h>
#include <base/text.h>
#include <ledger/statement.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::ledger {
namespace {

constexpr std::string_view kForm = "muster-statement/1";

}  // namespace

std::string sign_statement(std::string_view kind, std::string_view text, Instant at, const SigningKey& key) {
  std::string body(kForm);
  for (const std::string& line : {key.name(), std::string(kind), to_rfc3339(at), to_hex(sha256(text))})
    body += "\n" + line;
  return to_text(sign_note(body + "\n", key));
}

Result<Statement> verify_statement(std::string_view signed_note, std::string_view text, const VerifierKey& key) {
  MUSTER_TRY(const Note note, parse_note(signed_note));
  const auto lines = split(std::string_view(note.text), '\n');
  if (lines.size() != 6 || lines[0] != kForm || !lines[5].empty())
    return invalid("statement_form", "This is no statement of a log.");
  if (lines[1] != key.name || !verify_note(note, key))
    return refused("statement_key", "The log's key has not signed this.");
  MUSTER_TRY(const Instant at, parse_rfc3339(std::string(lines[3])));
  Statement out{std::string(lines[2]), std::string(lines[1]), at, std::string(lines[4])};
  if (out.sha256 != to_hex(sha256(text))) return refused("statement_text", "The text is not the one that was signed.");
  return out;
}

std::string statement_file(std::string_view text, std::string_view note) {
  return fmt::format("{{\"text\":{},\"note\":{}}}\n", json_quote(text), json_quote(note));
}

std::optional<StatementFile> read_statement_file(std::string_view file) {
  boost::system::error_code fault;
  const auto said = boost::json::parse(boost::json::string_view(file.data(), file.size()), fault);
  const auto* object = fault ? nullptr : said.if_object();
  const auto* text = object ? object->if_contains("text") : nullptr;
  const auto* note = object ? object->if_contains("note") : nullptr;
  if (!text || !note || !text->is_string() || !note->is_string()) return std::nullopt;
  return StatementFile{std::string(text->as_string()), std::string(note->as_string())};
}

}  // namespace muster::ledger
