// `muster hashes list|import|enable|remove|match|aside|decide`: lists of known pictures.
#include "commands.h"
#include "instance.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/text.h>
#include <hashes/list_file.h>
#include <hashes/service.h>
#include <parties/parties.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

using hashes::List;

constexpr std::size_t kHashFileMax = 2u << 30;

struct HashOptions {
  std::string file, id, by, reason, format = "auto", kind = "explicit_unlawful", after;
  hashes::NewList list;
  std::vector<std::string> asked, take_off;
  int errors_shown = 20, limit = 50;
  bool dry_run = false, release = false, confirm = false;
};

// The lists on record; loaded into memory where something is looked up.
struct HashLists {
  explicit HashLists(Instance& instance)
      : matcher(instance.clock), service(instance.database, instance.recorder, matcher) {}
  hashes::Matcher matcher;
  hashes::Service service;
};

std::string json_of(const List& l) {
  return fmt::format(
      R"({{"id":{},"name":{},"kind":"{}","publisher":{},"version":{},"licence":{},"state":"{}","hashes":{},)"
      R"("distance_max":{},"quality_min":{},"source_sha256":"{}","proposed_by":{},"enabled_by":{},"state_at":"{}"}})",
      json_quote(l.id), json_quote(l.name), to_text(l.kind), json_quote(l.publisher), json_quote(l.version),
      json_quote(l.licence), to_text(l.state), l.hashes, l.distance_max, l.quality_min, l.source_sha256,
      json_quote(l.proposed_by), l.enabled_by.empty() ? "null" : json_quote(l.enabled_by), to_rfc3339(l.state_at));
}
void print_hash_list(const List& l) {
  fmt::print("{}  {:<9} {:<22} {:>11}  {}, {} {} (distance {}, quality {})\n", l.id, to_text(l.state), to_text(l.kind),
             with_separators(l.hashes), l.name, l.publisher, l.version, l.distance_max, l.quality_min);
}

Result<void> check_known(Instance& instance, const std::string& person) {
  const auto found = instance.parties.person(person);
  return found.ok() ? Result<void>() : found.error();
}

Result<void> run_hash_lists(Globals& globals, const HashOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  HashLists lists(*instance);
  MUSTER_TRY(const auto page, lists.service.lists(options.after, options.limit));
  if (globals.json) {
    std::string items;
    for (const List& l : page.items) items += (items.empty() ? "" : ",") + json_of(l);
    fmt::print("{{\"items\":[{}],\"next\":{}}}\n", items, page.next.empty() ? "null" : json_quote(page.next));
    return {};
  }
  for (const List& l : page.items) print_hash_list(l);
  if (!page.next.empty()) fmt::print("More: --after {}\n", page.next);
  return {};
}

struct ReadFile {
  std::vector<hashes::ListedHash> hashes;
  hashes::ListFileCounts counts;
  std::string faults, sha256;
};
Result<ReadFile> read_hash_file(const Globals& globals, const HashOptions& options) {
  const auto format = hashes::list_format(options.format);
  if (!format) return invalid("list_format", "Say auto, lines, csv, json or jsonl.", "format");
  MUSTER_TRY(const std::string text, read_file(options.file, kHashFileMax));
  ReadFile out;
  out.sha256 = to_hex(sha256(text));
  int shown = 0;
  MUSTER_TRY(out.counts,
             hashes::read_list(
                 hashes::bytes_from(text), *format, [&](const hashes::ListedHash& h) { out.hashes.push_back(h); },
                 [&](const hashes::ListFault& f) {
                   if (++shown > options.errors_shown) return;
                   out.faults += globals.json
                                     ? fmt::format(R"({}{{"line":{},"field":{},"code":{},"sentence":{}}})",
                                                   out.faults.empty() ? "" : ",", f.line, json_quote(f.error.field),
                                                   json_quote(f.error.code), json_quote(f.error.sentence))
                                     : fmt::format("  line {}: {}\n", f.line, f.error.sentence);
                 }));
  return out;
}

