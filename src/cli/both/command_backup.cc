// `backup make|show|restore|finish`, of either program: built with the instance of each.
#include "commands.h"
#include "instance.h"
#include <base/files.h>
#include <base/text.h>
#include <http/sign_in.h>
#include <ledger/log.h>
#include <vault/erasures.h>

#include <CLI/CLI.hpp>
#include <backup/backup.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct BackupOptions {
  std::string folder, keys, key, owner, checkpoint;
  bool unreadable = false;
};

backup::Progress told(const Globals& globals) {
  if (globals.json || !::isatty(2)) return {};
  return [](std::int64_t files, std::int64_t) {
    if (files % 500 == 0) fmt::print(stderr, "\r{} files", files);
  };
}

void say(const Globals& globals, const backup::Manifest& m, const char* verb) {
  if (globals.json) {
    fmt::print("{}\n", backup::manifest_text(m));
    return;
  }
  fmt::print("{} the {} {} {} as of {}: {} entries of the ledger, a database of {} MB, {} files of {} MB.\n", verb,
             m.kind, kInstanceWord, m.name, to_rfc3339(m.at), with_separators(m.entries), m.database_bytes / 1'000'000,
             with_separators(m.files), m.file_bytes / 1'000'000);
}

void make_backup(Globals& globals, const BackupOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return;
  const auto made = backup::make({kProgram, instance->kind, instance->name, instance->data,
                                  Instance::database_of({globals.data, globals.database, globals.policy}),
                                  instance->database, instance->recorder, instance->log},
                                 options.folder, kCommandLine, told(globals));
  if (!made.ok()) return globals.fail(made.error());
  say(globals, *made, "Backed up");
  if (!globals.json)
    fmt::print(
        "Not in it: vault.keys, ledger.key and vault.erased of {}. Keep the newest of these three apart from it.\n",
        instance->data);
}

void show_backup(Globals& globals, const BackupOptions& options) {
  std::string key = options.key;
  if (key.empty()) {
    Instance* instance = globals.open();
    if (!instance) return;
    key = instance->log.verifier().to_text();
  }
  const auto verifier = ledger::VerifierKey::parse(key);
  if (!verifier.ok()) return globals.fail(verifier.error());
  const auto found = backup::check(options.folder, *verifier, true);
  if (!found.ok()) return globals.fail(found.error());
  say(globals, *found, "Holds");
}

// Whether a checkpoint that was kept elsewhere is newer than what came back.
Result<std::int64_t> lost_entries(const BackupOptions& options, std::int64_t entries) {
  if (options.checkpoint.empty()) return std::int64_t{0};
  MUSTER_TRY(const std::string text, read_file(options.checkpoint, ledger::kNoteMaxBytes));
  MUSTER_TRY(const auto note, ledger::parse_note(text));
  MUSTER_TRY(const auto body, ledger::parse_checkpoint(note.text));
  return std::max<std::int64_t>(0, body.size - entries);
}

// What was destroyed is destroyed anew, sessions end, and what has reached its term does.
void finish_restore(Globals& globals, const BackupOptions& options, const std::string& taken_at) {
  SystemClock clock;
  SystemRandom random;
  const auto sets = Instance::migrations();
  const auto done =
      backup::finish(globals.data, Instance::database_of({globals.data, globals.database, globals.policy}), sets,
                     taken_at, kCommandLine, clock, random);
  if (!done.ok()) return globals.fail(done.error());
  Instance* instance = globals.open();
  if (!instance) return;
  const auto ended = instance->sign_in.end_all_sessions();
  if (!ended.ok()) return globals.fail(ended.error());
  if (const auto terms = end_terms(*instance); !terms.ok()) return globals.fail(terms.error());
  const auto listed = vault::ErasureList(globals.data + "/vault.erased").take_from(instance->database);
  if (!listed.ok()) return globals.fail(listed.error());
  const auto lost = lost_entries(options, done->entries);
  if (!lost.ok()) return globals.fail(lost.error());
  if (globals.json)
    fmt::print(R"({{"destroyed_anew":{},"entries":{},"sessions_ended":{},"entries_lost":{}}})"
               "\n",
               done->destroyed_anew, done->entries, *ended, *lost);
  else
    fmt::print(
        "{} records' personal data had been destroyed since and was destroyed anew; {} sessions ended. Check it: "
        "{} --data {} ledger verify\n",
        with_separators(done->destroyed_anew), *ended, kProgram, globals.data);
  if (*lost == 0) return;
  globals.exit_code = 1;
  if (!globals.json)
    fmt::print(
        "The checkpoint counts {} more entries of the ledger than came back: what they say is lost, and witnesses "
        "that saw them cosign no more. Put back a newer backup if there is one.\n",
        with_separators(*lost));
}

void restore_backup(Globals& globals, const BackupOptions& options) {
  const std::string database = Instance::database_of({globals.data, globals.database, globals.policy});
  const auto found = backup::put_back({kProgram, options.folder, options.keys, globals.data,
                                       options.owner.empty() ? database : options.owner, options.unreadable},
                                      told(globals));
  if (!found.ok()) return globals.fail(found.error());
  if (!globals.json) say(globals, *found, "Put back");
  finish_restore(globals, options, to_rfc3339(found->at));
}

}  // namespace

void add_backup(CLI::App& app, Globals& globals) {
  auto* backup = app.add_subcommand("backup", "Copy the instance, check a copy, put one back");
  backup->require_subcommand(1);
  auto options = std::make_shared<BackupOptions>();
  auto* make = backup->add_subcommand("make", "Copy database and files, while the server runs; keys are not in it");
  make->add_option("folder", options->folder, "A new folder, or an earlier backup that is brought up to date")
      ->required();
  make->callback([&globals, options] { make_backup(globals, *options); });
  auto* show = backup->add_subcommand("show", "Whether a backup is as it was signed, and what it holds");
  show->add_option("folder", options->folder)->required();
  show->add_option("--key", options->key, "The log's key (default: that of this instance)");
  show->callback([&globals, options] { show_backup(globals, *options); });
  auto* restore = backup->add_subcommand("restore", "Put a backup into an empty --data folder");
  restore->add_option("folder", options->folder)->required();
  restore->add_option("--keys", options->keys, "Folder with the newest vault.keys, ledger.key and vault.erased")
      ->required();
  restore->add_option("--owner-database", options->owner,
                      "PostgreSQL: the empty database's address as the tables' owner; --database is the program's");
  restore->add_option("--checkpoint", options->checkpoint,
                      "The newest checkpoint that was kept outside: says what is lost");
  restore->add_flag("--unreadable", options->unreadable, "Also when its personal data can't be read any more");
  restore->callback([&globals, options] { restore_backup(globals, *options); });
  auto* finish = backup->add_subcommand(
      "finish", "After a restore that was cut short or done by hand: destroy anew what was destroyed since");
  finish->callback([&globals, options] { finish_restore(globals, *options, ""); });
}

}  // namespace muster::cli
