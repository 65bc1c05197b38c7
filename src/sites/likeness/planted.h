// A farm of mirrors and innocents, drawn from a seed: pages of closed cases, copies of them that hide in one way each,
// and sites that share what is common (a theme, a host, a network's certificate, pictures of a library, an agency's
// account) and nothing of what makes a copy.
#pragma once

#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <jpeglib.h>
#include <likeness/print.h>

namespace muster::likeness::planted {

struct Site {
  std::string host, kind;
  int original = -1;  // number of the case that it copies
  Print print;
};

struct Raster {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;
};

class Farm {
 public:
  explicit Farm(std::uint64_t seed) : engine_(seed) {
    for (int i = 0; i < 6000; ++i) vocabulary_.push_back(word());
    for (int i = 0; i < 6; ++i) themes_.push_back(theme(i));
    for (int i = 0; i < 12; ++i) library_.push_back(hash_of(paint(engine_())));
  }

  // `cases` originals, each with a mirror of every kind; and `others`.
  void plant(int cases, int others) {
    for (int i = 0; i < cases; ++i) originals.push_back(original(i));
    for (int i = 0; i < cases; ++i)
      for (const char* kind : {"text 10 %", "text 20 %", "text 30 %", "pictures re-encoded", "all of it", "accounts"})
        mirrors.push_back(mirror(i, kind));
    for (int i = 0; i < others; ++i) innocents.push_back(innocent(i));
  }

  std::vector<Site> originals, mirrors, innocents;

 private:
  using Words = std::vector<int>;
  struct Page {
    Words words;
    std::vector<Raster> pictures;
    std::string analytics;
    int theme = 0, icon = 0;
  };

  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  std::string word() {
    static constexpr const char* kParts[] = {"ban", "cor", "del", "fir", "gam", "hol", "jin", "kal",
                                             "lum", "mor", "nes", "pra", "qui", "ros", "tal", "ver"};
    std::string out;
    for (int i = 0, n = 2 + below(3); i < n; ++i) out += kParts[below(16)];
    return out;
  }
  // A few words are in every text, most in few (Zipf); each trade has words of its own.
  int draw(int trade) {
    const double u = unit();
    if (u < 0.35) return trade * 200 + below(200);
    return std::min(5999, 1200 + static_cast<int>(std::pow(4800.0, unit())));
  }
  Words text(int trade, int length) {
    Words out;
    for (int i = 0; i < length; ++i) out.push_back(draw(trade));
    return out;
  }
  static std::string theme(int n) {
    std::string out = "<html><body>";
    for (int i = 0; i < 14; ++i)
      out += fmt::format(R"(<div class="t{}-{}"><section class="s{}">)", n, i, (i * 7 + n) % 11);
    return out;
  }

  // Discs and boxes over each other: edges in every direction, as pictures have them.
  static Raster paint(std::uint64_t seed) {
    std::mt19937_64 draw(seed);
    const auto some = [&] { return static_cast<double>(draw() >> 11) * 0x1.0p-53; };
    Raster out{320, 240, {}};
    out.rgb.assign(static_cast<std::size_t>(3 * out.width * out.height), 128);
    for (int shape = 0; shape < 40; ++shape) {
      const double x = some() * out.width, y = some() * out.height, r = 8 + some() * 72;
      const bool box = some() < 0.5;
      std::uint8_t colour[3];
      for (auto& each : colour) each = static_cast<std::uint8_t>(draw() % 256);
      for (int j = std::max(0, static_cast<int>(y - r)); j < std::min(out.height, static_cast<int>(y + r)); ++j)
        for (int i = std::max(0, static_cast<int>(x - r)); i < std::min(out.width, static_cast<int>(x + r)); ++i)
          if (box || std::hypot(i - x, j - y) < r)
            std::copy(colour, colour + 3, out.rgb.begin() + 3 * (j * out.width + i));
    }
    return out;
  }
  static hashes::Pdq hash_of(const Raster& raster) {
    const auto made = hashes::pdq_of({raster.rgb.data(), raster.width, raster.height, 3 * raster.width, 3});
    if (!made.ok()) throw std::runtime_error(made.error().sentence);
    return made->hash;
  }
  // Made smaller, and through a JPEG of low quality.
  static Raster encoded_again(const Raster& in, double scale, int quality) {
    Raster out{static_cast<int>(in.width * scale), static_cast<int>(in.height * scale), {}};
    const auto at = [&](double x, double y, int c) {
      const int x0 = std::clamp(static_cast<int>(x), 0, in.width - 2),
                y0 = std::clamp(static_cast<int>(y), 0, in.height - 2);
      const double u = std::clamp(x - x0, 0.0, 1.0), v = std::clamp(y - y0, 0.0, 1.0);
      const auto pixel = [&](int i, int j) { return in.rgb[static_cast<std::size_t>(3 * (j * in.width + i) + c)]; };
      return (pixel(x0, y0) * (1 - u) + pixel(x0 + 1, y0) * u) * (1 - v) +
             (pixel(x0, y0 + 1) * (1 - u) + pixel(x0 + 1, y0 + 1) * u) * v;
    };
    for (int y = 0; y < out.height; ++y)
      for (int x = 0; x < out.width; ++x)
        for (int c = 0; c < 3; ++c)
          out.rgb.push_back(static_cast<std::uint8_t>(at((x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5, c)));
    jpeg_compress_struct to{};
    jpeg_error_mgr errors{};
    to.err = jpeg_std_error(&errors);
    jpeg_create_compress(&to);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&to, &data, &size);
    to.image_width = static_cast<JDIMENSION>(out.width);
    to.image_height = static_cast<JDIMENSION>(out.height);
    to.input_components = 3;
    to.in_color_space = JCS_RGB;
    jpeg_set_defaults(&to);
    jpeg_set_quality(&to, quality, TRUE);
    jpeg_start_compress(&to, TRUE);
    while (to.next_scanline < to.image_height) {
      JSAMPROW row = out.rgb.data() + std::size_t{3} * to.next_scanline * to.image_width;
      jpeg_write_scanlines(&to, &row, 1);
    }
    jpeg_finish_compress(&to);
    jpeg_destroy_compress(&to);
    jpeg_decompress_struct from{};
    from.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&from);
    jpeg_mem_src(&from, data, size);
    jpeg_read_header(&from, TRUE);
    jpeg_start_decompress(&from);
    while (from.output_scanline < from.output_height) {
      JSAMPROW row = out.rgb.data() + std::size_t{3} * from.output_scanline * from.output_width;
      jpeg_read_scanlines(&from, &row, 1);
    }
    jpeg_finish_decompress(&from);
    jpeg_destroy_decompress(&from);
    std::free(data);
    return out;
  }

