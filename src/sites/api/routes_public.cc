// The server-rendered pages for everybody: no script, no session, no trace of who asked.
#include "public_pages.h"
#include <api/services.h>
#include <http/page_style.h>
#include <policy/policy.h>

#include <embedded_public_files.h>

namespace muster::api {
namespace {

constexpr int kLookupsAtOnce = 60;  // of one client a minute
constexpr int kAppealsAtOnce = 10;  // of one client an hour, receipts included

http::Response style(const http::Request&) {
  return http::page_style(public_file("style.css"));
}

}  // namespace

std::string_view public_file(std::string_view name) {
  for (const EmbeddedFile& file : public_files::files())
    if (file.path == name) return file.bytes;
  throw std::logic_error("there is no such public file");
}

http::Handler within(const std::shared_ptr<http::RateLimiter>& limiter, http::Handler handler) {
  return [limiter, handler = std::move(handler)](const http::Request& request) {
    if (const auto taken = limiter->take(request.client_key); !taken.ok())
      return public_answer(request, failed_page(request.language(), taken.error())).header("Retry-After", "120");
    return handler(request);
  };
}

void add_public_pages(http::Router& router, const PublicParts& parts, const Clock& clock) {
  const auto lookups = std::make_shared<http::RateLimiter>(clock, kLookupsAtOnce, std::chrono::minutes(1));
  const auto appeals = std::make_shared<http::RateLimiter>(clock, kAppealsAtOnce, std::chrono::hours(1));
  const auto page = [&](const char* method, const char* pattern, http::Handler handler) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler = std::move(handler),
                .body_max_bytes = kFormMaxBytes,
                .csrf = http::Csrf::none});
  };
  page("GET", "/public", public_home);
  page("GET", "/public/style.css", style);
  page("GET", "/lookup", within(lookups, [parts](const http::Request& r) { return public_lookup(parts, r); }));
  page("GET", "/public/orders", within(lookups, [parts](const http::Request& r) { return public_orders(parts, r); }));
  page("GET", "/public/orders/{number}",
       within(lookups, [parts](const http::Request& r) { return public_order(parts, r); }));
  page("GET", "/public/orders/{number}/appeal",
       within(lookups, [parts](const http::Request& r) { return public_appeal_form(parts, r); }));
  page("POST", "/public/orders/{number}/appeal",
       within(appeals, [parts](const http::Request& r) { return public_appeal_file(parts, r); }));
  page("GET", "/public/appeals", public_appeals);
  page("POST", "/public/appeals",
       within(appeals, [parts](const http::Request& r) { return public_appeal_outcome(parts, r); }));
}

void add_public_routes(http::Router& router, const Services& services) {
  add_public_pages(
      router,
      {.filing_of = [&f = services.filings](const std::string& name) { return f.lookup(name); },
       .orders_of = [&e = services.enforcement](const std::string& name) { return e.public_lookup(name); },
       .orders = [&e = services.enforcement](const std::string& after,
                                             int limit) { return e.public_orders(after, limit); },
       .order = [&e = services.enforcement](const std::string& number) { return e.public_order(number); },
       .file_appeal = [&c = services.cases](const cases::NewAppeal& appeal) { return c.file_appeal(appeal); },
       .appeal_file = [&c = services.cases](const std::string& receipt) { return c.appeal_file(receipt); },
       .element =
           [&policy = services.policy](const std::string& ground, const std::string& element,
                                       const std::string& language) {
             if (const policy::Ground* rules = policy.find_ground(ground))
               for (const auto& e : rules->required_elements)
                 if (e.code == element) return e.words.in(language);
             return element;
           }},
      services.clock);
}

}  // namespace muster::api
