#include "ledger_report.h"

#include <base/text.h>

#include <boost/json.hpp>
#include <fmt/format.h>

namespace muster::cli {
namespace {

namespace json = boost::json;

constexpr int kShownOfEachKind = 20;

std::string place_of(const ledger::Fault& fault) {
  std::string out;
  if (fault.index >= 0)
    out = fault.index_last > fault.index ? fmt::format(" [{}…{}]", fault.index, fault.index_last)
                                         : fmt::format(" [{}]", fault.index);
  if (!fault.event_id.empty()) out += " event " + fault.event_id;
  return out;
}

}  // namespace

std::string report_text(const ledger::Report& report, bool compared_with_outside) {
  std::string out = fmt::format(
      "{} entries in sequence, {} waiting, {} nodes, {} checkpoints, {} cosignatures; witnessed up to {}.\nRoot {}\n",
      with_separators(report.entries), report.pending, with_separators(report.nodes),
      with_separators(report.checkpoints), with_separators(report.cosignatures), with_separators(report.witnessed_size),
      report.root);
  if (report.payloads_destroyed > 0)
    out += fmt::format("{} payloads were destroyed, each by an event that says so.\n", report.payloads_destroyed);
  std::map<std::string, int> shown;
  for (const auto& fault : report.faults())
    if (++shown[fault.what] <= kShownOfEachKind)
      out += fmt::format("✗ {}{}: {}\n", fault.what, place_of(fault), fault.sentence);
  for (const auto& [what, count] : report.counts())
    if (count > kShownOfEachKind) out += fmt::format("  … {} in all: {}\n", what, with_separators(count));
  if (!report.ok()) return out + fmt::format("{} faults found.\n", with_separators(report.total()));
  out += "Everything fits.\n";
  if (!compared_with_outside)
    out +=
        "An older state put back, or a history signed anew with the log's key, is found by --since FILE alone: keep a "
        "checkpoint elsewhere.\n";
  return out;
}

std::string report_json(const ledger::Report& report) {
  json::array faults;
  for (const auto& fault : report.faults()) {
    json::object item{{"what", fault.what}, {"sentence", fault.sentence}};
    if (fault.index >= 0) item["index"] = fault.index;
    if (fault.index_last >= 0) item["index_last"] = fault.index_last;
    if (!fault.event_id.empty()) item["event_id"] = fault.event_id;
    faults.push_back(std::move(item));
  }
  json::object counts;
  for (const auto& [what, count] : report.counts()) counts[what] = count;
  return json::serialize(json::object{{"ok", report.ok()},
                                      {"entries", report.entries},
                                      {"pending", report.pending},
                                      {"nodes", report.nodes},
                                      {"checkpoints", report.checkpoints},
                                      {"cosignatures", report.cosignatures},
                                      {"witnessed_size", report.witnessed_size},
                                      {"payloads_destroyed", report.payloads_destroyed},
                                      {"root", report.root},
                                      {"faults_total", report.total()},
                                      {"counts", counts},
                                      {"faults", faults}});
}

std::string proven_text(const ledger::ProvenEntry& entry) {
  std::string out = fmt::format("Proven: event {} is entry {} of the {} entries of {}.\n", entry.event_id, entry.index,
                                entry.size, entry.origin);
  for (const auto& cosignature : entry.cosignatures)
    out += fmt::format("Cosigned by {} at {}.\n", cosignature.witness, to_rfc3339(cosignature.at));
  if (entry.cosignatures.empty()) out += "No witness has cosigned this checkpoint.\n";
  if (entry.keys_from_file)
    out += "The keys are those that the file itself names; give --key to check with the one that you know.\n";
  return out;
}

std::string proven_json(const ledger::ProvenEntry& entry) {
  json::array cosignatures;
  for (const auto& cosignature : entry.cosignatures)
    cosignatures.push_back(json::object{{"witness", cosignature.witness}, {"at", to_rfc3339(cosignature.at)}});
  return json::serialize(json::object{{"proven", true},
                                      {"origin", entry.origin},
                                      {"event_id", entry.event_id},
                                      {"index", entry.index},
                                      {"size", entry.size},
                                      {"leaf_data", entry.leaf_data},
                                      {"cosignatures", cosignatures},
                                      {"keys_from_file", entry.keys_from_file}});
}

}  // namespace muster::cli
