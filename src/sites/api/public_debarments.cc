// GET /public/debarments: entities that get no further access. Individuals are never published.
#include "debarment_handlers.h"
#include "public_pages.h"
#include "public_words.h"

namespace muster::api {
namespace {

constexpr int kDebarmentsOnAPage = 50;

}  // namespace

http::Response public_debarments(const restrictions::DebarmentService& debarments, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto asked = http::page_of(request);
  if (!asked.ok()) return public_answer(request, failed_page(language, asked.error()));
  const auto found = debarments.published(asked->after, kDebarmentsOnAPage);
  if (!found.ok()) return public_answer(request, failed_page(language, found.error()));
  PublicPage page;
  page.title = say("debarments.title");
  Html& html = page.body;
  html.raw("<p>").text(say("debarments.text")).raw("</p>\n");
  if (found->items.empty()) html.raw("<p>").text(say("debarments.none")).raw("</p>\n");
  html.raw("<ul class=\"orders\">\n");
  for (const auto& d : found->items) {
    html.raw("<li><b>")
        .text(d.name)
        .raw("</b><span class=\"soft\">")
        .text(d.number)
        .raw(" · ")
        .text(d.region)
        .raw(" · ");
    html.text(say.of("cause", restrictions::to_text(d.cause))).raw(" · ").day(d.from).raw(" – ").day(d.until);
    html.raw("</span><span>").text(d.reason).raw("</span> <span class=\"soft\">").text(d.law).raw(" · ");
    html.text(d.decision_ref).raw("</span></li>\n");
  }
  html.raw("</ul>\n");
  if (!found->next.empty())
    html.raw("<p><a rel=\"next\" href=\"/public/debarments?after=")
        .url_part(http::cursor_of(found->next))
        .raw("\">")
        .text(say("orders.more"))
        .raw("</a></p>\n");
  return public_answer(request, page);
}

}  // namespace muster::api
