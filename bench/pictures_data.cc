// Neutral pictures for the comparison with nsfwjs, and two tables of ours:
//   pictures_data look|distances MUSTER-LOOK MODELS OUT FILE…
// `look`: each picture as raw pixels in OUT with OUT/pictures.json (what every model says of it), and how many a
// second. `distances`: how far a picture's hash lies from that of its re-encoded, resized, cropped and watermarked
// copies.
#include <pictures/decoder.h>
#include <pictures/look.h>
#include <pictures/tensor.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>
#include <painted.h>

using namespace muster;
using pictures::test::Painted;

namespace {

constexpr std::array kModels{"mobilenet_v2", "mobilenet_v2_mid", "inception_v3"};

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}
double since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

struct Loaded {
  std::string file, name, bytes;
  pictures::Picture picture;
};
std::vector<Loaded> load(pictures::Decoder& decoder, int files, char** names) {
  std::vector<Loaded> out;
  for (int i = 0; i < files; ++i) {
    Loaded l{names[i], fmt::format("{:03}", out.size()), bytes_of(names[i]), {}};
    auto picture = decoder.decode(l.bytes);
    if (!picture.ok() || picture->header.width < 200 || picture->header.height < 200) continue;
    l.picture = std::move(*picture);
    out.push_back(std::move(l));
  }
  return out;
}

int look(pictures::Decoder& decoder, const std::string& models, const std::string& out, std::vector<Loaded>& all) {
  std::string json, speed;
  std::vector<std::string> said(all.size());
  for (const char* model : kModels) {
    const auto net = pictures::open_classifier({models + "/" + model + ".onnx", "", 1});
    if (!net.ok()) {
      fmt::print(stderr, "{}\n", net.error().sentence);
      return 4;
    }
    const int side = (*net)->side();
    const auto one = static_cast<std::size_t>(3 * side * side);
    std::vector<float> tensors(one * 16);
    for (std::size_t n = 0; n < all.size(); ++n) {
      const auto& h = all[n].picture.header;
      pictures::to_tensor(all[n].picture.frame(0), {0, 0, h.width, h.height, true}, side,
                          std::span(tensors).first(one));
      const auto classes = (*net)->classify(std::span(tensors).first(one));
      if (!classes.ok()) return 4;
      std::string numbers;
      for (const float p : (*classes)[0]) numbers += fmt::format("{}{:.9g}", numbers.empty() ? "" : ",", p);
      said[n] += fmt::format("{}\"{}\":[{}]", said[n].empty() ? "" : ",", model, numbers);
    }
    // As the peer is measured: the first picture again and again, resized and looked at; and sixteen at once.
    for (const std::size_t batch : {std::size_t{1}, std::size_t{16}}) {
      const auto& h = all[0].picture.header;
      const auto began = std::chrono::steady_clock::now();
      std::size_t count = 0;
      for (; since(began) < 10; count += batch) {
        for (std::size_t b = 0; b < batch; ++b)
          pictures::to_tensor(all[0].picture.frame(0), {0, 0, h.width, h.height, true}, side,
                              std::span(tensors).subspan(b * one, one));
        if (!(*net)->classify(std::span(tensors).first(batch * one)).ok()) return 4;
      }
      speed += fmt::format("{}\"{}_{}\":{:.3f}", speed.empty() ? "" : ",", model, batch,
                           static_cast<double>(count) / since(began));
    }
  }
  const auto began = std::chrono::steady_clock::now();
  std::size_t decoded = 0;
  for (; since(began) < 5; ++decoded)
    if (!decoder.decode(all[decoded % all.size()].bytes).ok()) return 4;
  speed += fmt::format(",\"decode\":{:.2f}", static_cast<double>(decoded) / since(began));
  for (std::size_t n = 0; n < all.size(); ++n) {
    const auto& h = all[n].picture.header;
    json += fmt::format(R"({}{{"name":"{}","file":"{}","width":{},"height":{},"ours":{{{}}}}})", n == 0 ? "" : ",",
                        all[n].name, all[n].file, h.width, h.height, said[n]);
    std::ofstream(out + "/" + all[n].name + ".rgb", std::ios::binary)
        .write(reinterpret_cast<const char*>(all[n].picture.pixels.data()), std::ptrdiff_t{3} * h.width * h.height);
  }
  std::ofstream(out + "/pictures.json") << "{\"pictures\":[" << json << "],\"per_second\":{" << speed << "}}\n";
  fmt::print("{{{}}}\n", speed);
  return 0;
}

