#include "public_html.h"

#include "public_words.h"

namespace muster::api {

http::Response public_answer(const http::Request& request, const PublicPage& page) {
  const std::string language = request.language();
  const Words say(language);
  const bool chinese = language == "zh";
  Html other;  // the same page in the other language
  other.raw("?");
  for (const auto& [name, value] : request.query)
    if (name != "lang") other.url_part(name).raw("=").url_part(value).raw("&amp;");
  other.raw("lang=");

  Html html;
  html.raw("<!doctype html>\n<html lang=\"")
      .text(chinese ? "zh-Hans" : "en")
      .raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
  html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").text(page.title);
  html.raw(
      " · Muster</title>\n<link rel=\"stylesheet\" href=\"/public/style.css\">\n<link rel=\"icon\" "
      "href=\"/mark.svg\" ");
  html.raw("type=\"image/svg+xml\">\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">")
      .text(say("skip"))
      .raw("</a>\n");
  html.raw("<header><a class=\"brand\" href=\"/public\">Muster</a><nav aria-label=\"")
      .text(say("nav"))
      .raw("\"><a href=\"/lookup\">");
  html.text(say("nav.lookup"))
      .raw("</a><a href=\"/public/orders\">")
      .text(say("nav.list"))
      .raw("</a><a href=\"/public/reports\">")
      .text(say("nav.report"))
      .raw("</a><a href=\"/public/appeals\">");
  html.text(say("nav.appeal")).raw("</a></nav></header>\n<main id=\"main\">\n<h1>").text(page.title).raw("</h1>\n");
  html.piece(page.body).raw("</main>\n<footer>");
  if (request.method == "GET") {
    html.raw("<p><a hreflang=\"").text(chinese ? "en" : "zh-Hans").raw("\" lang=\"").text(chinese ? "en" : "zh-Hans");
    html.raw("\" href=\"")
        .piece(other)
        .text(chinese ? "en" : "zh")
        .raw("\">")
        .text(chinese ? "English" : "中文")
        .raw("</a></p>");
  }
  html.raw("<p>")
      .text(say("foot"))
      .raw(" <a href=\"/api/ledger/checkpoint\">")
      .text(say("foot.checkpoint"))
      .raw("</a></p></footer>\n");
  html.raw("</body>\n</html>\n");

  http::Response response = http::Response::html(html.str(), page.status);
  if (request.query_value("lang"))
    response.header("Set-Cookie", "muster_language=" + language + "; Path=/; Max-Age=31536000; SameSite=Strict");
  response.header("Vary", "Accept-Language, Cookie");
  return response;
}

}  // namespace muster::api