// A new list, or more hashes for one that is there.
Result<void> run_hash_import(Globals& globals, const HashOptions& options) {
  const auto kind = hashes::list_kind(options.kind);
  if (!kind)
    return invalid("list_kind",
                   "Say child_abuse_material, explicit_unlawful, age_assurance_missing, billing_fraud, "
                   "phishing_or_malware or harmless.",
                   "kind");
  MUSTER_TRY(const ReadFile read, read_hash_file(globals, options));
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(check_known(*instance, options.by));
  HashLists lists(*instance);
  std::string said;
  if (!options.dry_run && !options.id.empty()) {
    MUSTER_TRY(const auto change, lists.service.change(options.id, read.hashes, {}, options.by));
    said = globals.json ? fmt::format(R"("added":{})", change.added) : fmt::format("{} added\n", change.added);
  } else if (!options.dry_run) {
    hashes::NewList list = options.list;
    list.kind = *kind;
    list.source_sha256 = read.sha256;
    MUSTER_TRY(const List made, lists.service.propose(list, read.hashes, options.by));
    said = globals.json ? "\"list\":" + json_of(made)
                        : fmt::format(
                              "{} is proposed. It counts once another person enables it:\n"
                              "  muster hashes enable {} --by PERSON\n",
                              made.name, made.id);
  }
  if (globals.json)
    fmt::print(R"({{"records":{},"taken":{},"other_kind":{},"withdrawn":{},"bad":{},"errors":[{}]{}{}}})"
               "\n",
               read.counts.records, read.counts.taken, read.counts.other_kind, read.counts.withdrawn, read.counts.bad,
               read.faults, said.empty() ? "" : ",", said);
  else
    fmt::print("{}: {} records, {} hashes, {} of another kind, {} withdrawn, {} bad\n{}{}", options.file,
               with_separators(read.counts.records), with_separators(read.counts.taken),
               with_separators(read.counts.other_kind), with_separators(read.counts.withdrawn),
               with_separators(read.counts.bad), read.faults, said);
  globals.exit_code = read.counts.bad > 0 ? 1 : 0;
  return {};
}

Result<void> run_hash_enable(Globals& globals, const HashOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(check_known(*instance, options.by));
  HashLists lists(*instance);
  MUSTER_TRY(const List list, lists.service.enable(options.id, options.by));
  globals.json ? fmt::print("{}\n", json_of(list)) : print_hash_list(list);
  return {};
}

Result<void> run_hash_remove(Globals& globals, const HashOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(check_known(*instance, options.by));
  HashLists lists(*instance);
  if (options.take_off.empty()) {
    MUSTER_TRY(const List list, lists.service.retire(options.id, options.reason, options.by));
    globals.json ? fmt::print("{}\n", json_of(list)) : print_hash_list(list);
    return {};
  }
  std::vector<hashes::Pdq> off;
  for (const std::string& text : options.take_off) {
    MUSTER_TRY(const auto hash, hashes::pdq_from_hex(text));
    off.push_back(hash);
  }
  MUSTER_TRY(const auto change, lists.service.change(options.id, {}, off, options.by));
  globals.json ? fmt::print("{{\"removed\":{}}}\n", change.removed) : fmt::print("{} taken off\n", change.removed);
  return {};
}

Result<void> run_hash_match(Globals& globals, const HashOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  HashLists lists(*instance);
  MUSTER_TRY(const int loaded, lists.service.refresh());
  if (loaded == 0) fmt::print(stderr, "No list of known pictures is enabled.\n");
  for (const std::string& text : options.asked) {
    MUSTER_TRY(const auto hash, hashes::pdq_from_hex(text));
    hashes::PdqTurned turned;
    turned.quality = 100;
    turned.hashes.fill(hash);
    const auto verdict = lists.matcher.look(turned, 0).verdict;
    if (verdict.is_clue()) globals.exit_code = 1;
    std::string said;
    for (const auto& m : verdict.matches)
      said += globals.json ? fmt::format(R"({}{{"list_id":{},"list":{},"kind":"{}","distance":{},"put_aside":{}}})",
                                         said.empty() ? "" : ",", json_quote(m.list_id), json_quote(m.list_name),
                                         to_text(m.kind), m.distance, m.put_aside)
                           : fmt::format("  {}, {}: distance {}{}\n", m.list_name, to_text(m.kind), m.distance,
                                         m.put_aside ? ", put aside" : "");
    if (globals.json)
      fmt::print(R"({{"hash":"{}","matches":[{}],"lifted":{}}})"
                 "\n",
                 to_hex(hash), said, verdict.lifted);
    else
      fmt::print("{}\n{}", to_hex(hash),
                 !said.empty()    ? said
                 : verdict.lifted ? "  a harmless picture looks the same\n"
                                  : "  not on any list\n");
  }
  return {};
}