  Print print(const Page& page, const std::vector<hashes::Pdq>& pictures, int host_number, bool shared_host) {
    std::string source = themes_[static_cast<std::size_t>(page.theme)];
    std::string sentence;
    for (std::size_t i = 0; i < page.words.size(); ++i) {
      sentence += vocabulary_[static_cast<std::size_t>(page.words[i])] + " ";
      if (i % 40 == 39) sentence += "</p><p>";
    }
    source += "<p>" + sentence + "</p><script>ga('create','" + page.analytics + "')</script></body></html>";
    const auto read = content::read_page(source, "text/html");
    std::vector<PrintPicture> hashed;
    for (const auto& each : pictures) hashed.push_back({each, 90, 1000});
    Print out = print_of({.source = source,
                          .page = read,
                          .pictures = std::move(hashed),
                          .favicon = page.icon,
                          .certificate_key = shared_host ? std::string(64, static_cast<char>('a' + host_number % 3))
                                                         : fmt::format("{:064x}", 1000 + host_number),
                          .address = shared_host ? fmt::format("198.18.0.{}", host_number % 4)
                                                 : fmt::format("198.19.{}.{}", host_number / 200, host_number % 200)});
    return out;
  }

  std::vector<hashes::Pdq> hashes_of(const std::vector<Raster>& pictures) {
    std::vector<hashes::Pdq> out;
    for (const Raster& each : pictures) out.push_back(hash_of(each));
    return out;
  }

  Site original(int i) {
    Page page;
    page.words = text(i % 6, 250 + below(400));
    for (int n = 0; n < 3; ++n) page.pictures.push_back(paint(engine_()));
    page.analytics = fmt::format("UA-{}-1", 5'000'000 + i);
    page.theme = i % 6;
    page.icon = i % 2 == 0 ? 77 : 100'000 + i;  // half have the icon of their theme
    pages_.push_back(page);
    Site out{fmt::format("case-{:03}.example", i), "case", i, print(page, hashes_of(page.pictures), next_++, true)};
    return out;
  }

  // Every so many-th word becomes another one.
  Words changed(const Words& words, double share, int trade) {
    Words out = words;
    for (int& each : out)
      if (unit() < share) each = draw(trade);
    return out;
  }

  // Always under another name, on another host, with another icon and account unless the kind says so.
  Site mirror(int of, const std::string& kind) {
    const Page& from = pages_[static_cast<std::size_t>(of)];
    Page page = from;
    page.analytics = fmt::format("UA-{}-1", 7'000'000 + next_);
    page.icon = 200'000 + next_;
    std::vector<hashes::Pdq> pictures;
    const auto encode_all = [&] {
      for (const Raster& each : from.pictures)
        pictures.push_back(hash_of(encoded_again(each, 0.6 + 0.3 * unit(), 35 + below(40))));
    };
    if (kind == "text 10 %") page.words = changed(from.words, 0.1, of % 6);
    if (kind == "text 20 %") page.words = changed(from.words, 0.2, of % 6);
    if (kind == "text 30 %") page.words = changed(from.words, 0.3, of % 6);
    if (kind == "pictures re-encoded" || kind == "accounts") page.words = text(of % 6, 300);
    if (kind == "pictures re-encoded") encode_all();
    if (kind == "all of it") {
      page.words = changed(from.words, 0.3, of % 6);
      encode_all();
    }
    if (kind == "accounts") page.analytics = from.analytics;
    const int number = next_++;
    return {fmt::format("mirror-{:04}.example", number), kind, of, print(page, pictures, number, below(2) == 0)};
  }

  Site innocent(int i) {
    Page page;
    page.words = text(below(6), 200 + below(500));
    page.analytics = i % 5 == 0 ? "UA-4000000-1" : fmt::format("UA-{}-1", 9'000'000 + i);  // an agency's customers
    page.theme = below(6);
    page.icon = i % 2 == 0 ? 77 : 300'000 + i;
    std::vector<hashes::Pdq> pictures;
    for (int n = 0, all = below(4); n < all; ++n)
      pictures.push_back(unit() < 0.5 ? library_[static_cast<std::size_t>(below(12))] : hash_of(paint(engine_())));
    const int number = next_++;
    return {fmt::format("innocent-{:04}.example", i), "innocent", -1, print(page, pictures, number, below(3) > 0)};
  }

  std::mt19937_64 engine_;
  std::vector<std::string> vocabulary_, themes_;
  std::vector<hashes::Pdq> library_;
  std::vector<Page> pages_;
  int next_ = 0;
};

}  // namespace muster::likeness::planted
