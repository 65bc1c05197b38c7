// GET /public/statements/{secret}, …/pdf, …/json, POST …/received: the statement of reasons, for whoever was given the
// link.
#include "public_pages.h"
#include "public_words.h"
#include "statement_handlers.h"

namespace muster::api {
namespace {

// The page is not to be kept by what stands between, and its address is not to be told to where its links lead.
http::Response kept_secret(http::Response response) {
  response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
  return response.header("X-Robots-Tag", "noindex");
}

http::Response not_there(const http::Request& request, const Error& error) {
  const std::string language = request.language();
  if (error.failure != Failure::not_found) return public_answer(request, failed_page(language, error));
  const Words say(language);
  PublicPage page;
  page.status = 404;
  page.title = say("statement.unknown");
  page.body.raw("<p>").text(say("statement.unknown.text")).raw("</p>\n");
  return public_answer(request, page);
}

http::Response page_of_statement(const statements::Statement& s, const http::Request& request) {
  const Words say(request.language());
  const auto paper = statements::paper_of(s.content);
  if (!paper.ok()) return not_there(request, paper.error());
  PublicPage page;
  page.title = paper->title;
  Html& html = page.body;
  const std::string secret = request.param("secret");
  html.raw("<div lang=\"").text(paper->language == "zh" ? "zh-Hans" : "en").raw("\">\n");
  for (const auto& section : paper->sections) {
    html.raw("<h2>").text(section.heading).raw("</h2>\n");
    for (const auto& paragraph : section.paragraphs) html.raw("<p>").text(paragraph).raw("</p>\n");
  }
  html.raw("</div>\n<p><a href=\"/public/orders/").url_part(s.order_number).raw("/appeal\">").text(say("order.appeal"));
  html.raw("</a></p>\n<p><a href=\"/public/statements/")
      .url_part(secret)
      .raw("/pdf\">PDF</a> <a href=\"/public/statements/");
  html.url_part(secret).raw("/json\">JSON</a></p>\n");
  if (s.state == "received") {
    html.raw("<p class=\"soft\">").text(say("statement.received")).raw(" ").time(s.state_at).raw("</p>\n");
  } else {
    html.raw("<form method=\"post\" action=\"/public/statements/").url_part(secret).raw("/received\"><p>");
    html.text(say("statement.receive.text"))
        .raw("</p>\n<p><button>")
        .text(say("statement.receive"))
        .raw("</button></p></form>\n");
  }
  return kept_secret(public_answer(request, page));
}

}  // namespace

http::Response public_statement(const statements::Service& statements, const http::Request& request) {
  const auto s = statements.by_secret(request.param("secret"));
  return s.ok() ? page_of_statement(*s, request) : not_there(request, s.error());
}

http::Response public_statement_received(const statements::Service& statements, const http::Request& request) {
  const auto s = statements.receive(request.param("secret"));
  return s.ok() ? page_of_statement(*s, request) : not_there(request, s.error());
}

http::Response public_statement_pdf(const statements::Service& statements, const http::Request& request) {
  const auto s = statements.by_secret(request.param("secret"));
  if (!s.ok()) return not_there(request, s.error());
  auto pdf = statements.pdf(*s, true);
  if (!pdf.ok()) return not_there(request, pdf.error());
  return kept_secret(http::Response::text(std::move(*pdf), "application/pdf")
                         .header("Content-Disposition", "inline; filename=\"" + s->number + ".pdf\""));
}

http::Response public_statement_json(const statements::Service& statements, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto s, statements.by_secret(request.param("secret")));
  return kept_secret(http::Response::json(s.content));
}

}  // namespace muster::api
