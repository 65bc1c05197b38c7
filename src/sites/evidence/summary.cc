#include "summary.h"

#include <base/bytes.h>
#include <base/text.h>

#include <fmt/format.h>
#include <print/pdf.h>

namespace muster::evidence {
namespace {

constexpr std::string_view kSummaryStyle =
    "body{font:15px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}td,th{border:1px solid #999;padding:.25em .5em;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}";
constexpr std::size_t kPdfBytes = print::kTextMaxBytes - 4096;  // what is said about the rest fits as well

// Words of one language.
struct Say {
  std::string_view language;
  std::string operator()(std::string_view key) const { return std::string(summary_word(key, language)); }
};

SummaryPart test_part(const BundledTest& test, const Say& say) {
  const auto& run = test.run;
  SummaryPart out{say("test") + " " + run.id, test.referred ? say("referred") : "", {}, {}};
  const auto row = [&](std::string_view key, std::string value) { out.rows.push_back({say(key), std::move(value)}); };
  row("asked", run.url);
  row("led", run.final_url);
  row("began", to_rfc3339(run.started_at));
  row("ended", to_rfc3339(run.finished_at));
  row("outcome", say(run.verdict) + (run.error.empty() ? "" : ": " + run.error));
  row("status", fmt::format("{}", run.http_status));
  row("score", fmt::format("{:.2f} {}", run.score, run.ground));
  row("reason", run.top_reason);
  row("robots", run.robots);
  row("seen_from", run.vantage);
  row("file", run.id + ".warc.gz");
  row("sha256", run.evidence_sha256);
  if (test.destroyed)
    row("gone", fmt::format("{} {}, {} {} ({})", say("gone_on"), to_day(test.destroyed->at), say("gone_under"),
                            test.destroyed->rule, test.destroyed->term));
  return out;
}

SummaryPart hops_part(const BundledTest& test, const Say& say) {
  SummaryPart out{
      say("hops"), "", {say("hop"), say("address"), say("status"), say("server"), say("began"), say("body")}, {}};
  for (const auto& hop : test.run.hops)
    out.rows.push_back(
        {hop.kind, hop.url, fmt::format("{}", hop.status), hop.address, to_rfc3339(hop.started_at), hop.body_sha256});
  return out;
}

SummaryPart hits_part(const BundledTest& test, const Say& say) {
  SummaryPart out{say("hits"), "", {say("ground"), say("found"), say("context")}, {}};
  for (const auto& hit : test.run.hits)
    out.rows.push_back({hit.ground, hit.term, hit.before + "[" + hit.match + "]" + hit.after});
  return out;
}

SummaryPart proof_part(const BundleParts& parts, const Say& say) {
  SummaryPart out{say("proof"), "", {}, {}};
  const auto& checkpoint = parts.checkpoint;
  out.rows.push_back(
      {say("checkpoint"), fmt::format("{} {}, {}", checkpoint.size, say("entries"), to_rfc3339(checkpoint.at))});
  out.rows.push_back({say("cosigned"), checkpoint.cosignatures == 0
                                           ? say("no_witness")
                                           : fmt::format("{} {}", checkpoint.cosignatures, say("witnesses"))});
  out.rows.push_back({say("stamp"), parts.time_stamp ? fmt::format("{}, {}, {} {}", to_rfc3339(parts.time_stamp->at),
                                                                   parts.time_stamp->authority, say("serial"),
                                                                   parts.time_stamp->serial)
                                                     : say("no_stamp")});
  return out;
}

SummaryPart custody_part(const BundleParts& parts, const Say& say) {
  SummaryPart out{say("custody"), "", {say("when"), say("test"), say("what"), say("who"), say("more")}, {}};
  for (const auto& [test, entries] : parts.custody)
    for (const CustodyEntry& each : entries)
      out.rows.push_back({to_rfc3339(each.at), test, say(each.kind), each.actor, each.body});
  return out;
}

std::string html_row(const SummaryRow& row, std::string_view first, std::string_view others) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i)
    out += fmt::format("<{0}>{1}</{0}>", i == 0 ? first : others, html_escape(row[i]));
  return out + "</tr>\n";
}

// A row as a line or more: name and value, or a table's cells with what they are.
std::string line_of_row(const SummaryRow& row, const SummaryRow& header) {
  if (header.empty()) return row[0] + ": " + row[1];
  std::string out;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (!row[i].empty()) out += (out.empty() ? "" : "\n") + header[i] + ": " + row[i];
  return out;
}

// What came from a site may be no text.
std::string printable(std::string text) {
  if (is_valid_utf8(text)) return text;
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return text;
}

}  // namespace

Summary summary_of(const BundleParts& parts, std::string_view language) {
  const Say say{language};
  Summary out{say("evidence") + ": " + parts.request.title, std::string(language), {}};
  out.parts.push_back({"",
                       say("about"),
                       {},
                       {{say("made"), to_rfc3339(parts.made_at)},
                        {say("by"), parts.request.actor},
                        {say("for"), say(parts.request.purpose)},
                        {say("reference"), parts.request.reference},
                        {say("software"), parts.options.software}}});
  out.parts.push_back(proof_part(parts, say));
  for (const BundledTest& test : parts.tests) {
    out.parts.push_back(test_part(test, say));
    if (!test.run.hops.empty()) out.parts.push_back(hops_part(test, say));
    if (!test.run.hits.empty()) out.parts.push_back(hits_part(test, say));
  }
  out.parts.push_back(custody_part(parts, say));
  return out;
}

std::string summary_html(const Summary& summary) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{}</title>\n<style>{}</style></head><body>\n"
      "<h1>{}</h1>\n",
      summary.language == "zh" ? "zh-Hans" : "en", html_escape(summary.title), kSummaryStyle,
      html_escape(summary.title));
  for (const SummaryPart& part : summary.parts) {
    if (!part.title.empty()) out += "<h2>" + html_escape(part.title) + "</h2>\n";
    if (!part.text.empty()) out += "<p>" + html_escape(part.text) + "</p>\n";
    out += "<table>\n";
    if (!part.header.empty()) out += html_row(part.header, "th", "th");
    for (const SummaryRow& row : part.rows) out += html_row(row, part.header.empty() ? "th" : "td", "td");
    out += "</table>\n";
  }
  return out + "</body></html>\n";
}

Result<std::string> summary_pdf(const Summary& summary) {
  std::vector<print::Block> blocks{{print::Style::title, printable(summary.title)}};
  std::size_t bytes = summary.title.size();
  const auto add = [&](print::Style style, std::string text) {
    if (text.empty() || bytes > kPdfBytes) return;
    text = printable(std::move(text));
    bytes += text.size();
    if (bytes <= kPdfBytes)
      blocks.push_back({style, std::move(text)});
    else
      blocks.push_back(
          {print::Style::text, fmt::format(fmt::runtime(summary_word("cut", summary.language)), summary.language)});
  };
  for (const SummaryPart& part : summary.parts) {
    add(print::Style::heading, part.title);
    add(print::Style::text, part.text);
    for (const SummaryRow& row : part.rows)
      add(part.header.empty() ? print::Style::text : print::Style::small, line_of_row(row, part.header));
  }
  return print::to_pdf(blocks, {summary.title, summary.language, {}});
}

}  // namespace muster::evidence