// Hashes that suddenly matched very many pictures: they open nothing until a person has looked.
Result<void> run_hash_aside(Globals& globals, const HashOptions& options) {
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const auto page, instance->hashes.put_aside(options.after, options.limit));
  std::string items;
  for (const hashes::PutAside& each : page.items)
    items += globals.json
                 ? fmt::format(R"({}{{"list_id":{},"list":{},"kind":"{}","hash":"{}","pictures":{},"at":"{}"}})",
                               items.empty() ? "" : ",", json_quote(each.list_id), json_quote(each.list_name),
                               to_text(each.kind), to_hex(each.hash), each.pictures, to_rfc3339(each.at))
                 : fmt::format("{}  {}  {}, {}: {} pictures, {}\n", each.list_id, to_hex(each.hash), each.list_name,
                               to_text(each.kind), each.pictures, to_rfc3339(each.at));
  if (globals.json)
    fmt::print("{{\"items\":[{}],\"next\":{}}}\n", items, page.next.empty() ? "null" : json_quote(page.next));
  else
    fmt::print("{}{}", items, page.next.empty() ? "" : fmt::format("More: --after \"{}\"\n", page.next));
  return {};
}

Result<void> run_hash_decide(Globals& globals, const HashOptions& options) {
  if (options.release == options.confirm)
    return invalid("decision_missing", "Say --release (it counts again) or --confirm (it never does on this list).");
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_CHECK_OK(check_known(*instance, options.by));
  for (const std::string& text : options.asked) {
    MUSTER_TRY(const auto hash, hashes::pdq_from_hex(text));
    MUSTER_CHECK_OK(instance->hashes.decide(options.id, hash, options.release, options.by));
  }
  return {};
}

}  // namespace

void add_hashes(CLI::App& app, Globals& globals) {
  auto o = std::make_shared<HashOptions>();
  auto* hashes = app.add_subcommand("hashes", "Lists of known pictures: one person proposes, another enables");
  hashes->require_subcommand(1);
  const auto add = [&](const char* name, const char* text, auto run) {
    auto* command = hashes->add_subcommand(name, text);
    command->callback([&globals, o, run] {
      if (const auto done = run(globals, *o); !done.ok()) globals.fail(done.error());
    });
    return command;
  };
  auto* list = add("list", "Which lists there are", run_hash_lists);
  list->add_option("--after", o->after, "Go on behind this id");
  list->add_option("--limit", o->limit, "How many")->check(CLI::Range(1, 200))->capture_default_str();
  auto* take = add("import", "Propose a list, or add hashes to one; exit 1 when lines are bad", run_hash_import);
  take->add_option("file", o->file, "Lines, CSV, JSON or JSON lines, as publishers and exchanges write them")
      ->required();
  take->add_option("--by", o->by, "The person who proposes it")->required();
  take->add_option("--into", o->id, "The list that takes the hashes; else a new list is proposed");
  take->add_option("--name", o->list.name, "What the list is called");
  take->add_option("--kind", o->kind, "A ground, or harmless")->capture_default_str();
  take->add_option("--publisher", o->list.publisher, "Who publishes it");
  take->add_option("--list-version", o->list.version, "Which version it is");
  take->add_option("--licence", o->list.licence, "Its licence");
  take->add_option("--distance", o->list.distance_max, "Greatest distance that matches, 0 to 31")
      ->capture_default_str();
  take->add_option("--quality", o->list.quality_min, "Least quality of a picture")->capture_default_str();
  take->add_option("--format", o->format, "auto, lines, csv, json or jsonl")->capture_default_str();
  take->add_option("--errors", o->errors_shown, "How many bad records are shown")->capture_default_str();
  take->add_flag("--dry-run", o->dry_run, "Check every record, write nothing");
  auto* enable = add("enable", "Let a list count; by another person than the one who proposed it", run_hash_enable);
  enable->add_option("id", o->id, "The list")->required();
  enable->add_option("--by", o->by, "The person")->required();
  auto* remove = add("remove", "Take hashes off a list, or retire the whole list", run_hash_remove);
  remove->add_option("id", o->id, "The list")->required();
  remove->add_option("--hash", o->take_off, "What is taken off; without it the list is retired");
  remove->add_option("--reason", o->reason, "Why the list is retired, in a sentence");
  remove->add_option("--by", o->by, "The person")->required();
  auto* aside = add("aside", "Hashes that matched very many pictures and wait for a person", run_hash_aside);
  aside->add_option("--after", o->after, "Go on behind this");
  aside->add_option("--limit", o->limit, "How many")->check(CLI::Range(1, 200))->capture_default_str();
  auto* decide = add("decide", "Let such a hash count again, or never more", run_hash_decide);
  decide->add_option("id", o->id, "The list")->required();
  decide->add_option("hashes", o->asked, "64 hexadecimal digits each")->required();
  decide->add_flag("--release", o->release, "It counts again");
  decide->add_flag("--confirm", o->confirm, "It never counts on this list");
  decide->add_option("--by", o->by, "The person")->required();
  auto* match = add("match", "Look hashes up; exit 1 when one is known", run_hash_match);
  match->add_option("hashes", o->asked, "64 hexadecimal digits each")->required();
}

}  // namespace muster::cli
