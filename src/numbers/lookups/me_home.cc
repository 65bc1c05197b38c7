// What the person can do, and leaving.
#include "me_frame.h"

namespace muster::lookups {
namespace {

void task(http::Html& html, const char* href, std::string_view words, std::string_view more = {}) {
  html.raw("<li><a href=\"").text(href).raw("\">").text(words);
  if (!more.empty()) html.raw("<span class=\"soft\">").text(more).raw("</span>");
  html.raw("</a></li>\n");
}

}  // namespace

http::Response me_home(Asked& asked) {
  const MeWords& say = asked.say;
  const auto frozen = asked.page.is_frozen(asked.session);
  const auto disputes = asked.page.disputes(asked.session);
  if (!frozen.ok()) return me_failed(asked.request, asked.options, frozen.error());
  if (!disputes.ok()) return me_failed(asked.request, asked.options, disputes.error());
  MePage page;
  page.title = say("home.title");
  page.body.raw("<ul class=\"tasks\">\n");
  task(page.body, "/me/numbers", say("home.numbers"), say("home.numbers.text"));
  task(page.body, "/me/readings", say("home.readings"));
  task(page.body, "/me/freeze", say("home.freeze"), say(*frozen ? "home.frozen" : "home.open"));
  task(page.body, "/me/wrong", say("home.wrong"));
  if (!disputes->empty()) task(page.body, "/me/disputes", say("home.disputes"));
  task(page.body, "/me/export", say("home.export"));
  page.body.raw("</ul>\n<p class=\"soft\">");
  page.body.text(say.with("home.until", to_rfc3339(asked.session.expires_at).substr(11, 5))).raw("</p>\n");
  return me_answer(asked.request, asked.options, page, &asked);
}

http::Response me_leave(Asked& asked) {
  if (const auto ended = asked.page.end(asked.session); !ended.ok())
    return me_failed(asked.request, asked.options, ended.error());
  return http::Response::redirect("/me").header("Set-Cookie", me_cookie(kMeCookie, "", 0));
}

}  // namespace muster::lookups
