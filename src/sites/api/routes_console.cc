// Serves the embedded console: files under /assets have their hash in the name and are kept for ever; every other path
// that nobody else owns gets index.html, because the console reads the path itself.
#include "search.h"
#include <api/services.h>
#include <base/bytes.h>
#include <http/router.h>

#include <map>
#include <string>
#include <string_view>

#include <embedded_console_files.h>

namespace muster::api {
namespace {

std::string_view content_type(std::string_view path) {
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  if (path.ends_with(".json")) return "application/json";
  return "application/octet-stream";
}

const std::map<std::string, std::string_view>& files() {
  static const auto all = [] {
    std::map<std::string, std::string_view> out;
    for (const auto& file : console_files::files()) out.emplace(std::string(file.path), file.bytes);
    return out;
  }();
  return all;
}

http::Response serve(const std::string& path, std::string_view cache) {
  const auto found = files().find(path);
  if (found == files().end())
    return http::Response::problem(not_found("file_unknown", "There is no such file; load the page again."));
  return http::Response::text(std::string(found->second), std::string(content_type(path)))
      .header("Cache-Control", std::string(cache))
      .header("ETag", "\"" + to_hex(sha256(found->second)).substr(0, 32) + "\"");
}

// The console's own places (console/src/app/app.tsx). A closed list: a mistyped API path stays a 404.
constexpr std::string_view kPlaces[] = {"/",
                                        "/home",
                                        "/filings",
                                        "/filings/{path...}",
                                        "/sites/{path...}",
                                        "/domains",
                                        "/domains/{path...}",
                                        "/resources",
                                        "/resources/{path...}",
                                        "/census",
                                        "/legacy",
                                        "/testing",
                                        "/cases",
                                        "/subjects/{path...}",
                                        "/testing/{path...}",
                                        "/orders",
                                        "/ledger",
                                        "/jobs",
                                        "/cases/{path...}",
                                        "/decisions/{path...}",
                                        "/people",
                                        "/settings",
                                        "/appeals",
                                        "/appeals/{path...}",
                                        "/orders/{path...}",
                                        "/people/{path...}"};

}  // namespace

void add_console_files(http::Router& router) {
  router.add({.method = "GET",
              .pattern = "/assets/{path...}",
              .access = http::Access::anybody(),
              .handler = [](const http::Request& request) {
                return serve("assets/" + request.param("path"), "public, max-age=31536000, immutable");
              }});
  router.add(
      {.method = "GET", .pattern = "/mark.svg", .access = http::Access::anybody(), .handler = [](const http::Request&) {
         return serve("mark.svg", "public, max-age=86400");
       }});
  for (const auto place : kPlaces)
    router.add({.method = "GET",
                .pattern = std::string(place),
                .access = http::Access::anybody(),
                .handler = [](const http::Request&) { return serve("index.html", "no-cache"); }});
}

void add_console_routes(http::Router& router, const Services& services) {
  add_console_files(router);
  router.add({.method = "GET",
              .pattern = "/api/search",
              .access = http::Access::signed_in(),
              .handler = [services](const http::Request& request) { return search(services, request); }});
}

}  // namespace muster::api
