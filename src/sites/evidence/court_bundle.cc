#include "court_bundle.h"

#include "summary.h"
#include <base/bytes.h>

#include <boost/json.hpp>
#include <embedded_court_bundle_verifier.h>
#include <fmt/format.h>

namespace muster::evidence {
namespace {

namespace json = boost::json;

std::string custody_json(const BundleParts& parts) {
  json::array out;
  for (const auto& [test, entries] : parts.custody)
    for (const CustodyEntry& each : entries)
      out.push_back(json::object{{"test", test},
                                 {"event_id", each.event_id},
                                 {"kind", each.kind},
                                 {"at", to_rfc3339(each.at)},
                                 {"actor", each.actor},
                                 {"body", each.body}});
  return json::serialize(out);
}

std::string manifest_json(const BundleParts& parts, const std::vector<ZipEntry>& files) {
  json::array named, entries, witnesses, tests, destroyed;
  for (const ZipEntry& file : files)
    named.push_back(
        json::object{{"path", file.path}, {"bytes", file.bytes.size()}, {"sha256", to_hex(sha256(file.bytes))}});
  for (const BundledEntry& entry : parts.entries)
    entries.push_back(json::object{{"test", entry.test},
                                   {"kind", entry.kind},
                                   {"proof", "ledger/" + entry.event_id + ".proof.json"},
                                   {"event", "ledger/" + entry.event_id + ".event.json"}});
  for (const auto& witness : parts.witnesses) witnesses.emplace_back(witness.key.to_text());
  for (const BundledTest& test : parts.tests) {
    if (test.destroyed)
      destroyed.push_back(json::object{{"test", test.run.id},
                                       {"at", to_rfc3339(test.destroyed->at)},
                                       {"rule", test.destroyed->rule},
                                       {"term", test.destroyed->term},
                                       {"sha256", test.destroyed->sha256}});
    else
      tests.emplace_back(test.run.id);
  }
  json::value stamp;
  if (parts.time_stamp)
    stamp = json::object{{"imprint", to_hex(parts.time_stamp->imprint)},
                         {"stamped_at", to_rfc3339(parts.time_stamp->at)},
                         {"authority", parts.time_stamp->authority},
                         {"serial", parts.time_stamp->serial}};
  return json::serialize(json::object{{"format", "muster-court-bundle/1"},
                                      {"title", parts.request.title},
                                      {"purpose", parts.request.purpose},
                                      {"reference", parts.request.reference},
                                      {"made_at", to_rfc3339(parts.made_at)},
                                      {"made_by", parts.request.actor},
                                      {"software", parts.options.software},
                                      {"tests", std::move(tests)},
                                      {"destroyed", std::move(destroyed)},
                                      {"wacz", json::array{"evidence.wacz"}},
                                      {"entries", std::move(entries)},
                                      {"log_key", parts.log_key},
                                      {"witness_keys", std::move(witnesses)},
                                      {"time_stamp", std::move(stamp)},
                                      {"files", std::move(named)}});
}

}  // namespace

Result<std::vector<ZipEntry>> files_of(const BundleParts& parts) {
  std::vector<ZipEntry> out;
  for (const EmbeddedFile& file : muster_court_bundle::files())
    out.push_back({std::string(file.path), std::string(file.bytes)});
  for (const std::string_view language : kSummaryLanguages) {
    const Summary summary = summary_of(parts, language);
    out.push_back({fmt::format("summary.{}.html", language), summary_html(summary)});
    auto pdf = summary_pdf(summary);
    if (!pdf.ok() && pdf.error().code != "print_font_missing") return pdf.error();
    if (pdf.ok()) out.push_back({fmt::format("summary.{}.pdf", language), std::move(*pdf), false});
  }
  MUSTER_TRY(std::string wacz, wacz_of(parts));
  out.push_back({"evidence.wacz", std::move(wacz), false});
  out.push_back({"ledger/checkpoint.txt", parts.checkpoint.note});
  for (const BundledEntry& entry : parts.entries) {
    out.push_back({"ledger/" + entry.event_id + ".proof.json", entry.proof});
    out.push_back({"ledger/" + entry.event_id + ".event.json", entry.opening});
  }
  if (parts.time_stamp) {
    out.push_back({"ledger/time-stamp.der", parts.time_stamp->token, false});
    if (!parts.certificates.empty()) out.push_back({"ledger/time-stamp-certificates.pem", parts.certificates});
  }
  out.push_back({"custody.json", custody_json(parts)});
  std::string manifest = manifest_json(parts, out);
  out.push_back({"manifest.sha256", to_hex(sha256(manifest)) + "  manifest.json\n"});
  out.push_back({"manifest.json", std::move(manifest)});
  return out;
}

}  // namespace muster::evidence
