#include "names_report.h"

#include <base/text.h>
#include <names/name.h>
#include <names/rule_list.h>

#include <iostream>

#include <fmt/format.h>

namespace muster::cli {
namespace {

Result<std::shared_ptr<const names::IndexView>> view_of(const std::string& path) {
  MUSTER_TRY(const auto live, names::LiveIndex::open(path, {.read_only = true}));
  return live->view();
}

// One name asked for; false when no rule covers it.
bool print_answer(const names::IndexView& view, const std::string& asked, bool json) {
  const auto name = names::parse_name(asked, {.underscore = true, .single_label = true});
  if (!name.ok()) {
    if (json)
      fmt::print("{{\"name\":{},\"error\":{}}}\n", json_quote(asked), json_quote(name.error().code));
    else
      fmt::print("{}\tis no name: {}\n", json_quote(asked), name.error().sentence);
    return false;
  }
  const std::string& text = name->ascii;
  const auto hit = view.deciding(text);
  const bool covered = hit && !hit->exception;
  const std::string rule =
      hit ? names::rule_text(std::string_view(text).substr(text.size() - hit->length), hit->cover, hit->exception) : "";
  if (json)
    fmt::print("{{\"name\":{},\"covered\":{},\"rule\":{},\"payload\":{}}}\n", json_quote(text), covered,
               hit ? json_quote(rule) : "null", hit ? std::to_string(hit->payload) : "null");
  else if (!hit)
    fmt::print("{}\tnot in the index\n", text);
  else
    fmt::print("{}\t{}\t{}\n", text, rule, hit->payload);
  return covered;
}

}  // namespace

Result<bool> names_query(const std::string& index, const std::vector<std::string>& names, bool json) {
  MUSTER_TRY(const auto view, view_of(index));
  bool all = true;
  for (const auto& name : names) {
    if (name != "-") {
      all &= print_answer(*view, name, json);
      continue;
    }
    for (std::string line; std::getline(std::cin, line);)
      if (const auto text = trim(line); !text.empty()) all &= print_answer(*view, std::string(text), json);
  }
  return all;
}

Result<bool> names_diff(const std::string& before, const std::string& after, std::uint64_t limit, bool json) {
  MUSTER_TRY(const auto old_view, view_of(before));
  MUSTER_TRY(const auto new_view, view_of(after));
  std::uint64_t shown = 0;
  const auto print = [&](const names::Difference& d) {
    if (++shown > limit) return false;
    const auto rule = [&](const names::Hit* hit) {
      return hit ? names::rule_text(d.name, hit->cover, hit->exception) : std::string();
    };
    const auto payload = [](const names::Hit* hit) { return hit ? std::to_string(hit->payload) : "null"; };
    if (json)
      fmt::print("{{\"before\":{},\"payload_before\":{},\"after\":{},\"payload_after\":{}}}\n",
                 d.before ? json_quote(rule(d.before)) : "null", payload(d.before),
                 d.after ? json_quote(rule(d.after)) : "null", payload(d.after));
    if (!json && d.before) fmt::print("- {}\t{}\n", rule(d.before), d.before->payload);
    if (!json && d.after) fmt::print("+ {}\t{}\n", rule(d.after), d.after->payload);
    return true;
  };
  const std::uint64_t count = names::differences(*old_view, *new_view, print);
  if (json)
    fmt::print("{{\"differences\":{}}}\n", count);
  else
    fmt::print("{} rules differ{}\n", with_separators(static_cast<std::int64_t>(count)),
               count > limit ? fmt::format("; the first {} are shown", limit) : "");
  return count == 0;
}

Result<void> names_check(const std::string& index, bool json) {
  MUSTER_TRY(const auto live, names::LiveIndex::open(index, {.read_only = true}));
  const auto view = live->view();
  MUSTER_CHECK_OK(view->base().verify());
  const auto& stats = view->base().stats();
  const double rules = static_cast<double>(std::max<std::uint64_t>(stats.names, 1));
  const double text = static_cast<double>(stats.text_bytes) / rules;
  const double over = static_cast<double>(stats.file_bytes) / rules - text - 4;
  if (json)
    fmt::print(
        "{{\"rules\":{},\"bytes\":{},\"text_bytes\":{},\"through\":{},\"changed_names\":{},\"journal_bytes_cut_off\":{}"
        ","
        "\"meta\":{}}}\n",
        stats.names, stats.file_bytes, stats.text_bytes, stats.through, view->changed_names(), live->cut_off_bytes(),
        json_quote(stats.meta));
  else
    fmt::print(
        "whole: {} rules in {} bytes; a rule takes {:.1f} of text, 4 of payload, {:.2f} besides\n"
        "{} names changed since, by change {} ({} bytes of the journal's end were cut off)\n{}\n",
        with_separators(static_cast<std::int64_t>(stats.names)),
        with_separators(static_cast<std::int64_t>(stats.file_bytes)), text, over, view->changed_names(),
        view->through(), live->cut_off_bytes(), stats.meta);
  return {};
}

Result<void> names_change(const std::string& index, const std::vector<std::string>& set,
                          const std::vector<std::string>& removed, bool json) {
  std::vector<names::Change> changes;
  for (const auto& text : removed) {
    MUSTER_TRY(names::Rule rule, names::parse_rule(text));
    changes.push_back({std::move(rule), true});
  }
  for (const auto& text : set) {
    MUSTER_TRY(names::Rule rule, names::parse_rule(text));
    changes.push_back({std::move(rule), false});
  }
  MUSTER_TRY(const auto live, names::LiveIndex::open(index));
  MUSTER_TRY(const std::uint64_t through, live->apply(changes));
  if (json)
    fmt::print("{{\"changes\":{},\"through\":{}}}\n", changes.size(), through);
  else
    fmt::print("{} changes are in force, by change {}\n", changes.size(), through);
  return {};
}

Result<void> names_compact(const std::string& index, bool json) {
  MUSTER_TRY(const auto live, names::LiveIndex::open(index));
  MUSTER_TRY(const names::IndexStats stats, live->compact());
  if (json)
    fmt::print("{{\"rules\":{},\"bytes\":{},\"through\":{}}}\n", stats.names, stats.file_bytes, stats.through);
  else
    fmt::print("{} rules, {} bytes, changes up to {} are in it\n", stats.names, stats.file_bytes, stats.through);
  return {};
}

}  // namespace muster::cli
