// GET /public and GET /lookup?name=: is it filed, and is it on a list?
#include "public_pages.h"
#include "public_words.h"
#include <base/text.h>
#include <names/name.h>

namespace muster::api {

void lookup_form(Html& html, const std::string& language, const std::string& name) {
  const Words say(language);
  html.raw("<form method=\"get\" action=\"/lookup\" role=\"search\">\n<label for=\"name\">").text(say("lookup.label"));
  html.raw("<span class=\"hint\">")
      .text(say("lookup.hint"))
      .raw("</span></label>\n<input id=\"name\" name=\"name\" type=\"text\" ");
  html.raw("required maxlength=\"253\" autocapitalize=\"none\" autocomplete=\"off\" spellcheck=\"false\" value=\"")
      .attribute(name);
  html.raw("\">\n<button>").text(say("lookup.act")).raw("</button>\n</form>\n");
}

std::string filled(std::string_view words, std::string_view hole, std::string_view with) {
  std::string out(words);
  const std::string mark = "{" + std::string(hole) + "}";
  if (const auto at = out.find(mark); at != std::string::npos) out.replace(at, mark.size(), with);
  return out;
}

PublicPage failed_page(const std::string& language, const Error& error) {
  const Words say(language);
  PublicPage page;
  page.status = http::status_of(error);
  const bool busy = page.status == 429;
  page.title = say(busy ? "busy.title" : "failed.title");
  page.body.raw("<p>").text(say(busy ? "busy.text" : "failed.text")).raw("</p>\n");
  return page;
}

http::Response public_home(const http::Request& request) {
  const Words say(request.language());
  PublicPage page;
  page.title = say("home.title");
  page.body.raw("<p>").text(say("home.text")).raw("</p>\n");
  lookup_form(page.body, request.language(), "");
  page.body.raw("<h2><a href=\"/public/orders\">")
      .text(say("home.list"))
      .raw("</a></h2>\n<p>")
      .text(say("home.list.text"));
  page.body.raw("</p>\n<h2><a href=\"/public/reports\">").text(say("report.title")).raw("</a></h2>\n<p>");
  page.body.text(say("home.report.text"));
  page.body.raw("</p>\n<h2><a href=\"/public/appeals\">")
      .text(say("home.appeal"))
      .raw("</a></h2>\n<p>")
      .text(say("home.appeal.text"));
  page.body.raw("</p>\n<h2><a href=\"/public/transparency\">")
      .text(say("transparency.title"))
      .raw("</a></h2>\n<p>")
      .text(say("home.transparency.text"));
  page.body.raw("</p>\n");
  return public_answer(request, page);
}

namespace {

void show_filing(Html& html, const Words& say, const std::string& asked,
                 const std::optional<filings::PublicFiling>& filing) {
  html.raw("<h2>").text(say("lookup.filing")).raw("</h2>\n");
  if (!filing) {
    html.raw("<div class=\"answer yes\"><p>").text(say("lookup.no.filing")).raw("</p></div>\n");
    return;
  }
  html.raw("<dl>\n<dt>")
      .text(say("filing.state"))
      .raw("</dt><dd>")
      .text(say.of("state", filings::to_text(filing->state)));
  html.raw("</dd>\n<dt>").text(say("filing.subject")).raw("</dt><dd>");
  if (filing->individual)
    html.text(say("lookup.individual"));
  else
    html.text(filing->subject_name);
  html.raw("</dd>\n<dt>").text(say("filing.number")).raw("</dt><dd>").text(filing->number).raw("</dd>\n");
  if (filing->filed_at)
    html.raw("<dt>").text(say("filing.since")).raw("</dt><dd>").day(*filing->filed_at).raw("</dd>\n");
  for (const auto& approval : filing->pre_approvals) {
    html.raw("<dt>").text(say("filing.pre_approval")).raw("</dt><dd>");
    html.text(say.of("approval", filings::to_text(approval.kind))).raw(" ").text(approval.number).raw("</dd>\n");
  }
  html.raw("</dl>\n");
  if (filing->domain != asked)
    html.raw("<p class=\"soft\">").text(say("lookup.covers")).raw(" ").text(filing->domain).raw("</p>\n");
}

void show_orders(Html& html, const std::string& language, const std::vector<enforcement::PublicOrder>& orders) {
  const Words say(language);
  html.raw("<h2>").text(say("lookup.on.list")).raw("</h2>\n");
  if (orders.empty()) {
    html.raw("<div class=\"answer\"><p>").text(say("lookup.not.on.list")).raw("</p></div>\n");
    return;
  }
  html.raw("<div class=\"answer yes\"><p>").text(say("lookup.is.on.list")).raw("</p></div>\n<ul class=\"orders\">\n");
  for (const auto& order : orders) order_line(html, language, order);
  html.raw("</ul>\n");
}

}  // namespace

http::Response public_lookup(const PublicParts& parts, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const std::string name(trim(request.query_or("name", "")));
  PublicPage page;
  if (name.empty()) {
    page.title = say("lookup.title");
    lookup_form(page.body, language, "");
    return public_answer(request, page);
  }
  const auto orders = parts.orders_of(name);
  const auto filing =
      orders.ok() ? parts.filing_of(name) : Result<std::optional<filings::PublicFiling>>(orders.error());
  if (!filing.ok()) {
    if (filing.error().failure != Failure::invalid)
      return public_answer(request, failed_page(language, filing.error()));
    page.status = 422;
    page.title = say("lookup.title");
    page.body.raw("<div class=\"error\" role=\"alert\"><h2>").text(say("lookup.bad")).raw("</h2><p>");
    page.body.text(say.chinese() ? std::string(say("lookup.bad.zh")) : filing.error().sentence).raw("</p></div>\n");
    lookup_form(page.body, language, name);
    return public_answer(request, page);
  }
  page.title = filled(say("lookup.result"), "name", name);
  show_orders(page.body, language, *orders);
  show_filing(page.body, say, name, *filing);
  if (const auto parsed = names::parse_name(name); parsed.ok())
    page.body.raw("<p class=\"soft\"><a href=\"/rdap/domain/")
        .url_part(parsed->ascii)
        .raw("\" type=\"application/rdap+json\">")
        .text(say("lookup.rdap"))
        .raw("</a></p>\n");
  lookup_form(page.body, language, name);
  return public_answer(request, page);
}

}  // namespace muster::api
