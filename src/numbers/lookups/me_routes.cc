#include "me_frame.h"
#include <http/page_style.h>

#include <embedded_person_page_files.h>

namespace muster::lookups {
namespace {

using OpenHandler = http::Response (*)(OwnPage&, const PageOptions&, const http::Request&);

http::Response style(const http::Request&) {
  return http::page_style(person_page_files::files().front().bytes);
}

}  // namespace

void add_person_pages(http::Router& router, OwnPage& page, PageOptions options) {
  // Not the session of staff: the person's own cookie, and its own token in every form.
  const auto route = [&](const char* method, const char* pattern, http::Handler handler) {
    router.add({.method = method,
                .pattern = pattern,
                .access = http::Access::anybody(),
                .handler = std::move(handler),
                .body_max_bytes = kMeFormMax,
                .csrf = http::Csrf::same_site});
  };
  const auto open = [&](const char* method, const char* pattern, OpenHandler handler) {
    route(method, pattern,
          [&page, options, handler](const http::Request& request) { return handler(page, options, request); });
  };
  const auto own = [&](const char* method, const char* pattern, AskedHandler handler) {
    route(method, pattern, recognised(page, options, handler));
  };
  route("GET", "/me/style.css", style);
  open("GET", "/me", me_start);
  open("POST", "/me/code", me_send_code);
  open("GET", "/me/code", me_code);
  open("POST", "/me/session", me_begin);
  if (options.demo) open("GET", "/me/demo-codes", me_demo_codes);
  own("POST", "/me/leave", me_leave);
  own("GET", "/me/numbers", me_numbers);
  own("GET", "/me/numbers/{id}/not-mine", me_not_mine);
  own("POST", "/me/numbers/{id}/not-mine", me_not_mine_sent);
  own("GET", "/me/numbers/{id}/sim", me_sim);
  own("POST", "/me/numbers/{id}/sim", me_sim_set);
  own("GET", "/me/readings", me_readings);
  own("GET", "/me/freeze", me_freeze);
  own("POST", "/me/freeze", me_freeze_set);
  own("GET", "/me/wrong", me_wrong);
  own("POST", "/me/wrong", me_wrong_sent);
  own("GET", "/me/disputes", me_disputes);
  own("GET", "/me/export", me_export);
  own("POST", "/me/export", me_export_made);
}

}  // namespace muster::lookups
