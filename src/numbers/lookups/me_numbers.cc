// The numbers in the person's name: "this is not mine", and the lock of a SIM.
#include "me_frame.h"

#include <fmt/format.h>

namespace muster::lookups {
namespace {

void fact(http::Html& html, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  html.raw("<dt>").text(name).raw("</dt><dd>").text(value).raw("</dd>\n");
}

void facts_of(http::Html& html, const MeWords& say, const OwnLine& line) {
  html.raw("<dl>\n");
  fact(html, say("dispute.state"), say.of("state", lines::to_text(line.state)));
  html.raw("<dt>").text(say("numbers.since")).raw("</dt><dd>").day(line.ownership.from).raw("</dd>\n");
  fact(html, say("numbers.where"), line.dealer.empty() ? line.place : line.dealer + ", " + line.place);
  fact(html, say("numbers.operator"), line.operator_name);
  fact(html, say("numbers.kind"), say.of("kind", lines::to_text(line.ownership.kind)));
  html.raw("</dl>\n");
}

bool is_open(const OwnLine& line) {
  return line.dispute &&
         (line.dispute->state == DisputeState::opened || line.dispute->state == DisputeState::dealer_asked);
}

void item(http::Html& html, const MeWords& say, const OwnLine& line) {
  html.raw("<li>\n<span class=\"number\">").text(line.masked).raw("</span>\n");
  if (line.recognised) html.raw("<span class=\"soft\">").text(say("numbers.this")).raw("</span>\n");
  if (line.sim_locked) html.raw("<span class=\"tag\">").text(say("numbers.locked")).raw("</span>\n");
  if (is_open(line)) html.raw("<span class=\"tag stop\">").text(say("numbers.disputed")).raw("</span>\n");
  facts_of(html, say, line);
  html.raw("<p class=\"acts\">");
  if (!is_open(line)) {
    html.raw("<a href=\"/me/numbers/").url_part(line.ownership.id).raw("/not-mine\">").text(say("numbers.not_mine"));
    html.raw("</a> ");
  }
  html.raw("<a href=\"/me/numbers/").url_part(line.ownership.id).raw("/sim\">");
  html.text(say(line.sim_locked ? "numbers.unlock" : "numbers.lock")).raw("</a></p>\n</li>\n");
}

// The line that the address names, if it is this person's.
Result<OwnLine> own_line(const Asked& asked) {
  MUSTER_TRY(auto all, asked.page.numbers(asked.session));
  for (OwnLine& line : all)
    if (line.ownership.id == asked.request.param("id")) return std::move(line);
  return not_found("ownership_unknown", "There is no such line in your name now.");
}

void form_head(http::Html& html, const Asked& asked, const OwnLine& line) {
  html.raw("<p class=\"number\">").text(line.masked).raw("</p>\n");
  facts_of(html, asked.say, line);
}

}  // namespace

http::Response me_numbers(Asked& asked) {
  const MeWords& say = asked.say;
  const auto all = asked.page.numbers(asked.session);
  if (!all.ok()) return me_failed(asked.request, asked.options, all.error());
  MePage page;
  page.title = say("numbers.title");
  page.back = "/me";
  page.body.raw("<p>").text(say.with("numbers.count", fmt::format("{}", all->size()))).raw(". ");
  page.body.text(say("numbers.mask")).raw("</p>\n<ul class=\"items\">\n");
  for (const OwnLine& line : *all) item(page.body, say, line);
  page.body.raw("</ul>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_not_mine(Asked& asked) {
  const MeWords& say = asked.say;
  const auto line = own_line(asked);
  if (!line.ok()) return me_failed(asked.request, asked.options, line.error());
  MePage page;
  page.title = say("mine.title");
  page.back = "/me/numbers";
  form_head(page.body, asked, *line);
  page.body.raw("<p>").text(say("mine.text")).raw("</p>\n<form method=\"post\" action=\"/me/numbers/");
  page.body.url_part(line->ownership.id).raw("/not-mine\">\n");
  me_csrf_field(page.body, asked);
  page.body.raw("<label for=\"words\">")
      .text(say("mine.words"))
      .raw("<span class=\"hint\">")
      .text(say("mine.words.hint"));
  page.body.raw("</span></label>\n<textarea id=\"words\" name=\"words\" maxlength=\"600\"></textarea>\n");
  page.body.raw("<button class=\"stop\">").text(say("mine.act")).raw("</button>\n</form>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_not_mine_sent(Asked& asked) {
  const auto opened = asked.page.dispute_line(asked.session, asked.request.param("id"),
                                              http::with_plain_lines(http::value_of(asked.form, "words")));
  if (!opened.ok()) return me_failed(asked.request, asked.options, opened.error());
  return http::Response::redirect("/me/disputes?sent=1");
}

http::Response me_sim(Asked& asked) {
  const MeWords& say = asked.say;
  const auto line = own_line(asked);
  if (!line.ok()) return me_failed(asked.request, asked.options, line.error());
  MePage page;
  page.title = say(line->sim_locked ? "sim.off.title" : "sim.title");
  page.back = "/me/numbers";
  form_head(page.body, asked, *line);
  page.body.raw("<p>").text(say("sim.text")).raw("</p>\n<form method=\"post\" action=\"/me/numbers/");
  page.body.url_part(line->ownership.id).raw("/sim\">\n");
  me_csrf_field(page.body, asked);
  page.body.raw("<button name=\"locked\" value=\"").text(line->sim_locked ? "no" : "yes").raw("\">");
  page.body.text(say(line->sim_locked ? "sim.off.act" : "sim.act")).raw("</button>\n</form>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_sim_set(Asked& asked) {
  const auto done =
      asked.page.set_sim_lock(asked.session, asked.request.param("id"), http::value_of(asked.form, "locked") != "no");
  if (!done.ok()) return me_failed(asked.request, asked.options, done.error());
  return http::Response::redirect("/me/numbers");
}

}  // namespace muster::lookups
