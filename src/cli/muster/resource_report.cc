#include "resource_report.h"

#include <base/text.h>
#include <parties/parties.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace json = boost::json;
namespace {

json::object fault_json(const resources::LineError& e) {
  return {{"line", e.line},
          {"range", e.range},
          {"field", e.error.field},
          {"code", e.error.code},
          {"sentence", e.error.sentence}};
}

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object block_json(const resources::Block& b, const PartyNames& names) {
  return {{"id", b.id},
          {"range", b.range.text()},
          {"level", b.level},
          {"parent_id", or_null(b.parent_id)},
          {"name", b.particulars.name},
          {"source", b.source},
          {"holder", names.of(b.holder_id)},
          {"user", b.user_id.empty() ? json::value(nullptr) : json::value(names.of(b.user_id))},
          {"mode", resources::to_text(b.particulars.mode)},
          {"gateway", b.particulars.gateway},
          {"location", b.particulars.location},
          {"origin", b.origin},
          {"state", resources::to_text(b.state)},
          {"state_since", to_rfc3339(b.state_since)}};
}

json::object tenant_json(const resources::Tenant& t, const PartyNames& names) {
  json::object out = block_json(t.block, names);
  out["contract"] = t.lease ? json::value(t.lease->contract) : json::value(nullptr);
  out["lease_state"] = t.lease ? json::value(resources::to_text(t.lease->state)) : json::value(nullptr);
  return out;
}

std::string tenant_text(const resources::Tenant& t, const PartyNames& names) {
  const auto& b = t.block;
  std::string text =
      fmt::format("{:<24} {:<10} {}", b.range.text(), resources::to_text(b.state), names.of(b.holder_id));
  if (!b.user_id.empty()) text += ", used by " + names.of(b.user_id);
  if (b.parent_id.empty()) return text + ", from " + (b.source.empty() ? "(not recorded)" : b.source);
  if (!t.lease) return text + ", no lease on record";
  return text + fmt::format(", {} ({})", t.lease->contract, resources::to_text(t.lease->state));
}

}  // namespace

const std::string& PartyNames::of(const std::string& id) const {
  const auto [at, fresh] = names_.try_emplace(id, id);
  if (fresh)
    if (const auto party = service_->party(id); party.ok()) at->second = party->name;
  return at->second;
}

void ResourceReport::add(std::int64_t line, const std::string& range, const Error& error) {
  ++count_;
  if (shown_ >= shown_max_) return;
  ++shown_;
  if (json_)
    kept_.push_back({line, range, error});
  else
    fmt::print(stderr, "line {}: {}{}\n", line, range.empty() ? "" : range + ": ", error.sentence);
}

void print_import(const resources::ImportResult& r, bool dry_run, bool as_json, const ResourceReport& report) {
  if (as_json) {
    json::array errors;
    for (const auto& e : report.kept()) errors.push_back(fault_json(e));
    fmt::print("{}\n", json::serialize(json::object{{"dry_run", dry_run},
                                                    {"id", r.id},
                                                    {"lines", r.lines},
                                                    {"accepted", r.accepted},
                                                    {"already_in", r.already_in},
                                                    {"refused", r.refused},
                                                    {"skipped", r.skipped},
                                                    {"errors", std::move(errors)}}));
    return;
  }
  if (report.not_shown() > 0) fmt::print(stderr, "… and {} more faults.\n", with_separators(report.not_shown()));
  fmt::print("{} records: {} {}, {} in already, {} refused, {} of other kinds.\n", with_separators(r.lines),
             with_separators(r.accepted), dry_run ? "would go in" : "went in", with_separators(r.already_in),
             with_separators(r.refused), with_separators(r.skipped));
}

void print_block(const resources::Block& b, const std::vector<resources::Tenant>& path,
                 const std::vector<resources::Block>& children, const std::vector<events::Event>& history,
                 const PartyNames& names, bool as_json) {
  if (as_json) {
    json::array way, below, events;
    for (const auto& t : path) way.push_back(tenant_json(t, names));
    for (const auto& c : children) below.push_back(block_json(c, names));
    for (const auto& e : history)
      events.push_back(json::object{{"id", e.id}, {"at", to_rfc3339(e.at)}, {"kind", e.kind}, {"actor", e.actor}});
    json::object out = block_json(b, names);
    out["path"] = std::move(way);
    out["children"] = std::move(below);
    out["history"] = std::move(events);
    fmt::print("{}\n", json::serialize(out));
    return;
  }
  fmt::print("{} · {} since {}\n", b.range.text(), resources::to_text(b.state), to_day(b.state_since));
  for (const auto& t : path) fmt::print("  {:>{}}{}\n", "", 2 * (t.block.level - 1), tenant_text(t, names));
  for (const auto& what : resources::lacking(b)) fmt::print("  lacks     {}\n", what);
  for (const auto& c : children)
    fmt::print("  child     {:<24} {}\n", c.range.text(), names.of(c.user_id.empty() ? c.holder_id : c.user_id));
  for (const auto& e : history) fmt::print("  {}  {}\n", to_rfc3339(e.at), e.kind);
}

void print_blocks(const resources::BlockPage& page, const PartyNames& names, bool as_json) {
  if (as_json) {
    json::array items;
    for (const auto& b : page.items) items.push_back(block_json(b, names));
    fmt::print("{}\n", json::serialize(json::object{{"items", std::move(items)}, {"next", or_null(page.next)}}));
    return;
  }
  for (const auto& b : page.items)
    fmt::print("{:<40} {:<10} {:<30} {}\n",
               std::string(2 * static_cast<std::size_t>(b.level - 1), ' ') + b.range.text(),
               resources::to_text(b.state), names.of(b.user_id.empty() ? b.holder_id : b.user_id), b.particulars.name);
  if (!page.next.empty()) fmt::print("More: --after '{}'\n", page.next);
}

void print_chain(const std::string& address, const std::vector<resources::Tenant>& chain, const PartyNames& names,
                 bool as_json) {
  if (as_json) {
    json::array tenants;
    for (const auto& t : chain) tenants.push_back(tenant_json(t, names));
    fmt::print("{}\n", json::serialize(json::object{{"address", address}, {"tenants", std::move(tenants)}}));
    return;
  }
  if (chain.empty()) fmt::print("No block on record holds {}.\n", address);
  for (const auto& t : chain) fmt::print("{}\n", tenant_text(t, names));
}

void print_examined(const resources::Examined& done, bool as_json, const ResourceReport& report) {
  if (as_json) {
    json::array errors;
    for (const auto& e : report.kept()) errors.push_back(fault_json(e));
    fmt::print("{}\n", json::serialize(json::object{{"seen", done.seen},
                                                    {"outside", done.outside},
                                                    {"bad", done.bad},
                                                    {"found", done.found},
                                                    {"new", done.made},
                                                    {"errors", std::move(errors)}}));
    return;
  }
  fmt::print("{} seen: {} on addresses that no block holds, {} that can't be read; {} findings, {} of them new.\n",
             with_separators(done.seen), with_separators(done.outside), with_separators(done.bad),
             with_separators(done.found), with_separators(done.made));
}

}  // namespace muster::cli
