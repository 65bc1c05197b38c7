// The page of a bundle that people read and print. Everything that came from a site is text here, never markup.
#include "court_bundle.h"
#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::evidence {
namespace {

constexpr std::string_view kSummaryHead =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>Evidence</title>\n<style>body{font:15px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}td,th{border:1px solid #999;padding:.25em .5em;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}code{overflow-wrap:anywhere}"
    "</style></head><body>\n";

std::string row(std::string_view name, std::string_view value) {
  return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", html_escape(name), html_escape(value));
}

std::string test_section(const BundledTest& test) {
  const auto& run = test.run;
  std::string out = fmt::format("<h2>Test {}</h2>\n", html_escape(run.id));
  if (test.referred)
    out +=
        "<p>Not asked for itself: its evidence holds an answer that another one's refers to, as it was the same.</p>\n";
  out += "<table>\n" + row("Address asked for", run.url) + row("Where it led", run.final_url) +
         row("Began", to_rfc3339(run.started_at)) + row("Ended", to_rfc3339(run.finished_at)) +
         row("Outcome", run.error.empty() ? run.verdict : run.verdict + ": " + run.error) +
         row("HTTP status", fmt::format("{}", run.http_status)) +
         row("Score of the machine", fmt::format("{:.2f} {}", run.score, run.ground)) +
         row("Main reason", run.top_reason) + row("robots.txt", run.robots) + row("Seen from", run.vantage) +
         row("File", run.id + ".warc.gz") + row("SHA-256 of the file", run.evidence_sha256) + "</table>\n";
  out +=
      "<table><tr><th>Hop</th><th>Address</th><th>Status</th><th>Server</th><th>Began</th><th>SHA-256 of the body</th>"
      "</tr>\n";
  for (const auto& hop : run.hops)
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td><code>{}</code></td></tr>\n",
                       html_escape(hop.kind), html_escape(hop.url), hop.status, html_escape(hop.address),
                       to_rfc3339(hop.started_at), html_escape(hop.body_sha256));
  out += "</table>\n";
  if (run.hits.empty()) return out;
  out += "<table><tr><th>Ground</th><th>Found</th><th>In its context</th></tr>\n";
  for (const auto& hit : run.hits)
    out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}<b>{}</b>{}</td></tr>\n", html_escape(hit.ground),
                       html_escape(hit.term), html_escape(hit.before), html_escape(hit.match), html_escape(hit.after));
  return out + "</table>\n";
}

std::string proof_section(const BundleParts& parts) {
  std::string out = "<h2>Since when it is proven</h2>\n<table>\n";
  out += row("Checkpoint of the ledger",
             fmt::format("{} entries, {}", parts.checkpoint.size, to_rfc3339(parts.checkpoint.at)));
  out += row("Cosigned by", parts.checkpoint.cosignatures == 0
                                ? "no witness: this time is the operator's own word"
                                : fmt::format("{} witnesses outside", parts.checkpoint.cosignatures));
  if (parts.time_stamp)
    out += row("Time stamp (RFC 3161)", fmt::format("{} by {}, serial {}", to_rfc3339(parts.time_stamp->at),
                                                    parts.time_stamp->authority, parts.time_stamp->serial));
  else
    out += row("Time stamp (RFC 3161)", "none: the time is that of the checkpoint");
  return out + "</table>\n";
}

std::string custody_section(const BundleParts& parts) {
  std::string out =
      "<h2>Who had it</h2>\n<table><tr><th>When</th><th>Test</th><th>What</th><th>Who</th><th>More</th></tr>\n";
  for (const auto& [test, entries] : parts.custody)
    for (const CustodyEntry& each : entries)
      out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", to_rfc3339(each.at),
                         html_escape(test), html_escape(each.kind), html_escape(each.actor), html_escape(each.body));
  return out + "</table>\n";
}

}  // namespace

std::string summary_of(const BundleParts& parts) {
  std::string out(kSummaryHead);
  out += fmt::format("<h1>Evidence: {}</h1>\n<table>\n", html_escape(parts.request.title));
  out += row("Made", to_rfc3339(parts.made_at)) + row("By", parts.request.actor) + row("For", parts.request.purpose) +
         row("Reference", parts.request.reference) + row("Software", parts.options.software) + "</table>\n";
  out +=
      "<p>A score is a machine's suspicion. What follows from it people decide. This page is a summary: the evidence "
      "is in evidence.wacz, and <code>python3 verify.py</code> checks that it is what was sealed.</p>\n";
  out += proof_section(parts);
  for (const BundledTest& test : parts.tests) out += test_section(test);
  return out + custody_section(parts) + "</body></html>\n";
}

}  // namespace muster::evidence
