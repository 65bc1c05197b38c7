// `muster names`: the compiled name index by hand, and what Muster makes of a name.
#include "commands.h"
#include <names/index.h>
#include <names/name.h>
#include <names/suffix.h>

#include <charconv>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct Build {
  std::string file, out;
};

// A line is a name or "*.name", and behind a blank or comma a payload (a whole number; the line's number when missing).
Result<void> add_line(names::IndexBuilder& builder, std::string_view line, std::uint32_t number) {
  const auto blank = line.find_first_of(" \t,");
  std::uint32_t payload = number;
  if (blank != std::string_view::npos) {
    auto text = line.substr(blank);
    text.remove_prefix(std::min(text.find_first_not_of(" \t,"), text.size()));
    const auto end = std::from_chars(text.data(), text.data() + text.size(), payload);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size())
      return invalid("names_payload",
                     "Behind the name a whole number from 0 to 4,294,967,295 may stand, nothing else.");
  }
  const auto name = line.substr(0, blank);
  MUSTER_TRY(const names::Pattern pattern, names::parse_pattern(name));
  builder.add(pattern.name.ascii, payload, pattern.below ? names::Cover::below : names::Cover::zone);
  return {};
}

Result<void> build(const Build& options) {
  std::ifstream file;
  if (options.file != "-") file.open(options.file);
  std::istream& in = options.file == "-" ? std::cin : file;
  if (!in) return not_found("file_missing", "The file " + options.file + " can't be read.");
  names::IndexBuilder builder({.meta = "muster names build", .threads = 2});
  std::uint32_t number = 0;
  std::uint64_t bad = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    if (const auto added = add_line(builder, line, number); !added.ok() && ++bad <= 10)
      fmt::print(stderr, "muster: line {}: {}\n", number, added.error().sentence);
  }
  MUSTER_TRY(const names::IndexStats stats, builder.write(options.out));
  const double each = stats.names ? static_cast<double>(stats.file_bytes) / static_cast<double>(stats.names) : 0;
  fmt::print("{} names, {} bytes, {:.1f} a name; {} lines could not be read\n", stats.names, stats.file_bytes, each,
             bad);
  return {};
}

// What covers each name, one a line: name, entry, payload.
Result<bool> query(const std::string& path, const std::vector<std::string>& asked) {
  MUSTER_TRY(const auto index, names::NameIndex::map(path));
  bool all = true;
  for (const auto& text : asked) {
    MUSTER_TRY(const names::Name name, names::parse_name(text));
    const auto hit = index->covering(name.ascii);
    all &= hit.has_value();
    if (!hit)
      fmt::print("{}\tnot in the index\n", name.ascii);
    else
      fmt::print("{}\t{}{}\t{}\n", name.ascii, hit->cover == names::Cover::below ? "*." : "",
                 std::string_view(name.ascii).substr(name.ascii.size() - hit->length), hit->payload);
  }
  return all;
}

}  // namespace

void add_names(CLI::App& app, Globals& globals) {
  auto* command = app.add_subcommand("names", "Names, public suffixes and the compiled name index");
  command->require_subcommand(1);

  auto made = std::make_shared<Build>();
  auto* make = command->add_subcommand(
      "build", "Compile a list of names (a zone each; *.name covers what is below) into an index");
  make->add_option("file", made->file, "A name a line, a payload behind it if wanted; - is standard input")->required();
  make->add_option("index", made->out, "The index to write")->required();
  make->callback([&globals, made] {
    if (const auto done = build(*made); !done.ok()) globals.fail(done.error());
  });

  auto path = std::make_shared<std::string>();
  auto asked = std::make_shared<std::vector<std::string>>();
  auto* ask =
      command->add_subcommand("query", "Say which entries of an index cover names; exit 1 when one is not covered");
  ask->add_option("index", *path, "The index")->required();
  ask->add_option("names", *asked, "Names to look up")->required();
  ask->callback([&globals, path, asked] {
    const auto done = query(*path, *asked);
    if (!done.ok()) return globals.fail(done.error());
    globals.exit_code = *done ? 0 : 1;
  });

  auto shown = std::make_shared<std::string>();
  auto* show =
      command->add_subcommand("show", "Say what Muster makes of a name: its form, its site, its public suffix");
  show->add_option("name", *shown, "The name")->required();
  show->callback([&globals, shown] {
    const auto name = names::parse_name(*shown, {.underscore = true});
    if (!name.ok()) return globals.fail(name.error());
    const auto site = names::registrable_domain(name->ascii);
    fmt::print("name           {}\nin Unicode     {}\nsite           {}\npublic suffix  {}\n", name->ascii,
               names::to_unicode(name->ascii), site.empty() ? "none: this is a public suffix" : site,
               names::public_suffix(name->ascii));
  });
}

}  // namespace muster::cli
