#include "me_frame.h"

#include <base/bytes.h>

#include <fmt/format.h>

namespace muster::lookups {
namespace {

std::string csrf_of(const std::string& session_token) {
  return to_hex(sha256("muster-own-page-form/1\n" + session_token));
}

void demo_band(http::Html& html, const MeWords& say) {
  html.raw("<p class=\"demo\">").text(say("demo")).raw(" <a href=\"/me/demo-codes\">").text(say("demo.codes"));
  html.raw("</a></p>\n");
}

void language_switch(http::Html& html, const http::Request& request, bool chinese) {
  http::Html other;
  other.raw("?");
  for (const auto& [name, value] : request.query)
    if (name != "lang") other.url_part(name).raw("=").url_part(value).raw("&amp;");
  other.raw("lang=");
  html.raw("<p><a hreflang=\"").text(chinese ? "en" : "zh-Hans").raw("\" lang=\"").text(chinese ? "en" : "zh-Hans");
  html.raw("\" href=\"").piece(other).text(chinese ? "en" : "zh").raw("\">").text(chinese ? "English" : "中文");
  html.raw("</a></p>\n");
}

}  // namespace

void me_csrf_field(http::Html& html, const Asked& asked) {
  html.raw("<input type=\"hidden\" name=\"form\" value=\"").attribute(asked.csrf).raw("\">\n");
}

void me_error(http::Html& html, const MeWords& say, const char* title, const char* text) {
  html.raw("<div class=\"error\" role=\"alert\"><h2>").text(say(title)).raw("</h2><p>").text(say(text));
  html.raw("</p></div>\n");
}

http::Response me_answer(const http::Request& request, const PageOptions& options, const MePage& page,
                         const Asked* asked) {
  const std::string language = request.language();
  const MeWords say(language);
  http::Html html;
  html.raw("<!doctype html>\n<html lang=\"").text(say.chinese() ? "zh-Hans" : "en");
  html.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, ");
  html.raw("initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<title>").text(page.title);
  html.raw(" · ")
      .text(say("brand"))
      .raw("</title>\n<link rel=\"stylesheet\" href=\"/me/style.css\">\n</head>\n<body>\n");
  html.raw("<a class=\"skip\" href=\"#main\">").text(say("skip")).raw("</a>\n<header><a class=\"brand\" href=\"/me\">");
  html.text(say("brand")).raw("</a></header>\n<main id=\"main\">\n");
  if (options.demo) demo_band(html, say);
  if (page.back) {
    html.raw("<p><a href=\"");
    html.text(page.back).raw("\">").text(say("back")).raw("</a></p>\n");
  }
  html.raw("<h1>").text(page.title).raw("</h1>\n").piece(page.body).raw("</main>\n<footer>\n");
  if (asked) {
    html.raw("<form method=\"post\" action=\"/me/leave\">\n");
    me_csrf_field(html, *asked);
    html.raw("<button class=\"quiet\">").text(say("leave")).raw("</button>\n</form>\n");
  }
  if (request.method == "GET") language_switch(html, request, say.chinese());
  html.raw("<p>").text(say("foot")).raw("</p>\n</footer>\n</body>\n</html>\n");
  http::Response response = http::Response::html(html.str(), page.status);
  if (request.query_value("lang"))
    response.header("Set-Cookie", "muster_language=" + language + "; Path=/; Max-Age=31536000; SameSite=Strict");
  response.header("Cache-Control", "no-store").header("Pragma", "no-cache");
  // A page with a secret in it is not compressed: its length must not tell of it.
  response.header("Content-Encoding", "identity").header("X-Robots-Tag", "noindex");
  response.header("Content-Security-Policy",
                  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                  "frame-ancestors 'none'");
  response.header("Referrer-Policy", "same-origin");
  return response;
}

http::Response me_failed(const http::Request& request, const PageOptions& options, const Error& error) {
  const MeWords say(request.language());
  MePage page;
  page.status = http::status_of(error);
  const bool busy = page.status == 429;
  page.title = say(busy ? "busy.title" : "failed.title");
  page.back = "/me";
  page.body.raw("<p>").text(say(error.code == "form_forged" ? "forged.text" : busy ? "busy.text" : "failed.text"));
  page.body.raw("</p>\n");
  return me_answer(request, options, page);
}

std::string me_cookie(const char* name, const std::string& value, int seconds) {
  return fmt::format("{}={}; Path=/me; HttpOnly; SameSite=Strict; Max-Age={}", name, value,
                     value.empty() ? 0 : seconds);
}

http::Handler recognised(OwnPage& page, const PageOptions& options, AskedHandler handler) {
  return [&page, options, handler](const http::Request& request) {
    const std::string token = request.cookie(kMeCookie).value_or("");
    auto session = page.session(token);
    if (!session.ok()) return me_failed(request, options, session.error());
    if (!*session) return http::Response::redirect(token.empty() ? "/me" : "/me?over=1");
    Asked asked{page, request, options, MeWords(request.language()), std::move(**session), csrf_of(token), {}};
    if (request.method == "POST") {
      auto form = http::parse_form(request.body);
      if (!form.ok()) return me_failed(request, options, form.error());
      asked.form = std::move(*form);
      if (!constant_time_equal(http::value_of(asked.form, "form"), asked.csrf))
        return me_failed(request, options, refused("form_forged", "The form lacks the session's token."));
    }
    return handler(asked);
  };
}

}  // namespace muster::lookups
