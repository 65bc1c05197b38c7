// Who looked the person up, and why.
#include "me_frame.h"

namespace muster::lookups {
namespace {

constexpr int kReadingsOnAPage = 25;

void reading(http::Html& html, const MeWords& say, const OwnPage::ReadingRow& row) {
  const persons::Reading& r = row.reading;
  html.raw("<li><strong>").text(row.who.empty() ? say.of("reader", persons::to_text(r.reader)) : row.who);
  html.raw("</strong> ").text(say.of("reading", persons::to_text(r.kind))).raw("\n<span class=\"soft\">").time(r.at);
  html.raw("</span>\n<span class=\"soft\">").text(say("readings.why")).raw(": ").text(say.of("purpose", r.purpose));
  html.raw("</span>\n");
  if (!r.fields.empty()) {
    std::string what;
    for (const std::string& field : r.fields)
      what += (what.empty()    ? ""
               : say.chinese() ? "、"
                               : ", ") +
              say.of("field", field.starts_with("document") ? "document" : field);
    html.raw("<span class=\"soft\">").text(say("readings.what")).raw(": ").text(what).raw("</span>\n");
  }
  if (!r.law.empty())
    html.raw("<span class=\"soft\">").text(say("readings.late")).raw(": ").text(r.law).raw("</span>\n");
  html.raw("</li>\n");
}

}  // namespace

http::Response me_readings(Asked& asked) {
  const MeWords& say = asked.say;
  const auto where = http::page_of(asked.request);
  if (!where.ok()) return me_failed(asked.request, asked.options, where.error());
  auto rows = asked.page.readings(asked.session, where->after, kReadingsOnAPage + 1);
  if (!rows.ok()) return me_failed(asked.request, asked.options, rows.error());
  const bool more = rows->size() > kReadingsOnAPage;
  if (more) rows->pop_back();
  MePage page;
  page.title = say("readings.title");
  page.back = "/me";
  page.body.raw("<p>").text(say("readings.text")).raw("</p>\n");
  if (rows->empty()) page.body.raw("<p>").text(say("readings.none")).raw("</p>\n");
  page.body.raw("<ul class=\"items\">\n");
  for (const auto& row : *rows) reading(page.body, say, row);
  page.body.raw("</ul>\n");
  if (more) {
    page.body.raw("<p><a href=\"/me/readings?after=");
    page.body.url_part(http::cursor_of(persons::key_of(rows->back().reading))).raw("\">").text(say("readings.older"));
    page.body.raw("</a></p>\n");
  }
  return me_answer(asked.request, asked.options, page, &asked);
}

}  // namespace muster::lookups
