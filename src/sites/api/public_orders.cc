// GET /public/orders and /public/orders/{number}: the published list.
#include "public_pages.h"
#include "public_words.h"
#include <cases/law_text.h>

namespace muster::api {

bool order_stands(const enforcement::PublicOrder& order) {
  return order.state == "in_force" || order.state == "executed" || order.state == "verified" || order.state == "stayed";
}

bool order_appealable(const enforcement::PublicOrder& order) {
  return order_stands(order) || order.state == "lifted" || order.state == "expired";
}

void order_line(Html& html, const std::string& language, const enforcement::PublicOrder& order) {
  const Words say(language);
  html.raw("<li><a href=\"/public/orders/").url_part(order.number).raw("\">").text(order.number).raw("</a> ");
  html.text(order.scope_value.empty() ? std::string(say("order.sealed.short")) : order.scope_value);
  html.raw("<span class=\"soft\">").text(say.of("ground", order.ground)).raw(" · ").text(order.authority).raw(" · ");
  html.text(say.of("state", order.state)).raw(" · ").day(order.issued_at).raw("</span></li>\n");
}

http::Response public_orders(const PublicParts& parts, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto page_asked = http::page_of(request);
  if (!page_asked.ok()) return public_answer(request, failed_page(language, page_asked.error()));
  const auto orders = parts.orders(page_asked->after, kOrdersOnAPage);
  if (!orders.ok()) return public_answer(request, failed_page(language, orders.error()));
  PublicPage page;
  page.title = say("orders.title");
  page.body.raw("<p>").text(say("orders.text")).raw("</p>\n<p><a href=\"/public/debarments\">");
  page.body.text(say("debarments.title")).raw("</a></p>\n");
  if (orders->items.empty()) {
    page.body.raw("<p>").text(say("orders.none")).raw("</p>\n");
  } else {
    page.body.raw("<ul class=\"orders\">\n");
    for (const auto& order : orders->items) order_line(page.body, language, order);
    page.body.raw("</ul>\n");
  }
  if (!orders->next.empty())
    page.body.raw("<p><a rel=\"next\" href=\"/public/orders?after=")
        .url_part(http::cursor_of(orders->next))
        .raw("\">")
        .text(say("orders.more"))
        .raw("</a></p>\n");
  return public_answer(request, page);
}

http::Response public_order(const PublicParts& parts, const http::Request& request) {
  const std::string language = request.language();
  const Words say(language);
  const auto order = parts.order(request.param("number"));
  if (!order.ok()) {
    if (order.error().failure != Failure::not_found)
      return public_answer(request, failed_page(language, order.error()));
    PublicPage page;
    page.status = 404;
    page.title = say("order.unknown");
    page.body.raw("<p>")
        .text(say("order.unknown.text"))
        .raw("</p>\n<p><a href=\"/public/orders\">")
        .text(say("orders.title"))
        .raw("</a></p>\n");
    return public_answer(request, page);
  }
  PublicPage page;
  page.title = filled(say("order.title"), "number", order->number);
  Html& html = page.body;
  html.raw("<dl>\n<dt>")
      .text(say("order.state"))
      .raw("</dt><dd>")
      .text(say.of("state", order->state))
      .raw("</dd>\n<dt>");
  html.text(say("order.scope")).raw("</dt><dd>");
  if (order->scope_value.empty())
    html.text(say("order.sealed")).raw(" <code>").text(order->commitment).raw("</code>");
  else
    html.raw("<b>").text(order->scope_value).raw("</b> (").text(say.of("scope", order->scope_kind)).raw(")");
  html.raw("</dd>\n<dt>").text(say("order.measure")).raw("</dt><dd>").text(say.of("measure", order->measure));
  html.raw("</dd>\n<dt>").text(say("order.ground")).raw("</dt><dd>").text(say.of("ground", order->ground));
  html.raw("</dd>\n<dt>").text(say("order.law")).raw("</dt><dd>").text(cases::law_text(order->law, order->article));
  html.raw("</dd>\n<dt>").text(say("order.authority")).raw("</dt><dd>").text(order->authority);
  html.raw("</dd>\n<dt>").text(say("order.issued")).raw("</dt><dd>").time(order->issued_at);
  html.raw("</dd>\n<dt>").text(say("order.expires")).raw("</dt><dd>").time(order->expires_at).raw("</dd>\n</dl>\n");
  if (!order_stands(*order)) html.raw("<p class=\"soft\">").text(say("order.over")).raw("</p>\n");
  if (order_appealable(*order))
    html.raw("<p><a href=\"/public/orders/")
        .url_part(order->number)
        .raw("/appeal\">")
        .text(say("order.appeal"))
        .raw("</a></p>\n");
  else
    html.raw("<p class=\"soft\">").text(say("order.ended")).raw("</p>\n");
  return public_answer(request, page);
}

}  // namespace muster::api
