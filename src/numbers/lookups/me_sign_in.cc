// Who is it? The number, then the code. Both questions answer alike whether the number is anybody's or not.
#include "me_frame.h"
#include <base/files.h>
#include <base/text.h>

#include <fmt/format.h>

namespace muster::lookups {
namespace {

constexpr int kCodeCookieSeconds = 15 * 60, kMeCookieSeconds = 60 * 60;
constexpr int kCodesShown = 20;

MePage number_page(const MeWords& say) {
  MePage page;
  page.title = say("start.title");
  page.body.raw("<p>")
      .text(say("start.text"))
      .raw("</p>\n<form method=\"post\" action=\"/me/code\">\n<label for=\"number\">");
  page.body.text(say("start.label")).raw("<span class=\"hint\">").text(say("start.hint"));
  page.body.raw("</span></label>\n<input id=\"number\" name=\"number\" type=\"tel\" inputmode=\"tel\" ");
  page.body.raw("autocomplete=\"tel\" required maxlength=\"40\">\n<button>").text(say("start.act"));
  page.body.raw("</button>\n</form>\n");
  return page;
}

MePage code_page(const MeWords& say, const policy::Policy& policy) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(policy.duration("own_page.code_valid")).count();
  MePage page;
  page.title = say("code.title");
  page.back = "/me";
  page.body.raw("<p>").text(say.with("code.text", fmt::format("{}", minutes)));
  page.body.raw("</p>\n<form method=\"post\" action=\"/me/session\">\n<label for=\"code\">").text(say("code.label"));
  page.body.raw("<span class=\"hint\">").text(say("code.hint"));
  page.body.raw(
      "</span></label>\n<input id=\"code\" class=\"code\" name=\"code\" type=\"text\" inputmode=\"numeric\" ");
  page.body.raw("autocomplete=\"one-time-code\" required maxlength=\"12\">\n<button>").text(say("code.act"));
  page.body.raw("</button>\n</form>\n<p class=\"soft\">")
      .text(say("code.never"))
      .raw("</p>\n<h2>")
      .text(say("code.none"));
  page.body.raw("</h2>\n<p>").text(say("code.none.text")).raw(" <a href=\"/me\">").text(say("code.again"));
  page.body.raw("</a></p>\n");
  return page;
}

http::Response with_fault(const http::Request& request, const PageOptions& options, MePage page, const char* title,
                          const char* text) {
  http::Html body;
  me_error(body, MeWords(request.language()), title, text);
  body.piece(page.body);
  page.body = std::move(body);
  page.status = 422;
  return me_answer(request, options, page);
}

}  // namespace

http::Response me_start(OwnPage& page, const PageOptions& options, const http::Request& request) {
  const MeWords say(request.language());
  const auto session = page.session(request.cookie(kMeCookie).value_or(""));
  if (session.ok() && *session) return recognised(page, options, me_home)(request);
  MePage out = number_page(say);
  if (request.query_value("over")) {
    http::Html body;
    body.raw("<div class=\"answer\"><p>").text(say("start.over")).raw("</p></div>\n").piece(out.body);
    out.body = std::move(body);
  }
  return me_answer(request, options, out);
}

http::Response me_send_code(OwnPage& page, const PageOptions& options, const http::Request& request) {
  const MeWords say(request.language());
  const auto form = http::parse_form(request.body);
  const std::string number = form.ok() ? std::string(trim(http::value_of(*form, "number"))) : "";
  const auto token = page.request_code(number, request.client_key, request.language());
  if (!token.ok()) {
    if (token.error().failure != Failure::invalid || http::status_of(token.error()) == 429)
      return me_failed(request, options, token.error());
    return with_fault(request, options, number_page(say), "start.bad", "start.bad.text");
  }
  return http::Response::redirect("/me/code")
      .header("Set-Cookie", me_cookie(kMeCodeCookie, *token, kCodeCookieSeconds));
}

http::Response me_code(OwnPage& page, const PageOptions& options, const http::Request& request) {
  if (!request.cookie(kMeCodeCookie)) return http::Response::redirect("/me");
  return me_answer(request, options, code_page(MeWords(request.language()), page.policy()));
}

http::Response me_begin(OwnPage& page, const PageOptions& options, const http::Request& request) {
  const auto form = http::parse_form(request.body);
  const auto session = page.begin(request.cookie(kMeCodeCookie).value_or(""),
                                  form.ok() ? http::value_of(*form, "code") : "", request.client_key);
  if (!session.ok()) {
    if (session.error().code != "code_wrong") return me_failed(request, options, session.error());
    return with_fault(request, options, code_page(MeWords(request.language()), page.policy()), "code.bad",
                      "code.bad.text");
  }
  return http::Response::redirect("/me")
      .header("Set-Cookie", me_cookie(kMeCookie, *session, kMeCookieSeconds))
      .header("Set-Cookie", me_cookie(kMeCodeCookie, "", 0));
}

http::Response me_demo_codes(OwnPage&, const PageOptions& options, const http::Request& request) {
  const MeWords say(request.language());
  MePage page;
  page.title = say("demo.codes");
  page.back = "/me/code";
  const auto file = read_file(options.codes_file);
  std::vector<std::string_view> codes;
  if (file.ok())
    for (const auto line : split(*file, '\n'))
      if (!line.empty()) codes.push_back(line);
  if (codes.empty()) page.body.raw("<p>").text(say("demo.none")).raw("</p>\n");
  page.body.raw("<ul class=\"items\">\n");
  for (std::size_t i = codes.size(); i > 0 && codes.size() - i < kCodesShown; --i)
    page.body.raw("<li><code>").text(codes[i - 1]).raw("</code></li>\n");
  page.body.raw("</ul>\n");
  return me_answer(request, options, page);
}

}  // namespace muster::lookups
