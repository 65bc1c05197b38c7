// `muster bundle keygen|sign|check|load|list|show|rerun|publishers`: what scores are made with. Proposing, enabling and
// retiring are steps of two signed-in persons, and are taken in the console alone.
#include "bundle_report.h"
#include "commands.h"
#include "instance.h"
#include "interruptible.h"
#include <base/bytes.h>
#include <base/files.h>
#include <base/random.h>
#include <base/text.h>
#include <content/lexicon.h>
#include <hashes/neutral.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct BundleOptions {
  std::string file, key, publisher, out, kind, state, after, id;
  std::int64_t pages = bundles::kRerunPagesMax;
  int limit = 50;
};

Result<content::KeyPair> read_publisher_key(const std::string& path) {
  MUSTER_TRY(const std::string text, read_private_file(path, 1000));
  const auto seed = from_base64(trim(text));
  if (!seed.ok() || seed->size() != 32)
    return invalid("publisher_key", "The key file holds 32 bytes in base64; make one with `muster bundle keygen`.");
  return content::key_pair_from_seed(*seed);
}

Result<void> bundle_keygen(const BundleOptions& options) {
  SystemRandom random;
  std::array<std::uint8_t, 32> seed;
  random.fill(seed);
  const std::string bytes(reinterpret_cast<const char*>(seed.data()), seed.size());
  MUSTER_CHECK_OK(create_file(options.file, to_base64(bytes) + "\n"));
  fmt::print("{}\n", content::key_pair_from_seed(bytes).public_key);
  return {};
}

Result<void> bundle_sign(const BundleOptions& options) {
  MUSTER_TRY(const auto keys, read_publisher_key(options.key));
  MUSTER_TRY(const std::string draft, read_file(options.file, content::kBundleBytesMax));
  MUSTER_TRY(const std::string bundle, content::sign_draft(draft, options.publisher, keys));
  const content::PublisherKey own[] = {{options.publisher, keys.public_key}};
  MUSTER_TRY(const auto read, content::open_signed(bundle, own));
  MUSTER_CHECK_OK(replace_file(options.out, bundle));
  fmt::print("{}  {} {}\n", read.sha256, read.header.name, read.header.version);
  return {};
}

// Signed or not: what would be refused at load is said here, with every hit.
Result<void> bundle_check(Globals& globals, const BundleOptions& options) {
  MUSTER_TRY(std::string file, read_file(options.file, content::kBundleBytesMax));
  const auto keys = content::key_pair_from_seed(std::string(32, '0'));
  const auto second = file.find('\n');
  if (second != std::string::npos && file.substr(second + 1).starts_with("ed25519 ")) {
    const auto third = file.find('\n', second + 1);
    file = file.substr(0, second + 1) + (third == std::string::npos ? "" : file.substr(third + 1));
  }
  MUSTER_TRY(const std::string bundle, content::sign_draft(file, "check", keys));
  const content::PublisherKey own[] = {{"check", keys.public_key}};
  MUSTER_TRY(const auto opened, content::open_signed(bundle, own));
  if (opened.header.kind == content::BundleKind::hash_list) {
    MUSTER_TRY(const auto checked, bundles::check_hash_list(opened, hashes::kNeutralPictureShareMax));
    if (checked.refusal) globals.exit_code = 1;
    if (globals.json) {
      fmt::print("{}\n", checked.json);
    } else if (checked.refusal) {
      fmt::print("{}\n", checked.refusal->sentence);
      for (const Error& hit : checked.refusal->all) fmt::print("  {}\n", hit.sentence);
    } else {
      fmt::print("{} hashes; no more neutral pictures are hit than a list may hit.\n", with_separators(opened.items));
    }
    return {};
  }
  MUSTER_TRY(auto terms, content::read_lexicon(opened));
  MUSTER_TRY(const auto lexicon, content::Lexicon::compile(std::move(terms)));
  const auto report = content::inspect_neutral(*lexicon);
  print_rates(report, globals.json);
  if (report.refusal) globals.exit_code = 1;
  return {};
}

Result<void> bundle_load(Globals& globals, Instance& instance, const BundleOptions& options) {
  MUSTER_TRY(const std::string file, read_file(options.file, content::kBundleBytesMax));
  const auto loaded = instance.bundles.load(file, kCommandLine);
  if (!loaded.ok()) {
    for (const Error& hit : loaded.error().all) fmt::print(stderr, "  {}\n", hit.sentence);
    return loaded.error();
  }
  print_bundles({*loaded}, globals.json);
  return {};
}

// An id may be cut short as far as it stays one bundle's.
Result<bundles::BundleRow> bundle_find(Instance& instance, const std::string& id) {
  if (id.size() == 64) return instance.bundles.get(id);
  bundles::BundleFilter filter;
  filter.limit = 500;
  std::optional<bundles::BundleRow> out;
  for (bool more = true; more;) {
    MUSTER_TRY(const auto rows, instance.bundles.list(filter));
    more = rows.size() == static_cast<std::size_t>(filter.limit);
    for (const auto& row : rows) {
      if (id.size() < 6 || !row.sha256.starts_with(id)) continue;
      if (out) return invalid("bundle_ambiguous", "More than one bundle begins like this.", "id");
      out = row;
    }
    if (more) filter.after = bundles::key_of(rows.back());
  }
  if (!out) return not_found("bundle_unknown", "There is no such bundle on record.");
  return *out;
}

