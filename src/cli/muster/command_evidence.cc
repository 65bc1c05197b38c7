// `muster evidence index|check|find|stamp|verify|custody|bundle`: evidence found again, proven and taken out. Holds and
// terms are in command_evidence_terms.cc.
#include "commands.h"
#include "instance.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <cases/service.h>
#include <ledger/sequencer.h>
#include <testing/testing.h>

#include <CLI/CLI.hpp>
#include <evidence/court_bundles.h>
#include <evidence/index.h>
#include <evidence/retention.h>
#include <evidence/service.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::cli {
namespace {

struct EvidenceOptions {
  std::string month, url, at, id, out, purpose, reference, by;
  bool raw = false;
};

std::string evidence_folder(const Instance& instance) {
  return instance.data + "/evidence";
}

std::vector<std::string> months_of(const evidence::Index& index, const EvidenceOptions& o) {
  return o.month.empty() ? index.months() : std::vector<std::string>{o.month};
}

Result<void> evidence_index(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  const evidence::Index index(evidence_folder(instance));
  const bool live = ::isatty(STDERR_FILENO) && !globals.json;
  for (const std::string& month : months_of(index, o)) {
    evidence::IndexOptions options;
    options.progress = [&](std::int64_t files) {
      if (live && files % 500 == 0) fmt::print(stderr, "\r{}: {} files", month, with_separators(files));
      return true;
    };
    MUSTER_TRY(const auto made, index.make(month, options));
    if (live) fmt::print(stderr, "\r\033[K");
    if (globals.json)
      fmt::print(R"({{"month":"{}","files":{},"lines":{},"unreadable":{}}})"
                 "\n",
                 month, made.files, made.lines, made.unreadable_count);
    else
      fmt::print("{}: {} answers in {} files\n", month, with_separators(made.lines), with_separators(made.files));
    for (const std::string& name : made.unreadable) fmt::print(stderr, "not readable: {}\n", name);
    if (made.unreadable_count > 0) globals.exit_code = 1;
  }
  return {};
}

Result<void> evidence_check(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  const evidence::Index index(evidence_folder(instance));
  const evidence::Retention retention = retention_of(instance);
  const auto destroyed = [&](const std::string& file) -> Result<bool> {
    MUSTER_TRY(const auto gone, retention.destroyed_file(file));
    return gone.has_value();
  };
  for (const std::string& month : months_of(index, o)) {
    MUSTER_TRY(const auto lines, index.check(month, destroyed));
    if (globals.json)
      fmt::print(R"({{"month":"{}","lines":{}}})"
                 "\n",
                 month, lines);
    else
      fmt::print("{}: {} lines agree with their records\n", month, with_separators(lines));
  }
  return {};
}

// Of what was destroyed there is no more than when, and under which rule.
Result<void> say_gone(const Globals& globals, const std::string& timestamp, const std::string& url,
                      const testing::Tombstone& gone) {
  if (globals.json)
    fmt::print(
        R"({{"timestamp":"{}","url":{},"test":"{}","sha256":"{}","destroyed":{{"at":"{}","rule":"{}","term":"{}"}}}})"
        "\n",
        timestamp, json_quote(url), gone.run_id, gone.sha256, to_rfc3339(gone.at), gone.rule, gone.term);
  else
    fmt::print("{}  {}  {}; its digest was {}\n", timestamp, url, to_text(gone), gone.sha256);
  return {};
}

Result<void> evidence_find(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  const evidence::Index index(evidence_folder(instance));
  const evidence::Retention retention = retention_of(instance);
  const auto found = index.nearest(o.url, o.at);
  if (!found.ok() && found.error().code != "evidence_not_found") return found.error();
  MUSTER_TRY(const auto gone, retention.nearest_gone(o.url, o.at));
  const std::string wanted = evidence::whole_timestamp(o.at);
  if (gone &&
      (!found.ok() || evidence::apart_of(gone->timestamp, wanted) < evidence::apart_of(found->line.timestamp, wanted)))
    return say_gone(globals, gone->timestamp, gone->url, gone->tombstone);
  if (!found.ok()) return found.error();
  const auto record = index.record_at(found->month, found->line);
  if (!record.ok() && record.error().code == "evidence_missing") {  // of an index that was made before
    MUSTER_TRY(const auto tombstone, retention.destroyed_file(found->line.filename));
    if (tombstone) return say_gone(globals, found->line.timestamp, found->line.url, *tombstone);
  }
  if (!record.ok()) return record.error();
  if (o.raw) {
    std::fwrite(record->data(), 1, record->size(), stdout);
    return {};
  }
  const auto& line = found->line;
  if (globals.json)
    fmt::print("{}\n", evidence::to_text(line).substr(line.key.size() + 16));
  else
    fmt::print("{}  {}  {} {}  {}/{}/{} at {}, {} bytes\n", line.timestamp, line.url, line.status, line.mime,
               found->month.substr(0, 4), found->month.substr(5), line.filename, line.offset, line.length);
  return {};
}

Result<void> evidence_stamp(Globals& globals, Instance& instance, const EvidenceOptions&) {
  if (!instance.evidence.stamps())
    return refused("time_stamp_none",
                   "No time-stamp authority is configured: evidence has the times of the ledger's checkpoints.");
  MUSTER_CHECK_OK(ledger::Sequencer(instance.log, nullptr).flush());
  MUSTER_TRY(const auto stamp, instance.evidence.stamp());
  if (globals.json)
    fmt::print(R"({{"stamped":{},"size":{}}})"
               "\n",
               stamp.has_value(), stamp ? stamp->size : 0);
  else if (stamp)
    fmt::print("{} entries of the ledger stamped at {} by {}, serial {}\n", with_separators(stamp->size),
               to_rfc3339(stamp->at), stamp->authority, stamp->serial);
  else
    fmt::print("Nothing new since the last stamp.\n");
  return {};
}

std::string standing_text(const evidence::Standing& standing) {
  if (standing.index < 0) return "not yet in the ledger's sequence";
  if (standing.time_stamp)
    return fmt::format("entry {}, stamped at {} by {}", standing.index, to_rfc3339(standing.time_stamp->at),
                       standing.time_stamp->authority);
  return fmt::format("entry {}, checkpoint time {}", standing.index,
                     standing.checkpoint_at ? to_rfc3339(*standing.checkpoint_at) : "none");
}

// A test's evidence when one is named; else every time stamp.
Result<void> evidence_verify(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  if (!o.id.empty()) {
    MUSTER_TRY(const auto standing, instance.evidence.standing(o.id));
    MUSTER_TRY(const auto fate, retention_of(instance).fate(o.id));
    if (fate.destroyed) {
      fmt::print("{}: {}; {}\n", o.id, to_text(*fate.destroyed), standing_text(standing));
    } else {
      MUSTER_TRY(const auto bytes, instance.testing.evidence(o.id));
      MUSTER_TRY(const auto page, instance.testing.page(o.id));
      fmt::print("{}: {} bytes as they were sealed{}; {}\n", o.id,
                 with_separators(static_cast<std::int64_t>(bytes.size())), page ? "" : ", without an answer",
                 standing_text(standing));
    }
  }
  MUSTER_TRY(const auto stamps, instance.evidence.verify_time_stamps());
  if (globals.json)
    fmt::print(R"({{"time_stamps":{}}})"
               "\n",
               stamps);
  else
    fmt::print("{} time stamps are right.\n", with_separators(stamps));
  return {};
}

Result<void> evidence_custody(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  MUSTER_TRY(const auto entries, instance.evidence.custody(o.id));
  for (const auto& each : entries)
    if (globals.json)
      fmt::print(R"({{"at":"{}","kind":"{}","actor":{},"body":{}}})"
                 "\n",
                 to_rfc3339(each.at), each.kind, json_quote(each.actor), each.body.empty() ? "null" : each.body);
    else
      fmt::print("{}  {:<24} {}  {}\n", to_rfc3339(each.at), each.kind, each.actor, each.body);
  return {};
}

// The tests of a case, or the one that is named.
Result<evidence::BundleRequest> bundle_request(Instance& instance, const EvidenceOptions& o) {
  evidence::BundleRequest out{{}, "", o.purpose, o.reference, o.by.empty() ? "system:cli" : o.by};
  if (instance.testing.run(o.id).ok()) {
    out.tests.push_back(o.id);
    out.title = "test " + o.id;
    return out;
  }
  MUSTER_TRY(const auto file, instance.cases.find_case(o.id));
  MUSTER_TRY(out.tests, instance.database.read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    return evidence::bundle_tests(tx, file.id);
  }));
  out.title = "case " + file.number;
  return out;
}

