#include "domain_report.h"

#include <base/text.h>

#include <fmt/format.h>

namespace muster::cli {
namespace {

std::string quoted(const std::optional<Instant>& at) {
  return at ? json_quote(to_rfc3339(*at)) : "null";
}

std::string list_of(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) (out += out.empty() ? "" : ",") += json_quote(word);
  return "[" + out + "]";
}

void line(const char* name, const std::string& value) {
  if (!value.empty()) fmt::print("  {:14} {}\n", name, value);
}

std::string day(const std::optional<Instant>& at) {
  return at ? to_day(*at) : "";
}

}  // namespace

void print_domain(const holders::Registration& d, const holders::Holder& holder,
                  const std::vector<holders::Flag>& flags, bool json) {
  if (json) {
    std::string all;
    for (const auto& flag : flags)
      all += fmt::format("{}{{\"id\":{},\"kind\":{},\"from\":{},\"cleared_at\":{}}}", all.empty() ? "" : ",",
                         json_quote(flag.id), json_quote(to_text(flag.kind)), json_quote(to_rfc3339(flag.from)),
                         quoted(flag.cleared_at));
    fmt::print(
        "{{\"name\":{},\"state\":{},\"state_since\":{},\"due_at\":{},\"holder\":{{\"id\":{},\"kind\":{},\"name\":{}}},"
        "\"registrar\":{},\"source\":{},\"status\":{},\"name_servers\":{},\"created_at\":{},\"expires_at\":{},"
        "\"updated_at\":{},\"verified_at\":{},\"verified_how\":{},\"flags\":[{}]}}\n",
        json_quote(d.name), json_quote(to_text(d.state)), quoted(d.state_since), quoted(d.due_at),
        json_quote(holder.id), json_quote(to_text(holder.kind)), json_quote(holder.name),
        json_quote(d.registrar ? d.registrar->name : ""), json_quote(d.source), list_of(d.statuses),
        list_of(d.name_servers), quoted(d.created_at), quoted(d.expires_at), quoted(d.updated_at),
        quoted(d.verified_at), json_quote(d.verified_how), all);
    return;
  }
  fmt::print("{}: {} since {}\n", d.name, to_text(d.state), to_day(d.state_since));
  line("documents due", day(d.due_at));
  line("holder", holder.published() ? holder.name : std::string("(") + to_text(holder.kind) + ", not shown)");
  line("verified", d.verified_at ? to_day(*d.verified_at) + ", " + d.verified_how : "");
  line("registrar", d.registrar ? d.registrar->name : "");
  line("registered", day(d.created_at));
  line("expires", day(d.expires_at));
  line("changed", day(d.updated_at));
  line("name servers", fmt::format("{}", fmt::join(d.name_servers, " ")));
  line("status", fmt::format("{}", fmt::join(d.statuses, " ")));
  line("from", d.source);
  for (const auto& flag : flags)
    line("flag", fmt::format("{} from {}{}", to_text(flag.kind), to_day(flag.from),
                             flag.cleared_at ? ", cleared " + to_day(*flag.cleared_at) : ""));
}

void print_domains(const holders::DomainPage& page, bool json) {
  if (!json) {
    for (const auto& row : page.items)
      fmt::print("{:40} {:14} {:10} {}\n", row.name, to_text(row.state), day(row.expires_at),
                 row.holder_name.empty() ? to_text(row.holder_kind) : row.holder_name);
    if (!page.next.empty()) fmt::print("more: --after '{}'\n", page.next);
    return;
  }
  std::string items;
  for (const auto& row : page.items)
    items += fmt::format(
        "{}{{\"name\":{},\"state\":{},\"holder_id\":{},\"holder_kind\":{},\"holder\":{},\"registrar\":{},\"due_at\":{},"
        "\"expires_at\":{}}}",
        items.empty() ? "" : ",", json_quote(row.name), json_quote(to_text(row.state)), json_quote(row.holder_id),
        json_quote(to_text(row.holder_kind)), json_quote(row.holder_name), json_quote(row.registrar),
        quoted(row.due_at), quoted(row.expires_at));
  fmt::print("{{\"items\":[{}],\"next\":{}}}\n", items, page.next.empty() ? "null" : json_quote(page.next));
}

void print_domain_fault(const holders::LineError& e) {
  fmt::print(stderr, "line {}: {}{}{}: {}\n", e.line, e.name.empty() ? "" : e.name + ": ", e.error.field,
             e.error.field.empty() ? "" : " (" + e.error.code + ")", e.error.sentence);
}

void print_domain_import(const holders::ImportResult& r, bool dry_run, bool json,
                         const std::vector<holders::LineError>& kept, std::int64_t not_shown) {
  if (!json) {
    if (not_shown > 0) fmt::print(stderr, "and {} further faults\n", with_separators(not_shown));
    fmt::print("{}: {} records; {} new, {} changed, {} in already, {} refused{}\n",
               dry_run     ? "Looked at (nothing was written)"
               : r.stopped ? "Stopped"
                           : "Done",
               with_separators(r.records), with_separators(r.added), with_separators(r.changed),
               with_separators(r.already_in), with_separators(r.refused),
               r.resumed ? "; taken up where it was interrupted" : "");
    return;
  }
  std::string errors;
  for (const auto& e : kept)
    errors += fmt::format("{}{{\"line\":{},\"name\":{},\"field\":{},\"code\":{},\"sentence\":{}}}",
                          errors.empty() ? "" : ",", e.line, json_quote(e.name), json_quote(e.error.field),
                          json_quote(e.error.code), json_quote(e.error.sentence));
  fmt::print(
      "{{\"id\":{},\"dry_run\":{},\"records\":{},\"added\":{},\"changed\":{},\"already_in\":{},\"refused\":{},"
      "\"resumed\":{},\"stopped\":{},\"errors\":[{}]}}\n",
      r.id.empty() ? "null" : json_quote(r.id), dry_run, r.records, r.added, r.changed, r.already_in, r.refused,
      r.resumed, r.stopped, errors);
}

}  // namespace muster::cli
