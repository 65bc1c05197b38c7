#include <base/bytes.h>
#include <http/page_style.h>

#include <embedded_page_style_file.h>

namespace muster::http {

Response page_style(std::string_view own) {
  const std::string css = std::string(page_style_file::files().front().bytes) + std::string(own);
  return Response::text(css, "text/css; charset=utf-8")
      .header("Cache-Control", "public, max-age=3600")
      .header("ETag", "\"" + to_hex(sha256(css)).substr(0, 32) + "\"");
}

}  // namespace muster::http
