// Sites that do to a tester what sites do: circles, false doors, floods, silence, disguise.
#include "farm_pages.h"
#include "gzip.h"

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::string_view kHtml = "Content-Type: text/html; charset=utf-8\r\n";
constexpr std::string_view kMarkers = "planted-term-quorvix with planted-term-zelmarun";

FarmAnswer redirect(std::string to, int status = 302) {
  return [to, status](const FarmRequest&, FarmOut& out) {
    out.send(http_answer(status, "Location: " + to + "\r\n", "Moved.\n"));
  };
}
FarmAnswer refresh(std::string to) {
  return [to](const FarmRequest&, FarmOut& out) {
    out.send(http_answer(200, kHtml,
                         "<html><head><meta http-equiv=\"refresh\" content=\"0; url=" + to + "\"></head></html>"));
  };
}
FarmAnswer fixed(std::string fields, std::string body) {
  return [fields, body](const FarmRequest&, FarmOut& out) { out.send(http_answer(200, fields, body)); };
}

void many(const FarmRequest& request, FarmOut& out) {
  const int n = request.path.starts_with("/n") ? std::atoi(request.path.c_str() + 2) : 0;
  out.send(http_answer(302, fmt::format("Location: /n{}\r\n", n + 1), ""));
}

void cookie_wall(const FarmRequest& request, FarmOut& out) {
  if (request.cookie.find("seen=1") != std::string::npos)
    out.send(http_answer(200, kHtml, neutral_page("shop-001.example")));
  else
    out.send(http_answer(302, "Set-Cookie: seen=1; Path=/\r\nLocation: /\r\n", ""));
}

void endless(const FarmRequest&, FarmOut& out) {
  bool more = out.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body>");
  while (more) more = out.send("<p>and then") && out.wait_ms(20);
}

void silent(const FarmRequest&, FarmOut& out) {
  while (out.wait_ms(50)) continue;
}

void slow_head(const FarmRequest&, FarmOut& out) {
  bool more = out.send("HTTP/1.1 200 OK\r\n");
  for (int i = 0; more; ++i) more = out.send(fmt::format("X-Wait-{}: more\r\n", i)) && out.wait_ms(50);
}

void bomb(const FarmRequest&, FarmOut& out) {
  static const std::string packed = [] {
    const std::string megabyte = gzip_member(std::string(1u << 20, 'a'));
    std::string all;
    for (int i = 0; i < 500; ++i) all += megabyte;
    return all;
  }();
  out.send(http_answer(200, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", packed));
}

void fat_head(const FarmRequest&, FarmOut& out) {
  const std::string line = "X-Fat: " + std::string(4000, 'x') + "\r\n";
  bool more = out.send("HTTP/1.1 200 OK\r\n");
  for (std::size_t sent = 0; more && sent < (100u << 20); sent += line.size()) more = out.send(line);
}

void long_line(const FarmRequest&, FarmOut& out) {
  const std::string piece(64 * 1024, 'x');
  bool more = out.send("HTTP/1.1 200 OK\r\nX-Long: ");
  for (std::size_t sent = 0; more && sent < (100u << 20); sent += piece.size()) more = out.send(piece);
}

void fat_body(const FarmRequest&, FarmOut& out) {
  const std::string piece(64 * 1024, 'x');
  bool more = out.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1073741824\r\n\r\n");
  for (std::size_t sent = 0; more && sent < (1u << 30); sent += piece.size()) more = out.send(piece);
}

void cut_off(const FarmRequest&, FarmOut& out) {
  out.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf of it");
}

void garbage(const FarmRequest&, FarmOut& out) {
  out.send("\x7f\x45\x4c\x46 this is not HTTP\r\n\r\n");
}

void chunked(const FarmRequest&, FarmOut& out) {
  const std::string packed = gzip_member(neutral_page("shop-002.example"));
  out.send(
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (std::size_t at = 0; at < packed.size(); at += 1000) {
    const std::string piece = packed.substr(at, 1000);
    out.send(fmt::format("{:x}\r\n{}\r\n", piece.size(), piece));
  }
  out.send("0\r\n\r\n");
}

void cloak(const FarmRequest& request, FarmOut& out) {
  const bool phone = request.user_agent.find("Mobile") != std::string::npos;
  out.send(http_answer(200, kHtml, phone ? planted_page("cloak.example", kMarkers) : neutral_page("cloak.example")));
}

void no_robots(const FarmRequest& request, FarmOut& out) {
  if (request.path == "/robots.txt")
    out.send(http_answer(200, "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /\n"));
  else
    out.send(http_answer(200, kHtml, neutral_page("shop-003.example")));
}

// "栽植标记夸维" as GBK and as UTF-16LE.
constexpr std::string_view kGbk = "\xD4\xD4\xD6\xB2\xB1\xEA\xBC\xC7\xBF\xE4\xCE\xAC";
constexpr std::string_view kUtf16 = "\x3D\x68\x0D\x69\x07\x68\xB0\x8B\x38\x59\xF4\x7E";

std::string utf16_page() {
  std::string out = "\xFF\xFE";
  const auto ascii = [&](std::string_view text) {
    for (const char c : text) {
      out += c;
      out += '\0';
    }
  };
  ascii("<html lang=zh><body><p>");
  out += kUtf16;
  ascii("</p></body></html>");
  return out;
}

}  // namespace

const std::map<std::string, FarmAnswer>& hostile_answers() {
  static const std::map<std::string, FarmAnswer> all{
      {"go-001.example", redirect("http://go-002.example/a?b=c", 301)},
      {"go-002.example", redirect("http://go-003.example/")},
      {"go-003.example", refresh("http://shop-017.example/")},
      {"go-004.example", redirect("http://shop-005.example/", 308)},
      {"cookie-wall.example", cookie_wall},
      {"self.example", redirect("/")},
      {"ring-a.example", redirect("http://ring-b.example/")},
      {"ring-b.example", redirect("http://ring-a.example/")},
      {"many.example", many},
      {"to-file.example", redirect("file:///etc/passwd")},
      {"to-ssh.example", redirect("http://127.0.0.1:22/")},
      {"to-loopback.example", redirect("http://127.0.0.1:8080/")},
      {"to-loopback6.example", redirect("http://[::1]/")},
      {"to-metadata.example", redirect("http://169.254.169.254/latest/meta-data/")},
      {"to-private.example", refresh("http://10.0.0.1/")},
      {"to-mapped.example", redirect("http://[::ffff:127.0.0.1]/")},
      {"endless.example", endless},
      {"silent.example", silent},
      {"slow-head.example", slow_head},
      {"bomb.example", bomb},
      {"fat-head.example", fat_head},
      {"long-line.example", long_line},
      {"fat-body.example", fat_body},
      {"cut-off.example", cut_off},
      {"garbage.example", garbage},
      {"bad-gzip.example", fixed("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", "<p>this is plain</p>")},
      {"chunked.example", chunked},
      {"cloak.example", cloak},
      {"latin1.example", fixed("Content-Type: text/html; charset=iso-8859-1\r\n",
                               "<html lang=fr><p>Caf\xE9 cr\xE8me, d\xE9j\xE0 vu</p></html>")},
      {"gbk.example",
       fixed("Content-Type: text/html\r\n", "<html lang=zh><meta charset=gbk><p>" + std::string(kGbk) + "</p></html>")},
      {"utf16.example", fixed("Content-Type: text/html\r\n", utf16_page())},
      {"no-robots.example", no_robots},
  };
  return all;
}

}  // namespace muster::testing
