// Answers in shapes that two readers take for different ones, floods of small things, and pages that lead on by what
// isn't a redirect.
#include "farm_pages.h"
#include "gzip.h"

#include <fmt/format.h>

namespace muster::testing {
namespace {

constexpr std::string_view kShapeHtml = "Content-Type: text/html; charset=utf-8\r\n";
constexpr std::string_view kShapeBody = "<html lang=en><body><p>A page of forty-eight bytes.</p></body></html>";
constexpr int kManyFields = 100'000, kManyFrames = 10'000;

// `fields` with {} for the body's length; the head is sent as it is given.
FarmAnswer head_of(std::string head, std::string body = std::string(kShapeBody)) {
  return [=](const FarmRequest&, FarmOut& out) {
    std::string text = "HTTP/1.1 200 OK\r\n" + std::string(kShapeHtml) + head;
    for (auto at = text.find("{}"); at != std::string::npos; at = text.find("{}"))
      text.replace(at, 2, std::to_string(body.size()));
    out.send(text + "\r\n" + body);
  };
}
FarmAnswer html(std::string body, std::string fields = {}) {
  return [=](const FarmRequest&, FarmOut& out) { out.send(http_answer(200, std::string(kShapeHtml) + fields, body)); };
}
std::string chunks(std::string_view body) {
  return fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body);
}

void many_fields(const FarmRequest&, FarmOut& out) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < kManyFields; ++i) head += fmt::format("a{}: b\r\n", i);
  out.send(head + "\r\n");
}

void interim_flood(const FarmRequest&, FarmOut& out) {
  while (out.send("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")) continue;
}

void slow_body(const FarmRequest&, FarmOut& out) {
  bool more = out.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n");
  while (more) more = out.send("a") && out.wait_ms(100);
}

void slow_first_line(const FarmRequest&, FarmOut& out) {
  bool more = true;
  for (const char c : std::string_view("HTTP/1.1 200 OK and so on and so on and so on and so on")) {
    if (more) more = out.send(std::string_view(&c, 1)) && out.wait_ms(200);
  }
  while (more) more = out.wait_ms(100);
}

void nested_bomb(const FarmRequest&, FarmOut& out) {
  static const std::string packed = gzip_member(gzip_member(std::string(64u << 20, 'a')));
  out.send(http_answer(200, std::string(kShapeHtml) + "Content-Encoding: gzip, gzip\r\n", packed));
}

void huge_chunk(const FarmRequest&, FarmOut& out) {
  out.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff0\r\n<p>a");
}

void many_frames(const FarmRequest&, FarmOut& out) {
  static const std::string page = [] {
    std::string all = "<html><body>";
    for (int i = 0; i < kManyFrames; ++i)
      all += fmt::format("<iframe src=\"/f{}\" width=\"100%\" height=\"100%\"></iframe>", i);
    return all + "</body></html>";
  }();
  out.send(http_answer(200, kShapeHtml, page));
}

std::string planted_at(const std::string& host) {
  return planted_page(host, "planted-term-quorvix with planted-term-zelmarun");
}

// The front page leads to /inner by the given means; what stands there is planted.
FarmAnswer leads(std::string front, std::string fields = {}) {
  return [=](const FarmRequest& request, FarmOut& out) {
    const bool inner = request.path.starts_with("/inner");
    out.send(
        http_answer(200, std::string(kShapeHtml) + (inner ? "" : fields), inner ? planted_at(request.host) : front));
  };
}

std::map<std::string, FarmAnswer> shapes() {
  const std::string body(kShapeBody);
  return {
      {"length-and-chunked.example", head_of("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks(body))},
      {"lengths-differ.example", head_of("Content-Length: {}\r\nContent-Length: 5\r\n")},
      {"lengths-listed.example", head_of("Content-Length: {}, 5\r\n")},
      {"lengths-repeat.example", head_of("Content-Length: {}\r\nContent-Length: {}\r\n")},
      {"length-signed.example", head_of("Content-Length: +{}\r\n")},
      {"length-huge.example", head_of("Content-Length: 99999999999999999999999\r\n")},
      {"coding-unknown.example", head_of("Transfer-Encoding: xchunked\r\n", chunks(body))},
      {"coding-twice.example", head_of("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks(body))},
      {"bare-lf.example",
       [](const FarmRequest&, FarmOut& out) {
         out.send(fmt::format("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: {}\n\n{}", kShapeBody.size(),
                              kShapeBody));
       }},
      {"obs-fold.example", head_of("X-Folded: one\r\n two\r\nContent-Length: {}\r\n")},
      {"space-colon.example", head_of("X-Spaced : one\r\nContent-Length: {}\r\n")},
      {"nul.example", head_of(std::string("X-Nul: a\0b\r\nContent-Length: {}\r\n", 33))},
      {"huge-chunk.example", huge_chunk},
      {"many-fields.example", many_fields},
      {"interim-flood.example", interim_flood},
      {"slow-body.example", slow_body},
      {"slow-line.example", slow_first_line},
      {"nested-bomb.example", nested_bomb},
      {"many-frames.example", many_frames},
      {"frame-ring.example", html("<iframe src=\"/?again\" width=\"100%\" height=\"100%\"></iframe>")},
      {"script-ring.example",
       html("<script>location='/?'+Math.random()</script><script>location.href='/?again'</script>")},
      {"bad-charset.example",
       [](const FarmRequest&, FarmOut& out) {
         out.send(http_answer(200, "Content-Type: text/html; charset=no-such-charset\r\n",
                              "<html lang=fr><p>Caf\xE9 \xFF\xFE\x80 cr\xC3\xA8me</p></html>"));
       }},
      {"bad-utf8.example", html("<p>\xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80 \xE2\x82 and more</p>")},
      {"frame.example", leads("<title>A title</title><iframe src=\"/inner\" width=\"100%\" height=\"100%\"></iframe>")},
      {"frameset.example", leads("<frameset rows=\"100%,*\"><frame src=\"/inner\"></frameset>")},
      {"script.example",
       leads("<p>One moment.</p><script>setTimeout(function(){window.location.href='/inner'},50)</script>")},
      {"refresh-header.example", leads("<p>One moment.</p>", "Refresh: 1; url=/inner\r\n")},
      {"short.example", [](const FarmRequest&,
                           FarmOut& out) { out.send(http_answer(301, "Location: http://shop-017.example/\r\n", "")); }},
  };
}

}  // namespace

const std::map<std::string, FarmAnswer>& shape_answers() {
  static const std::map<std::string, FarmAnswer> all = shapes();
  return all;
}

}  // namespace muster::testing
