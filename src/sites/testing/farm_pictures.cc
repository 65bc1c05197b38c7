// Sites with pictures: neutral ones, drawn by arithmetic, on a page, inside of it, instead of it, and with something
// behind their end that breaks a decoder which is made to be broken (tests/looks).
#include "farm_pages.h"
#include <base/bytes.h>

#include <cmath>
#include <random>

#include <fmt/format.h>
#include <zlib.h>

namespace muster::testing {
namespace {

constexpr int kPaintedWidth = 320, kPaintedHeight = 240;

void put32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

void png_chunk(std::string& out, const char* name, const std::string& data) {
  put32(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = name + data;
  out += body;
  put32(out, static_cast<std::uint32_t>(
                 crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

// Hills of light with some grain, in colours; another one for each number.
std::string rows_of(int number) {
  std::mt19937 random(static_cast<unsigned>(number) * 2654435761U);
  const auto any = [&](double from, double to) {
    return from + (to - from) * static_cast<double>(random() % 10'000) / 10'000;
  };
  struct Wave {
    double x, y, phase, light[3];
  };
  std::vector<Wave> waves(9);
  for (Wave& w : waves) w = {any(-14, 14), any(-14, 14), any(0, 6.3), {any(5, 28), any(5, 28), any(5, 28)}};
  std::string out;
  for (int j = 0; j < kPaintedHeight; ++j) {
    out += '\0';  // no filter
    for (int i = 0; i < kPaintedWidth; ++i) {
      const double u = static_cast<double>(i) / kPaintedWidth, v = static_cast<double>(j) / kPaintedHeight;
      for (int c = 0; c < 3; ++c) {
        double light = 128;
        for (const Wave& w : waves) light += w.light[c] * std::sin(w.x * u + w.y * v + w.phase);
        out += static_cast<char>(static_cast<int>(std::clamp(light + static_cast<double>(random() % 9), 0.0, 255.0)));
      }
    }
  }
  return out;
}

std::string gallery(const std::string& title, const std::string& pictures) {
  return fmt::format(
      "<!DOCTYPE html><html lang=\"en\"><head><title>{0}</title>"
      "<meta property=\"og:image\" content=\"/pictures/4.png\"></head><body><h1>{0}</h1>\n{1}\n"
      "<p>Pictures of hills, drawn by a program. This is a test site of Muster's demonstration.</p></body></html>\n",
      title, pictures);
}

std::string page_answer(const std::string& body) {
  return http_answer(200, "Content-Type: text/html; charset=utf-8\r\n", body);
}

void answer_pictures(const FarmRequest& request, FarmOut& out) {
  const std::string& path = request.path;
  const auto png = [&](const std::string& bytes) { out.send(http_answer(200, "Content-Type: image/png\r\n", bytes)); };
  if (path.starts_with("/pictures/") && path.size() == 15 && path[10] >= '1' && path[10] <= '9')
    return png(farm_picture(path[10] - '0'));
  if (path.starts_with("/broken/")) {  // "/broken/crash.png"
    const std::string how = path.substr(8, path.find('.') == std::string::npos ? 0 : path.find('.') - 8);
    return png(farm_picture(6) + "#" + how);
  }
  if (request.host == "picture.example") return png(farm_picture(2));
  if (request.host == "gallery-inline.example")
    return (void)out.send(page_answer(
        gallery("Hills inside", "<p>Before.</p><img alt=\"hills\" src=\"data:image/png;base64," +
                                    to_base64(farm_picture(2)) + "\"><p>Behind.</p><img src=\"/pictures/3.png\">")));
  if (request.host == "gallery-hop.example") {  // a page that leads on, carries one, and is of two bytes a character
    const std::string page =
        "<html><head><meta http-equiv=\"refresh\" content=\"0; url=http://gallery.example/\"></head>"
        "<body>On <img src=\"data:image/png;base64," +
        to_base64(farm_picture(2)) + "\"></body></html>";
    std::string wide = "\xFF\xFE";
    for (const char c : page) wide += std::string{c, '\0'};
    return (void)out.send(http_answer(200, "Content-Type: text/html; charset=utf-16\r\n", wide));
  }
  if (request.host == "gallery-broken.example")
    return (void)out.send(page_answer(gallery("Broken hills",
                                              "<img src=\"/broken/crash.png\"><img src=\"/broken/socket.png\">"
                                              "<img src=\"/broken/hang.png\"><img src=\"/pictures/5.png\">")));
  out.send(page_answer(gallery(
      "Hills",
      "<img src=\"/pictures/1.png\" width=\"320\"><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" "
      "data-src=\"pictures/2.png\"><img srcset=\"/pictures/3.png 1x, /pictures/9.png 2x\">"
      "<img src=\"/pictures/8.png\" width=\"16\" height=\"16\"><img src=\"/logo.svg\"><img src=\"/pictures/1.png\">")));
}

}  // namespace

std::string farm_picture(int number) {
  const std::string rows = rows_of(number);
  std::string packed(compressBound(static_cast<uLong>(rows.size())), '\0');
  uLongf size = static_cast<uLongf>(packed.size());
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
                static_cast<uLong>(rows.size()), 6) != Z_OK)
    throw std::bad_alloc();
  packed.resize(size);
  std::string header;
  put32(header, kPaintedWidth);
  put32(header, kPaintedHeight);
  header += std::string("\x08\x02\x00\x00\x00", 5);  // 8 bits, red, green and blue
  std::string out = "\x89PNG\r\n\x1A\n";
  png_chunk(out, "IHDR", header);
  png_chunk(out, "IDAT", packed);
  png_chunk(out, "IEND", "");
  return out;
}

const std::map<std::string, FarmAnswer>& picture_answers() {
  static const std::map<std::string, FarmAnswer> kAnswers{{"gallery.example", answer_pictures},
                                                          {"gallery-inline.example", answer_pictures},
                                                          {"gallery-broken.example", answer_pictures},
                                                          {"gallery-hop.example", answer_pictures},
                                                          {"picture.example", answer_pictures}};
  return kAnswers;
}

}  // namespace muster::testing