// A part of the picture, resized by the mean of what each pixel covers.
Painted part_of(const Painted& p, double left, double top, double right, double bottom, double scale) {
  const double w = p.width * (right - left), h = p.height * (bottom - top);
  Painted out{std::max(1, static_cast<int>(w * scale)), std::max(1, static_cast<int>(h * scale)), {}};
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      const int x0 = static_cast<int>(p.width * left + x / scale), y0 = static_cast<int>(p.height * top + y / scale);
      const int x1 = std::max(x0 + 1, std::min(p.width, static_cast<int>(p.width * left + (x + 1) / scale)));
      const int y1 = std::max(y0 + 1, std::min(p.height, static_cast<int>(p.height * top + (y + 1) / scale)));
      std::array<long, 3> sum{};
      for (int b = y0; b < y1; ++b)
        for (int a = x0; a < x1; ++a)
          for (std::size_t c = 0; c < 3; ++c)
            sum[c] +=
                p.rgb[static_cast<std::size_t>(3) * (static_cast<std::size_t>(b) * static_cast<std::size_t>(p.width) +
                                                     static_cast<std::size_t>(a)) +
                      c];
      for (const long s : sum) out.rgb.push_back(static_cast<std::uint8_t>(s / (std::max(1, (x1 - x0) * (y1 - y0)))));
    }
  return out;
}
// Half-transparent white stripes over the lower right quarter, as lettering.
Painted watermarked(const Painted& p) {
  Painted out = p;
  for (int y = p.height * 3 / 4; y < p.height * 9 / 10; ++y)
    for (int x = p.width / 2; x < p.width * 19 / 20; ++x)
      if ((x / std::max(2, p.width / 80)) % 2 == 0)
        for (std::size_t c = 0; c < 3; ++c) {
          auto& v = out.rgb[static_cast<std::size_t>(3) * static_cast<std::size_t>(y * p.width + x) + c];
          v = static_cast<std::uint8_t>((v + 255) / 2);
        }
  return out;
}

struct Row {
  const char* name;
  std::vector<int> distances = {};
};

int distances(pictures::Decoder& decoder, std::vector<Loaded>& all) {
  std::vector<Row> rows{{"JPEG, quality 90"},
                        {"JPEG, quality 50"},
                        {"JPEG, quality 20"},
                        {"WebP, quality 75"},
                        {"3/4 of the size"},
                        {"half the size"},
                        {"a quarter of the size"},
                        {"2 % cropped on each side"},
                        {"5 % cropped on each side"},
                        {"10 % cropped on each side"},
                        {"watermark"}};
  int used = 0;
  for (Loaded& l : all) {
    const auto& h = l.picture.header;
    const Painted p{h.width, h.height, l.picture.pixels};
    const auto original = hashes::pdq_of({p.rgb.data(), p.width, p.height, std::ptrdiff_t{3} * p.width, 3});
    if (!original.ok() || original->quality < 80) continue;
    ++used;
    const std::string copies[] = {pictures::test::jpeg(p, 90),
                                  pictures::test::jpeg(p, 50),
                                  pictures::test::jpeg(p, 20),
                                  pictures::test::webp(p, 75),
                                  pictures::test::png(part_of(p, 0, 0, 1, 1, 0.75)),
                                  pictures::test::png(part_of(p, 0, 0, 1, 1, 0.5)),
                                  pictures::test::png(part_of(p, 0, 0, 1, 1, 0.25)),
                                  pictures::test::png(part_of(p, 0.02, 0.02, 0.98, 0.98, 1)),
                                  pictures::test::png(part_of(p, 0.05, 0.05, 0.95, 0.95, 1)),
                                  pictures::test::png(part_of(p, 0.1, 0.1, 0.9, 0.9, 1)),
                                  pictures::test::png(watermarked(p))};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto copy = decoder.decode(copies[i]);
      if (!copy.ok()) continue;
      const auto hash = hashes::pdq_of(copy->frame(0));
      if (hash.ok()) rows[i].distances.push_back(hashes::distance(hash->hash, original->hash));
    }
  }
  fmt::print(
      "{} pictures of quality 80 and above\n\n| copy | median | 95 % | most | within 31 |\n|---|---|---|---|---|\n",
      used);
  for (Row& row : rows) {
    auto& d = row.distances;
    if (d.empty()) continue;
    std::sort(d.begin(), d.end());
    const auto within = std::count_if(d.begin(), d.end(), [](int x) { return x <= 31; });
    fmt::print("| {} | {} | {} | {} | {} of {} |\n", row.name, d[d.size() / 2], d[d.size() * 95 / 100], d.back(),
               within, d.size());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::cerr << "usage: pictures_data look|distances MUSTER-LOOK MODELS OUT FILE...\n";
    return 2;
  }
  pictures::Decoder decoder({argv[2], 1});
  auto all = load(decoder, argc - 5, argv + 5);
  if (all.empty()) {
    std::cerr << "no picture could be decoded\n";
    return 4;
  }
  return std::string(argv[1]) == "look" ? look(decoder, argv[3], argv[4], all) : distances(decoder, all);
}
