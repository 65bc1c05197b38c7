// The operations on the never-block list. Persons are given by their ids; the command line is "cli" and confirms
// nothing. Thread-safe.
#pragma once

#include <ledger/recorder.h>
#include <restrictions/never_block.h>
#include <store/database.h>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace muster::restrictions {

// The name of the list as it stands that an entry in the network for this scope would touch: the scope is such a name
// or lies below one, or it is a domain with one below it. Nothing: two signatures do. In the caller's transaction, for
// whoever decides, signs or emits.
std::optional<Protection> protection_of(store::Transaction& tx, const std::string& scope_kind,
                                        const std::string& scope_value);
// The same by the list as it stood then.
std::optional<Protection> protection_at(store::Transaction& tx, const std::string& scope_kind,
                                        const std::string& scope_value, Instant at);

struct NeverBlockPage {
  std::vector<NeverBlockName> items;  // in order of name
  std::string next;
};
struct NeverBlockProposals {
  std::vector<NeverBlockProposal> items;  // newest first
  std::string next;
};

struct NeverBlockLineError {
  std::int64_t line = 0;
  Error error;
};
struct NeverBlockImport {
  NeverBlockAction action = NeverBlockAction::add;
  NeverBlockKind kind = NeverBlockKind::top_site;  // of lines that name none
  std::string source, reason;
  bool dry_run = false;
  bool resume = false;  // goes on with an open proposal of this source by the same actor; else that one is rejected
  int batch_rows = 5'000;
  std::string actor;
  std::function<void(const NeverBlockLineError&)> on_error = {};                 // in order of lines; not kept
  std::function<bool(std::int64_t lines, std::int64_t bytes)> on_progress = {};  // after each batch; false stops
};
struct NeverBlockImported {
  std::string id;  // of the proposal; "" of a dry run, or where no line was good
  std::int64_t lines = 0, names = 0, twice = 0, refused = 0, bytes = 0;
  bool stopped = false;
};

class NeverBlockService {
 public:
  NeverBlockService(store::Database& database, const ledger::Recorder& recorder)
      : database_(database), recorder_(recorder) {}

  // Names typed in, kNeverBlockNamesTyped at most; one bad name and nothing is proposed. Errors: never_block_reason,
  // never_block_names, and those of never_block_name (field "names/3").
  Result<NeverBlockProposal> propose(NeverBlockAction action, NeverBlockKind kind,
                                     const std::vector<std::string>& names, const std::string& reason,
                                     const std::string& person) const;
  // A file: a name a line, or CSV with the columns name (or domain) and kind, or "rank,name" as lists of top sites are.
  // Good lines make one proposal; each bad line is told. Errors end the import: import_empty, text_is_utf16,
  // text_is_binary, import_read, never_block_reason.
  Result<NeverBlockImported> import_file(std::istream& in, const NeverBlockImport& how) const;

  // Errors: never_block_unknown, stale, never_block_state, never_block_same_person (who proposed it confirms nothing;
  // taking one's own proposal back is open to everybody).
  Result<NeverBlockProposal> confirm(const std::string& id, std::int64_t version, const std::string& person) const;
  Result<NeverBlockProposal> reject(const std::string& id, std::int64_t version, const std::string& person) const;

  Result<NeverBlockProposal> proposal(const std::string& id) const;
  Result<NeverBlockProposals> proposals(std::optional<NeverBlockState> state, const std::string& after,
                                        int limit) const;
  Result<NeverBlockPage> names_of(const std::string& proposal_id, const std::string& after, int limit) const;
  // The list as it stands; `prefix`: names that begin so.
  Result<NeverBlockPage> list(std::optional<NeverBlockKind> kind, const std::string& prefix, const std::string& after,
                              int limit) const;
  // Whether an entry for this name, or for it and all below, needs a third signature. Errors: name_*.
  Result<std::optional<Protection>> look_up(const std::string& name, bool domain) const;

 private:
  Result<NeverBlockProposal> decide(const std::string& id, std::int64_t version, NeverBlockState to,
                                    const std::string& person) const;
  store::Database& database_;
  const ledger::Recorder& recorder_;
};

}  // namespace muster::restrictions
