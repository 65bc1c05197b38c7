// No new numbers in the person's name; what is wrong about them; what became of what they said.
#include "me_frame.h"

namespace muster::lookups {
namespace {

constexpr const char* kWrongFields[] = {"name", "birth_date", "address", "document"};

MePage wrong_page(const Asked& asked, std::string_view words) {
  const MeWords& say = asked.say;
  MePage page;
  page.title = say("wrong.title");
  page.back = "/me";
  page.body.raw("<p>").text(say("wrong.text")).raw("</p>\n<form method=\"post\" action=\"/me/wrong\">\n");
  me_csrf_field(page.body, asked);
  for (const char* field : kWrongFields) {
    page.body.raw("<label class=\"choice\"><input type=\"checkbox\" name=\"field\" value=\"").text(field).raw("\">");
    page.body.text(say.of("field", field)).raw("</label>\n");
  }
  page.body.raw("<label for=\"words\">")
      .text(say("wrong.words"))
      .raw("</label>\n<textarea id=\"words\" name=\"words\" ");
  page.body.raw("required maxlength=\"600\">\n").text(words).raw("</textarea>\n<button>").text(say("wrong.act"));
  page.body.raw("</button>\n</form>\n");
  return page;
}

void dispute_item(http::Html& html, const MeWords& say, const Dispute& d, Instant now) {
  html.raw("<li>\n<strong>").text(say.of("dispute_kind", to_text(d.kind))).raw("</strong>\n<dl>\n<dt>");
  html.text(say("dispute.opened")).raw("</dt><dd>").day(d.opened_at).raw("</dd>\n<dt>").text(say("dispute.state"));
  html.raw("</dt><dd>").text(say.of("dispute_state", to_text(d.state))).raw("</dd>\n");
  if (d.outcome) {
    html.raw("<dt>").text(say("dispute.outcome")).raw("</dt><dd>").text(say.of("outcome", to_text(*d.outcome)));
    html.raw("</dd>\n");
  } else {
    html.raw("<dt>").text(say("dispute.due")).raw("</dt><dd>").day(d.due_at);
    if (now > d.due_at) html.raw("<br>").text(say("dispute.late"));
    html.raw("</dd>\n");
  }
  html.raw("</dl>\n</li>\n");
}

}  // namespace

http::Response me_freeze(Asked& asked) {
  const MeWords& say = asked.say;
  const auto frozen = asked.page.is_frozen(asked.session);
  if (!frozen.ok()) return me_failed(asked.request, asked.options, frozen.error());
  MePage page;
  page.title = say(*frozen ? "freeze.off.title" : "freeze.title");
  page.back = "/me";
  page.body.raw("<div class=\"answer\"><p>").text(say(*frozen ? "home.frozen" : "home.open")).raw("</p></div>\n<p>");
  page.body.text(say("freeze.text")).raw("</p>\n<form method=\"post\" action=\"/me/freeze\">\n");
  me_csrf_field(page.body, asked);
  page.body.raw("<button name=\"frozen\" value=\"").text(*frozen ? "no" : "yes").raw("\">");
  page.body.text(say(*frozen ? "freeze.off.act" : "freeze.act")).raw("</button>\n</form>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_freeze_set(Asked& asked) {
  const auto done = asked.page.set_frozen(asked.session, http::value_of(asked.form, "frozen") != "no");
  if (!done.ok()) return me_failed(asked.request, asked.options, done.error());
  return http::Response::redirect("/me");
}

http::Response me_wrong(Asked& asked) {
  return me_answer(asked.request, asked.options, wrong_page(asked, {}), &asked);
}

http::Response me_wrong_sent(Asked& asked) {
  std::vector<std::string> fields;
  for (const auto& [name, value] : asked.form)
    if (name == "field") fields.push_back(value);
  const std::string words = http::with_plain_lines(http::value_of(asked.form, "words"));
  const auto opened = asked.page.dispute_data(asked.session, fields, words);
  if (opened.ok()) return http::Response::redirect("/me/disputes?sent=1");
  if (opened.error().failure != Failure::invalid) return me_failed(asked.request, asked.options, opened.error());
  MePage again = wrong_page(asked, words);
  http::Html body;
  me_error(body, asked.say, "wrong.missing", "wrong.missing.text");
  body.piece(again.body);
  again.body = std::move(body);
  again.status = 422;
  return me_answer(asked.request, asked.options, again, &asked);
}

http::Response me_disputes(Asked& asked) {
  const MeWords& say = asked.say;
  const auto all = asked.page.disputes(asked.session);
  if (!all.ok()) return me_failed(asked.request, asked.options, all.error());
  MePage page;
  page.title = say(asked.request.query_value("sent") ? "dispute.title" : "disputes.title");
  page.back = "/me";
  if (all->empty()) page.body.raw("<p>").text(say("disputes.none")).raw("</p>\n");
  page.body.raw("<ul class=\"items\">\n");
  for (const Dispute& d : *all) dispute_item(page.body, say, d, asked.page.clock().now());
  page.body.raw("</ul>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

}  // namespace muster::lookups
