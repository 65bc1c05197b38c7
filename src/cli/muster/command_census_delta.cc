// `muster census delta`: what changed between two censuses.
#include "census_parts.h"
#include "instance.h"
#include <base/csv.h>
#include <base/text.h>
#include <census/service.h>
#include <names/name.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

struct CensusDeltaOptions {
  std::string run, since, out = "table";
  std::vector<std::string> changes;
  std::size_t limit = 20;
};

using Counts = std::array<std::int64_t, census::kAllChanges.size()>;

std::string side(const census::Finding& f) {
  std::string out(census::to_text(f.standing));
  if (!f.provider.empty()) out += " at " + f.provider;
  if (!f.address.empty()) out += " (" + f.address + ")";
  return out;
}

std::string words(const census::Delta& d) {
  if (d.before && d.after) return side(*d.before) + " → " + side(*d.after);
  return side(d.before ? *d.before : *d.after);
}

void append_csv(std::string& out, const census::Delta& d) {
  out += d.name;
  out += ',';
  out += census::to_text(d.change);
  for (const auto* f : {&d.before, &d.after}) {
    out += ',';
    if (*f) out += census::to_text((*f)->standing);
    for (const auto* text : {*f ? &(*f)->provider : nullptr, *f ? &(*f)->address : nullptr}) {
      out += ',';
      if (text) append_csv_field(out, *text, true);
    }
  }
  out += '\n';
}

std::string json_of(const std::optional<census::Finding>& f) {
  if (!f) return "null";
  return fmt::format(R"({{"standing":"{}","rule":"{}","provider":{},"address":{},"first_seen":"{}"}})",
                     census::to_text(f->standing), census::to_text(f->rule), json_quote(f->provider),
                     json_quote(f->address), f->first_seen);
}

// Every page of it, in order of name.
Result<census::DeltaPage> each(Instance& instance, census::DeltaQuery query,
                               const std::function<void(const census::Delta&)>& visit) {
  query.limit = 500;
  for (;;) {
    MUSTER_TRY(auto page, instance.census.delta(query));
    for (const auto& d : page.items) visit(d);
    if (page.next.empty()) return page;
    query.run_id = page.run.id;
    query.since = page.since ? page.since->id : "";
    query.after = page.next;
  }
}

Result<Counts> print_table(Instance& instance, const census::DeltaQuery& query, std::size_t limit) {
  Counts counts{};
  std::string rows;
  std::size_t shown = 0;
  MUSTER_TRY(const auto last, each(instance, query, [&](const census::Delta& d) {
               ++counts[static_cast<std::size_t>(d.change)];
               if (shown++ < limit)
                 rows +=
                     fmt::format("  {:<44} {:<9} {}\n", names::to_unicode(d.name), census::to_text(d.change), words(d));
             }));
  fmt::print("Census {} against {}\n\n", last.run.number,
             last.since ? fmt::format("census {}", last.since->number) : std::string("nothing: it is the first"));
  for (const auto change : census::kAllChanges)
    fmt::print("  {:>13}  {}\n", with_separators(counts[static_cast<std::size_t>(change)]), census::to_text(change));
  if (!rows.empty()) fmt::print("\n{}", rows);
  if (shown > limit)
    fmt::print("  … and {} more (--limit, --out csv)\n", with_separators(static_cast<std::int64_t>(shown - limit)));
  return counts;
}

Result<Counts> print_csv(Instance& instance, const census::DeltaQuery& query) {
  Counts counts{};
  std::string lines =
      "name,change,standing_before,provider_before,address_before,standing_after,provider_after,address_after\n";
  const auto flush = [&] {
    std::fwrite(lines.data(), 1, lines.size(), stdout);
    lines.clear();
  };
  MUSTER_TRY([[maybe_unused]] const auto last, each(instance, query, [&](const census::Delta& d) {
               ++counts[static_cast<std::size_t>(d.change)];
               append_csv(lines, d);
               if (lines.size() > 64 * 1024) flush();
             }));
  flush();
  return counts;
}

Result<Counts> print_json(Instance& instance, const census::DeltaQuery& query, std::size_t limit) {
  Counts counts{};
  std::string items, totals;
  std::size_t shown = 0;
  MUSTER_TRY(const auto last, each(instance, query, [&](const census::Delta& d) {
               ++counts[static_cast<std::size_t>(d.change)];
               if (shown++ < limit)
                 items +=
                     fmt::format(R"({}{{"name":{},"change":"{}","before":{},"after":{}}})", items.empty() ? "" : ",",
                                 json_quote(d.name), census::to_text(d.change), json_of(d.before), json_of(d.after));
             }));
  for (const auto change : census::kAllChanges)
    totals += fmt::format("{}\"{}\":{}", totals.empty() ? "" : ",", census::to_text(change),
                          counts[static_cast<std::size_t>(change)]);
  fmt::print(R"({{"run_id":{},"since":{},"counts":{{{}}},"items":[{}]}})"
             "\n",
             json_quote(last.run.id), last.since ? json_quote(last.since->id) : "null", totals, items);
  return counts;
}

Result<void> run(Globals& globals, const CensusDeltaOptions& options) {
  const std::string out = globals.json ? "json" : options.out;
  if (out != "table" && out != "csv" && out != "json") return invalid("census_out", "Say table, csv or json.", "out");
  census::DeltaQuery query;
  query.run_id = options.run;
  query.since = options.since;
  for (const auto& text : options.changes) {
    const auto change = census::change_from(text);
    if (!change) return invalid("change_unknown", "A change is new, gone, standing, provider or address.", "change");
    query.changes.push_back(*change);
  }
  Instance* instance = globals.open();
  if (!instance) return {};
  MUSTER_TRY(const Counts counts, out == "csv"    ? print_csv(*instance, query)
                                  : out == "json" ? print_json(*instance, query, options.limit)
                                                  : print_table(*instance, query, options.limit));
  for (const auto count : counts)
    if (count > 0) globals.exit_code = 1;
  return {};
}

}  // namespace

void add_census_delta(CLI::App& census, Globals& globals) {
  auto options = std::make_shared<CensusDeltaOptions>();
  auto* command = census.add_subcommand("delta", "What changed since an earlier census: new, gone, moved");
  command->add_option("--run", options->run, "Id of the census; the newest finished one when left out");
  command->add_option("--since", options->since, "Id of the earlier one; the one before when left out");
  command->add_option("--change", options->changes, "new, gone, standing, provider or address; may be repeated");
  command->add_option("--out", options->out, "table, csv or json")->capture_default_str();
  command->add_option("--limit", options->limit, "How many a table or JSON lists")->capture_default_str();
  command->callback([&globals, options] {
    if (const auto done = run(globals, *options); !done.ok()) globals.fail(done.error());
  });
}

}  // namespace muster::cli
