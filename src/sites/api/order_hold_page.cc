// GET /orders/{id}/hold-page?as=page|nginx|apache&blocked_by=URL&folder=&language=: what the host of a held site
// answers in its place (RFC 7725), and the lines of configuration that serve it.
#include "case_handlers.h"
#include <cases/law_text.h>
#include <enforcement/hold_page.h>
#include <policy/policy.h>

namespace muster::api {
namespace {

// The host and the path that the scope names.
void take_scope(enforcement::HoldFacts& facts, const cases::Order& o) {
  facts.host = o.scope_value;
  if (o.scope_kind != "url") return;
  const std::size_t from = o.scope_value.find("://");
  const std::string rest = from == std::string::npos ? o.scope_value : o.scope_value.substr(from + 3);
  const std::size_t slash = rest.find('/');
  facts.host = rest.substr(0, slash);
  facts.path = slash == std::string::npos ? "/" : rest.substr(slash, rest.find_first_of("?#") - slash);
}

}  // namespace

http::Response order_hold_page(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto o, services.cases.order(request.param("id")));
  if (!may_see_scope(o, *request.principal))
    return http::Response::problem(not_found("order_unknown", "There is no order with this number."));
  if (o.measure != "hold")
    return http::Response::problem(
        conflict("hold_page_measure", "Only a site that its own host holds has such a page."));
  const std::string as = request.query_or("as", "page"), folder = request.query_or("folder", "/var/www/muster");
  enforcement::HoldFacts facts;
  facts.blocked_by = request.query_or("blocked_by", "");
  MUSTER_ANSWER_CHECK(enforcement::check_blocked_by(facts.blocked_by));
  if (folder.empty() || folder[0] != '/' || folder.size() > 300)
    return http::Response::problem(invalid("folder", "Give the folder of the page by its full path.", "folder"));
  take_scope(facts, o);
  facts.number = o.number;
  facts.law = cases::law_text(o.law, o.article);
  facts.authority = o.authority_name;
  facts.expires_at = o.expires_at;
  facts.order_url = services.policy.named("public.address") + "/public/orders/" + o.number;
  if (as == "nginx") return http::Response::text(enforcement::nginx_lines(facts, folder));
  if (as == "apache") return http::Response::text(enforcement::apache_lines(facts, folder));
  if (as != "page") return http::Response::problem(invalid("as", "Say page, nginx or apache.", "as"));
  return http::Response::text(enforcement::hold_page(facts, request.query_or("language", "en")),
                              "text/html; charset=utf-8")
      .header("Content-Disposition", "attachment; filename=\"" + enforcement::hold_page_name(facts) + "\"");
}

}  // namespace muster::api
