// Serves the embedded point of sale under /pos: one page, its files, and the
// service worker by which it opens without a network.
#include <base/bytes.h>
#include <http/router.h>
#include <numbers_api/services.h>

#include <map>
#include <string>

#include <embedded_pos_files.h>

namespace muster::numbers_api {
namespace {

std::string_view pos_type(std::string_view path) {
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  if (path.ends_with(".webmanifest")) return "application/manifest+json";
  return "text/html; charset=utf-8";
}

const EmbeddedFile* pos_file(std::string_view path) {
  for (const auto& file : pos_files::files())
    if (file.path == path) return &file;
  return nullptr;
}

http::Response serve_pos(const std::string& path) {
  const EmbeddedFile* file = pos_file(path);
  if (!file) return http::Response::problem(not_found("file_unknown", "There is no such file; load the page again."));
  const bool hashed = path.starts_with("assets/");
  return http::Response::text(std::string(file->bytes), std::string(pos_type(path)))
      .header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache")
      .header("ETag", "\"" + to_hex(sha256(file->bytes)).substr(0, 32) + "\"");
}

}  // namespace

void add_pos_files(http::Router& router) {
  const auto add = [&](const char* pattern, http::Handler handler) {
    router.add({.method = "GET", .pattern = pattern, .access = http::Access::anybody(), .handler = std::move(handler)});
  };
  add("/pos", [](const http::Request&) { return http::Response::redirect("/pos/", 308); });
  add("/pos/{path...}", [](const http::Request& request) {
    const std::string path = request.param("path");
    return serve_pos(path.empty() ? "pos.html" : path);
  });
}

}  // namespace muster::numbers_api
