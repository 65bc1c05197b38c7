// GET /public/transparency and /public/transparency/{month}: what was reported, decided, undone; how long it took.
#include "figure_handlers.h"
#include "public_pages.h"
#include "public_words.h"

#include <fmt/format.h>

namespace muster::api {
namespace {

constexpr int kMonthsListed = 120;

std::string time_words(const Words& say, Duration time) {
  const std::int64_t minutes = time.count() / 60'000'000;
  if (minutes < 120) return filled(say("transparency.minutes"), "n", std::to_string(minutes));
  if (minutes < 48 * 60) return filled(say("transparency.hours"), "n", std::to_string(minutes / 60));
  return filled(say("transparency.days"), "n", fmt::format("{:.1f}", static_cast<double>(minutes) / 1440));
}

std::string number_words(const Words& say, const metrics::Shown& row, int small_cell) {
  return row.hidden ? filled(say("transparency.few"), "n", std::to_string(small_cell)) : std::to_string(row.sum.n);
}

void value_row(Html& html, const Words& say, const metrics::Table& table, const metrics::Shown& row, int small_cell) {
  html.raw("<tr><th scope=\"row\">").text(say.of(table.dimension, row.value)).raw("</th><td>");
  html.text(number_words(say, row, small_cell)).raw("</td>");
  if (const auto median = row.sum.median(); median) html.raw("<td>").text(time_words(say, *median)).raw("</td>");
  html.raw("</tr>\n");
}

void metric_section(Html& html, const Words& say, const metrics::PublishedMetric& m, int small_cell) {
  const metrics::Definition& d = *m.definition;
  const auto tables = metrics::shown(d, m.latest.cells, small_cell);
  const metrics::Shown& total = tables.front().rows.front();
  html.raw("<section>\n<h2>").text(say.chinese() ? d.title_zh : d.title_en).raw("</h2>\n<p class=\"soft\">");
  html.text(say.chinese() ? d.zh : d.en)
      .raw("</p>\n<p class=\"figure\"><b>")
      .text(number_words(say, total, small_cell));
  html.raw("</b>");
  if (const auto median = total.sum.median())
    html.raw(" · ").text(filled(say("transparency.median"), "time", time_words(say, *median)));
  html.raw("</p>\n");
  if (m.latest.number != m.first.number) {
    const auto before = metrics::shown(d, m.first.cells, small_cell).front().rows.front();
    html.raw("<p>").text(filled(say("transparency.restated"), "n", number_words(say, before, small_cell))).raw(" ");
    html.day(m.first.published_at).raw(" → ").day(m.latest.published_at).raw("</p>\n");
  }
  for (std::size_t t = 1; t < tables.size(); ++t) {
    if (tables[t].rows.empty()) continue;
    html.raw("<table><caption>").text(say.of("dimension", tables[t].dimension)).raw("</caption>\n");
    for (const auto& row : tables[t].rows) value_row(html, say, tables[t], row, small_cell);
    html.raw("</table>\n");
  }
  html.raw("</section>\n");
}

// The month of the address, or the page or problem that is answered instead.
Result<std::vector<metrics::PublishedMetric>> asked(const metrics::Service& figures, const http::Request& request) {
  MUSTER_TRY(auto all, figures.published(request.param("month")));
  if (all.empty()) return not_found("month_not_published", "No report of this month was published.");
  return all;
}

}  // namespace

http::Response public_transparency(const metrics::Service& figures, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto months = figures.published_months("", kMonthsListed);
  if (!months.ok()) return public_answer(request, failed_page(language, months.error()));
  PublicPage page;
  page.title = say("transparency.title");
  page.body.raw("<p>").text(say("transparency.text")).raw("</p>\n");
  if (months->empty()) page.body.raw("<p>").text(say("transparency.none")).raw("</p>\n");
  page.body.raw("<ul class=\"orders\">\n");
  for (const std::string& month : *months)
    page.body.raw("<li><a href=\"/public/transparency/").url_part(month).raw("\">").text(month).raw("</a></li>\n");
  page.body.raw("</ul>\n<h2>").text(say("transparency.how")).raw("</h2>\n<dl>\n");
  for (const auto& d : figures.definitions().items)
    page.body.raw("<dt>")
        .text(say.chinese() ? d.title_zh : d.title_en)
        .raw("</dt><dd>")
        .text(say.chinese() ? d.zh : d.en)
        .raw("</dd>\n");
  page.body.raw("</dl>\n<p class=\"soft\">").text(say("transparency.no.aim")).raw("</p>\n");
  return public_answer(request, page);
}

http::Response public_transparency_month(const metrics::Service& figures, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto all = asked(figures, request);
  if (!all.ok()) {
    PublicPage page = failed_page(language, all.error());
    if (all.error().failure == Failure::not_found || all.error().failure == Failure::invalid) page.status = 404;
    return public_answer(request, page);
  }
  const int small_cell = figures.definitions().small_cell;
  const std::string month = request.param("month");
  PublicPage page;
  page.title = filled(say("transparency.month"), "month", month);
  page.body.raw("<p>").text(filled(say("transparency.hidden"), "n", std::to_string(small_cell))).raw("</p>\n<p>");
  for (const char* form : {"csv", "json"}) {
    page.body.raw("<a href=\"/public/transparency/").url_part(month).raw("/").text(form).raw("\">");
    page.body.text(form == std::string_view("csv") ? "CSV" : "JSON").raw("</a> ");
  }
  page.body.raw("</p>\n");
  for (const auto& m : *all) metric_section(page.body, say, m, small_cell);
  return public_answer(request, page);
}

http::Response public_transparency_csv(const metrics::Service& figures, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, asked(figures, request));
  const std::string month = request.param("month");
  return http::Response::text(transparency_csv(month, all, figures.definitions().small_cell), "text/csv; charset=utf-8")
      .header("Content-Disposition", "attachment; filename=\"transparency-" + month + ".csv\"");
}

http::Response public_transparency_json(const metrics::Service& figures, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto all, asked(figures, request));
  return answer(transparency_json(request.param("month"), all, figures.definitions().small_cell));
}

}  // namespace muster::api
