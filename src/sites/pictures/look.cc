#include <base/bytes.h>
#include <pictures/look.h>
#include <pictures/tensor.h>

#include <algorithm>

#include <string.h>

namespace muster::pictures {
namespace {

constexpr int kClassifiedSideMin = 64;  // smaller ones are icons

// Wipes the bytes wherever it ends, unless they are handed on.
struct Wiped {
  std::string bytes;
  explicit Wiped(std::string b) : bytes(std::move(b)) {}
  Wiped(const Wiped&) = delete;
  ~Wiped() {
    if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
  }
};

std::uint64_t number_of(std::string_view bytes) {
  const Hash hash = sha256(bytes);
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | hash[i];
  return out;
}

void merge(hashes::Verdict& into, hashes::Verdict more) {
  into.drop = into.drop || more.drop;
  into.lifted = into.lifted || more.lifted;
  const auto add = [](std::vector<hashes::Match>& all, std::vector<hashes::Match>& some) {
    for (hashes::Match& m : some) {
      const auto same = std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.list_id == m.list_id; });
      if (same == all.end())
        all.push_back(std::move(m));
      else if (m.distance < same->distance)
        *same = std::move(m);
    }
  };
  add(into.matches, more.matches);
  add(into.harmless, more.harmless);
}

Result<void> classify(const Picture& picture, const Classifier& classifier, Seen& seen) {
  const int side = classifier.side();
  const auto one = std::size_t{3} * static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  const auto parts = parts_of(picture.header.width, picture.header.height);
  std::vector<float> tensors(one * parts.size() * static_cast<std::size_t>(picture.header.frames));
  std::size_t n = 0;
  for (int frame = 0; frame < picture.header.frames; ++frame)
    for (const Part& p : parts) {
      to_tensor(picture.frame(frame), p, side, std::span(tensors).subspan(one * n++, one));
      seen.parts.push_back({p.x, p.y, p.width, p.height, p.whole, frame, {}});
    }
  MUSTER_TRY(const auto classes, classifier.classify(tensors));
  for (std::size_t i = 0; i < classes.size(); ++i) seen.parts[i].classes = classes[i];
  seen.model = classifier.name();
  return {};
}

}  // namespace

const SeenPart* Seen::most_explicit() const {
  const auto most = std::max_element(parts.begin(), parts.end(), [](const SeenPart& a, const SeenPart& b) {
    return explicit_of(a.classes) < explicit_of(b.classes);
  });
  return most == parts.end() ? nullptr : &*most;
}

Result<Seen> Looker::look(std::string bytes) const {
  Wiped held(std::move(bytes));
  MUSTER_TRY(Picture picture, decoder_.decode(held.bytes));
  Seen seen;
  seen.header = picture.header;
  const std::uint64_t number = number_of(held.bytes);
  for (int frame = 0; frame < picture.header.frames; ++frame) {
    MUSTER_TRY(const auto turned, hashes::pdq_turned(picture.frame(frame)));
    MUSTER_TRY(auto verdict, known_(turned, number));
    seen.hashes.push_back({turned.hashes[0], turned.quality});
    merge(seen.verdict, std::move(verdict));
  }
  if (seen.verdict.drop) {
    decoder_.forget();
    seen.hashes.clear();
    return seen;
  }
  const int shorter = std::min(picture.header.width, picture.header.height);
  if (classifier_ != nullptr && shorter >= kClassifiedSideMin) MUSTER_CHECK_OK(classify(picture, *classifier_, seen));
  seen.bytes = std::move(held.bytes);
  held.bytes.clear();
  return seen;
}

}  // namespace muster::pictures
