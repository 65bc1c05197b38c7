#include <base/bytes.h>
#include <http/console.h>

#include <map>
#include <memory>
#include <string>

namespace muster::http {
namespace {

using ConsoleFiles = std::map<std::string_view, std::string_view>;

std::string_view content_type(std::string_view path) {
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  if (path.ends_with(".json")) return "application/json";
  if (path.ends_with(".webmanifest")) return "application/manifest+json";
  return "application/octet-stream";
}

Response file(const ConsoleFiles& files, std::string_view path, std::string_view cache) {
  const auto found = files.find(path);
  if (found == files.end())
    return Response::problem(not_found("file_unknown", "There is no such file; load the page again."));
  return Response::text(std::string(found->second), std::string(content_type(path)))
      .header("Cache-Control", std::string(cache))
      .header("ETag", "\"" + to_hex(sha256(found->second)).substr(0, 32) + "\"");
}

}  // namespace

void add_console(Router& router, const Console& console) {
  const auto files = std::make_shared<ConsoleFiles>();
  for (const auto& embedded : console.files) files->emplace(embedded.path, embedded.bytes);
  const auto add = [&router](std::string pattern, Handler handler) {
    router.add(
        {.method = "GET", .pattern = std::move(pattern), .access = Access::anybody(), .handler = std::move(handler)});
  };
  add("/assets/{path...}", [files](const Request& request) {
    return file(*files, "assets/" + request.param("path"), "public, max-age=31536000, immutable");
  });
  add("/mark.svg", [files](const Request&) { return file(*files, "mark.svg", "public, max-age=86400"); });
  for (const auto place : console.places)
    add(std::string(place), [files, page = console.page](const Request&) { return file(*files, page, "no-cache"); });
}

}  // namespace muster::http
