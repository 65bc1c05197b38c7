// What a picture's record and a page's score are made of. Pure.
#include <base/bytes.h>
#include <base/text.h>
#include <testing/pictures.h>

#include <algorithm>

#include <fmt/format.h>

namespace muster::testing {
namespace {

bool is_base64_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
         c == '-' || c == '_';
}

int nibble_of(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// Letters of base64 from here on, with what may stand between them in a page: line ends, escapes of URLs and scripts.
std::size_t read_base64(std::string_view source, std::size_t at, std::string& letters) {
  while (at < source.size()) {
    const char c = source[at];
    if (is_base64_letter(c)) {
      letters += c == '-' ? '+' : c == '_' ? '/' : c;
      ++at;
    } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\\') {
      ++at;
    } else if (c == '%' && at + 2 < source.size() && nibble_of(source[at + 1]) >= 0 && nibble_of(source[at + 2]) >= 0) {
      const char meant = static_cast<char>(nibble_of(source[at + 1]) * 16 + nibble_of(source[at + 2]));
      if (is_base64_letter(meant)) letters += meant;
      at += 3;
    } else {
      return at;
    }
  }
  return at;
}

}  // namespace

std::optional<KeepPictures> keep_pictures(std::string_view text) {
  if (text == "none") return KeepPictures::none;
  if (text == "clues") return KeepPictures::clues;
  if (text == "all") return KeepPictures::all;
  return {};
}

TestPicture test_picture(const pictures::Seen& seen, std::string_view sha256) {
  TestPicture out;
  out.outcome = seen.dropped() ? "dropped" : "looked";
  for (const hashes::Match& match : seen.verdict.matches) {
    // Of a picture that may not be kept nothing else is told either.
    if (seen.dropped() && match.kind != hashes::ListKind::child_abuse_material) continue;
    out.known.push_back({match.list_id, match.list_name, to_text(match.kind), match.distance, match.put_aside});
  }
  if (seen.dropped()) return out;
  out.lifted = seen.verdict.lifted;
  out.format = to_text(seen.header.format);
  out.width = seen.header.width;
  out.height = seen.header.height;
  out.bytes = static_cast<std::int64_t>(seen.bytes->size());
  out.sha256 = std::string(sha256);
  if (!seen.hashes.empty()) {
    out.pdq = to_hex(seen.hashes.front().hash);
    out.quality = seen.hashes.front().quality;
  }
  if (const auto* most = seen.most_explicit()) out.explicit_likely = pictures::explicit_of(most->classes);
  out.model = seen.model;
  return out;
}

std::vector<content::Evidence> picture_evidence(std::span<const TestPicture> all) {
  struct Nearest {
    const KnownPicture* known;
    const TestPicture* picture;
  };
  std::vector<Nearest> lists;
  const TestPicture* most = nullptr;
  for (const TestPicture& picture : all) {
    for (const KnownPicture& known : picture.known) {
      if (known.put_aside) continue;
      const auto same =
          std::find_if(lists.begin(), lists.end(), [&](const auto& l) { return l.known->list_id == known.list_id; });
      if (same == lists.end())
        lists.push_back({&known, &picture});
      else if (known.distance < same->known->distance)
        *same = {&known, &picture};
    }
    if (picture.explicit_likely && (!most || *picture.explicit_likely > *most->explicit_likely)) most = &picture;
  }
  std::vector<content::Evidence> out;
  for (const Nearest& each : lists)
    out.push_back({each.known->kind, "hash", 1,
                   fmt::format("{}, distance {}: {}", each.known->list, each.known->distance, each.picture->url),
                   each.known->list_id});
  if (most) out.push_back({"explicit_unlawful", "picture", *most->explicit_likely, most->url, ""});
  return out;
}

std::vector<InlinePicture> inline_pictures(std::string_view source, std::size_t most) {
  std::vector<InlinePicture> out;
  constexpr std::string_view kBegins = ";base64,";
  for (std::size_t at = source.find(kBegins); at != std::string_view::npos && out.size() < most;
       at = source.find(kBegins, at)) {
    const std::size_t begin = at + kBegins.size();
    // "data:image/…" stands shortly before it; other kinds (fonts, scripts) are no pictures.
    const auto before = to_lower_ascii(source.substr(at < 64 ? 0 : at - 64, std::min<std::size_t>(at, 64)));
    std::string letters;
    at = read_base64(source, begin, letters);
    if (before.rfind("data:image") == std::string::npos || letters.size() / 4 * 3 < kInlineBytesMin) continue;
    if (letters.size() % 4 == 1) letters.pop_back();
    letters.append((4 - letters.size() % 4) % 4, '=');
    auto bytes = from_base64(letters);
    if (!bytes.ok()) continue;
    out.push_back({begin, at, std::move(*bytes)});
  }
  return out;
}

}  // namespace muster::testing