Result<void> evidence_bundle(Globals& globals, Instance& instance, const EvidenceOptions& o) {
  MUSTER_TRY(const auto request, bundle_request(instance, o));
  MUSTER_TRY(const auto made, instance.evidence.bundle(request));
  MUSTER_CHECK_OK(create_file(o.out, made.zip, 0644));
  if (globals.json)
    fmt::print(R"({{"tests":{},"bytes":{},"sha256":"{}","time_stamped":{},"cosignatures":{}}})"
               "\n",
               made.tests, made.zip.size(), made.sha256, made.time_stamped, made.cosignatures);
  else
    fmt::print("{}  {}: {} tests, {}, {} witnesses\n", made.sha256, o.out, made.tests,
               made.time_stamped ? "time-stamped" : "checkpoint time", made.cosignatures);
  return {};
}

}  // namespace

void add_evidence(CLI::App& app, Globals& globals) {
  auto o = std::make_shared<EvidenceOptions>();
  auto* all = app.add_subcommand("evidence", "Find evidence again, prove when it was there, take it out");
  all->require_subcommand(1);
  const auto add = [&](const char* name, const char* text,
                       Result<void> (*run)(Globals&, Instance&, const EvidenceOptions&)) {
    auto* command = all->add_subcommand(name, text);
    command->callback([&globals, o, run] {
      Instance* instance = globals.open();
      if (!instance) return;
      if (const auto done = run(globals, *instance, *o); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  const char* const month = "YYYY-MM; every month by default";
  add("index", "Write each month's index (CDXJ) beside its files", evidence_index)
      ->add_option("--month", o->month, month);
  add("check", "Hold an index against the records that it names", evidence_check)
      ->add_option("--month", o->month, month);
  auto* find = add("find", "What is kept of an address, nearest to a time", evidence_find);
  find->add_option("url", o->url, "The address")->required();
  find->add_option("--at", o->at, "20260301, or to the second; the newest by default");
  find->add_flag("--raw", o->raw, "The answer's bytes as they were received");
  add("stamp", "Have the ledger's newest checkpoint time-stamped (RFC 3161)", evidence_stamp);
  add("verify", "Check every time stamp, and a test's evidence", evidence_verify)
      ->add_option("test", o->id, "The test's id");
  add("custody", "Who sealed, read and took out a test's evidence", evidence_custody)
      ->add_option("test", o->id, "The test's id")
      ->required();
  auto* bundle = add("bundle", "Evidence with its proofs as one ZIP that is checked without Muster", evidence_bundle);
  bundle->add_option("id", o->id, "A test's id, or a case's id or number")->required();
  bundle->add_option("--out", o->out, "The file; none may be there")->required();
  bundle->add_option("--purpose", o->purpose, "court, authority, responsible_entity, audit or review")->required();
  bundle->add_option("--reference", o->reference, "The number of the file that it is for");
  bundle->add_option("--by", o->by, "The person");
  add_evidence_terms(*all, globals);
}

}  // namespace muster::cli