Result<void> bundle_show(Globals& globals, Instance& instance, const BundleOptions& options) {
  MUSTER_TRY(const auto bundle, bundle_find(instance, options.id));
  MUSTER_TRY(const auto reruns, instance.bundles.reruns(bundle.sha256));
  MUSTER_TRY(const auto counts, instance.bundles.counts(bundle.sha256, 30));
  print_bundle(bundle, reruns, counts, globals.json);
  return {};
}

Result<void> bundle_rerun(Globals& globals, Instance& instance, const BundleOptions& options) {
  MUSTER_TRY(const auto bundle, bundle_find(instance, options.id));
  const Interruptible interruptible;
  MUSTER_TRY(const auto done, instance.bundles.rerun_now(
                                  bundle.sha256, kCommandLine, options.pages,
                                  [&](const bundles::Rerun& r) {
                                    if (!globals.json) fmt::print(stderr, "\r{} pages", with_separators(r.pages));
                                  },
                                  [] { return Interruptible::asked(); }));
  if (!globals.json) fmt::print(stderr, "\r\033[K");
  print_rerun(done, globals.json);
  return {};
}

Result<void> bundle_list(Globals& globals, Instance& instance, const BundleOptions& options) {
  MUSTER_TRY(const auto found, instance.bundles.list({options.kind, options.state, options.after, options.limit}));
  print_bundles(found, globals.json);
  return {};
}

Result<void> bundle_publishers(Globals& globals, Instance& instance, const BundleOptions& options) {
  MUSTER_TRY(const auto found, instance.bundles.publishers(options.after, options.limit));
  print_publishers(found, globals.json);
  return {};
}

}  // namespace

void add_bundle(CLI::App& app, Globals& globals) {
  auto* bundle = app.add_subcommand("bundle", "Lexicons and other signed bundles that scores are made with");
  bundle->require_subcommand(1);
  auto options = std::make_shared<BundleOptions>();
  const auto alone = [&globals, options](CLI::App* command, Result<void> (*work)(const BundleOptions&)) {
    command->callback([&globals, options, work] {
      if (const auto done = work(*options); !done.ok()) globals.fail(done.error());
    });
  };
  const auto inside = [&globals, options](CLI::App* command,
                                          Result<void> (*work)(Globals&, Instance&, const BundleOptions&)) {
    command->callback([&globals, options, work] {
      Instance* instance = globals.open();
      if (!instance) return;
      if (const auto done = work(globals, *instance, *options); !done.ok()) globals.fail(done.error());
    });
  };
  auto* made = bundle->add_subcommand("keygen", "Make a publisher's key; prints its public half");
  made->add_option("file", options->file, "Where to keep the secret")->required();
  alone(made, bundle_keygen);
  auto* signed_one = bundle->add_subcommand("sign", "Sign a draft as its publisher");
  signed_one->add_option("draft", options->file, "Header and body (docs/formats.md)")->required();
  signed_one->add_option("--key", options->key, "The publisher's key file")->required();
  signed_one->add_option("--publisher", options->publisher, "The publisher's name, as enrolled")->required();
  signed_one->add_option("--out", options->out, "Where to write the bundle")->required();
  alone(signed_one, bundle_sign);
  auto* checked =
      bundle->add_subcommand("check", "A lexicon or a list of hashes against what is neutral, before anybody signs it");
  checked->add_option("file", options->file, "Draft or bundle")->required();
  checked->callback([&globals, options] {
    if (const auto done = bundle_check(globals, *options); !done.ok()) globals.fail(done.error());
  });
  auto* loaded = bundle->add_subcommand("load", "Load a signed bundle; two persons enable it in the console");
  loaded->add_option("file", options->file, "The bundle")->required();
  inside(loaded, bundle_load);
  auto* all = bundle->add_subcommand("list", "Bundles, newest first");
  all->add_option("--kind", options->kind, "lexicon, hash_list, model or calibration");
  all->add_option("--state", options->state, "loaded, proposed, shadow, enabled or retired");
  all->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 500))->capture_default_str();
  inside(all, bundle_list);
  auto* one = bundle->add_subcommand("show", "One bundle: state, counts, runs over the history");
  one->add_option("id", options->id, "Its id, or the first six characters and more")->required();
  inside(one, bundle_show);
  auto* again = bundle->add_subcommand("rerun", "Run a bundle in shadow over what was tested before");
  again->add_option("id", options->id, "Its id, or the first six characters and more")->required();
  again->add_option("--pages", options->pages, "At most so many, the newest first")->capture_default_str();
  inside(again, bundle_rerun);
  auto* who = bundle->add_subcommand("publishers", "Who may publish bundles here");
  inside(who, bundle_publishers);
  add_bundle_train(*bundle, globals);
}

}  // namespace muster::cli
