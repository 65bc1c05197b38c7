// The appeal form of an order, and what became of an appeal. Works without script; no name and no confession is asked
// for.
#include "public_pages.h"
#include "public_words.h"
#include <base/text.h>
#include <cases/law_text.h>

namespace muster::api {
namespace {

struct Typed {
  std::string words, contact;
};

// What anybody would have to look up, filled in. It admits nothing and asks for nothing but the order's end.
std::string draft_of(const std::string& language, const enforcement::PublicOrder& order) {
  const Words say(language);
  std::string text = filled(say("appeal.draft"), "number", order.number);
  text = filled(text, "day", to_day(order.issued_at));
  text = filled(text, "authority", order.authority);
  text = filled(text, "scope", order.scope_value.empty() ? std::string(say("appeal.sealed")) : order.scope_value);
  text = filled(text, "measure", say.of("measure", order.measure));
  text = filled(text, "ground", say.of("ground", order.ground));
  return filled(text, "law", cases::law_text(order.law, order.article));
}

PublicPage form_page(const std::string& language, const std::string& number, const Typed& typed) {
  const Words say(language);
  PublicPage page;
  page.title = filled(say("appeal.title"), "number", number);
  Html& html = page.body;
  html.raw("<p>").text(say("appeal.text")).raw("</p>\n<form method=\"post\" action=\"/public/orders/").url_part(number);
  html.raw("/appeal\">\n<label for=\"words\">")
      .text(say("appeal.words"))
      .raw("<span class=\"hint\">")
      .text(say("appeal.words.hint"));
  html.raw("</span></label>\n<textarea id=\"words\" name=\"words\" required maxlength=\"10000\">\n").text(typed.words);
  html.raw("</textarea>\n<label for=\"contact\">")
      .text(say("appeal.contact"))
      .raw("<span class=\"hint\">")
      .text(say("appeal.contact.hint"));
  html.raw(
      "</span></label>\n<input id=\"contact\" name=\"contact\" type=\"email\" autocomplete=\"email\" maxlength=\"254\" "
      "value=\"");
  html.attribute(typed.contact).raw("\">\n<input type=\"hidden\" name=\"lang\" value=\"").attribute(language);
  html.raw("\">\n<button>").text(say("appeal.act")).raw("</button>\n</form>\n");
  return page;
}

std::string_view error_words(const Words& say, const Error& error) {
  if (error.code == "appeal_open") return say("appeal.error.open");
  if (error.code == "appeal_window") return say("appeal.error.window");
  if (error.code == "appeal_order_state") return say("appeal.error.ended");
  if (error.code == "text_missing") return say("appeal.error.words");
  return say("appeal.error.other");
}

http::Response again(const http::Request& request, const std::string& language, const std::string& number,
                     const Typed& typed, const Error& error) {
  const Words say(language);
  PublicPage form = form_page(language, number, typed);
  PublicPage page;
  page.title = form.title;
  page.status = http::status_of(error);
  page.body.raw("<div class=\"error\" role=\"alert\"><h2>")
      .text(say("appeal.failed"))
      .raw("</h2><p>")
      .text(error_words(say, error));
  page.body.raw(" ").text(say("appeal.failed.kept")).raw("</p></div>\n").piece(form.body);
  return public_answer(request, page);
}

void outcome(Html& html, const Words& say, const cases::Appeal& appeal) {
  html.raw("<dl>\n<dt>")
      .text(say("order.state"))
      .raw("</dt><dd>")
      .text(say.of("appeal", appeal.state))
      .raw("</dd>\n<dt>");
  html.text(say("order.number")).raw("</dt><dd><a href=\"/public/orders/").url_part(appeal.order_number).raw("\">");
  html.text(appeal.order_number)
      .raw("</a></dd>\n<dt>")
      .text(say("appeals.filed"))
      .raw("</dt><dd>")
      .time(appeal.filed_at);
  html.raw("</dd>\n");
  if (!appeal.decided_at && appeal.state != "lapsed" && appeal.state != "moot")
    html.raw("<dt>")
        .text(say("appeal.by"))
        .raw("</dt><dd>")
        .time(appeal.decide_due)
        .raw("<br><span class=\"hint\">")
        .text(say("appeal.lapse"))
        .raw("</span></dd>\n");
  if (!appeal.reasons.empty())
    html.raw("<dt>").text(say("appeals.reasons")).raw("</dt><dd>").text(appeal.reasons).raw("</dd>\n");
  html.raw("</dl>\n");
}

}  // namespace

http::Response public_appeal_form(const PublicParts& parts, const http::Request& request) {
  const auto order = parts.order(request.param("number"));
  if (!order.ok() || !order_appealable(*order)) return public_order(parts, request);
  const std::string language = request.language();
  return public_answer(request, form_page(language, order->number, {draft_of(language, *order), ""}));
}

http::Response public_appeal_file(const PublicParts& parts, const http::Request& request) {
  const auto form = parse_form(request.body);
  const std::string asked = form.ok() ? http::value_of(*form, "lang") : "";
  const std::string language = asked == "zh" || asked == "en" ? asked : request.language();
  const std::string number = request.param("number");
  if (!form.ok()) return again(request, language, number, {}, form.error());
  const Typed typed{http::with_plain_lines(http::value_of(*form, "words")),
                    std::string(trim(http::value_of(*form, "contact")))};
  if (typed.words.empty())
    return again(request, language, number, typed, invalid("text_missing", "Say why the order is wrong.", "words"));
  const auto filed = parts.file_appeal({number, typed.words, typed.contact, language});
  if (!filed.ok()) return again(request, language, number, typed, filed.error());

  const Words say(language);
  PublicPage page;
  page.title = say("appeal.done");
  page.status = 201;
  page.body.raw("<h2>")
      .text(say("appeal.receipt"))
      .raw("</h2>\n<p class=\"receipt\">")
      .text(filed->receipt)
      .raw("</p>\n<p>");
  page.body.text(say("appeal.receipt.keep"))
      .raw("</p>\n<p>")
      .text(say("appeal.done.number"))
      .raw(": ")
      .text(filed->appeal.number)
      .raw("</p>\n");
  outcome(page.body, say, filed->appeal);
  http::Request shown = request;  // the page is in the form's language
  shown.query = {{"lang", language}};
  return public_answer(shown, page);
}

http::Response public_appeals(const http::Request& request) {
  const Words say(request.language());
  if (const auto number = request.query_value("order"); number && !trim(*number).empty()) {
    Html to;
    to.raw("/public/orders/").url_part(trim(*number));
    return http::Response::redirect(to.str());
  }
  PublicPage page;
  page.title = say("appeals.title");
  Html& html = page.body;
  html.raw("<p>")
      .text(say("home.appeal.text"))
      .raw(" ")
      .text(say("appeals.how"))
      .raw("</p>\n<form method=\"get\" action=\"/public/appeals\">");
  html.raw("\n<label for=\"order\">")
      .text(say("appeals.order.label"))
      .raw("</label>\n<input id=\"order\" name=\"order\" required ");
  html.raw("maxlength=\"40\" placeholder=\"O-2026-000001\">\n<button>")
      .text(say("appeals.order.act"))
      .raw("</button>\n</form>\n<p><a href=\"/lookup\">");
  html.text(say("nav.lookup"))
      .raw("</a></p>\n<h2>")
      .text(say("appeals.receipt.title"))
      .raw("</h2>\n<form method=\"post\" action=\"/public/appeals\">");
  html.raw("\n<label for=\"receipt\">")
      .text(say("appeals.receipt.label"))
      .raw("</label>\n<input id=\"receipt\" name=\"receipt\" required ");
  html.raw("maxlength=\"100\" autocomplete=\"off\" spellcheck=\"false\">\n<button>")
      .text(say("appeals.receipt.act"))
      .raw("</button>\n</form>\n");
  return public_answer(request, page);
}

http::Response public_appeal_outcome(const PublicParts& parts, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto form = parse_form(request.body);
  const auto file = form.ok() ? parts.appeal_file(std::string(trim(http::value_of(*form, "receipt"))))
                              : Result<cases::AppealFile>(form.error());
  PublicPage page;
  if (!file.ok()) {
    page.status = file.error().failure == Failure::not_found ? 404 : 422;
    page.title = say("appeals.receipt.unknown");
    page.body.raw("<p>")
        .text(say("appeals.receipt.unknown.text"))
        .raw("</p>\n<p><a href=\"/public/appeals\">")
        .text(say("appeals.title"))
        .raw("</a></p>\n");
    return public_answer(request, page);
  }
  page.title = filled(say("appeals.outcome"), "number", file->appeal.number);
  outcome(page.body, say, file->appeal);
  held_against(page.body, parts, language, *file);
  return public_answer(request, page);
}

}  // namespace muster::api
