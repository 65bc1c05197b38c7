// A text that leaves the house under the key of its log, so that who gets it needs nothing but the text, its note and
// the log's key to know whose it is, of when, and that nothing of it was changed. Pure; thread-safe.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <ledger/note.h>

#include <optional>
#include <string>
#include <string_view>

namespace muster::ledger {

struct Statement {
  std::string kind;    // a code: what the text is
  std::string origin;  // the log's name
  Instant at;
  std::string sha256;  // of the text, hex
};

// The signed note (C2SP signed-note) about `text`: "muster-statement/1", origin, kind, time and hash, a line each.
std::string sign_statement(std::string_view kind, std::string_view text, Instant at, const SigningKey& key);
// Errors: note_syntax, note_too_long, statement_form, statement_key (not signed by this key, or of another origin),
// statement_text (the text is another one).
Result<Statement> verify_statement(std::string_view note, std::string_view text, const VerifierKey& key);

// Both as one file: {"text": "…", "note": "…"} and a line's end.
struct StatementFile {
  std::string text, note;
};
std::string statement_file(std::string_view text, std::string_view note);
std::optional<StatementFile> read_statement_file(std::string_view file);  // nothing: it is no such file

}  // namespace muster::ledger
